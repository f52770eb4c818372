#pragma once

// Laws of devices: passivity, rest, bounds, noise.

#include <doctest/doctest.h>

#include <random>

#include "tests/conformance/exemptions.h"
#include "tests/sample.h"

namespace hysteron {

/// A passive device takes up power through its currents; what charges store comes back.
template <class M>
void no_power_comes_out() {
  std::mt19937 random(3);
  bool delivers = false;
  for (int i = 0; i < 2000; ++i) {
    const auto s = draw<M>(random);
    const auto current = s.respond().current;
    double power = 0.0;
    for (std::size_t k = 0; k < values(current).size(); ++k) power += values(current)[k] * values(s.ports)[k];
    delivers = delivers || !(power >= 0.0);
  }
  CHECK(delivers == exempt(M::name, "passive"));
}

template <class M>
void no_voltage_no_current() {
  std::mt19937 random(3);
  bool flows = false;
  for (int i = 0; i < 2000; ++i) {
    auto s = draw<M>(random);
    s.ports = {};
    const auto at_rest = s.respond().current;
    for (double current : values(at_rest)) flows = flows || current != 0.0;
  }
  CHECK(flows == exempt(M::name, "no voltage, no current"));
}

/// With the parameters at their defaults, where a loss that can be switched off is off.
template <class M>
void states_hold_without_voltage() {
  std::mt19937 random(6);
  bool moves = false;
  for (int i = 0; i < 200; ++i) {
    auto s = draw<M>(random);
    s.ports = {};
    s.parameters = defaults<ParametersOf<M>>();
    const auto at_rest = s.respond().rate;
    for (double rate : values(at_rest)) moves = moves || rate != 0.0;
  }
  CHECK(moves == exempt(M::name, "holds"));
}

/// No rate points out of the range of its state, up to voltages far beyond those of use.
template <class M>
void rates_keep_states_in_range() {
  std::mt19937 random(4);
  const auto declared = fields<StateOf<M>>();
  for (int i = 0; i < 2000; ++i) {
    auto s = draw<M>(random);
    if (i % 2) {
      for (double& v : values(s.ports)) v = std::uniform_real_distribution<>(-10.0, 10.0)(random);
    }
    for (std::size_t k = 0; k < declared.size(); ++k) {
      CAPTURE(declared[k].name);
      auto at_bound = s;
      values(at_bound.state)[k] = declared[k].lower;
      CHECK(values(at_bound.respond().rate)[k] >= 0.0);
      values(at_bound.state)[k] = declared[k].upper;
      CHECK(values(at_bound.respond().rate)[k] <= 0.0);
    }
  }
}

template <class M>
void noise_is_not_negative() {
  if constexpr (NoisyModel<M>) {
    std::mt19937 random(5);
    const auto check = [](const auto& list) {
      for (double x : values(list)) CHECK(x >= 0.0);
    };
    for (int i = 0; i < 2000; ++i) {
      const auto s = draw<M>(random);
      const auto noise = M::template noise<double>(s.ports, s.state, s.parameters, s.around);
      check(noise.diffusion);
      check(noise.events);
      check(noise.white);
      check(noise.flicker);
    }
  }
}

}  // namespace hysteron
