#pragma once

// The linear read where both kinds of line have resistance.

#include <hwy/aligned_allocator.h>

#include "libmodel/array/crossbar.h"
#include "libmodel/array/line_sweeps.h"

namespace hysteron {

struct ReadOptions {
  double tolerance = 1e-11;  // of the bit lines' equations with the word lines eliminated, relative to
                             // the start, in the norm of the preconditioner, and of the residual.
                             // 1e-15 also settles the voltages of lines tied by a few pS only
  int iterations = 20000;    // at most
};

/// Conjugate gradients on the Schur complement of the word lines,
///
///     ((T_bit + D) - D (T_word + D)^-1 D) b = sources,   preconditioned with (T_bit + D)^-1.
///
/// Each iteration solves all word lines and all bit lines exactly in 160 bytes of memory traffic a
/// cell. About 2 sqrt(lambda) + 4 of them reach 1e-10, with lambda = 2 r mean(conductance)
/// (2 cells / pi)^2 for lines grounded at one end. The lines stay factored and the buffers in
/// memory between reads.
class ResistiveLines {
 public:
  /// Both resistances must be > 0; the array must have passed check(). Factors the lines.
  void assign(const Crossbar& array);

  /// currents, residual and iterations; the voltage must have passed check_voltage().
  Reading read(const Ends& voltage, const ReadOptions& options);

  Cells word_voltage() const;  // V, of the last read
  Cells bit_voltage() const;

 private:
  using Buffer = hwy::AlignedFreeUniquePtr<double[]>;

  Lines lines() const;
  Sources sources() const;
  void set_sources(const Ends& voltage);
  double injected() const;
  bool descend(double tolerance, int most, double& start, int& iterations);
  EndCurrents word_ends(Eigen::Index i) const;
  EndCurrents bit_ends(Eigen::Index j) const;
  Cells unpadded(const double* voltage) const;

  Eigen::Index rows_ = 0, columns_ = 0, padded_rows_ = 0, padded_columns_ = 0;
  double word_resistance_ = 0.0, bit_resistance_ = 0.0;
  Ends terminal_, voltage_;
  Ends finite_, keep_, injection_, hold_;  // padded; see Lines and Sources
  Eigen::VectorXd word_bond_, bit_bond_;
  Eigen::VectorXd word_sum_, word_moment_, bit_sum_, bit_moment_;
  Buffer memory_;
  double *cell_, *word_pivot_, *bit_pivot_, *scratch_;
  double *solution_, *residual_, *direction_, *preconditioned_, *word_;
};

}  // namespace hysteron
