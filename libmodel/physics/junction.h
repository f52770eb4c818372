#pragma once

// A rectifying junction behind a resistor, in closed steps.

#include "libmodel/scalar/math.h"

namespace hysteron {

// w where a junction behind a resistor can be: |w| <= |s| <= 1e3 and ahead |w| <= log(1 + |s| / a) < 65.
// As bounded() in math.h.
template <class T>
T within_reach(const T& w, const T& ahead) {
  const T near = select(ahead * abs(w) > 70.0, select(w < 0.0, -70.0 / ahead, 70.0 / ahead), w);
  return bounded(near, 1200.0);
}

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
    w = within_reach(w, ahead);
    const T pull = 2.0 * a * exp(skew * w);
    const T sine = sinh(0.5 * w);
    const T cosine = cosh(0.5 * w);
    const T f = w + pull * sine - size;
    const T slope = 1.0 + pull * (skew * sine + 0.5 * cosine);
    const T bend = pull * ((skew * skew + 0.25) * sine + skew * cosine);
    const T step = f / slope;
    w = w - 2.0 * step / (2.0 - step * (bend / slope));
  }
  return select(s < 0.0, -w, w);
}

// i_s (exp(alpha w) - exp(-(1 - alpha) w)) [A], exact near w = 0.
template <class T>
T junction_current(const T& i_s, const T& alpha, const T& w) {
  const T near = within_reach(w, select(w < 0.0, 1.0 - alpha, alpha));
  return 2.0 * i_s * exp((alpha - 0.5) * near) * sinh(0.5 * near);
}

// i_s (exp(alpha w) + exp(-(1 - alpha) w)) [A]: what flows either way, whose shot noise adds.
template <class T>
T junction_traffic(const T& i_s, const T& alpha, const T& w) {
  const T near = within_reach(w, select(w < 0.0, 1.0 - alpha, alpha));
  return 2.0 * i_s * exp((alpha - 0.5) * near) * cosh(0.5 * near);
}

}  // namespace hysteron
