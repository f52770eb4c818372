#pragma once

// A rectifying junction behind a resistor, in closed steps.

#include "libmodel/scalar/math.h"

namespace hysteron {

// The solution w of w + a (exp(alpha w) - exp(-(1 - alpha) w)) = s, for a > 0: the voltage left to
// a junction behind a resistor, in units of k T / q. Odd under alpha -> 1 - alpha.
//
// Four steps of Halley's method, from below where the left side is still concave at the solution
// and from above where it is convex, reach 1e-14 relative for alpha in [0.02, 0.98], a in
// [1e-25, 1e15], |s| <= 1e3 (tests/physics/junction_test.cc).
template <class T>
T junction_behind_resistor(const T& a, const T& alpha, const T& s) {
  const T size = abs(s);
  const T ahead = select(s < 0.0, 1.0 - alpha, alpha);
  const T skew = ahead - 0.5;
  const T turn = 2.0 * log((1.0 - ahead) / ahead);
  const T beyond = turn + 2.0 * a * exp(skew * turn) * sinh(0.5 * turn) - size;
  const T steep = log(1.0 + size / a) / ahead;
  T w = select(beyond > 0.0, size / (1.0 + a), select(size < steep, size, steep));
  for (int i = 0; i < 4; ++i) {
    const T pull = 2.0 * a * exp(skew * w);
    const T sine = sinh(0.5 * w);
    const T cosine = cosh(0.5 * w);
    const T f = w + pull * sine - size;
    const T slope = 1.0 + pull * (skew * sine + 0.5 * cosine);
    const T bend = pull * ((skew * skew + 0.25) * sine + skew * cosine);
    w = w - 2.0 * f * slope / (2.0 * slope * slope - f * bend);
  }
  return select(s < 0.0, -w, w);
}

}  // namespace hysteron
