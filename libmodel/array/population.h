#pragma once

// Many arrays of one design: the spread of their devices, what is broken in them, how many serve.

#include <array>
#include <cstdint>
#include <functional>

#include "libmodel/array/crossbar.h"
#include "libmodel/array/stack.h"

namespace hysteron {

/// What is wrong with a cell. `lines` is no defect: the cell is as designed and its voltage is lost.
enum class Cause { none, open, stuck_on, stuck_off, word_driver, bit_sense, spread, lines };
inline constexpr int cause_count = 8;
const char* words(Cause cause);

/// Each fraction is the probability of one cell or line; a cell takes the first that strikes, in the
/// order given.
struct Population {
  double spread = 0.0;       // relative standard deviation between devices, log-normal of mean 1
  double read_noise = 0.0;   // relative standard deviation of a device from read to read, normal
  double open = 0.0;         // of the cells: 0 S
  double stuck_on = 0.0;     // of the cells
  double stuck_off = 0.0;
  double on = 0.0, off = 0.0;  // S, of stuck cells
  double word_driver = 0.0;  // of the word lines: no terminal conducts
  double bit_sense = 0.0;    // of the bit lines
  std::uint64_t seed = 1;

  /// S, of the device at a cell, numbered from 0 in each array, that was to be written to `designed` [S]; empty: the
  /// log-normal above. Called from many threads.
  std::function<double(double designed, std::uint32_t array, std::uint32_t cell)> written = {};
};

/// Throws InputError where a fraction is outside [0, 1], a deviation or conductance negative or infinite.
void check(const Population& population);

/// What struck each cell, none to bit_sense.
using DefectMap = Eigen::Matrix<Cause, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// One array as made and as it is at one read. Each number is drawn from (seed, array, cell, what for).
struct Sample {
  Crossbar array;
  DefectMap defect;
};
Sample sample(const Crossbar& design, const Population& population, std::uint32_t array);

/// How many cells of an array deliver the current they were designed for, and why the others do not.
struct CellCount {
  std::array<std::int64_t, cause_count> cells{};  // by Cause
  double worst_column = 0.0;  // |current of a bit line - design without line resistance|, of the largest
  bool solved = true;
};

/// A cell serves where its current differs by at most `limit` of the designed one, conductance times
/// the voltages of the sources at the left and the bottom. Where it does not, its defect is the cause;
/// without one, the device's spread where that alone exceeds the limit, else the lines.
CellCount count_cells(const Crossbar& design, const Sample& sample, const Ends& voltage, double limit);

/// The same of a stack; cells and lines are numbered on from layer to layer, plane to plane.
struct StackSample {
  Stack stack;
  std::vector<DefectMap> defect;  // of each layer
};
StackSample sample(const Stack& design, const Population& population, std::uint32_t array);

/// Designed are conductance times the difference of the sources at the first ends of word lines and the last of bit
/// lines; the worst column is the worst bit line of any plane.
CellCount count_cells(const Stack& design, const StackSample& sample, const std::vector<PlaneEnds>& voltage, double limit);

}  // namespace hysteron
