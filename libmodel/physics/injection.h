#pragma once

// Electrons in an insulator: how they are injected, how they wear it, how they are lost.

#include "libmodel/physics/activation.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

// Injection at v relative to that at v_ref after R. H. Fowler and L. Nordheim, 0 at rest and in the other direction:
// b is their field times the thickness, v_d the rounding of the sign of the voltage, all in V.
template <class T>
T injection(const T& v, const T& v_ref, const T& b, const T& v_d) {
  const T u = v / v_ref;
  const T ahead = 0.5 * (v + sqrt(v * v + v_d * v_d));
  return u * u * limited_exp(b * (1.0 / v_ref - 1.0 / ahead));
}

// Both directions, relative.
template <class T>
struct Injection {
  T up, down;
};

// At v over the insulator, the sign rounded over v_d [V]. P holds v_up, v_down, b_up, b_down.
template <class T, class P>
Injection<T> injected(const T& v, const T& v_d, const P& p) {
  return {.up = named("injection_up", injection(v, p.v_up, p.b_up, v_d)),
          .down = named("injection_down", injection(-v, p.v_down, p.b_down, v_d))};
}

// Rates of filling, of emptying and of loss at rest [1/s].
template <class T>
struct Charging {
  T program, erase, loss;

  // dx/dt [1/s] of the stored share x, of which `free` can still be filled and `filled` be emptied.
  T net(const T& x, const T& free, const T& filled, const T& x_loss) const {
    return program * free - erase * filled + loss * (x_loss - x);
  }

  // What electrons that come and go one by one add to the variance, per quantum [1/s].
  T traffic(const T& free, const T& filled) const { return program * free + erase * filled + loss; }
};

// The loss at rest [1/s]. P holds k_loss, e_a, t_ref.
template <class T, class P>
T thermal_loss(const P& p, const Surroundings<T>& around) {
  const T activity = arrhenius(p.e_a, p.t_ref, around);
  return named("loss", p.k_loss * activity);
}

// dw/dt of the worn share w, by whatever passes the insulator [1/s]. P holds k_wear, fading.
template <class T, class P>
T wearing(const T& w, const P& p, const Injection<T>& by) {
  return p.k_wear * (by.up + by.down) * exp(-(p.fading * w)) * (1.0 - w);
}

}  // namespace hysteron
