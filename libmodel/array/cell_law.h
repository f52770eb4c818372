#pragma once

// What the cells of an array answer to the voltages across them.

#include <functional>

#include "libmodel/array/crossbar.h"

namespace hysteron {

/// Writes the current [A] from word to bit line and its slope [S] of every cell for the voltage [V]
/// from word to bit line; all three rows x columns, sized by the caller. States stand still.
using CellLaw = std::function<void(const CellMatrix& voltage, CellMatrix& current, CellMatrix& slope)>;

/// Conductances [S], >= 0.
CellLaw ohmic(CellMatrix conductance);

}  // namespace hysteron
