#pragma once

// The states of all cells at the end of an implicit step.

#include "libmodel/array/cell_motion.h"

namespace hysteron {

/// Solves, in each cell by itself,
///
///     x = known + weight f(v, x)
///
/// for the states x at any voltage v, so that a step of the whole array is the operating point of cells
/// without memory: their current is i(v, x(v)), their slope
///
///     di/dv + di/dx (1 - weight df/dx)^-1 weight df/dv.
///
/// Newton's method from where the states were last, moved with the voltage along dx/dv.
class CellStep {
 public:
  CellStep(CellMotion cells, Eigen::Index rows, Eigen::Index columns);

  /// weight [s]; the states are looked for from `guess` on. A weight of 0 holds the states known.
  void set(CellStates known, double weight, CellStates guess);

  /// A cell law under the equation that was set.
  void operator()(const CellMatrix& voltage, CellMatrix& current, CellMatrix& slope);

  /// Whether the last call found all states. Where 1 - weight df/dx has no inverse of positive pivots
  /// the step is too long for the cell.
  bool settled() const { return settled_; }

  const CellStates& states() const { return states_; }

  /// The rates [1/s] at those states, from the equation of the step.
  CellStates rates() const;

  /// (1 - weight df/dx)^-1 error: what of an error a stiff state keeps.
  CellStates damped(const CellStates& error) const;

  /// The states, each no further than its range.
  CellStates within(CellStates states) const;

  const std::vector<Field>& fields() const { return cells_.states; }

 private:
  double correct(const CellMatrix& voltage);

  CellMotion cells_;
  CellStates states_, known_;
  double weight_ = 0.0;
  bool settled_ = false;
  CellAnswer answer_;
  CellStates change_;        // the last Newton step of each state
  CellStates by_voltage_;    // dx/dv
  CellMatrix voltage_;       // at which states_ are
};

}  // namespace hysteron
