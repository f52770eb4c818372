#pragma once

// A model driven as drive.h says, by its equations and under chance, as a table of columns.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "fitters/trace.h"
#include "spice/circuit.h"

namespace hysteron::apps {

struct Column {
  std::string name, unit;  // SI, "1" if dimensionless
  std::vector<double> values;
};

struct SimulationOptions {
  int runs = 0;  // under chance; 0: the equations alone
  std::uint64_t seed = 1;
  int threads = 0;  // 0: all cores. No result depends on it
  std::map<std::string, double> held = {};            // V of ports that are not driven, by name; the others are at 0 V
  std::function<void(int done)> progress = [](int) {};  // after each run, from any thread
};

struct Simulation {
  spice::Circuit circuit;
  fitters::Trace drive;         // its lead is left out of the rows below
  std::vector<Column> columns;  // of equal length
  std::vector<std::vector<double>> runs;  // of each that reached the end: read_current, or the current of the port that is read
  int given_up = 0;             // runs that the integrator did not bring to an end
  std::size_t missing = 0;      // rows that the equations did not reach

  /// The values of a column; empty if there is none of that name.
  std::vector<double> operator[](const std::string& name) const;
  /// The columns of the current that is read, and of the voltage in time of the port that is driven.
  std::string read() const;
  std::string driven() const;
};

/// Throws InputError where a port to be held is none, or where chance is asked of a model without noise.
Simulation simulate(const spice::Circuit& circuit, const fitters::Trace& drive, const SimulationOptions& options);

}  // namespace hysteron::apps
