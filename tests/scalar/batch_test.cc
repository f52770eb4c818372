#include "libmodel/scalar/batch.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>

using namespace hysteron;

namespace {

double first(const Batch<>& x) {
  double lanes[Batch<>::size];
  x.store(lanes);
  return lanes[0];
}

/// |a - b| in units of the last place of b.
double ulps(double a, long double b) {
  const double near = std::abs(static_cast<double>(b));
  const double ulp = std::max(std::nextafter(near, INFINITY) - near, std::numeric_limits<double>::denorm_min());
  return static_cast<double>(std::abs(a - b)) / ulp;
}

struct Row {
  const char* name;
  Batch<> (*batch)(const Batch<>&);
  long double (*exact)(long double);
  double lower, upper, ulps;
};

}  // namespace

TEST_CASE("functions of Batch are as accurate as this table says") {
  const Row rows[] = {
      {"exp", [](const Batch<>& x) { return exp(x); }, [](long double x) { return std::exp(x); }, -708.0, 709.0, 2.0},
      {"log", [](const Batch<>& x) { return log(x); }, [](long double x) { return std::log(x); }, 1e-300, 1e300, 2.0},
      {"sqrt", [](const Batch<>& x) { return sqrt(x); }, [](long double x) { return std::sqrt(x); }, 1e-300, 1e300, 0.51},
      {"sinh", [](const Batch<>& x) { return sinh(x); }, [](long double x) { return std::sinh(x); }, -710.0, 710.0, 4.0},
      {"cosh", [](const Batch<>& x) { return cosh(x); }, [](long double x) { return std::cosh(x); }, -710.0, 710.0, 4.0},
      {"tanh", [](const Batch<>& x) { return tanh(x); }, [](long double x) { return std::tanh(x); }, -30.0, 30.0, 4.0},
  };
  std::mt19937 random(1);
  for (const Row& row : rows) {
    CAPTURE(row.name);
    double worst = 0.0;
    for (int i = 0; i < 100000; ++i) {
      const double t = std::uniform_real_distribution<>(0.0, 1.0)(random);
      const bool positive = row.lower > 0.0;
      double x = positive ? std::pow(10.0, -300.0 + 600.0 * t) : row.lower + (row.upper - row.lower) * t;
      if (i % 3 == 1) x = positive ? 0.5 + t : 4.0 * t - 2.0;
      if (i % 3 == 2 && !positive) x *= std::pow(10.0, -10.0 * t);
      worst = std::max(worst, ulps(first(row.batch(x)), row.exact(x)));
    }
    MESSAGE(std::string(row.name) << ": " << worst << " ulp");
    CHECK(worst <= row.ulps);
  }
}

TEST_CASE("functions of Batch end as those of double do") {
  constexpr double inf = INFINITY;
  for (double x : {0.0, -0.0, inf, -inf, 745.0, -760.0, 1e5, -1e300, 5e-324, -1.0}) {
    CAPTURE(x);
    const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)) || ulps(a, b) <= 4.0; };
    CHECK(same(first(exp(Batch<>(x))), std::exp(x)));
    CHECK(same(first(log(Batch<>(x))), std::log(x)));
    CHECK(same(first(sqrt(Batch<>(x))), std::sqrt(x)));
    CHECK(same(first(sinh(Batch<>(x))), std::sinh(x)));
    CHECK(same(first(cosh(Batch<>(x))), std::cosh(x)));
    CHECK(same(first(tanh(Batch<>(x))), std::tanh(x)));
  }
}

TEST_CASE("what is not a number stays none in every function of Batch") {
  const Batch<> nan(NAN);
  for (const Batch<>& x : {exp(nan), log(nan), sqrt(nan), sinh(nan), cosh(nan), tanh(nan), abs(nan), nan + 1.0}) {
    CHECK(std::isnan(first(x)));
  }
}
