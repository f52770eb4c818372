// Each claim of libmodel/scalar/math.h, as a row.

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <random>

#include "libmodel/scalar/jet.h"
#include "libmodel/scalar/math.h"
#include "tests/sample.h"

using namespace hysteron;
using Jet = ceres::Jet<double, 1>;

namespace {

double slope(const auto& f, double at) { return f(Jet(at, 0)).v[0]; }

/// f at x and the next representable number: the height of a step between them, relative.
double jump(const auto& f, double x) { return difference(f(std::nextafter(x, -1e300)), f(x)); }

/// w + a sinh(w) = s by bisection, s > 0.
long double behind_resistor(long double a, long double s) {
  long double low = 0.0L, high = s;
  for (int i = 0; i < 200; ++i) {
    const long double middle = 0.5L * (low + high);
    (middle + a * std::sinh(middle) < s ? low : high) = middle;
  }
  return 0.5L * (low + high);
}

}  // namespace

TEST_CASE("ramp_power and its derivatives are 0 up to the threshold, also by the exponent") {
  for (double a : {0.5, 1.0, 3.0}) {
    for (double u : {-2.0, 0.0}) {
      CHECK(ramp_power(u, a) == 0.0);
      CHECK(slope([&](const Jet& x) { return ramp_power(x, Jet(a)); }, u) == 0.0);
      CHECK(slope([&](const Jet& x) { return ramp_power(Jet(u), x); }, a) == 0.0);
    }
    CHECK(ramp_power(2.0, a) == doctest::Approx(std::pow(2.0, a)).epsilon(1e-15));
  }
}

TEST_CASE("limited_exp is exp up to its limit, its tangent beyond, and C1 between") {
  const double limit = 80.0;
  for (double u : {-700.0, -1.0, 0.0, 79.0}) CHECK(limited_exp(u) == std::exp(u));
  CHECK(limited_exp(90.0) == doctest::Approx(std::exp(limit) * 11.0));
  const double spacing = limit - std::nextafter(limit, 0.0);  // over which exp itself moves by as much
  CHECK(jump([](double u) { return limited_exp(u); }, limit) < 1.1 * spacing);
  const auto f = [](const Jet& u) { return limited_exp(u); };
  CHECK(jump([&](double u) { return slope(f, u); }, limit) < 1.1 * spacing);
  CHECK(slope(f, limit + 10.0) == doctest::Approx(std::exp(limit)));
  CHECK(std::isfinite(limited_exp(1e6)));
}

TEST_CASE("soft_ramp is positive and within 0.05 of the ramp, most at 0") {
  for (double u : {-1e6, -100.0, -1.0, -0.01, 0.0, 0.01, 1.0, 100.0, 1e6}) {
    CAPTURE(u);
    CHECK(soft_ramp(u) - ramp(u) >= 0.0);
    CHECK(soft_ramp(u) - ramp(u) <= 0.05);
  }
  for (double u : {-100.0, -1.0, 0.0}) CHECK(soft_ramp(u) > 0.0);
  CHECK(soft_ramp(0.0) == 0.05);
  CHECK(soft_ramp(50.0) == doctest::Approx(50.0).epsilon(1e-6));
}

TEST_CASE("overdrive is exactly 0 at 0 and never negative") {
  for (double a : {1.0, 1.5, 2.0, 5.0, 10.0}) {
    CAPTURE(a);
    CHECK(overdrive(0.0, a) == 0.0);
    for (double u = -400.0; u < 400.0; u += 0.37) CHECK(overdrive(u, a) >= 0.0);
    for (double u = -1.0; u < 1.0; u += 1e-3) CHECK(overdrive(u, a) >= 0.0);
  }
}

TEST_CASE("overdrive is about (u - 1)^a above the threshold and small below") {
  for (double a : {1.0, 2.0, 5.0}) {
    CAPTURE(a);
    for (double u : {2.0, 3.0, 10.0}) CHECK(overdrive(u, a) == doctest::Approx(std::pow(u - 1.0, a)).epsilon(0.01 * a));
    for (double u : {-3.0, -1.0, 0.5}) CHECK(overdrive(u, a) <= 5e-3);
  }
  CHECK(overdrive(0.5, 2.0) <= 1e-4);
}

TEST_CASE("sinh_over and expm1_over are accurate to 1e-15 and 3e-15, joints and zero included") {
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    const double size = std::pow(10.0, std::uniform_real_distribution<>(-8.0, 1.5)(random));
    const double u = i % 3 == 0 ? 0.3 + 1e-3 * (i / 20000.0 - 0.5) : i % 2 ? size : -size;
    CAPTURE(u);
    CHECK(difference(sinh_over(u), static_cast<double>(std::sinh(static_cast<long double>(u)) / u)) < 1e-15);
    CHECK(difference(expm1_over(u), static_cast<double>(std::expm1(static_cast<long double>(u)) / u)) < 1e-14);
  }
  CHECK(sinh_over(0.0) == 1.0);
  CHECK(expm1_over(0.0) == 1.0);
}

TEST_CASE("sinh_over and expm1_over have the derivatives of their series at 0") {
  CHECK(slope([](const Jet& u) { return sinh_over(u); }, 0.0) == 0.0);
  CHECK(slope([](const Jet& u) { return expm1_over(u); }, 0.0) == 0.5);
  const auto sinh_slope = [](double u) { return slope([](const Jet& x) { return sinh_over(x); }, u); };
  for (double u : {1e-6, 0.01, 0.2, 0.2999, 0.3001}) {  // sum of 2k u^(2k-1) / (2k+1)!
    const long double q = static_cast<long double>(u) * u;
    const long double series = u * (1.0L / 3 + q / 30 * (1 + q / 28 * (1 + q / 54 * (1 + q / 88 * (1 + q / 130)))));
    CAPTURE(u);
    CHECK(difference(sinh_slope(u), static_cast<double>(series)) < 1e-13);
  }
}

TEST_CASE("sinh_behind_resistor solves its equation to 1e-15 over its domain") {
  std::mt19937 random(1);
  double worst = 0.0;
  for (int i = 0; i < 20000; ++i) {
    const double a = std::pow(10.0, std::uniform_real_distribution<>(-25.0, 15.0)(random));
    const double s = std::pow(10.0, std::uniform_real_distribution<>(-12.0, 3.0)(random));
    const double w = sinh_behind_resistor(a, s);
    worst = std::max(worst, difference(w, static_cast<double>(behind_resistor(a, s))));
    CHECK(sinh_behind_resistor(a, -s) == -w);
  }
  MESSAGE("worst relative error " << worst);
  CHECK(worst < 1e-15);
  CHECK(sinh_behind_resistor(1.0, 0.0) == 0.0);
}

TEST_CASE("sinh_behind_resistor has the derivatives of the equation it solves") {
  std::mt19937 random(2);
  for (int i = 0; i < 2000; ++i) {
    const double a = std::pow(10.0, std::uniform_real_distribution<>(-25.0, 15.0)(random));
    const double s = std::uniform_real_distribution<>(-100.0, 100.0)(random);
    CAPTURE(a);
    CAPTURE(s);
    const double w = sinh_behind_resistor(a, s), steepness = 1.0 + a * std::cosh(w);
    CHECK(difference(slope([&](const Jet& x) { return sinh_behind_resistor(Jet(a), x); }, s), 1.0 / steepness) < 1e-12);
    CHECK(difference(slope([&](const Jet& x) { return sinh_behind_resistor(x, Jet(s)); }, a),
                     -std::sinh(w) / steepness) < 1e-12);
  }
}
