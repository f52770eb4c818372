#pragma once

// What an array is driven with over time: waveforms, and the schemes by which cells are selected.

#include <vector>

#include "libmodel/array/crossbar.h"

namespace hysteron {

/// Voltages of the sources: straight between the times, held after the last.
struct Drive {
  std::vector<double> time;   // s, rising from 0
  std::vector<Ends> voltage;  // V, at each time

  Ends at(double t) const;
  double duration() const { return time.back(); }
};

/// Throws InputError unless times rise from 0 and there are voltages for all ends at each.
void check(const Drive& drive, Eigen::Index rows, Eigen::Index columns);

/// How the lines that select no cell are held while a cell sees V.
enum class Scheme {
  half,   // V/2: cells on a selected line see V/2, all others 0
  third,  // V/3: every other cell sees V/3 of one sign or the other
};

/// Row `row` at `volts`, the columns marked at 0 V, all other lines as the scheme has it; both ends alike.
Ends select_cells(Eigen::Index rows, Eigen::Index row, const std::vector<char>& columns, double volts, Scheme scheme);

/// One marked column.
std::vector<char> only_column(Eigen::Index columns, Eigen::Index column);

/// The shape of a write pulse: from 0 V in `edge`, held for `width`, back in `edge` [s].
struct PulseShape {
  double width, edge;
};
Drive pulse(const Ends& level, const PulseShape& shape);

/// One after the other, each beginning where the former ends. The first voltages of `next` are those of
/// that moment.
Drive then(Drive first, const Drive& next);

}  // namespace hysteron
