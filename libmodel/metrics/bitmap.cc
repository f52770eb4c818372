#include "libmodel/metrics/bitmap.h"

#include <algorithm>
#include <numeric>

#include "libmodel/sim/random.h"

namespace hysteron::metrics {
namespace {

double squares(const std::vector<int>& counts) {
  return std::accumulate(counts.begin(), counts.end(), 0.0, [](double sum, int n) { return sum + double(n) * n; });
}

// So many fails strewn without two in one cell.
Bitmap strewn(int rows, int columns, std::size_t fails, Uniforms& random) {
  const std::size_t cells = static_cast<std::size_t>(rows) * columns;
  const bool most = 2 * fails > cells;  // then those that serve are strewn
  Bitmap out{rows, columns, std::vector<char>(cells, most)};
  for (std::size_t left = most ? cells - fails : fails; left > 0;) {
    char& cell = out.fails[static_cast<std::size_t>(random.next() * static_cast<double>(cells))];
    if (cell != most) continue;
    cell = !most;
    --left;
  }
  return out;
}

}  // namespace

std::vector<int> Bitmap::by_row() const {
  std::vector<int> out(rows);
  for (std::size_t k = 0; k < fails.size(); ++k) out[k / columns] += fails[k];
  return out;
}

std::vector<int> Bitmap::by_column() const {
  std::vector<int> out(columns);
  for (std::size_t k = 0; k < fails.size(); ++k) out[k % columns] += fails[k];
  return out;
}

Clustering clustering(const Bitmap& bitmap, std::uint64_t seed) {
  const auto fails = static_cast<std::size_t>(std::count(bitmap.fails.begin(), bitmap.fails.end(), 1));
  if (fails == 0) return {};
  const double rows = squares(bitmap.by_row()), columns = squares(bitmap.by_column());
  constexpr int arrangements = 999;
  int as_uneven_rows = 1, as_uneven_columns = 1;
  for (int k = 0; k < arrangements; ++k) {
    Uniforms random({.seed = seed, .instance = static_cast<std::uint32_t>(k)});
    const Bitmap other = strewn(bitmap.rows, bitmap.columns, fails, random);
    as_uneven_rows += squares(other.by_row()) >= rows;
    as_uneven_columns += squares(other.by_column()) >= columns;
  }
  return {.rows = as_uneven_rows / (arrangements + 1.0), .columns = as_uneven_columns / (arrangements + 1.0)};
}

int largest_that(int low, int high, const std::function<bool(int)>& meets) {
  int good = low - 1, bad = high + 1;
  while (bad - good > 1) {
    const int middle = good + (bad - good) / 2;
    (meets(middle) ? good : bad) = middle;
  }
  return good;
}

}  // namespace hysteron::metrics
