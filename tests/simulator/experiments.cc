#include "tests/simulator/experiments.h"

#include <algorithm>
#include <stdexcept>

namespace hysteron {
namespace {

// 0, up, down, 0: each leg of the same slope.
Ramps triangle(double period, double up, double down) {
  return {.time = {0.0, 0.25 * period, 0.75 * period, period}, .voltage = {0.0, up, down, 0.0}};
}

}  // namespace

const Experiment& experiment(const std::string& model) {
  static const std::map<std::string, Experiment> all = {
      {"analog_synapse", {{triangle(1e-3, 1.2, -1.2)}, {0.3, 0.1}}},
      {"ecram", {{{{0.0, 0.02}, {0.1, 0.1}}, triangle(0.02, 1.5, -1.5)}, {0.3}}},
      {"ferroelectric", {{triangle(1e-6, 3.0, -3.0)}, std::vector<double>(8, -0.8)}},
      {"filament", {{triangle(5e-6, 2.0, -2.0)}, {0.05, 0.0}}},
      {"vteam", {{triangle(0.2, 1.2, -1.2)}, {0.1}}},
  };
  const auto it = all.find(model);
  if (it == all.end()) throw std::out_of_range(model + ": has no experiment in tests/simulator/experiments.cc");
  return it->second;
}

bool switches(const spice::Circuit& circuit, const spice::Table& truth) {
  const std::size_t first = 1 + circuit.ports.size();
  for (std::size_t k = 0; k < circuit.states.size(); ++k) {
    const auto [low, high] = std::minmax_element(truth.begin(), truth.end(), [&](const auto& a, const auto& b) { return a[first + k] < b[first + k]; });
    const Field& f = circuit.states[k].field;
    if (f.unit == "1" && (*high)[first + k] - (*low)[first + k] > 0.1 * (f.upper - f.lower)) return true;
  }
  return false;
}

}  // namespace hysteron
