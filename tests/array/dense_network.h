#pragma once

// The whole crossbar as one dense nodal system in long double: slow, and free of every idea of the
// solver it judges.

#include "libmodel/array/crossbar.h"

namespace hysteron::array_tests {

struct DenseReading {
  Ends current;                      // A from the terminals into the lines
  CellMatrix word_voltage, bit_voltage;   // V
};

/// Every line must have a path to a terminal.
DenseReading read_densely(const Crossbar& array, const Ends& voltage);

}  // namespace hysteron::array_tests
