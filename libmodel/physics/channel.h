#pragma once

// The channel of a transistor, from far below threshold to far above and from ohmic to saturated, without a joint:
// C. C. Enz, F. Krummenacher, E. A. Vittoz, Analog Integr. Circuits Signal Process. 8 (1995) 83.
// Omits mobility reduction, velocity saturation, channel-length modulation.

#include "libmodel/scalar/math.h"
#include "libmodel/surroundings.h"

namespace hysteron {
namespace internal {

// ln(1 + x), x >= 0, to the last digits of it; below 0.1 by the series of 2 atanh(x / (2 + x)).
template <class T>
T log_beyond_one(const T& x) {
  const T z = x / (2.0 + x);
  const T q = z * z;
  const T odd = 1.0 / 3.0 + q * (1.0 / 5.0 + q * (1.0 / 7.0 + q * (1.0 / 9.0 + q * (1.0 / 11.0 + q * (1.0 / 13.0)))));
  return select(x < 0.1, 2.0 * z * (1.0 + q * odd), log(1.0 + x));
}

// ln(1 + e^u)^2; beyond u = 40 the logarithm is u to the last digit.
template <class T>
T inversion(const T& u) {
  const auto weak = u < 40.0;
  const T soft = select(weak, log_beyond_one(exp(select(weak, u, T(40.0)))), u);
  return soft * soft;
}

// The charge that goes with an inversion.
template <class T>
T density(const T& inversion) {
  return inversion / (0.5 + sqrt(0.25 + inversion));
}

}  // namespace internal

/// Inversion at the source and at the drain end of a channel, each ln(1 + exp(u / (2 v_thermal)))^2, in units of
/// the specific current 2 n beta v_thermal^2.
template <class T>
struct Channel {
  T source, drain;

  T current() const { return source - drain; }

  /// The mean density of charge, to which its thermal noise is proportional.
  T charge() const { return 0.5 * (internal::density(source) + internal::density(drain)); }
};

/// The channel whose pinch-off voltage is v_p and whose drain is at v_drain above its source [V].
template <class T>
Channel<T> channel(const T& v_p, const T& v_drain, const T& v_thermal) {
  return {.source = named("inversion", internal::inversion(v_p / (2.0 * v_thermal))),
          .drain = named("inversion", internal::inversion((v_p - v_drain) / (2.0 * v_thermal)))};
}

/// That unit [A]: 2 slope k_n (T / t_ref)^-1.5 v_thermal^2. P holds slope, k_n, t_ref.
template <class T, class P>
T specific_current(const P& p, const Surroundings<T>& around) {
  const T u_t = thermal_voltage(around);
  const T mobility = power(around.temperature / p.t_ref, T(-1.5));
  return named("i_spec", 2.0 * p.slope * p.k_n * mobility * u_t * u_t);
}

}  // namespace hysteron
