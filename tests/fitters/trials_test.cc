// Pulses that switch or not: a binomial likelihood, with the model's own probability.

#include <doctest/doctest.h>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "fitters/fit.h"
#include "fitters/traces.h"
#include "fitters/weighting.h"
#include "libmodel/error.h"
#include "libmodel/sim/random.h"
#include "tests/data/folder.h"
#include "tests/fitters/synthetic.h"

using namespace hysteron;
using namespace hysteron::fitters;

namespace {

// Neel and Brown's rate of mtj_reduced far below the critical current [1/s], as its header has it, at 300 K.
struct Junction {
  double i_c, e_b;
  static constexpr double g_p = 7e-5, f_0 = 1e9, k_run = 4e8, b = 2.0, tmr_0 = 1.2, v_h = 0.5, kelvin = 300.0, boltzmann = 1.380649e-23;

  static double soft(double y) { return 0.5 * (y + std::sqrt(y * y + 0.01)); }
  double rate(double u) const {
    return (f_0 + k_run * soft(u - 1.0)) * std::exp(-e_b / (boltzmann * kelvin) * std::pow(soft(1.0 - u) / soft(1.0), b));
  }
  double probability(double v, double t) const {  // from parallel
    const double g_ap = g_p / (1.0 + tmr_0 / (1.0 + v * v / (v_h * v_h)));
    const double away = rate(g_p * v / i_c), back = rate(-g_ap * v / 4.9e-5);
    return away / (away + back) * -std::expm1(-(away + back) * t);
  }
};

constexpr Junction truth{4.5e-5, 1.6e-19};

data::SwitchingProbability counted(std::uint64_t seed, std::uint32_t trials) {
  data::SwitchingProbability m;
  m.id = "8_switching_probability";
  m.temperature = Junction::kelvin;
  std::uint32_t point = 0;
  for (const double width : {1e-8, 1e-7, 1e-6}) {
    for (int k = 0; k < 12; ++k, ++point) {
      const double v = 0.3 + 0.025 * k;
      std::uint32_t switched = 0;
      for (std::uint32_t trial = 0; trial < trials; ++trial) switched += uniform({.seed = seed, .instance = point, .step = trial}) < truth.probability(v, width);
      m.amplitude.push_back(v), m.width.push_back(width), m.n_trials.push_back(trials), m.n_switched.push_back(switched);
      m.direction.push_back(-1);  // to the lower conductance
    }
  }
  return m;
}

FitOptions quick() {
  FitOptions o;
  o.free = {"i_c", "e_b"};
  o.starts = 2, o.screened = 16;
  return o;
}

const char* python = "/usr/bin/python3";
bool has_scipy() { return std::system((std::string(python) + " -c 'import numpy, scipy' > /dev/null 2>&1").c_str()) == 0; }

}  // namespace

TEST_CASE("trials: half the squared residual is what a probability lacks in log likelihood") {
  const double n = 50.0;
  const auto likelihood = [&](double k, double p) { return std::log(pdf(boost::math::binomial(n, p), k)); };
  for (const double k : {0.0, 3.0, 25.0, 50.0}) {
    for (const double p : {0.02, 0.5, 0.97}) {
      const double r = deviance_residual(k / n, n, p), lacks = likelihood(k, std::min(1.0, k / n)) - likelihood(k, p);
      CHECK(0.5 * r * r == doctest::Approx(lacks).epsilon(1e-6));
      const double h = 1e-6, slope = (deviance_residual(k / n, n, p + h) - deviance_residual(k / n, n, p - h)) / (2.0 * h);
      CHECK(deviance_slope(k / n, n, p) == doctest::Approx(slope).epsilon(k / n == p ? 1e-2 : 1e-5));
    }
  }
}

TEST_CASE("trials: the model's probability is that of the master equation, and each pulse starts anew") {
  auto m = counted(1, 10);
  const auto all = traces_of(m, 300.0);
  REQUIRE(all.size() == 1);
  CHECK(all[0].name == "8_switching_probability-down");
  const Device d = device("mtj_reduced");
  CHECK(d.elements == "n_elements");
  const Trace p = measured_on(d, all[0], {{"i_c", truth.i_c}, {"e_b", truth.e_b}}, 0.0, *std::make_unique<std::mt19937_64>(1));
  for (std::size_t k = 0; k < p.size(); ++k) {
    CAPTURE(p.train[k].voltage);
    CHECK(p.current[k] == doctest::Approx(truth.probability(p.train[k].voltage, p.train[k].width)).epsilon(1e-6));
  }
}

TEST_CASE("trials: 1000 of each of 36 pulses tell critical current and barrier, the deviance as large as chance makes it") {
  using boost::math::chi_squared;
  const FitResult r = fit("mtj_reduced", {traces_of(counted(7, 1000), 300.0)}, quick());
  REQUIRE(r.converged);
  CHECK(r.describes());
  for (const auto& [name, value] : std::map<std::string, double>{{"i_c", truth.i_c}, {"e_b", truth.e_b}}) {
    CAPTURE(name);
    CHECK(std::abs(r.at(name).value - value) < 3.0 * r.at(name).standard_error);
    CHECK(r.at(name).standard_error < 0.02 * value);
  }
  const TraceFit& t = r.traces.at(0);
  CHECK(t.unit == "1");
  CHECK(t.points == 36);
  int open = 0;  // points that could go either way: those of which deviance is like a normal residual
  for (const double p : t.response) open += 1000.0 * p > 5.0 && 1000.0 * (1.0 - p) > 5.0;
  MESSAGE("deviance " << t.deviance << " of " << open << " open points");
  CHECK(t.deviance > quantile(chi_squared(open - 2), 1e-3));
  CHECK(t.deviance < quantile(complement(chi_squared(36 - 2), 1e-3)));
}

TEST_CASE("trials: 95 % intervals of 60 repeated experiments hold the truth as often as they say") {
  const boost::math::binomial held(120, 0.95);
  int within = 0;
  for (std::uint64_t seed = 100; seed < 160; ++seed) {
    FitOptions o = quick();
    o.starts = 1;
    const FitResult r = fit("mtj_reduced", {traces_of(counted(seed, 200), 300.0)}, o);
    for (const auto& [name, value] : {std::pair{"i_c", truth.i_c}, {"e_b", truth.e_b}}) within += value >= r.at(name).lower95 && value <= r.at(name).upper95;
  }
  MESSAGE(within << " of 120 intervals");
  CHECK(within >= quantile(held, 1e-3));
}

TEST_CASE("trials: the optimum is that of SciPy's maximum likelihood, and so is its curvature") {
  if (!has_scipy()) {
    MESSAGE("skipped: no SciPy");
    return;
  }
  const auto m = counted(8, 1000);
  const FitResult r = fit("mtj_reduced", {traces_of(m, 300.0)}, quick());
  const test::Folder folder;
  std::string rows;
  char row[128];
  for (std::size_t k = 0; k < m.size(); ++k) {
    std::snprintf(row, sizeof row, "%.17g %.17g %u %u\n", m.amplitude[k], m.width[k], m.n_trials[k], m.n_switched[k]);
    rows += row;
  }
  folder.file("counts.txt", rows);
  const std::string command = std::string(python) + " '" HYSTERON_BINOMIAL "' '" + (folder / "counts.txt").string() + "' > '" + (folder / "out.txt").string() + "'";
  REQUIRE(std::system(command.c_str()) == 0);
  double i_c = 0.0, i_c_error = 0.0, e_b = 0.0, e_b_error = 0.0;
  REQUIRE(std::sscanf(test::bytes_of(folder / "out.txt").c_str(), "%lg %lg %lg %lg", &i_c, &i_c_error, &e_b, &e_b_error) == 4);
  const Estimate &current = r.at("i_c"), &barrier = r.at("e_b");
  CHECK(std::abs(current.value - i_c) < 0.01 * i_c_error);
  CHECK(std::abs(barrier.value - e_b) < 0.01 * e_b_error);
  const double dispersion = std::sqrt(std::max(1.0, r.traces[0].deviance / 34.0));
  CHECK(current.standard_error == doctest::Approx(dispersion * i_c_error).epsilon(0.05));
  CHECK(barrier.standard_error == doctest::Approx(dispersion * e_b_error).epsilon(0.05));
}

TEST_CASE("trials: a switch of ten thousand elements is asked for one of them; a model without a probability refuses") {
  data::SwitchingProbability m;
  m.id = "8_switching_probability";
  for (const double v : {0.2, 0.25, 0.3}) m.amplitude.push_back(v), m.width.push_back(1e-4), m.n_trials.push_back(100), m.n_switched.push_back(0);
  const double switched[] = {5, 20, 50};
  for (std::size_t k = 0; k < 3; ++k) m.n_switched[k] = std::uint32_t(switched[k]);
  FitOptions o;
  o.free = {"tau", "v_on"};
  o.starts = 1;
  const FitResult r = fit("metastable_switch", {traces_of(m, 300.0)}, o);
  CHECK(r.at("n_switches").role == Role::given);
  CHECK(r.at("n_switches").value == 1.0);
  CHECK(device("threshold_ag").elements == "n_bridges");
  std::string said;
  try {
    fit("vteam", {traces_of(m, 300.0)}, {});
  } catch (const InputError& e) {
    said = e.what();
  }
  CHECK(said == "8_switching_probability-up: vteam does not tell how probably one element turns: metastable_switch, mtj_reduced and threshold_ag do");
}
