// Two hundred synthetic devices a model: is the truth where the fit says?

#include <doctest/doctest.h>

#include <cmath>

#include "fitters/fit.h"
#include "fitters/parallel.h"
#include "tests/fitters/synthetic.h"

using namespace hysteron;
using namespace hysteron::fitters;

namespace {

struct Score {
  int pairs = 0, within = 0, covered = 0, converged = 0;
};

using Truth = std::map<std::string, double>;

Score recover(const std::string& model, const Trace& train, Residual residual, auto&& random_truth) {
  const Device d = device(model);
  std::vector<Score> scores(200);
  for_each_index(int(scores.size()), 0, [&](int i) {
    Score& score = scores[i];
    std::mt19937_64 draw(1000 + i);
    const Truth truth = random_truth(draw);
    const Trace t = measured_on(d, train, truth, 0.02, draw, residual == Residual::linear ? Share::of_range : Share::of_value);
    FitOptions o;
    for (const auto& [name, value] : truth) {
      if (name != "x_0") o.free.push_back(name);
    }
    o.starts = 3;
    o.screened = 24;
    o.threads = 1;
    o.residual = residual;
    const FitResult r = fit(d, {{t}}, o);
    score.converged += r.converged;
    for (const auto& [name, value] : truth) {
      const Estimate& e = r.at(name);
      if (e.role != Role::estimated) continue;
      const double miss = e.scale == Scale::log ? e.value * std::log(value / e.value) : value - e.value;
      ++score.pairs;
      score.within += std::abs(miss) <= 3.0 * e.standard_error;
      score.covered += value >= e.lower95 && value <= e.upper95;
    }
  });
  Score score;
  for (const Score& s : scores) {
    score.pairs += s.pairs, score.within += s.within;
    score.covered += s.covered, score.converged += s.converged;
  }
  return score;
}

void judge(const Score& s, int parameters) {
  MESSAGE(s.within << " of " << s.pairs << " within 3 standard errors, " << s.covered << " in their 95 % interval");
  CHECK(s.converged >= 196);
  CHECK(s.pairs >= 0.98 * 200 * parameters);
  CHECK(s.within >= 0.98 * s.pairs);
  CHECK(s.covered >= 0.93 * s.pairs);
  CHECK(s.covered <= 0.97 * s.pairs);
}

}  // namespace

// A hundred pulses a run bring x near both ends, without which g_min and x_0 are anyone's guess.
TEST_CASE("the truth of 200 analog synapses is within three standard errors") {
  judge(recover("analog_synapse", pulses(1.0, -1.0, 1e-5, 100, 4), Residual::linear,
                [](std::mt19937_64& draw) {
                  return Truth{{"g_min", log_between(2e-6, 5e-6, draw)}, {"g_max", log_between(2e-5, 5e-5, draw)},
                               {"k_up", log_between(4e3, 1e4, draw)},    {"k_down", log_between(4e3, 1e4, draw)},
                               {"gamma_up", between(-1.0, 2.0, draw)},   {"gamma_down", between(-1.0, 2.0, draw)},
                               {"x_0", between(0.05, 0.4, draw)}};
                }),
        7);
}

// Pulses near threshold, so that set takes several and reset fades. gamma_0 stays known: at one
// amplitude it cannot be told from nu_0 within these intervals.
TEST_CASE("the truth of 200 filaments is within three standard errors") {
  judge(recover("filament", pulses(2.1, -2.1, 1e-8, 12, 2), Residual::logarithmic,
                [](std::mt19937_64& draw) {
                  return Truth{{"i_0", log_between(3e-5, 1.2e-4, draw)}, {"g_0", log_between(2.3e-10, 3.3e-10, draw)},
                               {"nu_0", log_between(100.0, 220.0, draw)},
                               {"x_0", between(0.05, 0.15, draw)}};
                }),
        4);
}
