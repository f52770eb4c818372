#pragma once

// The definitions of stochastic.h.

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "libmodel/sim/diffusion.h"
#include "libmodel/sim/events.h"
#include "libmodel/sim/kicks.h"
#include "libmodel/sim/stochastic.h"
#include "libmodel/sim/transient_definition.h"

namespace hysteron {

namespace internal {

template <NoisyModel M>
struct RandomMotionOf {
  using type = DiffusionMotion<M>;
};
template <KickedModel M>
struct RandomMotionOf<M> {
  using type = KickMotion<M>;
};
template <JumpingModel M>
struct RandomMotionOf<M> {
  using type = EventMotion<M>;
};

}  // namespace internal

/// One device and its chance so far.
template <NoisyModel M>
class RandomDevice {
 public:
  RandomDevice(const ParametersOf<M>& p, const Surroundings<double>& around, const Chance& chance,
               const StochasticOptions& options)
      : device_{.carried = {p, around}},
        drift_(tolerance_of<M>(options.drift)),
        tolerance_(options.tolerance),
        draw_{.seed = chance.seed, .instance = chance.instance} {}

  Count advance(const std::array<Wave, port_count<M>>& waves, double duration, StateOf<M>& s) {
    if (duration == 0.0) return {};
    const Stimulus<M, double> stimulus(waves, device_);
    return typename internal::RandomMotionOf<M>::type(device_, stimulus, drift_, tolerance_)
        .advance(duration, s, draw_);
  }

  /// From the start of the rise to the read.
  Count apply(const Pulse& pulse, StateOf<M>& s) {
    Count count{.reached = std::isfinite(pulse.voltage)};  // a model may be blind to NaN: it selects
    const auto stretch = [&](double from, double to, double duration) {
      if (duration == 0.0 || !count.reached) return;
      const Wave wave{.level = from, .slope = from == to ? 0.0 : (to - from) / duration};
      const Count more = advance(at_port<M>(write_port<M>, wave), duration, s);
      count.steps += more.steps;
      count.rejected += more.rejected;
      count.reached = more.reached;
    };
    stretch(0.0, pulse.voltage, pulse.rise);
    stretch(pulse.voltage, pulse.voltage, pulse.width);
    stretch(pulse.voltage, 0.0, pulse.fall);
    stretch(0.0, 0.0, pulse.delay);
    return count;
  }

  PortsOf<M> current(const PortsOf<M>& v, const StateOf<M>& s) const {
    return respond<M, double>(v, s, device_.plain.parameters, device_.plain.around).current;
  }

 private:
  LiftedDevice<M, double> device_;
  Tolerance<state_count<M>> drift_;
  double tolerance_;
  Draw draw_;
};

template <NoisyModel M>
Followed random_train(std::span<const Pulse> train, StateOf<M>& state, const ParametersOf<M>& p,
                      const Surroundings<double>& around, const Chance& chance, const StochasticOptions& options,
                      std::span<double> read_current, std::span<StateOf<M>> states) {
  assert(read_current.size() == train.size() && (states.empty() || states.size() == train.size()));
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  Followed followed;
  std::fill(read_current.begin(), read_current.end(), unknown);
  RandomDevice<M> device(p, around, chance, options);
  for (std::size_t k = 0; k < train.size(); ++k) {
    if (followed.reached) {
      const Count count = device.apply(train[k], state);
      followed.steps += count.steps;
      followed.rejected += count.rejected;
      followed.reached = count.reached;
      followed.at = count.reached ? 0 : k;
    }
    if (!followed.reached) {
      for (double& x : values(state)) x = unknown;
    } else if (!std::isnan(train[k].read_voltage)) {
      PortsOf<M> v{};
      values(v)[read_port<M>] = train[k].read_voltage;
      const PortsOf<M> i = device.current(v, state);
      read_current[k] = values(i)[read_port<M>];
    }
    if (!states.empty()) states[k] = state;
  }
  return followed;
}

template <NoisyModel M>
std::vector<Instant<M>> random_transient(const std::array<Ramps, port_count<M>>& drive, StateOf<M> s,
                                         const ParametersOf<M>& p, const Surroundings<double>& around,
                                         std::span<const double> times, const Chance& chance,
                                         const StochasticOptions& options) {
  RandomDevice<M> device(p, around, chance, options);
  std::vector<Instant<M>> trace;
  for (double t = times.empty() ? 0.0 : times[0]; trace.size() < times.size();) {
    double until = std::numeric_limits<double>::infinity();
    std::array<Wave, port_count<M>> waves;
    for (int k = 0; k < port_count<M>; ++k) waves[k] = internal::piece_after(drive[k], t, until);
    if (t == times[trace.size()]) {
      PortsOf<M> v{};
      for (int k = 0; k < port_count<M>; ++k) values(v)[k] = waves[k].level;
      trace.push_back({t, s, device.current(v, s)});
      continue;
    }
    until = std::min(until, times[trace.size()]);
    if (!device.advance(waves, until - t, s).reached) return trace;
    t = until;
  }
  return trace;
}

}  // namespace hysteron
