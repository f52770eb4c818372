#pragma once

// A transistor that gives access to a cell.

#include "libmodel/physics/channel.h"

namespace hysteron {

/// The drain current [A] of a long channel; v across it [V], of either sign, the gate at v_gate above the end at
/// the bit line, to which the body is tied. i_0 = 2 n beta v_thermal^2 is the specific current.
template <class T>
struct Transistor {
  T i_0, v_t, n, v_thermal, v_gate;

  T current(const T& v) const { return i_0 * channel(T((v_gate - v_t) / n), v, v_thermal).current(); }
};

}  // namespace hysteron
