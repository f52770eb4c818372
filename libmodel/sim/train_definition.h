#pragma once

// The definitions of train.h, for whoever instantiates them for a model and a scalar. A model with
// more ports than one instantiates too, and reaches nothing.

#include <cassert>
#include <vector>

#include "libmodel/sim/total_current.h"
#include "libmodel/sim/train.h"

namespace hysteron {

namespace internal {

template <CompactModel M, class T>
void forget(StateOf<M, T>& s) {
  for (T& x : values(s)) x = T(std::numeric_limits<double>::quiet_NaN());
}

/// A drive that is made again only where its voltage changes.
template <CompactModel M, class T>
class HeldStimulus {
 public:
  HeldStimulus(double v, const LiftedDevice<M, T>& device) : device_(device), drive_({Wave{.level = v}}, device) {}
  const Stimulus<M, T>& at(double v) {
    if (!(v == drive_.waves()[0].level)) drive_ = Stimulus<M, T>({Wave{.level = v}}, device_);
    return drive_;
  }

 private:
  const LiftedDevice<M, T>& device_;
  Stimulus<M, T> drive_;
};

inline void add(Count& to, const Count& more) {
  to.steps += more.steps;
  to.rejected += more.rejected;
  to.reached = to.reached && more.reached;
}

/// A device that takes pulses one by one.
template <CompactModel M, class T>
class Pulsed {
 public:
  Pulsed(const ParametersOf<M, T>& p, const Surroundings<T>& around, double tolerance)
      : device_{.carried = {p, around}},
        tolerance_(tolerance_of<M>(tolerance)),
        plateau_(0.0, device_),
        pause_(0.0, device_),
        read_(0.0, device_) {}

  /// From the start of the rise to the read.
  Count apply(const Pulse& pulse, StateOf<M, T>& state) {
    Count count;
    ramp(0.0, pulse.voltage, pulse.rise, state, count);
    if (pulse.width != 0.0) step(plateau_.at(pulse.voltage), pulse.width, state, count);
    ramp(pulse.voltage, 0.0, pulse.fall, state, count);
    if (pulse.delay != 0.0) step(pause_.at(0.0), pulse.delay, state, count);
    return count;
  }

  T current(double voltage, const StateOf<M, T>& state) {
    return values(read_.at(voltage).start().response(state, device_.carried).current)[0];
  }

 private:
  void step(const Stimulus<M, T>& drive, double duration, StateOf<M, T>& state, Count& count) {
    if (count.reached) add(count, advance<M, T>(device_, drive, duration, tolerance_, state));
  }
  void ramp(double from, double to, double duration, StateOf<M, T>& state, Count& count) {
    if (duration == 0.0) return;
    step(Stimulus<M, T>({Wave{.level = from, .slope = (to - from) / duration}}, device_), duration, state, count);
  }

  LiftedDevice<M, T> device_;
  Tolerance<state_count<M>> tolerance_;
  HeldStimulus<M, T> plateau_, pause_, read_;
};

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
  Followed followed{.reached = port_count<M> == 1};
  std::fill(read_current.begin(), read_current.end(), T(std::numeric_limits<double>::quiet_NaN()));
  if constexpr (port_count<M> == 1) {
    internal::Pulsed<M, T> device(p, around, options.tolerance);
    for (std::size_t k = 0; k < train.size(); ++k) {
      if (followed.reached) internal::add(followed, device.apply(train[k], state), k);
      if (!followed.reached) internal::forget<M, T>(state);
      else if (!std::isnan(train[k].read_voltage)) read_current[k] = device.current(train[k].read_voltage, state);
      if (!states.empty()) states[k] = state;
    }
  }
  return followed;
}

template <CompactModel M, class T>
Followed follow_sweep(std::span<const double> time, std::span<const double> voltage, StateOf<M, T>& state,
                      const ParametersOf<M, T>& p, const Surroundings<T>& around, const FollowOptions& options,
                      std::span<T> current) {
  assert(voltage.size() == time.size() && current.size() == time.size());
  Followed followed{.reached = port_count<M> == 1};
  std::fill(current.begin(), current.end(), T(std::numeric_limits<double>::quiet_NaN()));
  if constexpr (port_count<M> == 1) {
    const LiftedDevice<M, T> device{.carried = {p, around}};
    const auto tolerance = tolerance_of<M>(options.tolerance);
    for (std::size_t k = 0; k < time.size() && followed.reached; ++k) {
      const std::size_t from = k > 0 ? k - 1 : 0, to = std::min(from + 1, time.size() - 1);
      const double duration = time[to] - time[from];
      const double slope = to > from ? (voltage[to] - voltage[from]) / duration : 0.0;
      if (k > 0) {
        const Stimulus<M, T> ramp({Wave{.level = voltage[from], .slope = slope}}, device);
        internal::add(followed, advance<M, T>(device, ramp, duration, tolerance, state), k);
      }
      if (followed.reached) current[k] = values(total_current<M, T>(voltage[k], slope, state, p, around))[0];
    }
    if (!followed.reached) internal::forget<M, T>(state);
  }
  return followed;
}

}  // namespace hysteron
