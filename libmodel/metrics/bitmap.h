#pragma once

// Which cells of an array fail, as a picture: alone, or by lines.

#include <cstdint>
#include <functional>
#include <vector>

namespace hysteron::metrics {

/// 1 for each cell that fails, row by row.
struct Bitmap {
  int rows, columns;
  std::vector<char> fails;

  std::vector<int> by_row() const;
  std::vector<int> by_column() const;
};

/// CLUSTER: the chance that failures strewn over the array at random lie as unevenly over its rows, or its
/// columns, as these do: the share of 999 seeded arrangements with the same number of failures whose sum of
/// squares over the lines is as large, the arrangement seen counted in. 1 without failures.
struct Clustering {
  double rows = 1.0, columns = 1.0;
};
Clustering clustering(const Bitmap& bitmap, std::uint64_t seed = 1);

/// The largest whole number in [low, high] that meets a target which no larger one than it meets, by
/// bisection; low - 1 where not even low does.
int largest_that(int low, int high, const std::function<bool(int)>& meets);

}  // namespace hysteron::metrics
