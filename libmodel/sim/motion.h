#pragma once

// A model's states in time under given voltages: from compact models to systems that radau.h steps.
//
// What no state occurs in is done once: parameters are lifted to the inner scalars once for a device,
// prepare() once for a held voltage. Only states that move are integrated: see advance(), compiled once
// for each model, in compiled.cc.in.

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <type_traits>

#include "libmodel/model.h"
#include "libmodel/scalar/flat.h"
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
  HYSTERON_FLAT Bias(const PortsOf<M>& v, const Device<M, S>& device)
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
              const Tolerance<state_count<M>>& tolerance, StateOf<M, T>& state, Guess& guess);

template <CompactModel M, class T>
Count advance(const LiftedDevice<M, T>& device, const Stimulus<M, T>& stimulus, double duration,
              const Tolerance<state_count<M>>& tolerance, StateOf<M, T>& state) {
  Guess guess;
  return advance<M, T>(device, stimulus, duration, tolerance, state, guess);
}

}  // namespace hysteron
