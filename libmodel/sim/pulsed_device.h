#pragma once

// A device that takes pulses at its write port and is read at its read port, each integrated from end to end.

#include "libmodel/sim/motion.h"
#include "libmodel/sim/train.h"

namespace hysteron {

namespace internal {

/// A voltage held at a port, prepared again only where it changes.
template <CompactModel M, class T, int port>
class HeldStimulus {
 public:
  explicit HeldStimulus(const LiftedDevice<M, T>& device) : stimulus_(at_port<M>(port, {}), device) {}
  const Stimulus<M, T>& at(double v, const LiftedDevice<M, T>& device) {
    if (!(v == stimulus_.waves()[port].level)) stimulus_ = Stimulus<M, T>(at_port<M>(port, {.level = v}), device);
    return stimulus_;
  }

 private:
  Stimulus<M, T> stimulus_;
};

inline void add(Count& to, const Count& more) {
  to.steps += more.steps;
  to.rejected += more.rejected;
  to.reached = to.reached && more.reached;
}

}  // namespace internal

template <CompactModel M, class T>
class PulsedDevice {
 public:
  PulsedDevice(const ParametersOf<M, T>& p, const Surroundings<T>& around, double tolerance)
      : device_{.carried = {p, around}},
        tolerance_(tolerance_of<M>(tolerance)),
        plateau_(device_),
        pause_(device_),
        read_(device_) {}

  const LiftedDevice<M, T>& device() const { return device_; }
  const Tolerance<state_count<M>>& tolerance() const { return tolerance_; }
  const Stimulus<M, T>& pause() { return pause_.at(0.0, device_); }

  /// From the start of the rise to the read.
  Count apply(const Pulse& pulse, StateOf<M, T>& state) {
    Count count{.reached = std::isfinite(pulse.voltage)};  // a model may be blind to NaN: it selects
    ramp(0.0, pulse.voltage, pulse.rise, state, count);
    if (pulse.width != 0.0) step(plateau_.at(pulse.voltage, device_), pulse.width, state, plateau_guess_, count);
    ramp(pulse.voltage, 0.0, pulse.fall, state, count);
    if (pulse.delay != 0.0) step(pause(), pulse.delay, state, pause_guess_, count);
    return count;
  }

  T current(double voltage, const StateOf<M, T>& state) {
    return values(read_.at(voltage, device_).start().response(state, device_.carried).current)[read_port<M>];
  }

 private:
  void step(const Stimulus<M, T>& stimulus, double duration, StateOf<M, T>& state, Guess& guess, Count& count) {
    if (count.reached) internal::add(count, advance<M, T>(device_, stimulus, duration, tolerance_, state, guess));
  }
  void ramp(double from, double to, double duration, StateOf<M, T>& state, Count& count) {
    if (duration == 0.0) return;
    const Wave wave{.level = from, .slope = (to - from) / duration};
    step(Stimulus<M, T>(at_port<M>(write_port<M>, wave), device_), duration, state, plateau_guess_, count);
  }

  LiftedDevice<M, T> device_;
  Tolerance<state_count<M>> tolerance_;
  internal::HeldStimulus<M, T, write_port<M>> plateau_, pause_;
  internal::HeldStimulus<M, T, read_port<M>> read_;
  Guess plateau_guess_, pause_guess_;
};

}  // namespace hysteron
