#pragma once

// A model over its switching cycle, as the native simulation has it.

#include <string>

#include "spice/circuit.h"

namespace hysteron::apps {

/// The current that is read against the voltage that switches, as SVG. Throws InputError without
/// gnuplot.
std::string drawn_cycle(const spice::Circuit& circuit);

}  // namespace hysteron::apps
