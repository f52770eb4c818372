#pragma once

// A circuit's native model, pulsed at the port that its cycle switches and read at the other, if there is one.

#include <map>
#include <string>
#include <vector>

#include "libmodel/catalogue/native.h"
#include "libmodel/scalar/graph.h"
#include "spice/circuit.h"

namespace hysteron::handoff {

using State = std::vector<double>;

/// The ports of a circuit, by index.
std::size_t written_port(const spice::Circuit& circuit);
std::size_t read_port(const spice::Circuit& circuit);

class Probe {
 public:
  explicit Probe(const spice::Circuit& circuit);

  const State& start() const { return experiment_.start; }
  /// With that voltage at one port, 0 V at the others.
  Answer at(std::size_t port, double voltage, const State& state) const;
  /// Of the read port [S].
  double conductance(double read, const State& state) const;
  /// States at the times, the written port following the ramps; its current there [A] too. Throws InputError where
  /// the integrator gives up.
  std::vector<State> follow(const Ramps& written, const State& start, const std::vector<double>& times, std::vector<double>* current = nullptr) const;
  /// How fast the conductance's variance grows while the voltage is at the written port [S^2/s].
  double spread(double voltage, double read, const State& state) const;

 private:
  double slope(double read, State state, std::size_t k) const;

  spice::Circuit circuit_;
  Experiment experiment_;
  const Native& native_;
  Graph diffusion_;
  std::map<std::string, double> known_;  // parameters and constants, by name
};

}  // namespace hysteron::handoff
