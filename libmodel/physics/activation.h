#pragma once

// Rates of thermally activated motion.

#include "libmodel/scalar/math.h"
#include "libmodel/surroundings.h"

namespace hysteron {

// Arrhenius' factor of a rate that holds at t_ref: e_a the activation energy [J].
template <class T>
T arrhenius(const T& e_a, const T& t_ref, const Surroundings<T>& around) {
  return exp(e_a / around.boltzmann * (1.0 / t_ref - 1.0 / around.temperature));
}

// What a drive y, in units of k T, does to a rate: exp(y) for y >> 1, between 0 and 1 for y < 0, 0
// with its slope at y = 0, so that nothing moves at rest.
template <class T>
T push(const T& y) {
  const T half = 0.5 * bounded(y, 1e3);
  const T rise = limited_exp(half, 40.0);
  const T fall = limited_exp(-half, 40.0);
  const T swing = rise - fall;
  return swing * swing * (rise / (rise + fall));
}

// rate / (1 + rate / limit): what is never passed however hard it is driven. Two forms of one function,
// each without cancellation where it is taken.
template <class T>
T capped(const T& rate, const T& limit) {
  return select(rate < limit, rate / (1.0 + rate / limit), limit - limit * (limit / (rate + limit)));
}

}  // namespace hysteron
