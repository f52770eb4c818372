#pragma once

#include "libmodel/sim/motion.h"

namespace hysteron {

/// The right-hand side of m of M's states, the others resting: a System<T, m>.
template <CompactModel M, class T, int m>
class Motion {
  using Inner = ceres::Jet<double, m>;

 public:
  Motion(const LiftedDevice<M, T>& device, const Stimulus<M, T>& drive, const StateOf<M, T>& state,
         const std::array<int, m>& moving)
      : device_(device),
        drive_(drive),
        moving_(moving),
        state_(state),
        inner_state_(internal::lifted<StateOf<M, Inner>>(state)),
        bias_(drive.start()),
        inner_bias_(bias_.template at<Inner>()) {}

  // Flat, so that what nobody asks for, as the current, is not computed: a model's evaluate() alone is
  // too large for compilers to open on their own.
  HYSTERON_FLAT States<Inner, m> seeded(double t, const States<Inner, m>& y) {
    if (!drive_.held()) inner_bias_ = Bias<M, double>(drive_.at(t), device_.plain).template at<Inner>();
    return rates(inner_bias_, device_.template seeded<m>(), inner_state_, y);
  }
  HYSTERON_FLAT States<T, m> carried(double t, const States<T, m>& y) {
    if (!drive_.held()) bias_ = Bias<M, T>(drive_.at(t), device_.carried);
    return rates(bias_, device_.carried, state_, y);
  }

  /// True once a rate of a resting state was not exactly zero.
  bool strayed() const { return strayed_; }

 private:
  template <class S>
  States<S, m> rates(const Bias<M, S>& bias, const Device<M, S>& device, StateOf<M, S>& at, const States<S, m>& y) {
    for (int k = 0; k < m; ++k) values(at)[moving_[k]] = y[k];
    const StateOf<M, S> all = bias.response(at, device).rate;
    States<S, m> f;
    for (int k = 0; k < m; ++k) f[k] = values(all)[moving_[k]];
    if constexpr (m < state_count<M>) {
      for (int i = 0; i < state_count<M>; ++i) {
        if (i == moving_[0]) continue;
        // In seeded() the derivative by the moving state may be anything where the rate is zero.
        if constexpr (std::is_same_v<S, T>) strayed_ = strayed_ || !internal::vanishes(values(all)[i]);
        else strayed_ = strayed_ || number(values(all)[i]) != 0.0;
      }
    }
    return f;
  }

  const LiftedDevice<M, T>& device_;
  const Stimulus<M, T>& drive_;
  std::array<int, m> moving_;
  StateOf<M, T> state_;
  StateOf<M, Inner> inner_state_;
  Bias<M, T> bias_;
  Bias<M, Inner> inner_bias_;
  bool strayed_ = false;
};

namespace internal {

template <int m, CompactModel M, class T>
Count advance_some(const LiftedDevice<M, T>& device, const Stimulus<M, T>& drive, double duration,
                   const Tolerance<state_count<M>>& tolerance, const std::array<int, m>& moving, StateOf<M, T>& state,
                   bool& strayed) {
  Motion<M, T, m> motion(device, drive, state, moving);
  States<T, m> y;
  Tolerance<m> some{.relative = tolerance.relative, .absolute = tolerance.absolute, .scale = {}};
  for (int k = 0; k < m; ++k) {
    y[k] = values(state)[moving[k]];
    some.scale[k] = tolerance.scale[moving[k]];
  }
  const Count count = integrate<T, m>(motion, y, duration, some, drive.longest_step());
  strayed = motion.strayed();
  if (!strayed) {
    for (int k = 0; k < m; ++k) values(state)[moving[k]] = y[k];
  }
  return count;
}

/// The only state that moves, -1 where there are more, state_count where there is none. Looks at the
/// start where voltages are held, else on the way, for many a ramp starts where nothing moves.
template <CompactModel M, class T>
int only_moving(const LiftedDevice<M, T>& device, const Stimulus<M, T>& drive, double duration, const StateOf<M, T>& state) {
  const StateOf<M, T> rate = drive.held() ? drive.start().response(state, device.carried).rate
                                          : Bias<M, T>(drive.at(0.7 * duration), device.carried).response(state, device.carried).rate;
  int only = state_count<M>;
  for (int i = 0; i < state_count<M>; ++i) {
    if (vanishes(values(rate)[i])) continue;
    if (only < state_count<M>) return -1;
    only = i;
  }
  return only;
}

}  // namespace internal

template <CompactModel M, class T>
Count advance(const LiftedDevice<M, T>& device, const Stimulus<M, T>& stimulus, double duration,
              const Tolerance<state_count<M>>& tolerance, StateOf<M, T>& state, Guess& guess) {
  constexpr int n = state_count<M>;
  Count spent{.reached = duration >= 0.0};
  if constexpr (n > 0) {
    if (!(duration > 0.0)) return spent;
    if (guess.only == Guess::unknown || guess.only == n) {
      guess.only = internal::only_moving(device, stimulus, duration, state);
      if (guess.only == n && stimulus.held()) return spent;
    }
    bool strayed = false;
    if (n > 1 && guess.only >= 0 && guess.only < n) {
      spent = internal::advance_some<1>(device, stimulus, duration, tolerance, {guess.only}, state, strayed);
      if (!strayed) return spent;
      guess.only = Guess::unknown;
    }
    std::array<int, n> all;
    for (int i = 0; i < n; ++i) all[i] = i;
    Count count = internal::advance_some<n>(device, stimulus, duration, tolerance, all, state, strayed);
    count.steps += spent.steps;
    count.rejected += spent.rejected;
    return count;
  }
  return spent;
}

}  // namespace hysteron
