#pragma once

// Every model behind one type, at double, for programs that learn its name when they run. Compiled for
// each model in native.cc.in, what is random in at_random.cc.in.

#include <string_view>
#include <vector>

#include "libmodel/sim/stochastic.h"

namespace hysteron {

/// Values in the order in which the model describes its ports, states and parameters.
struct Point {
  std::vector<double> ports, states, parameters;  // V, units of the fields
  double temperature;                             // K
};

struct Answer {
  std::vector<double> current, charge, rate;  // A, C, state units per second
  std::vector<double> white, flicker;         // A^2/Hz, A^2; zeros where the model has no noise
};

/// A waveform for each port, where each state starts, and the device; no parameters: the defaults.
struct Experiment {
  std::vector<Ramps> ports;
  std::vector<double> start;
  std::vector<double> parameters = {};
  double temperature = 300.15;  // K
};

using Rows = std::vector<std::vector<double>>;

/// What Native has under the same names, under chance (sim/stochastic.h); followed currents are of conduction
/// alone. Null for a model without noise.
struct AtRandom {
  Rows (*follow)(const Experiment&, const std::vector<double>& times, const Chance&) = nullptr;
  Rows (*pulse)(const Experiment&, const std::vector<Pulse>& train, const Chance&) = nullptr;
};

struct Native {
  int written, read;  // the ports that pulses go to and reads are taken at
  Answer (*at)(const Point&);
  /// A row for each of the times that the integrator reached: time [s], port currents [A], states.
  Rows (*follow)(const Experiment&, const std::vector<double>& times);
  /// A row for each pulse that the integrator reached: current of its read [A], NaN without one, states then.
  /// What the experiment applies to ports is not looked at.
  Rows (*pulse)(const Experiment&, const std::vector<Pulse>& train);
  AtRandom at_random;
};

/// The model of that name. Throws std::out_of_range if there is none.
const Native& native(std::string_view name);

template <class M>
const Native& native_of();
template <class M>
AtRandom at_random_of();

}  // namespace hysteron
