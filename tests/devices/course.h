#pragma once

// A firing cell under constant drive: its membrane in time, and its spikes.
//
// HYSTERON_RANDOM_CELLS in the environment sets how many cells runs_on() draws, 200 without: 10000 take minutes.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <random>
#include <utility>
#include <vector>

#include "libmodel/metrics/neuron.h"
#include "libmodel/sim/transient.h"

namespace hysteron {

struct Course {
  std::vector<double> time, membrane, current, power;  // s; V; A at the first port; W behind its load
  bool whole;                                          // or the integrator gave up
};

/// Of M at constant ports from its default start, at evenly spaced times.
template <class M>
Course course(const std::array<double, port_count<M>>& drive, const ParametersOf<M>& cell, double end, int samples) {
  std::vector<double> times;
  for (int k = 0; k <= samples; ++k) times.push_back(end * k / samples);
  std::array<Ramps, port_count<M>> ramps;
  for (std::size_t k = 0; k < ramps.size(); ++k) ramps[k] = {{0.0}, {drive[k]}};
  Course c;
  for (const auto& at : transient<M>(ramps, defaults<StateOf<M>>(), cell, defaults<Surroundings<double>>(), times)) {
    c.time.push_back(at.time);
    c.membrane.push_back(at.state.v_m);
    c.current.push_back(values(at.current)[0]);
    c.power.push_back(c.membrane.back() * c.current.back());
  }
  c.whole = c.time.size() == times.size();
  return c;
}

/// The lowest and the highest membrane voltage of the second half.
inline std::pair<double, double> extremes(const Course& c) {
  const auto [low, high] = std::minmax_element(c.membrane.begin() + c.membrane.size() / 2, c.membrane.end());
  return {*low, *high};
}

/// Of the whole course; none where the second half swings by less than 20 mV.
inline std::vector<double> spikes_of(const Course& c) {
  const auto [low, high] = extremes(c);
  if (high - low < 0.02) return {};
  return metrics::spike_times(c.time, c.membrane, low + 0.75 * (high - low), low + 0.5 * (high - low));
}

/// Cells of M with parameters from all of their ranges and drives of 0.1 to 3 V, over a hundred times slowest(cell)
/// [s]: each ends, nine of ten whole; no membrane is other than finite. The highest |membrane| / drive of all.
template <class M>
double runs_on(auto&& slowest) {
  const char* const asked = std::getenv("HYSTERON_RANDOM_CELLS");
  const int cells = asked ? std::atoi(asked) : 200;
  std::mt19937 random(11);
  int whole = 0;
  double highest = 0.0;
  for (int i = 0; i < cells; ++i) {
    ParametersOf<M> cell{};
    cell.describe(cell, [&](double& x, const Field& f) {
      const double u = std::uniform_real_distribution<>(0.0, 1.0)(random);
      x = f.scale == Scale::log ? f.lower * std::pow(f.upper / f.lower, u) : f.lower + u * (f.upper - f.lower);
    });
    const double drive = std::uniform_real_distribution<>(0.1, 3.0)(random);
    const Course c = course<M>({drive}, cell, 100.0 * slowest(cell), 10);
    whole += c.whole;
    for (const double v : c.membrane) {
      CHECK(std::isfinite(v));
      highest = std::max(highest, std::abs(v) / drive);
    }
  }
  MESSAGE(whole << " of " << cells << " ran 100 of their slowest times");
  CHECK(whole > 0.9 * cells);
  return highest;
}

}  // namespace hysteron
