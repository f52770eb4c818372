#pragma once

// Currents as an ammeter shows them: conduction and displacement.

#include "libmodel/scalar/tangent.h"
#include "libmodel/sim/motion.h"

namespace hysteron {

namespace internal {

/// The list To of Tangents, from a list of T and one of its rates.
template <class To, class From>
To moving(const From& x, const From& rate) {
  To to{};
  if constexpr (!std::is_empty_v<From>) {
    for (std::size_t i = 0; i < values(x).size(); ++i) values(to)[i] = {values(x)[i], values(rate)[i]};
  }
  return to;
}

}  // namespace internal

/// Port currents i + dq/dt [A] at voltages v that change by slope [V/s], dq/dt by the chain rule
/// through voltages and states.
template <CompactModel M, class T>
PortsOf<M, T> total_current(const PortsOf<M>& v, const PortsOf<M>& slope, const StateOf<M, T>& s,
                            const ParametersOf<M, T>& p, const Surroundings<T>& around) {
  using internal::lifted, internal::moving;
  using Ports = PortsOf<M, T>;
  const auto at = lifted<Ports>(v);
  const StateOf<M, T> rate = respond<M, T>(at, s, p, around).rate;
  const auto r = respond<M, Tangent<T>>(moving<PortsOf<M, Tangent<T>>>(at, lifted<Ports>(slope)),
                                     moving<StateOf<M, Tangent<T>>>(s, rate),
                                     moving<ParametersOf<M, Tangent<T>>>(p, ParametersOf<M, T>{}),
                                     moving<Surroundings<Tangent<T>>>(around, Surroundings<T>{}));
  PortsOf<M, T> total{};
  for (std::size_t k = 0; k < values(total).size(); ++k) {
    values(total)[k] = values(r.current)[k].value + values(r.charge)[k].slope;
  }
  return total;
}

}  // namespace hysteron
