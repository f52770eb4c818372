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

namespace internal {

/// The charge of the write port along ramps, with the state.
template <CompactModel M, class T>
class ChargeMeter {
  static constexpr int n = state_count<M>, port = write_port<M>;

 public:
  ChargeMeter(const LiftedDevice<M, T>& device, const Tolerance<n>& tolerance, double voltage, const StateOf<M, T>& state)
      : device_(device), tolerance_(tolerance), before_(stored(voltage, state)) {}

  /// Moves the state along a ramp, and integrates the conduction current on the way.
  Count follow(const Stimulus<M, T>& ramp, double duration, StateOf<M, T>& state) {
    if constexpr (n == 0) {
      conducted_ = conducted_ + integral(ramp, 0.0, duration, [&](double) { return state; });
      return {.reached = duration >= 0.0};
    } else {
      std::array<int, n> all;
      States<T, n> y;
      for (int i = 0; i < n; ++i) all[i] = i, y[i] = values(state)[i];
      Motion<M, T, n> motion(device_, ramp, state, all);
      const Count count = integrate<T, n>(motion, y, duration, tolerance_, ramp.longest_step(), [&](double t, double h, const Step<T, n>& step) {
        conducted_ = conducted_ + integral(ramp, t, h, [&](double theta) { return list(step.at(theta)); });
      });
      state = list(y);
      return count;
    }
  }

  T entered(double voltage, const StateOf<M, T>& state) const { return stored(voltage, state) - before_ + conducted_; }

 private:
  static StateOf<M, T> list(const States<T, n>& y) {
    StateOf<M, T> s{};
    for (int i = 0; i < n; ++i) values(s)[i] = y[i];
    return s;
  }
  auto response(const hysteron::PortsOf<M>& v, const StateOf<M, T>& state) const {
    return respond<M, T>(lifted<hysteron::PortsOf<M, T>>(v), state, device_.carried.parameters, device_.carried.around);
  }
  T stored(double voltage, const StateOf<M, T>& state) const {
    hysteron::PortsOf<M> v{};
    values(v)[port] = voltage;
    return values(response(v, state).charge)[port];
  }
  /// Of the conduction current from t to t + h, by Radau's rule: of the order of the states, at their stages.
  template <class At>
  T integral(const Stimulus<M, T>& ramp, double t, double h, const At& at) const {
    T sum(0.0);
    for (int q = 0; q < 3; ++q) {
      const double c = RadauTable::c[q];
      sum = sum + RadauTable::a[2][q] * values(response(ramp.at(t + c * h), at(c)).current)[port];
    }
    return h * sum;
  }

  const LiftedDevice<M, T>& device_;
  const Tolerance<n>& tolerance_;
  T before_, conducted_ = T(0.0);
};

}  // namespace internal

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
  internal::ChargeMeter<M, T> meter(device, tolerance, time.empty() ? 0.0 : voltage[0], state);
  for (std::size_t k = 0; k < time.size() && followed.reached; ++k) {
    const std::size_t from = k > 0 ? k - 1 : 0, to = std::min(from + 1, time.size() - 1);
    const double duration = time[to] - time[from];
    const double slope = duration != 0.0 ? (voltage[to] - voltage[from]) / duration : 0.0;
    if (k > 0) {
      const Stimulus<M, T> ramp(at_port<M>(port, {.level = voltage[from], .slope = slope}), device);
      if (!std::isfinite(slope)) internal::add(followed, {.reached = false}, k);
      else if (options.charge) internal::add(followed, meter.follow(ramp, duration, state), k);
      else internal::add(followed, advance<M, T>(device, ramp, duration, tolerance, state), k);
    }
    if (options.charge) {
      if (followed.reached) current[k] = meter.entered(voltage[k], state);
      continue;
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
