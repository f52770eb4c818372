#pragma once

// What stands in series with a memory so that only selected cells answer; in_series() joins them.

#include "libmodel/array/cell_law.h"
#include "libmodel/physics/transistor.h"

namespace hysteron {

/// A selector that opens exponentially in both directions, i = i_0 sinh(v / v_0) [A, V], after
/// J. Zhou et al., IEEE Trans. Electron Devices 61 (2014) 1369.
CellLaw exponential_selector(double i_0, double v_0);

/// A transistor at the bit line's side of each cell. The gate [V above the bit line] is that of the cell's
/// row: 1T1R with the gates along the word lines.
CellLaw access_transistor(const Transistor<double>& law, Eigen::VectorXd row_gate);

}  // namespace hysteron
