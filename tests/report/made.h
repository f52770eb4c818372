#pragma once

// Made measurements for tests of the report.

#include <cmath>

#include "data/measurement.h"
#include "libmodel/sim/random.h"

namespace hysteron::test {

inline double normal(Uniforms& random) {
  return std::sqrt(-2.0 * std::log(random.next())) * std::cos(2.0 * std::acos(-1.0) * random.next());
}

/// Ramps of `pulses` up and as many down, of NeuroSim's exponential with a up and down, 1 to 10 uS, read with
/// relative noise; 1 V, 10 ns, reads of 0.1 V for 10 ns.
inline data::PulseTrain ramps(int cycles, int pulses, double a, double noise, std::uint64_t seed) {
  data::PulseTrain t;
  t.title = "ramps";
  Uniforms random({.seed = seed});
  const auto put = [&](double voltage, double height) {
    t.voltage.push_back(voltage);
    t.pulse_width.push_back(10e-9);
    t.read_voltage.push_back(0.1);
    t.read_width.push_back(10e-9);
    t.read_current.push_back(0.1 * (1e-6 + 9e-6 * (height + noise * normal(random))));
    t.op_type.push_back(voltage == 0.0 ? data::PulseTrain::read : data::PulseTrain::pulse_read);
  };
  const auto height = [&](int n) { return std::expm1(-n / (a * pulses)) / std::expm1(-1.0 / a); };
  put(0.0, 0.0);
  for (int c = 0; c < cycles; ++c) {
    for (int n = 1; n <= pulses; ++n) put(1.0, height(n));
    for (int n = 1; n <= pulses; ++n) put(-1.0, 1.0 - height(n));
  }
  return t;
}

/// Pulses up and down at random on a linear device, 1 to 10 uS.
inline data::PulseTrain random_pulses(int pulses, double width, double write, std::uint64_t seed) {
  data::PulseTrain t;
  t.title = "random";
  t.scheme = "random_pm";
  Uniforms random({.seed = seed});
  double x = 0.5;
  for (int k = 0; k <= pulses; ++k) {
    const int d = k == 0 ? 0 : random.next() < 0.5 + 0.5 * (0.5 - x) ? 1 : -1;
    x += 0.01 * d + write * normal(random);
    t.voltage.push_back(d);
    t.pulse_width.push_back(width);
    t.read_voltage.push_back(0.1);
    t.read_current.push_back(0.1 * (1e-6 + 9e-6 * x));
    t.op_type.push_back(d == 0 ? data::PulseTrain::read : data::PulseTrain::pulse_read);
  }
  return t;
}

}  // namespace hysteron::test
