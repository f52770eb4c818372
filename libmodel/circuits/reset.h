#pragma once

// How a cell that has fired begins again: a comparator with hysteresis closes a switch and opens it, so that no state jumps.

#include <cmath>

#include "libmodel/scalar/math.h"

namespace hysteron {

// Where a switch comes to rest of which the share w is closed: it closes once y has risen to 1, opens once y has
// fallen to 0, and stays as it is in between. dw/dt = (latch - w) / time folds there.
template <class T>
T latch(const T& y, const T& w) {
  constexpr double sharp = 0.01, fold = 0.0571;  // fold = sharp (1 + ln((1 + 2 fold) / sharp))
  const T drive = (y - (1.0 + fold) + (1.0 + 2.0 * fold) * w) / sharp;
  return named("latch", 1.0 / (1.0 + limited_exp(-drive, 300.0)));
}

// What a reset does to a membrane of that span [V/s] and to its switch [1/s].
template <class T>
struct Reset {
  T span, emptying, closing;
};

// The membrane v_m is emptied from v_th to v_reset within t_ref, towards a voltage that lies span / beyond below, by the
// share w of a switch that is a hundred times faster. A switch about to close hardly leaks: w^4. An input that charges
// faster than the last of it empties holds the switch closed; the larger `beyond`, the less it passes v_reset.
template <class T>
Reset<T> reset(const T& v_m, const T& w, const T& v_th, const T& v_reset, const T& t_ref, double beyond) {
  const T span = named("span", v_th - v_reset);
  const T v_low = named("v_low", v_reset - span / beyond);
  const T closed = latch<T>((v_m - v_reset) / span, w);
  return {.span = span,
          .emptying = named("emptying", w * w * w * w * (std::log(1.0 + beyond) / t_ref) * (v_m - v_low)),
          .closing = (closed - w) / (0.01 * t_ref)};
}

}  // namespace hysteron
