#pragma once

// Cells to be held against the target, as a file lists them.

#include <string>
#include <vector>

#include "spice/circuit.h"

namespace hysteron::apps {

struct NeuronDesign {
  spice::Circuit cell;
  std::vector<double> drives;  // V
};

/// `count` drives from `from` to `to` [V], both ends in.
std::vector<double> even_drives(double from, double to, int count);

/// The cells of a TOML file, [[cell]] with model, drive = [from, to, count] in V, and parameters other than the
/// defaults. Throws InputError with file and line.
std::vector<NeuronDesign> neuron_designs(const std::string& path);

}  // namespace hysteron::apps
