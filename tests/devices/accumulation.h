#pragma once

// Neurons that add up pulses: how many of them fire one.

#include <vector>

#include "libmodel/sim/transient.h"

namespace hysteron {

struct Accumulated {
  int pulses = 0;                // that fired it; 0: none did
  std::vector<double> membrane;  // V, after the gap of each
};

/// Pulses of a width [s], a gap [s] apart, until the cell M at the state s fires.
template <class M>
Accumulated accumulated(double amplitude, double width, double gap, double supply, const StateOf<M>& s, const ParametersOf<M>& p, int most) {
  const double edge = 0.01 * width, period = 2.0 * edge + width + gap;
  Ramps input{{0.0}, {0.0}};
  std::vector<double> times{0.0};
  for (int k = 0; k < most; ++k) {
    const double t = k * period;
    input.time.insert(input.time.end(), {t + edge, t + edge + width, t + 2.0 * edge + width, t + period});
    input.voltage.insert(input.voltage.end(), {amplitude, amplitude, 0.0, 0.0});
    for (int j = 1; j <= 20; ++j) times.push_back(t + period * j / 20.0);
  }
  Accumulated found;
  int k = 0;
  for (const auto& at : transient<M>({input, Ramps{{0.0}, {supply}}}, s, p, defaults<Surroundings<double>>(), times)) {
    if (at.state.w > 0.5) {
      found.pulses = (k - 1) / 20 + 1;
      break;
    }
    if (k > 0 && k % 20 == 0) found.membrane.push_back(at.state.v_m);
    ++k;
  }
  return found;
}

}  // namespace hysteron
