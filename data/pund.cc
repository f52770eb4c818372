#include "data/pund.h"

#include <cmath>

namespace hysteron::data {
namespace {

double mean_left(const std::vector<PulseCharge>& pulses, Pund::Phase phase) {
  double sum = 0.0, n = 0.0;
  for (const PulseCharge& p : pulses) {
    if (p.phase == phase) sum += p.left, n += 1.0;
  }
  return n > 0.0 ? sum / n : unknown;
}

}  // namespace

std::vector<PulseCharge> pulse_charges(const Pund& s) {
  std::vector<PulseCharge> all;
  double highest = 0.0;
  for (std::size_t k = 0; k < s.size(); ++k) {
    if (k == 0 || s.pulse[k] != s.pulse[k - 1]) {
      all.push_back({Pund::Phase(s.phase[k]), 0.0, 0.0});
      highest = std::abs(s.voltage[k]);
      continue;
    }
    PulseCharge& p = all.back();
    p.left += 0.5 * (s.time[k] - s.time[k - 1]) * (s.current[k] + s.current[k - 1]);
    if (std::abs(s.voltage[k]) > highest) highest = std::abs(s.voltage[k]), p.at_peak = p.left;
  }
  return all;
}

SwitchedCharge switched_charge(const Pund& s) {
  const std::vector<PulseCharge> pulses = pulse_charges(s);
  return {.up = mean_left(pulses, Pund::positive) - mean_left(pulses, Pund::up),
          .down = mean_left(pulses, Pund::down) - mean_left(pulses, Pund::negative)};
}

}  // namespace hysteron::data
