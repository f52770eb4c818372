#include <doctest/doctest.h>

#include <cmath>

#include "libmodel/devices/ots.h"
#include "tests/devices/published.h"
#include "tests/devices/stiff.h"

using namespace hysteron;

namespace {

using M = Ots;
using State = M::State<double>;
const auto p = defaults<M::Parameters<double>>();
const auto around = defaults<Surroundings<double>>();

State held(double v, State s, double time) {
  return stiff_transient<M>([&](double) { return OnePort<double>(v); }, s, p, around, time);
}

// With n for filled: n / (1 - n) = freed(n) tau folds over where n (1 - n) = v_w / (v_t - v_h), from the equation of n.
double fold(double sign) {
  const double n = 0.5 * (1.0 - sign * std::sqrt(1.0 - 4.0 * p.v_w / (p.v_t - p.v_h)));
  const double size = p.v_t - (p.v_t - p.v_h) * n + p.v_w * std::log(n / (1.0 - n));
  return std::sqrt((size + p.v_w) * (size + p.v_w) - p.v_w * p.v_w);
}

// Until half of the traps are filled, looked at for so long; filling as fast as it may.
double delay(double v, double longest) {
  auto cell = p;
  cell.k_max = 1e15;
  return time_until<M>([](const State& s) { return s.filled > 0.5; }, OnePort<double>(v), State{0.0}, cell, around, longest);
}

}  // namespace

TEST_CASE("ots: switches on at the upper fold of its branches and lets go at the lower, both polarities") {
  for (const double sign : {1.0, -1.0}) {
    CHECK(held(sign * (fold(1.0) - 0.01), {0.0}, 1e-5).filled < 0.5);
    CHECK(held(sign * (fold(1.0) + 0.01), {0.0}, 1e-5).filled > 0.5);
    CHECK(held(sign * (fold(-1.0) + 0.01), {1.0}, 1e-5).filled > 0.5);
    CHECK(held(sign * (fold(-1.0) - 0.01), {1.0}, 1e-5).filled < 0.5);
  }
  CHECK(fold(1.0) > 2.0 * fold(-1.0));
}

TEST_CASE("ots: the delay falls exponentially with the voltage beyond the threshold") {
  // While few are filled they grow at exp((v - v_t) / v_w) / tau: e times as fast for each v_w.
  const double v = p.v_t + 6.0 * p.v_w;
  CHECK(std::log(delay(v, 1e-11) / delay(v + 2.0 * p.v_w, 1e-11)) == doctest::Approx(2.0).epsilon(0.02));
  CHECK(delay(fold(1.0) + 0.001, 1e-6) > 5.0 * p.tau);
}

TEST_CASE("ots: once it has begun it turns on within the published time") {
  double low = 0.0, high = 0.0;
  stiff_transient<M>([](double) { return OnePort<double>(1.2 * p.v_t); }, State{0.0}, p, around, 1e-7, [&](double t, const State& s) {
    if (low == 0.0 && s.filled > 0.1) low = t;
    if (high == 0.0 && s.filled > 0.9) high = t;
  });
  REQUIRE(high > low);
  check_figure(published_figures("ots"), "time in which it turns on", high - low);
}

TEST_CASE("ots: at rest it forgets at its own rate, and conducts as little as before") {
  const State s = held(0.0, {0.8}, 3.0 * p.tau);
  CHECK(s.filled == doctest::Approx(0.8 * std::exp(-3.0)).epsilon(1e-3));
  CHECK(M::glass(0.01, State{0.0}, p, around).g == doctest::Approx(p.g_off).epsilon(0.01));
  CHECK(M::glass(1.0, State{1.0}, p, around).i == doctest::Approx(p.g_on / (1.0 + p.r_s * p.g_on)).epsilon(1e-9));
}
