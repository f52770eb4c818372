#pragma once

// The definitions of train.h, for whoever instantiates them for a model and a scalar.

#include <algorithm>
#include <cassert>

#include "libmodel/sim/pulse_map.h"
#include "libmodel/sim/total_current.h"
#include "libmodel/sim/train.h"

namespace hysteron {

namespace internal {

template <CompactModel M, class T>
void forget(StateOf<M, T>& s) {
  for (T& x : values(s)) x = T(std::numeric_limits<double>::quiet_NaN());
}

inline void add(Followed& to, const Count& more, std::size_t row) {
  to.steps += more.steps;
  to.rejected += more.rejected;
  if (more.reached || !to.reached) return;
  to.reached = false;
  to.at = row;
}

}  // namespace internal

template <CompactModel M, class T>
Followed follow_train(std::span<const Pulse> train, StateOf<M, T>& state, const ParametersOf<M, T>& p,
                      const Surroundings<T>& around, const FollowOptions& options, std::span<T> read_current,
                      std::span<StateOf<M, T>> states) {
  assert(read_current.size() == train.size() && (states.empty() || states.size() == train.size()));
  Followed followed;
  std::fill(read_current.begin(), read_current.end(), T(std::numeric_limits<double>::quiet_NaN()));
  PulsedDevice<M, T> device(p, around, options.tolerance);
  PulseMaps<M, T> maps(train, options.maps, device);
  for (std::size_t k = 0; k < train.size(); ++k) {
    if (followed.reached) internal::add(followed, maps.apply(k, state), k);
    if (!followed.reached) internal::forget<M, T>(state);
    else if (!std::isnan(train[k].read_voltage)) read_current[k] = maps.current(k, state);
    if (!states.empty()) states[k] = state;
  }
  followed.maps = maps.made();
  followed.samples = maps.samples();
  return followed;
}

template <CompactModel M, class T>
Followed follow_sweep(std::span<const double> time, std::span<const double> voltage, StateOf<M, T>& state,
                      const ParametersOf<M, T>& p, const Surroundings<T>& around, const FollowOptions& options,
                      std::span<T> current) {
  assert(voltage.size() == time.size() && current.size() == time.size());
  Followed followed;
  std::fill(current.begin(), current.end(), T(std::numeric_limits<double>::quiet_NaN()));
  constexpr int port = write_port<M>;
  const LiftedDevice<M, T> device{.carried = {p, around}};
  const auto tolerance = tolerance_of<M>(options.tolerance);
  for (std::size_t k = 0; k < time.size() && followed.reached; ++k) {
    const std::size_t from = k > 0 ? k - 1 : 0, to = std::min(from + 1, time.size() - 1);
    const double duration = time[to] - time[from];
    const double slope = duration != 0.0 ? (voltage[to] - voltage[from]) / duration : 0.0;
    if (k > 0) {
      const Stimulus<M, T> ramp(at_port<M>(port, {.level = voltage[from], .slope = slope}), device);
      if (std::isfinite(slope)) internal::add(followed, advance<M, T>(device, ramp, duration, tolerance, state), k);
      else internal::add(followed, {.reached = false}, k);
    }
    PortsOf<M> v{}, dv{};
    values(v)[port] = voltage[k];
    values(dv)[port] = slope;
    if (followed.reached) current[k] = values(total_current<M, T>(v, dv, state, p, around))[port];
  }
  if (!followed.reached) internal::forget<M, T>(state);
  return followed;
}

}  // namespace hysteron
