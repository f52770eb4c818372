#pragma once

// The fitted device in an array: one linear read with line resistance.

#include <cstdint>
#include <vector>

#include "libmodel/array/reader.h"

namespace hysteron::report {

/// How the array is filled and read.
struct ArrayOptions {
  int size = 128;             // rows and columns
  double line = 1.0;          // ohm, of a segment of either line
  double read_voltage = 0.1;  // V
  double spread = 0.05;       // relative standard deviation of a cell's conductance, log-normal
  std::uint64_t seed = 1;
};

struct ArrayRead {
  CellMatrix target;    // S, a grid of levels between low and high, drawn evenly
  CellMatrix actual;    // S, with the spread
  ColumnRead read;
  double worst_loss = 0.0;  // of a column's current against the ideal, relative
  double mean_loss = 0.0;
};

/// Cells at random levels in [low, high] S, all rows at the read voltage. Cell k takes its numbers
/// from (seed, k) alone.
ArrayRead read_array(double low, double high, const ArrayOptions& options);

}  // namespace hysteron::report
