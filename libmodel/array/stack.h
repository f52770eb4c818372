#pragma once

// Layers of cells on top of each other that share the lines between them.

#include <vector>

#include "libmodel/array/crossbar.h"

namespace hysteron {

/// One number for each end of each line of a plane: left and right of word lines, top and bottom of bit lines.
struct PlaneEnds {
  Eigen::VectorXd first, last;
};

/// Planes of lines, word, bit, word, ... from the bottom, with a layer of cells between each and the next: layer
/// k joins planes k and k + 1. Word lines (even planes) run along rows, bit lines (odd ones) along columns. One
/// layer is a Crossbar.
struct Stack {
  std::vector<CellMatrix> conductance;  // S, of each layer, alike in size; >= 0 and finite
  double word_resistance = 0.0;         // ohm, > 0, of a segment
  double bit_resistance = 0.0;
  std::vector<PlaneEnds> terminal;      // S, of each plane, >= 0, infinity allowed: see Crossbar

  Eigen::Index rows() const { return conductance.front().rows(); }
  Eigen::Index columns() const { return conductance.front().cols(); }
  std::size_t planes() const { return conductance.size() + 1; }
  bool is_word(std::size_t plane) const { return plane % 2 == 0; }
};

/// A plane's ends, all at `value`.
PlaneEnds plane_ends(const Stack& stack, std::size_t plane, double first, double last);

struct StackReading {
  Outcome outcome = Outcome::solved;
  std::vector<PlaneEnds> current;    // A, from the terminals into the lines
  std::vector<CellMatrix> voltage;   // V, of each plane's nodes; NaN along untied lines
  double residual = 0.0;             // as Reading has it
  int untied_lines = 0;

  CellMatrix across(std::size_t layer) const { return voltage[layer] - voltage[layer + 1]; }
};

/// The linear read of a stack: all nodes of all planes together, by sparse Cholesky factors, refined until the
/// residual no longer shrinks. Memory and time are those of the factors: 64 x 64 x 8 takes about a second.
/// Throws InputError where the stack is out of range or the voltages [V] do not fit.
StackReading read_stack(const Stack& stack, const std::vector<PlaneEnds>& voltage);

}  // namespace hysteron
