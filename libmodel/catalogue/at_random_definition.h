#pragma once

#include "libmodel/catalogue/native_definition.h"
#include "libmodel/sim/stochastic_definition.h"

namespace hysteron {

template <NoisyModel M>
Rows followed_at_random(const Experiment& e, const std::vector<double>& times, const Chance& chance) {
  const Started<M> d(e);
  return rows_of<M>(random_transient<M>(d.drive, d.state, d.parameters, d.around, times, chance));
}

template <NoisyModel M>
Rows pulsed_at_random(const Experiment& e, const std::vector<Pulse>& train, const Chance& chance) {
  Started<M> d(e);
  return pulse_rows<M>(train.size(), [&](std::span<double> current, std::span<StateOf<M>> states) {
    return random_train<M>(train, d.state, d.parameters, d.around, chance, {}, current, states);
  });
}

template <class M>
AtRandom at_random_of() {
  if constexpr (NoisyModel<M>) return {followed_at_random<M>, pulsed_at_random<M>};
  return {};
}

}  // namespace hysteron
