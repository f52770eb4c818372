#pragma once

// The mean motion of some of a model's states along a stimulus, from any moment of it on.

#include <array>
#include <numeric>

#include "libmodel/sim/motion_definition.h"

namespace hysteron {

constexpr long most_random_steps = 1'000'000;  // in one stretch of a stimulus

/// The deterministic motion of all states but those that rest: a System<double, n> for integrate().
template <CompactModel M>
class Drift {
  static constexpr int n = state_count<M>;
  using Inner = ceres::Jet<double, n>;

 public:
  using Mask = std::array<bool, n>;

  Drift(const LiftedDevice<M, double>& device, const Stimulus<M, double>& stimulus, const Tolerance<n>& tolerance,
        const Mask& resting)
      : device_(device),
        stimulus_(stimulus),
        motion_(device, stimulus, StateOf<M>{}, every_state()),
        tolerance_(tolerance),
        resting_(resting) {
    for (int i = 0; i < n; ++i) {
      if (!resting[i]) moving_ = moving_ == none ? i : several;
    }
  }

  /// Moves s from `start` [s] of the stimulus on for `duration` [s].
  Count advance(double start, double duration, StateOf<M>& s) {
    if (moving_ == none) return {};
    if (n > 1 && moving_ != several) return advance_one(start, duration, s);
    start_ = start;
    States<double, n> y;
    std::copy(values(s).begin(), values(s).end(), y.begin());
    const Count count = integrate<double, n>(*this, y, duration, tolerance_, stimulus_.longest_step());
    std::copy(y.begin(), y.end(), values(s).begin());
    return count;
  }

  /// Rates at `time` [s] of the stimulus, and their Jacobian.
  Start<n> rates(double time, const StateOf<M>& s) {
    start_ = 0.0;
    States<Inner, n> y;
    for (int i = 0; i < n; ++i) y[i] = Inner(values(s)[i], i);
    return seeded(time, y);
  }

  Start<n> seeded(double t, const States<Inner, n>& y) {
    Start<n> f = motion_.seeded(start_ + t, y);
    for (int i = 0; i < n; ++i) {
      if (resting_[i]) f[i] = Inner(0.0);
    }
    return f;
  }

 private:
  static constexpr int none = -1, several = -2;

  /// One state's motion, from `start` on.
  struct Single {
    Motion<M, double, 1> motion;
    double start;
    Start<1> seeded(double t, const Start<1>& y) { return motion.seeded(start + t, y); }
  };

  Count advance_one(double start, double duration, StateOf<M>& s) {
    Single single{{device_, stimulus_, s, {moving_}}, start};
    States<double, 1> y{values(s)[moving_]};
    const Tolerance<1> tolerance{tolerance_.relative, tolerance_.absolute, {tolerance_.scale[moving_]}};
    const Count count = integrate<double, 1>(single, y, duration, tolerance, stimulus_.longest_step());
    values(s)[moving_] = y[0];
    return count;
  }

  static std::array<int, n> every_state() {
    std::array<int, n> all;
    std::iota(all.begin(), all.end(), 0);
    return all;
  }

  const LiftedDevice<M, double>& device_;
  const Stimulus<M, double>& stimulus_;
  Motion<M, double, n> motion_;
  Tolerance<n> tolerance_;
  double start_ = 0.0;
  Mask resting_;
  int moving_ = none;  // the state that moves, if it is one
};

}  // namespace hysteron
