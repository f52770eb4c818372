#pragma once

// Writing an array: row by row, or a cell at a time with a read after each pulse; and what it does to the others.

#include "libmodel/array/array_transient.h"

namespace hysteron {

/// What cell (row, column) passes for when it is read through the array: current out of its bit line, over
/// the voltage of its word line, all other lines at 0 V.
struct CellRead {
  double conductance = 0.0;  // S, current of the whole bit line over the voltage
  double sneak = 0.0;        // part of that current which did not pass the cell
  Outcome outcome = Outcome::solved;
};
CellRead read_cell(ArrayTransient& array, Eigen::Index row, Eigen::Index column, double volts);

/// Energies and steps of several drives together.
struct WriteLog {
  TransientResult total;   // energy and counts added up, the worst outcome
  double seconds = 0.0;    // s, of the drives
  int pulses = 0;

  explicit WriteLog(const ArrayTransient& array);
  void add(const TransientResult& result, double duration);
};

/// How cells are written.
struct Writing {
  Scheme scheme = Scheme::half;
  PulseShape shape{};        // s
  TransientOptions options{};
};

/// The same pulse on one cell, again and again.
WriteLog write_train(ArrayTransient& array, Eigen::Index row, Eigen::Index column, double volts, int pulses, const Writing& how);

/// A pattern, rows one after the other: those cells of a row where `pattern` is > 0 get one pulse of `up`, all
/// together, then those where it is < 0 one of `down` [V].
struct PatternWrite {
  WriteLog log;
  CellStates written;  // each row as it was right after its own pulses
};
/// `done` is told the number of rows written.
PatternWrite write_pattern(ArrayTransient& array, const CellMatrix& pattern, double up, double down, const Writing& how,
                           const std::function<void(Eigen::Index rows)>& done = {});

/// Amplitudes from the first to the last [V], one step a pulse; from the first again where the sign changes.
struct Staircase {
  double first, step, last;
};

/// Pulses until the cell reads within [low, high] S.
struct Verification {
  double low, high;        // S
  double read_voltage;     // V
  Staircase raise, lower;  // what raises and what lowers the conductance
  int pulses;              // at most
};
struct VerifiedWrite {
  WriteLog log;
  bool reached = false;
  std::vector<double> conductance;  // S, before the first pulse and after each
};
VerifiedWrite write_verify(ArrayTransient& array, Eigen::Index row, Eigen::Index column, const Verification& wanted, const Writing& how);

/// How far cells moved that were not to: the largest change of their first state, of its range, with its sign.
struct Disturb {
  double row = 0.0, column = 0.0;  // of cells that share the line with the selected one
  double others = 0.0;
};
Disturb disturb(const ArrayTransient& array, const CellStates& before, Eigen::Index row, Eigen::Index column);

}  // namespace hysteron
