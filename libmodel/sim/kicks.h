#pragma once

// States that are kicked along directions of their own.

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "libmodel/sim/drift.h"
#include "libmodel/sim/random.h"

namespace hysteron {

/// Kicks along directions of the states' own, Stratonovich: half a kick, the mean motion, half a kick.
///
/// The half kicks carry the variance of a relaxation at rate lambda to within (lambda h)^2 / 3, lambda
/// taken along the kicks alone: precession across them does not shorten a step.
template <KickedModel M>
class KickMotion {
  static constexpr int n = state_count<M>;
  using Kicks =
      decltype(M::template kicks<double>(PortsOf<M>{}, StateOf<M>{}, ParametersOf<M>{}, Surroundings<double>{}));
  static constexpr int kick_count = std::tuple_size_v<Kicks>;

 public:
  KickMotion(const LiftedDevice<M, double>& device, const Stimulus<M, double>& stimulus,
             const Tolerance<n>& drift, double tolerance)
      : device_(device.plain),
        stimulus_(stimulus),
        tolerance_(tolerance),
        scale_(drift.scale),
        drift_(device, stimulus, drift, {}) {}

  /// Moves s over the first `duration` [s] of the stimulus; draw.step counts on.
  Count advance(double duration, StateOf<M>& s, Draw& draw) {
    Count count{.reached = duration >= 0.0};
    const double longest = stimulus_.held() ? duration : std::min(stimulus_.longest_step(), 0.25 * duration);
    for (double t = 0.0; t < duration && count.reached; ++count.steps) {
      const double left = duration - t;
      const double h = std::min({longest, left, std::sqrt(3.0 * tolerance_) / fastest(t, s)});
      // Given up at once, for a second of precession would take days.
      count.reached = left / h < double(most_random_steps - count.steps);
      if (!count.reached) break;
      kick(t, 0.5 * h, s, draw, 0);
      count.reached = drift_.advance(t, h, s).reached;
      kick(t + h, 0.5 * h, s, draw, kick_count);
      t = h == left ? duration : t + h;
      ++draw.step;
    }
    return count;
  }

 private:
  Kicks kicks(double t, const StateOf<M>& s) const {
    return M::template kicks<double>(stimulus_.at(t), s, device_.parameters, device_.around);
  }

  /// The fastest that what kicks do grows or dies [1/s].
  double fastest(double t, const StateOf<M>& s) {
    const Kicks all = kicks(t, s);
    const Start<n> f = drift_.rates(t, s);
    double relaxing = 0.0, strength = 0.0;
    for (const StateOf<M>& kick : all) {
      double along = 0.0, size = 0.0;
      for (int i = 0; i < n; ++i) {
        const double b = values(kick)[i] / scale_[i];
        size += b * b;
        for (int k = 0; k < n; ++k) along += b * f[i].v[k] * values(kick)[k] / scale_[i];
      }
      if (size > 0.0) relaxing = std::max(relaxing, std::abs(along) / size);
      strength += 4.0 * size;
    }
    return relaxing + strength;
  }

  /// dx/dtau = sum of kicks(x) w, from tau = 0 to 1, by one step of Runge and Kutta.
  void kick(double t, double h, StateOf<M>& s, Draw& draw, int channel) const {
    std::array<double, kick_count> w;
    for (int k = 0; k < kick_count; ++k) {
      draw.channel = channel + k;
      w[k] = std::sqrt(h) * normal(draw);
    }
    const auto slope = [&](const States<double, n>& base, double part) {
      StateOf<M> at = s;
      for (int i = 0; i < n; ++i) values(at)[i] += part * base[i];
      const Kicks all = kicks(t, at);
      States<double, n> sum{};
      for (int k = 0; k < kick_count; ++k) {
        for (int i = 0; i < n; ++i) sum[i] += w[k] * values(all[k])[i];
      }
      return sum;
    };
    const auto k1 = slope({}, 0.0), k2 = slope(k1, 0.5), k3 = slope(k2, 0.5), k4 = slope(k3, 1.0);
    for (int i = 0; i < n; ++i) values(s)[i] += (k1[i] + 2.0 * (k2[i] + k3[i]) + k4[i]) / 6.0;
  }

  const Device<M, double>& device_;
  const Stimulus<M, double>& stimulus_;
  double tolerance_;
  States<double, n> scale_;
  Drift<M> drift_;
};

}  // namespace hysteron
