#pragma once

// A device along a measured pulse train or sweep, at double for values, at Derivative for values with
// exact derivatives by whatever the parameters and the initial state carry. Compiled once for each
// model, in compiled.cc.in.

#include <ceres/jet.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

#include "libmodel/model.h"

namespace hysteron {

/// A value with as many derivatives as are carried at once.
using Derivative = ceres::Jet<double, 8>;

/// One pulse and the read that follows it.
struct Pulse {
  double voltage = 0.0;  // V, of the plateau
  double width = 0.0;    // s, of the plateau
  double rise = 0.0;     // s
  double fall = 0.0;     // s
  double delay = 0.0;    // s at 0 V, from the end of the fall to the read
  double read_voltage = std::numeric_limits<double>::quiet_NaN();  // V; NaN: no read
};

struct FollowOptions {
  double tolerance = 1e-8;  // relative, of the states
  bool maps = true;         // tabulate pulses that repeat often enough to pay for it
  bool charge = false;      // of a sweep: the charge [C] that has entered since its start, not the current
};

/// What happened on the way; a failure is a value, not an exception.
struct Followed {
  bool reached = true;         // false: the integrator gave up at row `at`; what follows is NaN
  std::size_t at = 0;
  long steps = 0, rejected = 0;  // of the integrator
  int maps = 0, samples = 0;     // pulse maps made, and integrations spent on them
};

/// Applies the pulses in turn to the write port, the others at 0 V, from the state given, which is
/// left as it is after the last. A read is of the read port, and taken to leave the state alone: its current is that of the state at read_voltage.
/// Writes read_current[k], A, NaN where pulse k does not read; spans are of equal length. Where
/// `states` is not empty it receives the state at the time of each read.
template <CompactModel M, class T>
Followed follow_train(std::span<const Pulse> train, StateOf<M, T>& state, const ParametersOf<M, T>& p,
                      const Surroundings<T>& around, const FollowOptions& options, std::span<T> read_current,
                      std::span<StateOf<M, T>> states = {});

/// Follows a voltage at the write port, the others at 0 V, that is linear between the points (time [s],
/// voltage [V]) and writes the current [A] of that port, displacement included, at each; or the charge that
/// has entered there: what is stored, less that at the start, and the integral of the conduction current. Times
/// ascend; the first is where the state holds.
template <CompactModel M, class T>
Followed follow_sweep(std::span<const double> time, std::span<const double> voltage, StateOf<M, T>& state,
                      const ParametersOf<M, T>& p, const Surroundings<T>& around, const FollowOptions& options,
                      std::span<T> current);

}  // namespace hysteron
