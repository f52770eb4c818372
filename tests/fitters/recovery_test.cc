// Two hundred synthetic devices a model: is the truth where the fit says?

#include <doctest/doctest.h>

#include <cmath>

#include "fitters/fit.h"
#include "tests/fitters/synthetic.h"

using namespace hysteron;
using namespace hysteron::fitters;

namespace {

struct Score {
  int pairs = 0, within = 0, covered = 0, converged = 0;
};

using Truth = std::map<std::string, double>;

Score recover(const std::string& model, const Trace& train, auto&& random_truth) {
  const Device d = device(model);
  Score score;
  for (int i = 0; i < 200; ++i) {
    std::mt19937_64 draw(1000 + i);
    const Truth truth = random_truth(draw);
    const Trace t = measured_on(d, train, truth, 0.02, draw);
    FitOptions o;
    for (const auto& [name, value] : truth) {
      if (!name.ends_with("_0") || name == "i_0" || name == "g_0") o.free.push_back(name);
    }
    o.starts = 2;
    o.screened = 16;
    o.residual = Residual::linear;
    const FitResult r = fit(d, {{t}}, o);
    score.converged += r.converged;
    for (const auto& [name, value] : truth) {
      const Estimate& e = r.at(name);
      if (e.role != Role::estimated) continue;
      const bool log = e.scale == Scale::log;
      const double miss = log ? e.value * std::log(value / e.value) : value - e.value;
      ++score.pairs;
      score.within += std::abs(miss) <= 3.0 * e.standard_error;
      score.covered += value >= e.lower95 && value <= e.upper95;
    }
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

TEST_CASE("the truth of 200 analog synapses is within three standard errors") {
  judge(recover("analog_synapse", pulses(1.0, -1.0, 1e-5, 60, 4),
                [](std::mt19937_64& draw) {
                  return Truth{{"g_min", log_between(5e-7, 4e-6, draw)}, {"g_max", log_between(1e-5, 5e-5, draw)},
                               {"k_up", log_between(2e3, 1e4, draw)},    {"k_down", log_between(2e3, 1e4, draw)},
                               {"gamma_up", between(-1.0, 3.0, draw)},   {"gamma_down", between(-1.0, 3.0, draw)},
                               {"x_0", between(0.05, 0.4, draw)}};
                }),
        7);
}
