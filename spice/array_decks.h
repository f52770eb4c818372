#pragma once

// Decks of a crossbar: line resistance, drivers, a two-terminal device in every cell, in a chequer of its two ends of
// the cycle.

#include "spice/deck.h"

namespace hysteron::spice {

struct ArrayShape {
  int rows = 4, columns = 4;
  double segment = 2.0;  // ohm, of a line between neighbouring cells
  double driver = 50.0;  // ohm, at the left of each word line and the foot of each bit line
};

/// A read of every second word line at two voltages; the bit lines' currents beside those of the array's own
/// solver. Throws InputError unless the shape is 2 x 2 to 256 x 256 with resistances above 0.
Deck array_read_deck(const Circuit& circuit, Form form, const ArrayShape& shape);

/// The cell at the corner (1, 1) written and erased by half the voltage on either line; it, its neighbours on both
/// lines and the one across are compared with native runs under the voltages the simulator found.
Deck array_write_deck(const Circuit& circuit, Form form, const ArrayShape& shape);

}  // namespace hysteron::spice
