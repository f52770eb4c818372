#pragma once

// A model between ideal sources, as decks write it.

#include <string>

#include "libmodel/sim/transient.h"
#include "spice/circuit.h"

namespace hysteron::spice {

enum class Form { osdi, subcircuit };

/// " p 0": each plus at the node of its name, where a source stands, the other terminals at ground.
std::string nodes_at_sources(const Circuit& circuit);

/// The lines that bring NAME.osdi or NAME.sub in and place it as N1 or X1, for OSDI with a model card
/// `device`; the settings follow: " gap_0=1e-9".
std::string device_lines(const Circuit& circuit, Form form, const std::string& settings = "");

/// A voltage that is linear between points, four points a line.
std::string pwl(const Ramps& ramps);

}  // namespace hysteron::spice
