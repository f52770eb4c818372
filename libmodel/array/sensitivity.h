#pragma once

// How the currents that an array delivers answer the conductance of each of its cells.

#include "libmodel/array/reader.h"

namespace hysteron {

struct Sensitivity {
  CellMatrix slope;                   // d(sum of weight * current) / d(conductance), of each cell [V times the unit of weight]
  Outcome outcome = Outcome::solved;  // the first that is not solved
  double residual = 0.0;              // the largest
  int reads = 0;                      // solved for
};

/// Of L, the sum of weight (columns x inputs) times the currents [A] that read_batch() gives for those voltages
/// [V] (rows x inputs): with weights dLoss/dI, the gradient of a loss. A change of one cell is a source of current
/// across it, so by reciprocity dL/dG is the voltage across the cell times the one there when the weights, as
/// voltages, drive the bit lines. However many the inputs, at most two reads for each line of the rarer kind.
/// Throws InputError as read_batch() does.
Sensitivity cell_sensitivity(const CellMatrix& conductance, const Eigen::MatrixXd& voltage, const Eigen::MatrixXd& weight,
                             double word_resistance, double bit_resistance);

}  // namespace hysteron
