#pragma once

// A model in ngspice between ideal sources, as sub-circuit or as OSDI.

#include <functional>
#include <string>
#include <vector>

#include "spice/ngspice.h"
#include "spice/sources.h"

namespace hysteron {

using spice::Form;

std::string name_of(Form form);

/// How the minus terminals lie at ground and each plus at a source or resistor of its own.
struct Setup {
  std::vector<std::string> sources;  // of each port, e.g. "DC 0.1 AC 1"
  std::vector<double> start;         // of each state; empty: the defaults
  std::string lines = "";            // e.g. ".temp 77"
  double series = 0.0;               // ohm, between source and port 0
  std::string analysis;              // e.g. "tran 1n 1u"; vectors are those of saved(), unless it names others
  std::string vectors = "";          // what is written, where it is not the currents and states
};

/// The currents of the sources (v0, v1, ...), then the states.
std::string saved(const spice::Circuit& circuit, Form form);

/// A folder that holds the model's netlist, for OSDI compiled.
class Netlist {
 public:
  Netlist(const spice::Circuit& circuit, Form form);

  /// Runs it as a deck; its table is empty where the simulator gave up, its words in `output`.
  spice::Table run(const Setup& deck, double limit, std::string& output) const;

  const std::filesystem::path& folder() const { return workspace_.folder(); }

 private:
  spice::Circuit circuit_;
  Form form_;
  spice::Workspace workspace_;
};

/// Visits every model, a sub-case each. Says so and visits none where the simulator cannot load the form.
void for_each_model(Form form, const std::function<void(const spice::Circuit&, const Netlist&)>& visit);

}  // namespace hysteron
