#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "libmodel/devices/yakopcic.h"
#include "tests/devices/published.h"
#include "tests/devices/stiff.h"

using namespace hysteron;

namespace {

using M = Yakopcic;
const auto p = defaults<M::Parameters<double>>();
const auto around = defaults<Surroundings<double>>();

double rate(double v, double x) { return respond<M, double>(v, {x}, p, around).rate.x; }
double current(double v, double x) { return respond<M, double>(v, {x}, p, around).current.v; }

// The equations as printed in 2011, with all their breaks.
double printed_rate(double v, double x) {
  const double up = v > p.v_p ? p.a_p * (std::exp(v) - std::exp(p.v_p)) : 0.0;
  const double down = v < -p.v_n ? p.a_n * (std::exp(-v) - std::exp(p.v_n)) : 0.0;
  const double f_p = x >= p.x_p ? std::exp(-p.alpha_p * (x - p.x_p)) * ((p.x_p - x) / (1.0 - p.x_p) + 1.0) : 1.0;
  const double f_n = x <= 1.0 - p.x_n ? std::exp(p.alpha_n * (x + p.x_n - 1.0)) * x / (1.0 - p.x_n) : 1.0;
  return up * f_p - down * f_n;
}

}  // namespace

TEST_CASE("yakopcic: away from its breaks the model is the printed one") {
  for (const double v : {-1.0, -0.6, -0.4, 0.4, 0.7, 1.0}) {
    for (const double x : {0.05, 0.2, 0.7, 0.8, 0.95}) {
      CAPTURE(v);
      CAPTURE(x);
      const bool at_break = std::abs(x - p.x_p) < 0.05 || std::abs(x - 1.0 + p.x_n) < 0.05;
      if (!at_break) CHECK(rate(v, x) == doctest::Approx(printed_rate(v, x)).epsilon(0.03));
      CHECK(current(v, x) == doctest::Approx((v > 0.0 ? p.a_1 : p.a_2) * x * std::sinh(p.b * v)));
    }
  }
}

TEST_CASE("yakopcic: thresholds, speed and conductance are the published ones") {
  const auto figures = published_figures("yakopcic");
  check_figure(figures, "conductance at x = 1", current(1e-3, 1.0) / 1e-3);
  check_figure(figures, "conductance at the initial state", current(1e-3, defaults<M::State<double>>().x) / 1e-3);
  double threshold = 0.0;
  while (rate(threshold, 0.1) < 0.01 * rate(2.0 * p.v_p, 0.1)) threshold += 1e-4;
  check_figure(figures, "positive threshold", threshold);
  threshold = 0.0;
  while (-rate(-threshold, 0.9) < 0.01 * -rate(-2.0 * p.v_n, 0.9)) threshold += 1e-4;
  check_figure(figures, "negative threshold", threshold);
  check_figure(figures, "rate at 0.5 V and x = 0.1", rate(0.5, 0.1));
  const double time = time_until<M>([](const M::State<double>& s) { return s.x > 0.3; }, OnePort<double>(0.5), {0.11}, p, around, 1.0);
  check_figure(figures, "time from 0.11 to 0.3 at 0.5 V", time);
  CHECK(std::abs(rate(0.5 * p.v_p, 0.1)) < 1e-3 * rate(2.0 * p.v_p, 0.1));
}

TEST_CASE("yakopcic: without voltage nothing moves at all") {
  for (const double x : {0.0, 0.11, 0.5, 1.0}) CHECK(rate(0.0, x) == 0.0);
}

TEST_CASE("yakopcic: the loop is pinched and switches in the published sense") {
  const double period = 0.01, top = 0.45;
  double rising = 0.0, falling = 0.0;
  stiff_transient<M>([&](double t) { return OnePort<double>(top * std::sin(2.0 * 3.14159265358979 * t / period)); },
                     defaults<M::State<double>>(), p, around, period / 2.0, [&](double t, const M::State<double>& s) {
                       if (t < period / 12.0) rising = s.x;
                       if (t < period * 5.0 / 12.0) falling = s.x;
                     });
  CHECK(falling > 1.5 * rising);
}
