#pragma once

// An array of cells that switch, for us and for ngspice.

#include <string>

#include "libmodel/array/programming.h"

namespace hysteron::array_tests {

/// dx/dt = 10/s sinh(v / 0.15 V) (1 - x) for v > 0, .. x for v < 0; i = (1 uS + 100 uS x) sinh(3 v) / 3.
CellMotion switching_cells(double start);

/// N x N of them between lines of `resistance` ohm a segment, driven at the left, held at the bottom.
struct SwitchingArray {
  Eigen::Index size;
  double resistance;
  double start;          // of x
  Eigen::Index row, column;
  double volts;          // of the one pulse, V/2
  PulseShape shape;

  ArrayTransient transient() const;
  Writing writing(double tolerance) const { return {.scheme = Scheme::half, .shape = shape, .options = {.tolerance = tolerance}}; }
  /// The pulse in ngspice with steps of at most `step` s; writes x of the selected cell, one on its row, one on its
  /// column and one on neither at every time to out.txt.
  std::string deck(double step, const std::string& options) const;
  std::array<double, 4> watched(const CellMatrix& x) const;
};

}  // namespace hysteron::array_tests
