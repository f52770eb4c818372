#pragma once

// How the sweeps hold a block of rows while they recur along the columns.

#include <hwy/base.h>

#include <cstddef>

namespace hysteron {

/// Rows that are transposed together: four numbers beside each other belong to one column.
inline constexpr std::size_t kGroup = 4;

/// Where vector `s`, of rows s lanes ... (s + 1) lanes - 1, of column `j` lies in [groups][columns][kGroup].
template <std::size_t lanes>
HWY_INLINE constexpr std::size_t place(std::size_t s, std::size_t j, std::size_t columns) {
  const std::size_t row = s * lanes;
  return (row / kGroup * columns + j) * kGroup + row % kGroup;
}

}  // namespace hysteron
