#pragma once

// What the cells of an array answer when their states move.

#include <functional>
#include <vector>

#include "libmodel/array/cell_law.h"
#include "libmodel/field.h"

namespace hysteron {

/// One matrix for each state, in the order in which the model declares them.
using CellStates = std::vector<CellMatrix>;

/// Currents, rates and all their slopes at given voltages and states; each matrix rows x columns. Lists
/// that are empty are not wanted.
struct CellAnswer {
  CellMatrix current;            // A, from word to bit line
  CellMatrix slope;              // S, at fixed states
  CellStates rate;               // state units per second
  CellStates rate_by_voltage;    // per V
  CellStates current_by_state;   // A per state unit
  CellStates rate_by_state;      // 1/s, [k states + l] = d rate_k / d state_l

  /// Sizes all matrices; no states: currents and slopes alone are wanted.
  void resize(Eigen::Index rows, Eigen::Index columns, std::size_t states);
  bool fits(const CellMatrix& voltage) const { return current.rows() == voltage.rows() && current.cols() == voltage.cols(); }
};

/// Two-terminal cells with states, the same law for all; none: cells that follow their voltage at once.
struct CellMotion {
  std::vector<Field> states;  // name, unit, start and range of each
  std::function<void(const CellMatrix& voltage, const CellStates& state, CellAnswer& to)> answer;

  /// Each state of all cells at its default.
  CellStates start(Eigen::Index rows, Eigen::Index columns) const;
};

/// A parameter that differs from cell to cell.
struct EachCell {
  std::size_t parameter;  // its place in the model's list
  CellMatrix value;       // rows x columns
};

/// Cells without states as such of none.
CellMotion motionless(CellLaw law);

/// The cells as they are at given states, which stand still.
CellLaw held(CellMotion cells, CellStates states);

/// The same devices turned round: what was their plus is at the bit line.
CellMotion turned(CellMotion cells);

/// Two devices in series, as a selector and a memory, the first at the word line; its states come first.
/// The voltage between them is solved for in each cell, so that the array sees two-terminal cells. Both
/// must be passive and rise with voltage at fixed states. It starts from the division of voltage found
/// last, hence one for each thread.
CellMotion in_series(CellMotion first, CellMotion second);
CellLaw in_series(CellLaw first, CellLaw second);

}  // namespace hysteron
