#pragma once

// The passes of the multigrid cycle over one crossbar of its hierarchy, in single precision and
// vectorised for the machine the program runs on. What the cycle returns is a correction, so that
// single precision costs no accuracy: the residual it answers is double.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hysteron {

/// One crossbar of the hierarchy. As Lines, with padded_rows a multiple of 16, 16 readable zeros
/// before and after a voltage array, and all terminals finite.
struct Plane {
  std::size_t rows, padded_rows, columns, last_column;
  const float *word_bond, *bit_bond;              // S, [columns + 1], [rows + 1]; 0 at both ends
  const float *left, *right;                      // S, [padded_rows]
  const float *top, *bottom;                      // S, [columns]
  const float *left_edge, *right_edge;            // [padded_rows], what a correction is worth at the
  const float *top_edge, *bottom_edge;            // [columns]       first and last node; see Multigrid
  float* cell;                                    // S
  float* word_pivot;                              // ohm, [padded_rows / lanes][columns][lanes]
  float* bit_pivot;                               // ohm
  float *load, *solution, *work;                  // A, V, A: voltage arrays
  float* scratch;                                 // [18][columns]
};

/// How `fine` equal pieces of a length lie over `coarse` <= fine equal ones, fine <= 2 coarse.
struct Transfer {
  Transfer(std::size_t fine, std::size_t coarse);

  struct Taps {  // coarse[k] = sum over q of weight[q][k] fine[first[k] + q]; weights beyond either end are 0
    std::size_t count;
    std::vector<std::int32_t> first;
    std::vector<float> weight[4];
  };
  bool halves;                             // fine = 2 coarse: first[k] = 2 k - 1 for all k
  std::vector<std::int32_t> lower, upper;  // the coarse centres to either side of a fine one
  std::vector<float> towards_upper;        // the weight of the upper one; 0 outside the outer centres
  Taps transposed;                         // of that interpolation
  Taps overlap;                            // the share of each fine piece that lies in a coarse one
};

/// Writes word_pivot and bit_pivot.
void factor(const Plane& plane);

/// coarse = taps along the columns of (taps along the rows of fine). halves is that of the columns.
void collect(const Plane& shape, const float* fine, const Transfer::Taps& rows, const Transfer::Taps& columns,
             bool halves, std::size_t coarse_stride, float* coarse);

/// solution = (T_bit + D)^-1 load; work = what that leaves of the load, D (T_word + D)^-1 D solution.
void smooth_from_zero(const Plane& plane);

/// solution += the correction interpolated from `coarse`; work = D u with u = w - solution, the
/// voltage from bit to word lines: (T_word + D) u = -T_word solution, in which nothing cancels.
void correct(const Plane& plane, const float* coarse, std::size_t coarse_stride, const Transfer& rows,
             const Transfer& columns);

/// work becomes load - T_bit solution + work, what the solution leaves of the load.
void leave_residual(const Plane& plane);

/// solution += (T_bit + D)^-1 (load - T_bit solution + work). Returns load . solution.
double smooth(const Plane& plane);

}  // namespace hysteron
