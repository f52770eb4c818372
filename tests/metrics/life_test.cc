// Endurance, retention and bounds against closed forms, published figures and made populations.

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "libmodel/metrics/bounds.h"
#include "libmodel/metrics/life.h"
#include "libmodel/metrics/retention.h"
#include "libmodel/sim/random.h"

using namespace hysteron;
using namespace hysteron::metrics;

namespace {

std::vector<Life> weibull_lives(double eta, double beta, int devices, double censor_at, std::uint64_t seed) {
  std::vector<Life> lives;
  for (int k = 0; k < devices; ++k) {
    Uniforms random({.seed = seed, .instance = std::uint32_t(k)});
    const double n = eta * std::pow(-std::log(random.next()), 1.0 / beta);
    lives.push_back({std::min(n, censor_at), n <= censor_at});
  }
  return lives;
}

double normal(Uniforms& random) {
  return std::sqrt(-2.0 * std::log(random.next())) * std::cos(2.0 * std::acos(-1.0) * random.next());
}

}  // namespace

TEST_CASE("yield: the published bounds of 938, 922 of 1024 and of 706 of 768") {
  CHECK(clopper_pearson(938, 1024).lower == doctest::Approx(0.9004).epsilon(5e-5));
  CHECK(clopper_pearson(922, 1024).lower == doctest::Approx(0.8836).epsilon(5e-5));
  CHECK(clopper_pearson(706, 768).lower >= 0.90);
  CHECK(clopper_pearson(705, 768).lower < 0.90);
  CHECK(clopper_pearson(239, 256).lower >= 0.90);
  CHECK(clopper_pearson(0, 10).lower == 0.0);
  CHECK(clopper_pearson(10, 10).upper == 1.0);
  CHECK(clopper_pearson(10, 10).lower == doctest::Approx(std::pow(0.05, 0.1)).epsilon(1e-12));  // closed form
  CHECK(clopper_pearson(937, 1024).lower < 0.90);
  for (const auto& [k, n] : {std::pair<int, int>{938, 1024}, {706, 768}, {7, 10}}) {
    const double p = clopper_pearson(k, n).lower;
    double tail = 0.0;  // of k successes or more, were p the probability
    for (int i = k; i <= n; ++i)
      tail += std::exp(std::lgamma(n + 1.0) - std::lgamma(i + 1.0) - std::lgamma(n - i + 1.0) + i * std::log(p) + (n - i) * std::log1p(-p));
    CHECK(tail == doctest::Approx(0.05).epsilon(1e-6));
  }
  CHECK(std::isnan(clopper_pearson(11, 10).value));
}

TEST_CASE("zero failures: 22 and 29 devices show 90 %, 230 and 299 show 99 %") {
  CHECK(std::ceil(zero_failure_devices(0.9, 0.9)) == 22);
  CHECK(std::ceil(zero_failure_devices(0.9, 0.95)) == 29);
  CHECK(std::ceil(zero_failure_devices(0.99, 0.9)) == 230);
  CHECK(std::ceil(zero_failure_devices(0.99, 0.95)) == 299);
  CHECK(zero_failure_reliability(zero_failure_devices(0.93, 0.9), 0.9) == doctest::Approx(0.93).epsilon(1e-12));
  CHECK(zero_failure_devices(0.9, 0.9, 2.0, 2.0) == doctest::Approx(zero_failure_devices(0.9, 0.9) / 4.0));
}

TEST_CASE("bounds of a median hold with the confidence stated, whatever the law") {
  int below = 0;
  constexpr int trials = 4000;
  for (std::uint32_t k = 0; k < trials; ++k) {
    Uniforms random({.seed = 3, .instance = k});
    std::vector<double> x;
    for (int i = 0; i < 21; ++i) x.push_back(-std::log(random.next()));
    below += median_interval(x).lower <= std::log(2.0);
  }
  // Order statistics are discrete: at least 95 %, here exactly 96.08 % by the binomial sum; three deviations.
  CHECK(std::abs(double(below) / trials - 0.9608) < 3.0 * std::sqrt(0.9608 * 0.0392 / trials));
}

TEST_CASE("Weibull: beta = 2 and eta = 1e8 of 200 devices, a third of them censored") {
  const auto lives = weibull_lives(1e8, 2.0, 200, 1.05e8, 7);
  const Weibull w = weibull(lives);
  CHECK(w.survivors > 40);
  CHECK(w.failures > 100);
  // Three standard errors, of which a one-sided 95 % bound is 1.645.
  CHECK(std::abs(std::log(w.beta.value / 2.0)) < 3.0 / 1.645 * std::log(w.beta.upper / w.beta.value));
  CHECK(std::abs(std::log(w.eta.value / 1e8)) < 3.0 / 1.645 * std::log(w.eta.upper / w.eta.value));
  CHECK(weibull_quantile(lives, 0.01).lower < 1e8 * std::sqrt(-std::log(0.99)));
}

TEST_CASE("Weibull: the lower bound of n_1% lies below the truth in 95 % of 200 tests") {
  int below = 0;
  constexpr int tests = 200;
  const double truth = 1e6 * std::pow(-std::log(0.99), 1.0 / 1.5);
  for (std::uint64_t seed = 0; seed < tests; ++seed) {
    below += weibull_quantile(weibull_lives(1e6, 1.5, 40, 1.2e6, seed + 100), 0.01).lower <= truth;
  }
  // The likelihood ratio is asymptotic: for 40 devices it covers 93 to 95 %. Three deviations of counting.
  CHECK(below >= tests * (0.94 - 3.0 * std::sqrt(0.94 * 0.06 / tests)));
  CHECK(below <= tests * (0.95 + 3.0 * std::sqrt(0.95 * 0.05 / tests)));
}

TEST_CASE("lives without two failures have no law") {
  CHECK(std::isnan(weibull(std::vector<Life>{{1e6, false}, {1e6, false}}).beta.value));
  CHECK(std::isnan(weibull_quantile(std::vector<Life>{{1e6, true}, {1e6, false}}, 0.01).value));
}

TEST_CASE("clusters are seen where they are, and only there") {
  std::vector<Life> clustered;
  for (std::uint32_t k = 0; k < 400; ++k) {
    Uniforms random({.seed = 11, .instance = k});
    // F = 1 - (1 + z / alpha)^-alpha with alpha = 0.5: z = alpha (u^(-1 / alpha) - 1).
    clustered.push_back({1e6 * std::pow(0.5 * (std::pow(random.next(), -2.0) - 1.0), 0.5), true});
  }
  const Clustering yes = clustering(clustered), no = clustering(weibull_lives(1e6, 2.0, 400, 1e9, 12));
  CHECK(yes.aic < yes.aic_of_weibull - 10.0);
  CHECK(yes.alpha == doctest::Approx(0.5).epsilon(0.5));
  CHECK(yes.beta == doctest::Approx(2.0).epsilon(0.2));
  CHECK(no.aic > no.aic_of_weibull);
}

TEST_CASE("a window is closed by three bad reads in a row, and its life is the first of them") {
  const std::vector<double> cycle{1, 2, 3, 4, 5, 6, 7}, on(7, 1e4);
  const std::vector<double> off{1e5, 1e4, 1e5, 1.9e4, 1e4, NAN, 1e5}, good(7, 1e5);
  const Life dead = window_life(cycle, on, off), alive = window_life(cycle, on, good);
  CHECK(dead.failed);
  CHECK(dead.cycles == 4);
  CHECK(!alive.failed);
  CHECK(alive.cycles == 7);
}

TEST_CASE("acceleration: 1.1 eV from 125 to 85 C is 35.9, from 150 C 239; 0.6 eV is 7.05") {
  CHECK(acceleration(1.1, 358.15, 398.15) == doctest::Approx(35.9).epsilon(2e-3));
  CHECK(acceleration(1.1, 358.15, 423.15) == doctest::Approx(239.0).epsilon(4e-3));
  CHECK(acceleration(0.6, 358.15, 398.15) == doctest::Approx(7.05).epsilon(2e-3));
}

TEST_CASE("retention: the activation energy comes back within its bounds, with and without censoring") {
  for (const double stop : {1e30, 3e6}) {
    int inside = 0;
    constexpr int tests = 200;
    for (std::uint32_t test = 0; test < tests; ++test) {
      std::vector<Bake> bakes;
      for (const double celsius : {150.0, 200.0, 250.0}) {
        for (std::uint32_t k = 0; k < 10; ++k) {
          Uniforms random({.seed = 5, .instance = test, .step = k, .channel = std::uint32_t(celsius)});
          const double kelvin = celsius + 273.15;
          const double t = 1e-8 * std::exp(1.2 / (boltzmann_ev * kelvin) + 0.5 * normal(random));
          bakes.push_back({kelvin, std::min(t, stop), t <= stop});
        }
      }
      const Extrapolation line = extrapolate(bakes, Law::arrhenius);
      inside += line.slope.lower <= 1.2 && 1.2 <= line.slope.upper;
    }
    CAPTURE(stop);
    CHECK(std::abs(inside / double(tests) - 0.90) < 3.0 * std::sqrt(0.9 * 0.1 / tests));
  }
}

TEST_CASE("retention: the T-model is the more careful one, and the spans are stated") {
  std::vector<Bake> bakes;
  for (std::uint32_t k = 0; k < 30; ++k) {
    Uniforms random({.seed = 9, .instance = k});
    const double kelvin = 423.15 + 25.0 * (k % 3);
    bakes.push_back({kelvin, 1e-9 * std::exp(1.1 / (boltzmann_ev * kelvin) + 0.2 * normal(random)), true});
  }
  const Interval hopeful = life_at(extrapolate(bakes, Law::arrhenius), 298.15), careful = life_at(extrapolate(bakes, Law::t_model), 298.15);
  CHECK(careful.value < hopeful.value);
  CHECK(careful.lower < careful.value);
  CHECK(decades_beyond(bakes, hopeful.value) > 3.0);
  const Extrapolation line = extrapolate(bakes, Law::arrhenius);
  CHECK(life_at(line, temperature_for(line, year)).value == doctest::Approx(year).epsilon(1e-9));
}

TEST_CASE("retention: one temperature shows no law") {
  const std::vector<Bake> bakes{{400.0, 1e3, true}, {400.0, 2e3, true}, {400.0, 3e3, true}, {450.0, 1e3, false}};
  CHECK(std::isnan(extrapolate(bakes, Law::arrhenius).slope.value));
  CHECK(std::isnan(life_at(extrapolate(bakes, Law::t_model), 300.0).value));
}

TEST_CASE("each course in time is told from the others by AICc, and its exponent is found") {
  std::vector<double> t, drifting, stretched;
  for (int k = 0; k <= 40; ++k) {
    Uniforms random({.seed = 21, .instance = std::uint32_t(k)});
    t.push_back(std::pow(10.0, 0.15 * k));
    drifting.push_back(1e-5 * std::pow(t.back(), -0.05) * (1.0 + 1e-3 * normal(random)));
    stretched.push_back(1e-6 * (2.0 + 8.0 * std::exp(-std::pow(t.back() / 1e4, 0.4))) * (1.0 + 1e-3 * normal(random)));
  }
  CHECK(power_law(t, drifting).exponent.lower < 0.05);
  CHECK(power_law(t, drifting).exponent.upper > 0.05);
  CHECK(power_law(t, drifting).aicc < logarithmic(t, drifting).aicc);
  const Course s = stretched_exponential(t, stretched);
  CHECK(s.exponent.value == doctest::Approx(0.4).epsilon(0.05));
  CHECK(s.scale == doctest::Approx(1e4).epsilon(0.1));
  CHECK(s.aicc < power_law(t, stretched).aicc);
  CHECK(s.aicc < logarithmic(t, stretched).aicc);
}
