// Which model: the one that made the data predicts them best, and the data's own steps are a fair reference.

#include "fitters/compare.h"

#include <doctest/doctest.h>

#include <cmath>

#include "libmodel/error.h"
#include "libmodel/metrics/quantile_map.h"
#include "tests/fitters/synthetic.h"

using namespace hysteron;
using namespace hysteron::fitters;

namespace {

Trace made_by(const char* model, Trace trace, const std::map<std::string, double>& truth, const char* name, unsigned seed) {
  std::mt19937_64 draw(seed);
  Trace t = measured_on(device(model), std::move(trace), truth, 0.02, draw);
  t.name = name;
  return t;
}

const std::map<std::string, double> truth{{"g_min", 3e-6}, {"g_max", 3e-5}, {"k_up", 7e3}, {"k_down", 7e3}, {"gamma_up", 2.0}, {"gamma_down", 2.0}, {"x_0", 0.1}};

FitOptions quick() { return {.starts = 2, .screened = 24}; }

}  // namespace

TEST_CASE("the model that made a train misses what it has not seen by the noise, one without its bend by more") {
  const FitProblem problem{{made_by("analog_synapse", pulses(1.0, -1.0, 1e-5, 60, 4), truth, "train", 3)}};
  CompareOptions options{.fit = quick()};
  const Comparison c = compare({"metastable_switch", "analog_synapse"}, problem, options);
  REQUIRE(c.models.size() == 2);
  const Judged &coarse = c.models[0], &true_one = c.models[1];
  CHECK(true_one.missed.of_range > 0.015);
  CHECK(true_one.missed.of_range < 0.03);  // 2 % of the range without noise
  CHECK(coarse.missed.of_range > 1.2 * true_one.missed.of_range);
  CHECK(true_one.aicc < coarse.aicc - 10.0);
  CHECK(c.held_out == 220);  // of 241 but the 21 of the first block of twelve
  CHECK(c.reference.of_range > true_one.missed.of_range);
  CHECK(c.reference.of_range < 0.2);
}

TEST_CASE("a sequence is predicted by what was learned from a ramp, but for its first two reads") {
  Trace other = pulses(1.0, -1.0, 1e-5, 7, 24);
  const FitProblem problem{{made_by("analog_synapse", pulses(1.0, -1.0, 1e-5, 60, 4), truth, "ramps", 3),
                            made_by("analog_synapse", std::move(other), truth, "bursts", 4)}};
  CompareOptions options{.fit = quick(), .predict = {"bursts"}};
  const Comparison c = compare({"analog_synapse"}, problem, options);
  CHECK(c.held_out == problem.traces[1].size() - 2);
  CHECK(std::isnan(c.models[0].predicted[0][100]));
  CHECK(c.models[0].missed.of_range < 0.06);  // noise of its own, and of the two reads that say where it starts
  options.predict = {"walks"};
  CHECK_THROWS_WITH_AS(compare({"analog_synapse"}, problem, options), "no measurement walks to predict among those chosen", InputError);
}

TEST_CASE("quantile map: means and quantiles of steps are those of the law they were drawn from") {
  // Steps of a uniform law between 0 and 2 (1 - g): mean 1 - g.
  std::mt19937_64 draw(9);
  std::vector<metrics::Step> steps;
  for (int k = 0; k < 20000; ++k) {
    const double g = between(0.0, 1.0, draw);
    steps.push_back({1, g, 2.0 * (1.0 - g) * between(0.0, 1.0, draw)});
    steps.push_back({-1, g, -1.0});
  }
  const metrics::QuantileMap up(steps, 1), down(steps, -1), none({}, 1);
  CHECK(up.bins() == 50);
  for (const double g : {0.1, 0.35, 0.8}) {
    const double deviation = 2.0 * (1.0 - g) / std::sqrt(12.0 * 400.0);  // of a mean of 400 steps a bin
    CHECK(std::abs(up.mean(g) - (1.0 - g)) < 4.0 * deviation);
    CHECK(std::abs(up.quantile(g, 0.9) - 1.8 * (1.0 - g)) < 8.0 * deviation);
    CHECK(down.mean(g) == doctest::Approx(-1.0));
    CHECK(none.mean(g) == 0.0);
  }
}
