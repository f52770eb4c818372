#pragma once

// A model's states in time under given voltages: from compact models to systems that radau.h steps.
//
// What no state occurs in is done once: parameters are lifted to the inner scalars once for a device,
// prepare() once for a held voltage. Only states that move are integrated: see advance().

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <type_traits>

#include "libmodel/model.h"
#include "libmodel/scalar/jet.h"
#include "libmodel/scalar/math.h"
#include "libmodel/sim/integrate.h"
#include "libmodel/sim/wave.h"

namespace hysteron {

template <CompactModel M>
constexpr int state_count = std::is_empty_v<StateOf<M>> ? 0 : static_cast<int>(sizeof(StateOf<M>) / sizeof(double));

namespace internal {

/// The list To, made of the numbers of `from`: what derivatives there are stay behind.
template <class To, class From>
To lifted(const From& from) {
  To to{};
  if constexpr (!std::is_empty_v<To>) {
    using S = std::decay_t<decltype(values(to)[0])>;
    for (std::size_t i = 0; i < values(to).size(); ++i) values(to)[i] = S(number(values(from)[i]));
  }
  return to;
}

/// Zero, and no derivative either.
inline bool vanishes(double x) { return x == 0.0; }
template <int N>
bool vanishes(const ceres::Jet<double, N>& x) {
  return x.a == 0.0 && (x.v.array() == 0.0).all();
}

}  // namespace internal

/// A device at scalar S: parameters and surroundings.
template <CompactModel M, class S>
struct Device {
  ParametersOf<M, S> parameters;
  Surroundings<S> around;

  template <class To>
  Device<M, To> at() const {
    return {internal::lifted<ParametersOf<M, To>>(parameters), internal::lifted<Surroundings<To>>(around)};
  }
};

/// Voltages, and what the model prepares at them.
template <CompactModel M, class S>
struct Bias {
  PortsOf<M, S> voltage;
  PreparedOf<M, S> prepared;

  Bias(const PortsOf<M, S>& v, const PreparedOf<M, S>& at) : voltage(v), prepared(at) {}
  [[gnu::flatten]] Bias(const PortsOf<M>& v, const Device<M, S>& device)
      : voltage(internal::lifted<PortsOf<M, S>>(v)),
        prepared(prepare<M, S>(voltage, device.parameters, device.around)) {}

  template <class To>
  Bias<M, To> at() const {
    return {internal::lifted<PortsOf<M, To>>(voltage), internal::lifted<PreparedOf<M, To>>(prepared)};
  }
  auto response(const StateOf<M, S>& s, const Device<M, S>& device) const {
    if constexpr (std::is_empty_v<PreparedOf<M, S>>) return respond<M, S>(voltage, s, device.parameters, device.around, {});
    else return respond<M, S>(voltage, s, device.parameters, device.around, prepared);
  }
};

/// A device at all scalars that its integration needs.
template <CompactModel M, class T>
struct LiftedDevice {
  Device<M, T> carried;
  Device<M, double> plain = carried.template at<double>();
  Device<M, ceres::Jet<double, 1>> single = carried.template at<ceres::Jet<double, 1>>();
  Device<M, ceres::Jet<double, std::max(1, state_count<M>)>> full =
      carried.template at<ceres::Jet<double, std::max(1, state_count<M>)>>();

  template <int m>
  const auto& seeded() const {
    if constexpr (m == 1) return single;
    else return full;
  }
};

/// A wave at one port, the others at 0 V.
template <CompactModel M>
std::array<Wave, port_count<M>> at_port(int port, const Wave& wave) {
  std::array<Wave, port_count<M>> waves{};
  waves[port] = wave;
  return waves;
}

/// Waves at the ports, and the bias they are where they are held.
template <CompactModel M, class T>
class Stimulus {
 public:
  using Waves = std::array<Wave, port_count<M>>;

  Stimulus(const Waves& waves, const LiftedDevice<M, T>& device)
      : waves_(waves),
        held_(std::all_of(waves.begin(), waves.end(), [](const Wave& w) { return w.held(); })),
        start_(at(0.0), device.carried) {}

  bool held() const { return held_; }
  const Waves& waves() const { return waves_; }
  const Bias<M, T>& start() const { return start_; }

  PortsOf<M> at(double t) const {
    PortsOf<M> v{};
    for (std::size_t k = 0; k < waves_.size(); ++k) values(v)[k] = waves_[k].at(t);
    return v;
  }
  PortsOf<M> slope_at(double t) const {
    PortsOf<M> v{};
    for (std::size_t k = 0; k < waves_.size(); ++k) values(v)[k] = waves_[k].slope_at(t);
    return v;
  }

  /// s: a twelfth of the shortest period, so that no step can miss the crest of a wave, which may be
  /// all that is beyond a threshold.
  double longest_step() const {
    double longest = std::numeric_limits<double>::infinity();
    for (const Wave& w : waves_) {
      if (w.amplitude != 0.0 && w.frequency != 0.0) longest = std::min(longest, 1.0 / (12.0 * std::abs(w.frequency)));
    }
    return longest;
  }

 private:
  Waves waves_;
  bool held_;
  Bias<M, T> start_;
};

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
        inner_bias_(drive.start().template at<Inner>()) {}

  // Flat, so that what nobody asks for, as the current, is not computed: a model's evaluate() alone is
  // too large for compilers to open on their own.
  [[gnu::flatten]] States<Inner, m> seeded(double t, const States<Inner, m>& y) {
    const auto& device = device_.template seeded<m>();
    if (drive_.held()) return rates(inner_bias_, device, inner_state_, y);
    return rates(Bias<M, double>(drive_.at(t), device_.plain).template at<Inner>(), device, inner_state_, y);
  }
  [[gnu::flatten]] States<T, m> carried(double t, const States<T, m>& y) {
    if (drive_.held()) return rates(drive_.start(), device_.carried, state_, y);
    return rates(Bias<M, T>(drive_.at(t), device_.carried), device_.carried, state_, y);
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
  Bias<M, Inner> inner_bias_;
  bool strayed_ = false;
};

/// The tolerance of M's states at a relative one; the absolute is a hundredth of it, in units of a
/// state's declared range.
template <CompactModel M>
Tolerance<state_count<M>> tolerance_of(double relative) {
  Tolerance<state_count<M>> t{.relative = relative, .absolute = 0.01 * relative, .scale = {}};
  int i = 0;
  for (const Field& f : fields<StateOf<M>>()) {
    const double range = f.upper - f.lower;
    t.scale[i++] = std::isfinite(range) && range > 0.0 ? range : std::max(1.0, std::abs(f.value));
  }
  return t;
}

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

/// What advance() may take for granted until it finds otherwise: the only state that moves.
struct Guess {
  static constexpr int unknown = -2;
  int only = unknown;
};

/// Moves the state along the stimulus for `duration` [s].
///
/// A state whose rate is exactly zero, in value and in every derivative carried, is left out where
/// one other state moves; that is no approximation, for the rate is looked at again at every
/// stage, and should it not be zero there, all states are integrated. Where no state moves and the
/// voltages are held, nothing is done. A guess kept from pulse to pulse saves the first look.
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

template <CompactModel M, class T>
Count advance(const LiftedDevice<M, T>& device, const Stimulus<M, T>& stimulus, double duration,
              const Tolerance<state_count<M>>& tolerance, StateOf<M, T>& state) {
  Guess guess;
  return advance<M, T>(device, stimulus, duration, tolerance, state, guess);
}

}  // namespace hysteron
