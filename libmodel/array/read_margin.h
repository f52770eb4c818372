#pragma once

// How large an array may be before a cell that is on reads like one that is off.

#include "libmodel/array/crossbar.h"

namespace hysteron {

/// Word line 0 is read at its far end, the last bit line, the one place furthest from drivers and sense; sources of
/// one segment's resistance stand at the left and the bottom.
struct MarginRead {
  double on = 0.0, off = 0.0;         // S, of cells in either state
  double word_resistance = 0.0;       // ohm, of a segment
  double bit_resistance = 0.0;
  bool floating = false;              // lines that are not read: floating, else held at 0 V
};

/// Currents of the sensed bit line for one volt: the least of an on cell and the most of an off cell, each among
/// cells that are all on and all off. Throws InputError as CrossbarReader does.
struct MarginCurrents {
  double on = 0.0, off = 0.0;  // A
  Outcome outcome = Outcome::solved;
};
MarginCurrents margin_currents(const MarginRead& read, Eigen::Index size);

}  // namespace hysteron
