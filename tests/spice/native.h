#pragma once

// Every model as the native simulation has it, behind one type: what netlists are held against.

#include <string>
#include <vector>

#include "libmodel/sim/transient.h"
#include "spice/circuit.h"
#include "spice/ngspice.h"

namespace hysteron {

/// Values in the order of the circuit's ports, states and parameters (initial values left out).
struct Point {
  std::vector<double> ports, states, parameters;
  double temperature;  // K
};

struct Answer {
  std::vector<double> current, charge, rate;  // A, C, state units per second
  std::vector<double> white, flicker;         // A^2/Hz, A^2
};

/// A waveform for each port, and where each state starts.
struct Experiment {
  std::vector<Ramps> ports;
  std::vector<double> start;
};

struct Native {
  Answer (*at)(const Point&);
  /// A row for each of the times that the integrator reached: time, port currents, states; at the
  /// default parameters.
  spice::Table (*follow)(const Experiment&, const std::vector<double>& times);
};

/// The model of that name; defined in native.cc.in for each model.
const Native& native(const std::string& name);

template <class M>
const Native& native_of();

}  // namespace hysteron
