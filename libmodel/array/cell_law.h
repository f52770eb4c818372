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

/// Two devices in series, as a selector and a memory: the voltage between them is solved for in each
/// cell, so that the array sees two-terminal cells. Both must be passive (current and voltage of one
/// sign) and rise with voltage; a cell where they do not carries what bisection finds. A law starts
/// from the division of voltage it found last, hence one law for each thread.
CellLaw in_series(CellLaw first, CellLaw second);

}  // namespace hysteron
