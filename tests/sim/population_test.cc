// Devices drawn from a population, against the mean and covariance that it states.

#include "libmodel/population.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "libmodel/error.h"

using namespace hysteron;

namespace {

// Two that depend on each other, one in common, one at the edge of its range.
DevicePopulation four() {
  return {.model = "analog_synapse",
          .parameters = {{"g_max", "S", Scale::log, std::log(1e-5), 1e-9, 1.0},
                         {"gamma_up", "1", Scale::linear, 1.5, -20.0, 20.0},
                         {"v_0", "V", Scale::log, std::log(2.0), 0.1, 1e3},
                         {"x_0", "1", Scale::linear, 0.02, 0.0, 1.0}},
          .covariance = {0.04, -0.06, 0.0, 0.0,
                         -0.06, 0.25, 0.0, 0.0,
                         0.0, 0.0, 0.0, 0.0,
                         0.0, 0.0, 0.0, 1e-4}};
}

}  // namespace

TEST_CASE("population: drawn devices have its mean, deviations and correlation, within four standard errors") {
  const DevicePopulation p = four();
  const DeviceSampler sampler(p);
  constexpr int n = 20'000;
  double mean[2] = {}, square[2] = {}, product = 0.0;
  for (std::uint32_t k = 0; k < n; ++k) {
    const auto x = sampler.draw(7, k);
    const double z[2] = {std::log(x[0] / 1e-5) / 0.2, (x[1] - 1.5) / 0.5};
    for (int i : {0, 1}) mean[i] += z[i] / n, square[i] += z[i] * z[i] / n;
    product += z[0] * z[1] / n;
    CHECK(x[2] == doctest::Approx(2.0).epsilon(1e-14));
    CHECK(x[3] >= 0.0);
  }
  const double error = 4.0 / std::sqrt(double(n));
  for (int i : {0, 1}) {
    CHECK(std::abs(mean[i]) < error);
    CHECK(std::abs(square[i] - 1.0) < std::sqrt(2.0) * error);
  }
  CHECK(std::abs(product + 0.6) < error);  // -0.06 / (0.2 0.5); its error is at most that of a mean
}

namespace {

// 70 of 100 as four(), the others with a g_max e times as large that goes with gamma_up the other way.
DevicePopulation two_kinds() {
  DevicePopulation p = four();
  p.kinds = {{0.7, {std::log(1e-5), 1.5, std::log(2.0), 0.02}, p.covariance}, {0.3, {std::log(1e-5) + 1.0, 0.0, std::log(2.0), 0.02}, p.covariance}};
  p.kinds[1].covariance[1] = p.kinds[1].covariance[4] = 0.06;
  return p;
}

// The largest distance of two empirical distributions (Kolmogorov and Smirnov).
double distance(std::vector<double> a, std::vector<double> b) {
  std::ranges::sort(a);
  std::ranges::sort(b);
  double most = 0.0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    a[i] <= b[j] ? ++i : ++j;
    most = std::max(most, std::abs(double(i) / double(a.size()) - double(j) / double(b.size())));
  }
  return most;
}

}  // namespace

TEST_CASE("population: devices of two kinds are drawn as a mixture has them, coordinate by coordinate and along") {
  const DevicePopulation p = two_kinds();
  check(p, "two");
  const DeviceSampler sampler(p);
  std::mt19937_64 random(11);
  std::normal_distribution<double> normal;
  std::bernoulli_distribution second(0.3);
  constexpr std::size_t n = 4000;
  std::vector<std::vector<double>> drawn(4), made(4);  // log g_max, gamma_up, their sum and difference
  const auto add = [](std::vector<std::vector<double>>& to, double a, double b) { to[0].push_back(a), to[1].push_back(b), to[2].push_back(a + b), to[3].push_back(a - b); };
  for (std::uint32_t k = 0; k < n; ++k) {
    const auto x = sampler.draw(3, k);
    add(drawn, std::log(x[0]), x[1]);
    const bool is = second(random);
    const double a = normal(random), b = normal(random);
    add(made, std::log(1e-5) + (is ? 1.0 : 0.0) + 0.2 * a, (is ? 0.0 : 1.5) + 0.5 * ((is ? 0.6 : -0.6) * a + 0.8 * b));
  }
  for (int k = 0; k < 4; ++k) CHECK(distance(drawn[std::size_t(k)], made[std::size_t(k)]) < 1.95 * std::sqrt(2.0 / n));  // p = 0.001
  CHECK(distance(drawn[0], made[1]) > 0.5);
  DevicePopulation one = p;
  one.kinds.clear();
  CHECK(kinds_of(one).size() == 1);
  CHECK(kinds_of(p)[1].parameters[1].mean == 0.0);
  one.kinds = {p.kinds[0]};
  CHECK_THROWS_WITH_AS(check(one, "x"), "x/weight of the kinds: must add up to 1", InputError);
  one.kinds = p.kinds;
  one.kinds[1].mean.pop_back();
  CHECK_THROWS_WITH_AS(check(one, "x"), "x/kind 2/mean has 3 values: must be 4", InputError);
}

TEST_CASE("population: a device depends on seed and number alone") {
  const DevicePopulation p = four();
  CHECK(draw(p, 7, 3) == DeviceSampler(p).draw(7, 3));
  CHECK(draw(p, 7, 3) != draw(p, 7, 4));
  CHECK(draw(p, 7, 3) != draw(p, 8, 3));
}

TEST_CASE("population: principal directions add up to the covariance, the largest share first") {
  const DevicePopulation p = four();
  const auto directions = principal_directions(p);
  REQUIRE(directions.size() == 3);
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 4; ++j) {
      double sum = 0.0;
      for (const auto& d : directions) sum += d[i] * d[j];
      CHECK(sum == doctest::Approx(p.covariance[4 * i + j]).epsilon(1e-12));
    }
  }
  // The correlation of -0.6 has the variances 1.6, 1 (x_0 alone) and 0.4.
  CHECK(std::hypot(directions[0][0] / 0.2, directions[0][1] / 0.5) == doctest::Approx(std::sqrt(1.6)));
  CHECK(std::abs(directions[1][3]) == doctest::Approx(0.01));
  const double deviations[] = {3.0};
  const auto corner = device_at(p, directions, deviations);
  CHECK(std::log(corner[0] / 1e-5) == doctest::Approx(3.0 * directions[0][0]));
  CHECK(corner[3] == doctest::Approx(0.02));
}

TEST_CASE("population: a covariance that cannot be is refused") {
  const auto said = [](auto change) {
    DevicePopulation p = four();
    change(p);
    try {
      check(p, "lab.h5");
    } catch (const InputError& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  CHECK(said([](auto&) {}) == "");
  CHECK(said([](auto& p) { p.covariance.pop_back(); }) == "lab.h5/covariance has 15 values: must be 4 x 4");
  CHECK(said([](auto& p) { p.covariance[0] = -1.0; }) == "lab.h5/covariance: the variance of g_max must be finite and >= 0");
  CHECK(said([](auto& p) { p.covariance[1] = 0.06; }) == "lab.h5/covariance of gamma_up and g_max: must be symmetric and within their deviations");
  CHECK(said([](auto& p) { p.parameters[2].mean = std::nan(""); }) == "lab.h5/mean of v_0: must be finite");
  // Three that each oppose the other two by 0.9 cannot be.
  CHECK(said([](auto& p) {
          const double r = -0.9;
          p.parameters.pop_back();
          p.covariance = {1, r, r, r, 1, r, r, r, 1};
        }) == "lab.h5/covariance: a combination of parameters has a negative variance");
}
