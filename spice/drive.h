#pragma once

// How decks drive a model: from its switching cycle, whatever its number of ports.

#include <vector>

#include "libmodel/catalogue/native.h"
#include "spice/circuit.h"

namespace hysteron::spice {

/// The circuit's own values and start, with no voltage yet at any port.
Experiment undriven(const Circuit& circuit);

/// 0, up, 0, down, 0 at the ports that switch, as the model's cycle has it.
Experiment cycle(const Circuit& circuit);

/// Voltages [V] of every port: none; at a turn of the cycle; as it is read: one port at a tenth of its turn up,
/// of several those that do not switch at their own.
std::vector<double> idle(const Circuit& circuit);
std::vector<double> at_turn(const Circuit& circuit, bool up);
std::vector<double> reading(const Circuit& circuit);

/// Voltages under construction, linear between the points given.
struct Drive {
  std::vector<Ramps> sources;
  double time = 0.0;  // s, of the last point

  void to(double later, const std::vector<double>& voltage);
  void ramp(double duration, const std::vector<double>& voltage) { to(time + duration, voltage); }
};

/// What the native model does in a cycle: the largest current [A], the states after its way up and at its end.
struct CycleFigures {
  double current = 0.0;
  std::vector<double> after_up, after_down;
};

/// Throws InputError where the integrator gives up.
CycleFigures cycle_figures(const Circuit& circuit);

}  // namespace hysteron::spice
