#pragma once

// An array of conductances as a deck for ngspice.

#include <string>

#include "libmodel/array/crossbar.h"

namespace hysteron::spice {

/// Runs as it is and writes the currents [A] into the sources at the bottom of the bit lines, after a scale, to
/// bit_line_currents.txt. wI_J and bI_J are the nodes of word and bit line at cell (I, J). Lines without resistance and
/// ideal sources are written as 1 uohm.
std::string array_deck(const Crossbar& array, const Ends& voltage);

}  // namespace hysteron::spice
