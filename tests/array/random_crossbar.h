#pragma once

// Crossbars by seed, for the tests of this folder.

#include <cstdint>
#include <random>

#include "libmodel/array/crossbar.h"

namespace hysteron::array_tests {

/// Uniform doubles from std::mt19937_64, the same with every standard library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : bits_(seed) {}
  double uniform(double lower, double upper);
  double log_uniform(double lower, double upper);
  bool chance(double probability);
  int whole(int lower, int upper);  // both ends included

 private:
  std::mt19937_64 bits_;
};

/// Cells uniform in [lower, upper] S.
CellMatrix uniform_cells(Random& random, Eigen::Index rows, Eigen::Index columns, double lower, double upper);

/// Cells over nine decades up to 1e-3 S, a tenth of them open, one in fifty shorted by 10 ohm.
CellMatrix broken_cells(Random& random, Eigen::Index rows, Eigen::Index columns);

/// Each end floating, ideal, or of 1e-5 to 10 S; one end of word line 0 is never floating and no
/// line has two ideal ends.
Ends random_terminals(Random& random, Eigen::Index rows, Eigen::Index columns);

/// Uniform in [-1, 1] V.
Ends random_voltage(Random& random, Eigen::Index rows, Eigen::Index columns);

/// The largest of the numbers at the ends, in magnitude.
double largest(const Ends& ends);
double largest_difference(const Ends& a, const Ends& b);

}  // namespace hysteron::array_tests
