#pragma once

// Trials that end one way or the other, and their shares beside closed forms.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

#include "libmodel/sim/stochastic_definition.h"

namespace hysteron {

/// Where one pulse takes the model M from a state, trial after trial, on so many threads.
template <class M>
struct Trial {
  Pulse pulse;
  StateOf<M> start;
  ParametersOf<M> p;
  StochasticOptions options = {};

  std::vector<StateOf<M>> run(int number, std::uint64_t seed, int threads) const {
    std::vector<StateOf<M>> ends(number, start);
    std::vector<std::thread> pool;
    for (int q = 0; q < threads; ++q) {
      pool.emplace_back([&, q] {
        std::vector<double> current(1);
        for (int k = q; k < number; k += threads) {
          random_train<M>({&pulse, 1}, ends[k], p, defaults<Surroundings<double>>(), {seed, std::uint32_t(k)}, options, current);
        }
      });
    }
    for (std::thread& t : pool) t.join();
    return ends;
  }

  /// One thread or two: the same bits.
  void check_threads(int number) const {
    const auto one = run(number, 80, 1), two = run(number, 80, 2);
    CHECK(std::memcmp(one.data(), two.data(), one.size() * sizeof one[0]) == 0);
  }
};

/// Shares found against their closed forms: so many standard deviations off, each and all together.
class Agreement {
 public:
  void add(double found, double expected, double trials) {
    const double off = std::abs(found - expected) / std::sqrt(expected * (1.0 - expected) / trials);
    ++points_;
    inside_ += off < 1.96;
    chi_squared_ += off * off;
    worst_ = std::max(worst_, off);
  }
  /// Within four standard deviations: each of them, how many are in their 95 % band, and chi-squared.
  void check() const {
    const double n = points_;
    MESSAGE(inside_ << " of " << points_ << " in the 95 % band, the worst " << worst_ << " standard deviations off, chi-squared " << chi_squared_);
    CHECK(worst_ < 4.0);
    CHECK(std::abs(inside_ - 0.95 * n) < 4.0 * std::sqrt(0.95 * 0.05 * n));
    CHECK(std::abs(chi_squared_ - n) < 4.0 * std::sqrt(2.0 * n));
  }

 private:
  int points_ = 0, inside_ = 0;
  double chi_squared_ = 0.0, worst_ = 0.0;
};

}  // namespace hysteron
