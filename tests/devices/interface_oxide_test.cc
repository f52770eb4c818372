#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "libmodel/devices/interface_oxide.h"
#include "tests/devices/published.h"
#include "tests/devices/stiff.h"
#include "tests/sample.h"

using namespace hysteron;

namespace {

using M = InterfaceOxide;
const auto p = defaults<M::Parameters<double>>();
const auto around = defaults<Surroundings<double>>();

double current(double v, double x, const auto& with, const auto& at) { return respond<M, double>(v, {x}, with, at).current.v; }

auto clean() {
  auto with = p;
  with.g_leak = 0.0;
  with.r_s = 0.1;
  return with;
}

// Bisection in long double: slow, and sure.
long double junction_by_bisection(long double a, long double alpha, long double s) {
  const long double ahead = s < 0.0L ? 1.0L - alpha : alpha;
  long double low = 0.0L, high = std::abs(s);
  for (int i = 0; i < 120; ++i) {
    const long double w = 0.5L * (low + high);
    const long double f = w + 2.0L * a * std::exp((ahead - 0.5L) * w) * std::sinh(0.5L * w) - std::abs(s);
    (f > 0.0L ? high : low) = w;
  }
  return s < 0.0L ? -low : low;
}

}  // namespace

TEST_CASE("interface oxide: the junction behind a resistor is solved to machine precision") {
  std::mt19937 random(1);
  std::uniform_real_distribution<> u(0.0, 1.0);
  for (int i = 0; i < 20000; ++i) {
    const double a = std::pow(10.0, -25.0 + 40.0 * u(random));
    const double alpha = 0.02 + 0.96 * u(random);
    const double s = (u(random) < 0.5 ? -1.0 : 1.0) * std::pow(10.0, -6.0 + 9.0 * u(random));
    CAPTURE(a);
    CAPTURE(alpha);
    CAPTURE(s);
    CHECK(difference(junction_behind_resistor(a, alpha, s), double(junction_by_bisection(a, alpha, s))) < 1e-14);
  }
}

TEST_CASE("interface oxide: emission has the published constants") {
  const auto figures = published_figures("interface_oxide");
  check_figure(figures, "effective Richardson constant", p.richardson);
  auto at = around;
  at.temperature = 300.0;
  auto ideal = clean();
  ideal.alpha = 0.95;
  const double decade = 0.1 / std::log10(current(0.3, 0.0, ideal, at) / current(0.2, 0.0, ideal, at)) * ideal.alpha;
  check_figure(figures, "forward voltage per decade times alpha", decade);
  const double slope = std::log10(current(0.3, 0.0, clean(), at) / -current(-0.3, 0.0, clean(), at));
  check_figure(figures, "rectification at 0.3 V", std::pow(10.0, slope));
}

TEST_CASE("interface oxide: current, capacitance and switching scale with the area") {
  const auto figures = published_figures("interface_oxide");
  auto large = clean();
  large.area *= 100.0;
  check_figure(figures, "exponent of resistance over area", -std::log(current(0.1, 0.5, large, around) / current(0.1, 0.5, clean(), around)) / std::log(100.0));
  const auto rate = [](const auto& with) { return respond<M, double>(0.5, {0.5}, with, around).rate.x; };
  CHECK(rate(large) == doctest::Approx(rate(clean())).epsilon(0.02));
}

TEST_CASE("interface oxide: the Richardson plot gives back the barrier, which the state lowers") {
  const auto figures = published_figures("interface_oxide");
  const auto barrier = [&](double x) {
    auto cold = around, warm = around;
    cold.temperature = 290.0;
    warm.temperature = 310.0;
    const double change = std::log(current(1e-4, x, clean(), warm) / 310.0 / (current(1e-4, x, clean(), cold) / 290.0));
    return change / (1.0 / 290.0 - 1.0 / 310.0) * 1.380649e-23 / 1.602176634e-19;
  };
  check_figure(figures, "barrier of the high state", barrier(0.0));
  check_figure(figures, "barrier of the low state", barrier(1.0));
}

TEST_CASE("interface oxide: forward lowers, reverse restores, the loop is pinched at the origin") {
  const auto held = [&](double v, double x, double time) {
    return stiff_transient<M>([&](double) { return OnePort<double>(v); }, M::State<double>{x}, p, around, time).x;
  };
  CHECK(held(2.0, 0.0, 10.0) > 0.9);
  CHECK(held(-2.0, 1.0, 10.0) < 0.1);
  CHECK(held(0.2, 0.5, 0.1) == doctest::Approx(0.5).epsilon(0.05));
  CHECK(respond<M, double>(0.0, {0.5}, p, around).rate.x == 0.0);
}
