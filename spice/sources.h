#pragma once

// A model between ideal sources, as decks write it.

#include <string>

#include "libmodel/sim/transient.h"
#include "spice/circuit.h"

namespace hysteron::spice {

enum class Form { osdi, subcircuit };

/// " p 0": each plus at the node of its name, where a source stands, the other terminals at ground.
std::string nodes_at_sources(const Circuit& circuit);

/// The lines that bring NAME.osdi, with a model card `device`, or NAME.sub in.
std::string model_lines(const Circuit& circuit, Form form);

/// The line that places it as N1 or X1, where id is 1, at the nodes " a b"; the settings follow: " gap_0=1e-9".
std::string instance(const Circuit& circuit, Form form, const std::string& id, const std::string& nodes, const std::string& settings = "");

/// Both, between sources.
std::string device_lines(const Circuit& circuit, Form form, const std::string& settings = "");

/// A voltage that is linear between points, four points a line.
std::string pwl(const Ramps& ramps);

}  // namespace hysteron::spice
