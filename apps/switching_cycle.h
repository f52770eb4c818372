#pragma once

// A model over its switching cycle, as the native simulation has it.

#include <string>
#include <vector>

#include "spice/circuit.h"

namespace hysteron::apps {

/// Rows in time; each port's voltage and current, displacement included, at each.
struct SwitchingCycle {
  std::vector<double> time;                           // s
  std::vector<std::vector<double>> voltage, current;  // [port][row], V, A
};

/// The cycle that a model declares, from its default state at its default parameters. Ends early
/// where the integrator gave up. Defined in switching_cycle.cc.in for each model.
template <class M>
SwitchingCycle switching_cycle();

/// The current that is read against the voltage that switches, as SVG. Throws InputError without
/// gnuplot.
std::string drawn_cycle(const spice::Circuit& circuit);

}  // namespace hysteron::apps
