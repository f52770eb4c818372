#pragma once

// Responses of known shape: NeuroSim's own curve, written out here once more.

#include <cmath>

#include "apps/handoff/response.h"

namespace hysteron::test {

/// Ramps of the curve with A_n = a_up, and a_down < 0 for a depression that is steep first; 1 to 10 uS.
inline handoff::PulseResponse exponential_response(double a_up, double a_down, int number_up = 64, int number_down = 64) {
  handoff::PulseResponse r{.model = "made_up", .origin = {.file = "lab.h5", .sha256 = "abc"}};
  r.scheme = {.up = 1.2, .down = -1.0, .width_up = 1e-6, .width_down = 2e-6, .number_up = number_up, .number_down = number_down, .read = 0.1};
  const double bottom = 1e-6, top = 1e-5;
  const auto curve = [&](double x, double a) { return bottom + (top - bottom) * (1.0 - std::exp(-x / a)) / (1.0 - std::exp(-1.0 / a)); };
  for (int n = 0; n <= number_up; ++n) r.up.push_back(curve(double(n) / number_up, a_up));
  for (int n = 0; n <= number_down; ++n) r.down.push_back(curve(1.0 - double(n) / number_down, a_down));
  r.noise_up.assign(std::size_t(number_up), 2e-8);
  r.noise_down.assign(std::size_t(number_down), 1e-8);
  r.energy_up.assign(std::size_t(number_up), 1e-12);
  r.energy_down.assign(std::size_t(number_down), 1e-12);
  r.read_noise = 1e-3;
  r.write_nonlinearity = 2.5;
  r.half_reset = 1e-5;
  r.drift = {{1e-6, 0.05}, {1e-5, 0.01}};
  return r;
}

}  // namespace hysteron::test
