#pragma once

// States that wander under diffusion, within their bounds.

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "libmodel/sim/drift.h"
#include "libmodel/sim/random.h"

namespace hysteron {

namespace internal {

/// The variance gathered over h by a diffusion that runs from `first` to `last`, of what a linear motion has
/// left of it, `kept` being what is left of a deviation after h: the integral of diffusion(s)
/// kept^(2 (h - s) / h).
inline double gathered(double first, double last, double kept, double h) {
  const double z = 2.0 * std::log(std::max(std::abs(kept), 1e-150));
  const bool small = std::abs(z) < 1e-3;
  const double all = small ? 1.0 + z / 2.0 * (1.0 + z / 3.0) : std::expm1(z) / z;
  const double early = small ? 0.5 + z / 3.0 * (1.0 + 3.0 * z / 8.0) : (std::exp(z) * (z - 1.0) + 1.0) / (z * z);
  return h * (last * (all - early) + first * early);
}

}  // namespace internal

/// Diffusion: each noisy state is drawn around the mean motion.
///
/// How far a deviation of one standard deviation has grown or died after a step, and how much it bends the
/// mean, is read off mean motions that start that far to either side: so every stiffness of the model, its
/// heating too, is the integrator's. A step is as long as the diffusion changes little along it and
/// the bend is small, both against the variance that has gathered or is to be expected.
template <NoisyModel M>
class DiffusionMotion {
  static constexpr int n = state_count<M>;

 public:
  DiffusionMotion(const LiftedDevice<M, double>& device, const Stimulus<M, double>& stimulus,
                  const Tolerance<n>& drift, double tolerance)
      : device_(device.plain),
        stimulus_(stimulus),
        tolerance_(tolerance),
        least_(10.0 * drift.relative),
        scale_(drift.scale),
        declared_(fields<StateOf<M>>()),
        drift_(device, stimulus, drift, {}) {}

  /// Moves s over the first `duration` [s] of the stimulus; draw.step counts on.
  Count advance(double duration, StateOf<M>& s, Draw& draw) {
    Count count{.reached = duration >= 0.0};
    const double longest = stimulus_.held() ? duration : std::min(stimulus_.longest_step(), 0.25 * duration);
    double t = 0.0, h = longest;
    gathered_ = speed_ = {};
    while (t < duration && count.reached) {
      const double left = duration - t;
      h = std::min({h, longest, left});
      const Law law = consider(t, h, s, count);
      if (!std::isfinite(law.error) || count.steps + count.rejected >= most_random_steps || !(t + h > t))
        count.reached = false;
      if (!count.reached) break;
      const double growth = std::clamp(0.8 / std::sqrt(law.error + 1e-30), 0.2, 4.0);
      if (law.error <= 1.0) {
        s = drawn(law, draw);
        t = h == left ? duration : t + h;
        for (int i = 0; i < n; ++i) gathered_[i] = law.kept[i] * law.kept[i] * gathered_[i] + law.variance[i];
        ++count.steps;
      } else {
        for (int i = 0; i < n; ++i) speed_[i] = std::max(speed_[i], law.variance[i] / h);
        ++count.rejected;
      }
      h *= law.error <= 1.0 ? growth : std::min(growth, 0.7);
    }
    return count;
  }

 private:
  /// Of the states at the end of a step.
  struct Law {
    StateOf<M> mean;
    std::array<double, n> variance{};  // of the step
    std::array<double, n> kept{};      // of a deviation at the start
    double error = 0.0;                // against the tolerance
  };

  StateOf<M> diffusion(double t, const StateOf<M>& s) const {
    return M::template noise<double>(stimulus_.at(t), s, device_.parameters, device_.around).diffusion;
  }
  StateOf<M> moved(double t, double h, StateOf<M> s, Count& count) {
    count.reached = count.reached && drift_.advance(t, h, s).reached;
    return s;
  }

  Law consider(double t, double h, const StateOf<M>& s, Count& count) {
    Law law{.mean = moved(t, h, s, count)};
    const StateOf<M> first = diffusion(t, s), last = diffusion(t + h, law.mean);
    for (int i = 0; i < n && count.reached; ++i) {
      const double a = values(first)[i], b = values(last)[i];
      const double deviation = std::sqrt(h * std::max(a, b));
      if (!std::isfinite(a + b)) law.error = a + b;
      law.kept[i] = 1.0;
      law.variance[i] = 0.5 * h * (a + b);
      if (!(deviation > least_ * scale_[i])) continue;  // mean motions so near each other tell nothing
      refine(t, h, s, i, a, b, law, count);
    }
    return law;
  }

  /// What mean motions over h from t on do to a deviation of state i: the share that is left, and half the
  /// second derivative of the end by the start.
  struct Fate {
    double kept = 0.0, bend = 0.0;
  };
  Fate fate(double t, double h, const StateOf<M>& s, double middle, int i, double deviation, Count& count) {
    const double x = values(s)[i];
    const double above = std::clamp(declared_[i].upper - x, 0.0, deviation);
    const double below = std::clamp(x - declared_[i].lower, 0.0, deviation);
    StateOf<M> up = s, down = s;
    values(up)[i] = x + above;
    values(down)[i] = x - below;
    const double high = values(moved(t, h, up, count))[i], low = values(moved(t, h, down, count))[i];
    Fate fate{.kept = (high - low) / (above + below)};
    if (above > 0.0 && below > 0.0) {
      fate.bend = ((high - middle) / above - (middle - low) / below) / (above + below);
    }
    return fate;
  }

  /// What a variance misses that was gathered from `first` to `last`, `shift` being left out of the mean.
  double error_of(double first, double last, double variance, double shift, double whole, int i) const {
    if (!(variance > 0.0)) return variance;  // none, or NaN
    const double swing = (last - first) / (last + first), width = 0.3 * scale_[i];
    return std::max({swing * swing / 3.0 * variance / (tolerance_ * whole),
                     std::abs(shift) / (tolerance_ * std::sqrt(whole)), variance / (width * width)});
  }

  /// Sets the variance of state i, and what the step misses.
  void refine(double t, double h, const StateOf<M>& s, int i, double first, double last, Law& law, Count& count) {
    const double deviation = std::min(std::sqrt(h * std::max(first, last)), 0.1 * scale_[i]);
    const Fate f = fate(t, h, s, values(law.mean)[i], i, deviation, count);
    if (std::abs(f.kept) < 0.05) return refine_forgotten(t, h, s, i, last, law, count);
    const double variance = internal::gathered(first, last, f.kept, h);
    const double whole = std::max({variance, speed_[i] * h, 0.1 * f.kept * f.kept * gathered_[i]});
    law.variance[i] = variance;
    law.kept[i] = f.kept;
    law.error = std::max(error_of(first, last, variance, f.bend * deviation * deviation, whole, i), law.error);
  }

  /// The same for a state that has forgotten where it started: it is as wide as the last relaxation, in
  /// which a deviation can still be followed, makes it.
  void refine_forgotten(double t, double h, const StateOf<M>& s, int i, double last, Law& law, Count& count) {
    Fate f;
    double part = h, first = last;
    while (std::abs(f.kept) < 0.05 && part > 1e-12 * h && count.reached) {
      part *= 0.25;
      const StateOf<M> from = moved(t, h - part, s, count);
      const StateOf<M> then = diffusion(t + h - part, from);
      first = values(then)[i];
      const double wide = std::sqrt(part * std::max(first, last));
      const double deviation = std::clamp(wide, least_ * scale_[i], 0.1 * scale_[i]);
      f = fate(t + h - part, part, from, values(law.mean)[i], i, deviation, count);
    }
    const double variance = internal::gathered(first, last, f.kept, part) / (1.0 - f.kept * f.kept);
    law.variance[i] = variance;
    law.kept[i] = 0.0;
    const double shift = f.bend * variance / (1.0 - f.kept);
    law.error = std::max(error_of(first, last, variance, shift, variance, i), law.error);
  }

  StateOf<M> drawn(const Law& law, Draw& draw) const {
    StateOf<M> s = law.mean;
    for (int i = 0; i < n; ++i) {
      if (!(law.variance[i] > 0.0)) continue;
      draw.channel = i;
      double& x = values(s)[i];
      const double lower = declared_[i].lower, range = declared_[i].upper - lower;
      const double mean = std::clamp((x - lower) / range, 0.0, 1.0);
      x = std::isfinite(range) ? lower + range * beta(draw, mean, law.variance[i] / (range * range))
                               : x + std::sqrt(law.variance[i]) * normal(draw);
    }
    ++draw.step;
    return s;
  }

  const Device<M, double>& device_;
  const Stimulus<M, double>& stimulus_;
  double tolerance_, least_;
  States<double, n> scale_;
  std::vector<Field> declared_;
  Drift<M> drift_;
  std::array<double, n> gathered_{};  // variance since the start of the stretch
  std::array<double, n> speed_{};     // of its growth [1/s], as longer steps that were refused saw it
};

}  // namespace hysteron
