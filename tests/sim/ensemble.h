#pragma once

// Many random runs of one experiment, and what to compare them with.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "libmodel/sim/stochastic_definition.h"

namespace hysteron {

/// States after a train, of devices 0 .. runs - 1.
template <NoisyModel M>
std::vector<StateOf<M>> ensemble(int runs, const std::vector<Pulse>& train, const StateOf<M>& start,
                                 const ParametersOf<M>& p, const Surroundings<double>& around, std::uint64_t seed,
                                 const StochasticOptions& options = {}) {
  std::vector<StateOf<M>> ends(runs, start);
  std::vector<double> current(train.size());
  for (int k = 0; k < runs; ++k) {
    const Followed f = random_train<M>(train, ends[k], p, around, {seed, std::uint32_t(k)}, options, current);
    CHECK(f.reached);
  }
  return ends;
}

struct Spread {
  double mean = 0.0, variance = 0.0, runs = 0.0;

  double error() const { return std::sqrt(variance / runs); }  // of the mean
};

/// Of a number taken from each.
template <class State>
Spread spread(const std::vector<State>& states, auto&& number) {
  double sum = 0.0, squares = 0.0;
  const double centre = number(states.front());
  for (const State& s : states) {
    const double d = number(s) - centre;
    sum += d;
    squares += d * d;
  }
  const double runs = static_cast<double>(states.size()), mean = sum / runs;
  return {centre + mean, (squares - runs * mean * mean) / (runs - 1.0), runs};
}

/// A variance against the true one, of a law with the given excess of kurtosis.
inline void check_variance(const Spread& s, double expected, double excess = 0.0) {
  CHECK(std::abs(s.variance / expected - 1.0) < 4.0 * std::sqrt((2.0 + excess) / s.runs));
}

inline void check_mean(const Spread& s, double expected) { CHECK(std::abs(s.mean - expected) < 4.0 * s.error()); }

/// Where the equation takes the mean.
template <NoisyModel M>
StateOf<M> mean_field(const std::vector<Pulse>& train, StateOf<M> s, const ParametersOf<M>& p,
                      const Surroundings<double>& around) {
  const LiftedDevice<M, double> device{.carried = {p, around}};
  const auto tolerance = tolerance_of<M>(1e-9);
  for (const Pulse& pulse : train) {
    const auto go = [&](double from, double to, double duration) {
      if (duration == 0.0) return;
      const Wave wave{.level = from, .slope = (to - from) / duration};
      CHECK(
          advance<M, double>(device, {at_port<M>(write_port<M>, wave), device}, duration, tolerance, s).reached);
    };
    go(0.0, pulse.voltage, pulse.rise);
    go(pulse.voltage, pulse.voltage, pulse.width);
    go(pulse.voltage, 0.0, pulse.fall);
    go(0.0, 0.0, pulse.delay);
  }
  return s;
}

}  // namespace hysteron
