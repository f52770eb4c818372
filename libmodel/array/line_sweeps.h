#pragma once

// The passes of the crossbar solver over its arrays, vectorised for the machine the program runs
// on. Both kinds of line are chains: (T + D) v = f, T the line's own segments and terminals, D the
// cells. A chain is eliminated from its first node to its last,
//
//     pivot = 1 / (bond + leak),   leak = cell + terminal + bond_before * leak_before * pivot_before
//
// where leak is all conductance that does not go on along the line. Nothing is subtracted, so a
// floating line with cells of 1e-12 S is factored as accurately as a grounded one.

#include <cstddef>

namespace hysteron {

/// A crossbar in memory as the sweeps want it. `columns` is a multiple of 8, word line arrays have
/// padded_rows = `rows` rounded up to 8; what is added conducts nothing. Voltage arrays are
/// [padded_rows][columns] with 8 readable zeros before and after.
struct Lines {
  std::size_t rows, padded_rows, columns, last_column;
  const double* cell;       // S, as a voltage array
  const double* word_bond;  // S, [columns + 1]: bond j joins j - 1 and j; 0 at both ends and beyond
  const double* bit_bond;   // S, [rows + 1]
  // Terminals of finite conductance [S], 0 where ideal; keep is 0 where a line's end is ideal, and
  // its voltage therefore no unknown, else 1.
  const double *left, *right, *keep_left, *keep_right;  // [padded_rows]
  const double *top, *bottom, *keep_top, *keep_bottom;  // [columns]
  double* word_pivot;                                   // ohm, [padded_rows / lanes][columns][lanes]
  double* bit_pivot;                                    // ohm, a voltage array
  double* scratch;                                      // [9][columns]
};

/// The sources: A injected by terminals of finite conductance, V held by ideal ones; 0 elsewhere.
struct Sources {
  const double *left, *right, *hold_left, *hold_right;  // [padded_rows]
  const double *top, *bottom, *hold_top, *hold_bottom;  // [columns]
};

/// Writes word_pivot.
void factor_words(const Lines& lines);

/// Writes bit_pivot.
void factor_bits(const Lines& lines);

/// w = (T_word + D)^-1 (D v + sources).
void driven_word_sweep(const Lines& lines, const Sources& sources, const double* v, double* w);

/// One step of conjugate gradients along p, with leaving = D (p - w) of the word lines w under it, and half of its
/// preconditioner:
///     x += alpha p,  y -= alpha forward elimination of (T_bit p + leaving).
/// y is that of the residual r. Returns r . (T_bit + D)^-1 r.
double bit_forward(const Lines& lines, double alpha, const double* p, const double* leaving, double* x, double* y);

/// The same at the start: x = p, y = forward elimination of sources - (T_bit p + D (p - w)).
double driven_bit_forward(const Lines& lines, const Sources& sources, const double* p, const double* w, double* x,
                          double* y);

/// The other half and the next direction: p = (T_bit + D)^-1 r + beta p, and what leaves from there, with the word
/// lines w = (T_word + D)^-1 D p. Returns the curvature p . T_bit p + p . leaving [W], a sum of what bit lines, cells
/// and word lines dissipate.
double turn_direction(const Lines& lines, double beta, const double* y, double* p, double* leaving);

/// The steps with a preconditioner from elsewhere, which takes `load` = scale r and gives
/// `correction` = scale M^-1 r in single precision; nodes held by ideal sources take and give nothing.
void bit_step(const Lines& lines, double alpha, const double* p, const double* leaving, double* x, double* r,
              double scale, float* load);
void driven_bit_step(const Lines& lines, const Sources& sources, const double* p, const double* w, double* x, double* r,
                     double scale, float* load);

/// p = correction + beta p, and what leaves from there. Returns the curvature, as turn_direction.
double turn_to_correction(const Lines& lines, double beta, const float* correction, double* p, double* leaving);

/// What a solution gives: currents of cells, summed along the lines, and its error.
struct Balance {
  double *word_sum, *word_moment;  // [padded_rows], A leaving each word line; sum of column * current
  double *bit_sum, *bit_moment;    // [columns], A entering each bit line; sum of row * current
};
struct Mismatch {
  double squared;       // A^2, sum over all nodes
  double scale_squared;  // A^2, of what was added up at each node
};
Mismatch balance(const Lines& lines, const Sources& sources, const double* w, const double* b, const Balance& out);

}  // namespace hysteron
