#pragma once

// LU with row pivoting for the few unknowns of one device, sizes known to the compiler.

#include <array>
#include <cmath>
#include <utility>

#include "libmodel/scalar/flat.h"

namespace hysteron {

template <int n>
struct SmallLu {
  std::array<std::array<double, n>, n> a;  // the matrix; after factor(), its factors, pivots as reciprocals
  std::array<int, n> row;

  /// A singular matrix gives factors that are not finite, and so does every solution.
  void factor() {
    for (int k = 0; k < n; ++k) {
      row[k] = k;
      for (int i = k + 1; i < n; ++i) {
        if (std::abs(a[i][k]) > std::abs(a[row[k]][k])) row[k] = i;
      }
      if (n > 1 && row[k] != k) std::swap(a[k], a[row[k]]);
      a[k][k] = 1.0 / a[k][k];
      for (int i = k + 1; i < n; ++i) {
        const double f = a[i][k] *= a[k][k];
        for (int j = k + 1; j < n; ++j) a[i][j] -= f * a[k][j];
      }
    }
  }

  /// Solves in place; b holds n numbers, or n vectors of derivatives.
  template <class Column>
  HYSTERON_FLAT void solve(Column& b) const {
    for (int k = 0; k < n; ++k) {
      if (n > 1 && row[k] != k) std::swap(b[k], b[row[k]]);
    }
    for (int i = 1; i < n; ++i) {
      for (int j = 0; j < i; ++j) b[i] -= a[i][j] * b[j];
    }
    for (int i = n; i-- > 0;) {
      for (int j = i + 1; j < n; ++j) b[i] -= a[i][j] * b[j];
      b[i] *= a[i][i];
    }
  }
};

}  // namespace hysteron
