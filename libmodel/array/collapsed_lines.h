#pragma once

// The linear read where one or both kinds of line have no resistance: such a line is one node.

#include "libmodel/array/crossbar.h"
#include "libmodel/array/resistive_lines.h"

namespace hysteron {

/// The unknowns are the potentials of the lines without resistance; the other lines, chains or
/// nodes, are eliminated exactly. Conjugate gradients with the diagonal as preconditioner; lines
/// held by an ideal source are no unknowns, so that an array driven by ideal sources is solved
/// without iterating.
class CollapsedLines {
 public:
  /// One resistance at least must be 0; the array must have passed check().
  void assign(const Crossbar& array);
  Reading read(const Ends& voltage, const ReadOptions& options);
  CellMatrix word_voltage() const;
  CellMatrix bit_voltage() const;

 private:
  void factor_bits();
  void solve_bits(const Eigen::VectorXd& word, double sources);
  Eigen::VectorXd word_excess(const Eigen::VectorXd& word) const;
  void judge(double tolerance, Reading& reading) const;

  bool transposed_ = false;  // then what is called a word line here is a bit line of the caller
  Crossbar array_;           // word lines without resistance
  Eigen::VectorXd word_terminal_, keep_word_, diagonal_;
  Eigen::VectorXd bit_pivot_node_;  // ohm, bit lines without resistance
  CellMatrix bit_pivot_;                 // ohm, bit lines with resistance
  Ends injection_, hold_;
  Eigen::VectorXd word_;  // V
  CellMatrix bit_;             // V
};

}  // namespace hysteron
