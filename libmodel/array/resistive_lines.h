#pragma once

// The linear read where both kinds of line have resistance.

#include <memory>

#include "libmodel/array/buffer.h"
#include "libmodel/array/crossbar.h"
#include "libmodel/array/line_sweeps.h"
#include "libmodel/array/multigrid.h"

namespace hysteron {

/// What the conjugate gradients are preconditioned with.
enum class Method {
  chosen,   // by the difficulty of the array
  lines,    // all bit lines solved: about 2 sqrt(lambda) + 4 cheap iterations
  v_cycle,  // multigrid: few iterations at any size, each as dear as about five of the above
  w_cycle,
};

struct ReadOptions {
  double tolerance = 1e-11;  // of the bit lines' equations with the word lines eliminated, relative to
                             // the start, in the norm of the preconditioner, and of the residual.
                             // 1e-15 also settles the voltages of lines tied by a few pS only
  int iterations = 20000;    // at most
  Method method = Method::chosen;  // where a cycle stalls, the next simpler one goes on from there
};

/// lambda = g (word_resistance (2 columns / pi)^2 + bit_resistance (2 rows / pi)^2), with g the square of
/// the mean root of the cells' conductance, in which a few shorts weigh little: how much line there is
/// to a cell. Below 1 the lines are a correction, above 100 they rule.
double difficulty(const Crossbar& array);

/// Conjugate gradients on the Schur complement of the word lines,
///
///     ((T_bit + D) - D (T_word + D)^-1 D) b = sources,
///
/// preconditioned with (T_bit + D)^-1 or, where that would take long, with multigrid. An iteration of
/// the first kind solves all word lines and all bit lines exactly in 112 bytes of memory traffic a
/// cell. The lines stay factored and the buffers in memory between reads.
class ResistiveLines {
 public:
  /// Both resistances must be > 0; the array must have passed check(). Factors the lines.
  void assign(const Crossbar& array);

  /// currents, residual and iterations; the voltage must have passed check_voltage().
  Reading read(const Ends& voltage, const ReadOptions& options);

  /// A source [V] in series with each cell, positive where it drives current from word to bit line.
  struct SourcedCells {
    const Ends& voltage;       // V
    const CellMatrix& source;  // V, rows x columns
    double tolerance;          // of the equations, relative to where it starts
  };
  /// From the bit lines' voltages towards the solution, without judging it. Returns the iterations.
  int approach(const SourcedCells& cells, CellMatrix& word, CellMatrix& bit);

  CellMatrix word_voltage() const;  // V, of the last read
  CellMatrix bit_voltage() const;

 private:
  Lines lines() const;
  Sources sources() const;
  void set_sources(const Ends& voltage);
  void start_from(const CellMatrix* bit);
  void drive_words(const double* bit);
  CellMatrix unpadded(const double* voltage) const;
  double injected() const;
  Method chosen(const ReadOptions& options) const;
  bool descend(Method method, const ReadOptions& options, double tolerance, int& iterations);
  bool descend_by_lines(double tolerance, int most, int& iterations);
  bool descend_by_cycles(GridCycle cycle, double tolerance, int most, int& iterations);
  EndCurrents word_ends(Eigen::Index i) const;
  EndCurrents bit_ends(Eigen::Index j) const;

  Eigen::Index rows_ = 0, columns_ = 0, padded_rows_ = 0, padded_columns_ = 0;
  double word_resistance_ = 0.0, bit_resistance_ = 0.0, difficulty_ = 0.0;
  double start_ = -1.0;  // residual at the start, squared in the norm of the preconditioner; < 0: unknown
  Ends terminal_, voltage_;
  Ends finite_, keep_, injection_, hold_;  // padded; see Lines and Sources
  Eigen::VectorXd word_bond_, bit_bond_;
  Eigen::VectorXd word_sum_, word_moment_, bit_sum_, bit_moment_;
  bool bits_factored_ = false;
  bool multigrid_current_ = false;
  std::unique_ptr<Multigrid> multigrid_;  // made when first wanted
  const CellMatrix* source_ = nullptr;  // V in series with the cells, while approaching
  Buffer<double> memory_;
  double *cell_, *word_pivot_, *bit_pivot_, *scratch_;
  double *solution_, *residual_, *direction_, *leaving_, *word_;
};

}  // namespace hysteron
