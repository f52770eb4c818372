#pragma once

// Traces of devices measured by others, from the folder HYSTERON_MEASURED_DATA.

#include <optional>

#include "fitters/trace.h"

namespace hysteron::fitters {

/// Analog ReRAM of N. Gong et al., Nat. Commun. 9, 2102 (2018): 1000 pulses up, then 1000 down.
/// The file's arbitrary units u become 1e-6 u + 2e-6 S. Nothing if the file is absent.
std::optional<Trace> gong_2018();

/// Y-Flash of W. Wang et al., Nat. Electron. 5, 870 (2022): the first `cycles` pairs of lines
/// Gprog, Gerase as one train. The first value of a line is a read without a pulse.
std::optional<Trace> wang_2022(int cycles);

}  // namespace hysteron::fitters
