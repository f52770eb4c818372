#pragma once

// A transistor that gives access to a cell.

#include "libmodel/scalar/math.h"

namespace hysteron {

/// The drain current [A] of a long channel, from weak to strong inversion and from ohmic to saturated, without a
/// joint; v across the channel [V], of either sign, the gate at v_gate above the end at the bit line:
///
///     i = i_0 (f((v_gate - v_t) / n) - f((v_gate - v_t) / n - v)),   f(u) = ln^2(1 + exp(u / (2 v_thermal)))
///
/// i_0 = 2 n beta v_thermal^2 is the specific current.
///
/// Source  C. C. Enz, F. Krummenacher, E. A. Vittoz, Analog Integr. Circuits Signal Process. 8 (1995) 83.
/// Differs the body is tied to the end at the bit line.
/// Omits   mobility reduction, velocity saturation, channel-length modulation, gate current.
template <class T>
struct Transistor {
  T i_0, v_t, n, v_thermal, v_gate;

  T current(const T& v) const {
    const T pinch = (v_gate - v_t) / n;
    const auto f = [&](const T& u) {
      const auto on = u > 0.0;
      const T far = select(on, u, -u) / (2.0 * v_thermal), half = log(1.0 + exp(-far)) + select(on, far, T(0.0));
      return half * half;
    };
    return i_0 * (f(pinch) - f(pinch - v));
  }
};

}  // namespace hysteron
