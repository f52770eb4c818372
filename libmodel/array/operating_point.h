#pragma once

// The currents and voltages of an array of nonlinear cells between resistive lines, states at rest.

#include <utility>

#include "libmodel/array/cell_law.h"
#include "libmodel/array/crossbar.h"
#include "libmodel/array/resistive_lines.h"

namespace hysteron {

struct OperatingPoint {
  Outcome outcome = Outcome::solved;
  Ends current;              // A, from the terminal into the line
  double residual = 0.0;     // as Reading
  double attainable = 0.0;
  int newton_iterations = 0;
  int linear_iterations = 0;  // of all Newton iterations together
};

struct OperatingPointOptions {
  double tolerance = 1e-11;  // of the residual
  int iterations = 200;      // of Newton, at most
};

/// Newton's method on the nodes of all lines. A step is a linear read of the array whose cells are
/// their slopes beside their sources, by ResistiveLines, to no more digits than the step is good for. A
/// step that overshoots is shortened until the power it would deliver, missing currents . step, no
/// longer points back: for cells that rise with voltage the content of the network is convex, and
/// every start converges. Cells of falling current are given half their chord instead of their slope.
class OperatingPointSolver {
 public:
  /// Sizes, line resistances (both > 0) and terminals of `lines`; its conductances are not used.
  /// Throws InputError where the array is out of range.
  explicit OperatingPointSolver(const Crossbar& lines);

  /// Starts from the voltages of the last call, at first from 0 V everywhere.
  OperatingPoint solve(const CellLaw& law, const Ends& voltage, const OperatingPointOptions& options = {});

  /// Where the next solve() starts from [V].
  void start_from(CellMatrix word, CellMatrix bit) { word_ = std::move(word), bit_ = std::move(bit); }

  const CellMatrix& word_voltage() const { return word_; }   // V
  const CellMatrix& bit_voltage() const { return bit_; }     // V
  const CellMatrix& cell_current() const { return current_; }  // A, from word to bit line

 private:
  void evaluate(const CellLaw& law);
  void find_missing(const Ends& voltage);
  double missing_norm() const;
  double attainable(double injected) const;
  double injected(const Ends& voltage) const;
  void linearize();
  bool step(const CellLaw& law, const Ends& voltage);
  Ends end_currents_of(const Ends& voltage) const;

  Crossbar linear_;
  ResistiveLines lines_;
  CellMatrix word_, bit_, current_, slope_, source_;   // V, V, A, S, V
  CellMatrix missing_word_, missing_bit_;              // A at each node
  CellMatrix next_word_, next_bit_, across_;           // V
};

}  // namespace hysteron
