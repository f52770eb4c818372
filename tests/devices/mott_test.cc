#include <doctest/doctest.h>

#include <cmath>

#include "libmodel/devices/mott.h"
#include "tests/devices/published.h"
#include "tests/devices/stiff.h"

using namespace hysteron;

namespace {

using M = Mott;
using State = M::State<double>;
const auto p = defaults<M::Parameters<double>>();
const auto around = defaults<Surroundings<double>>();

State held(double v, State s, double time, const auto& at) {
  return stiff_transient<M>([&](double) { return OnePort<double>(v); }, s, p, at, time);
}

// The temperature at which the phase turns over as an oven goes from one to the other, slowly.
double turns(double from, double to) {
  auto oven = around;
  oven.temperature = from;
  State s = held(0.0, {0.0, from > 340.0 ? 1.0 : 0.0}, 1e-6, oven);
  const bool metal = s.u > 0.5;
  const double step = to > from ? 0.05 : -0.05;
  while ((s.u > 0.5) == metal && std::abs(oven.temperature - from) < std::abs(to - from)) {
    oven.temperature += step;
    s = held(0.0, s, 1e-6, oven);
  }
  return oven.temperature;
}

// Where metal(u) = u folds over: u (1 - u) = w / (2 h), from the equation of the phase.
double fold(double sign) {
  const double u = 0.5 * (1.0 - sign * std::sqrt(1.0 - 2.0 * p.w / p.h));
  return p.t_c - p.h * (u - 0.5) - 0.5 * p.w * std::log((1.0 - u) / u);
}

}  // namespace

TEST_CASE("mott: an oven turns the film at the folds of its phase, warming and cooling") {
  CHECK(turns(320.0, 360.0) == doctest::Approx(fold(1.0)).epsilon(3e-4));
  CHECK(turns(360.0, 320.0) == doctest::Approx(fold(-1.0)).epsilon(3e-4));
  CHECK(fold(1.0) > fold(-1.0) + 1.0);
  const auto figures = published_figures("mott");
  check_figure(figures, "transition temperature of VO2", 0.5 * (fold(1.0) + fold(-1.0)));
}

TEST_CASE("mott: at rest in a small voltage the heat flow is the power") {
  const State s = held(0.3, {}, 1e-6, around);
  const auto now = M::film(0.3, s, p, around);
  CHECK(s.rise == doctest::Approx(p.r_th * now.i * now.i / now.g).epsilon(1e-3));
  CHECK(s.u < 1e-3);
}

TEST_CASE("mott: switches on at a threshold, holds at a lower voltage, and lets go below") {
  const auto on = [](double v, State s) { return held(v, s, 1e-7, around).u > 0.5; };
  double threshold = 0.1, hold = 2.0;
  State insulator{};
  while (!on(threshold, insulator)) threshold += 0.01;
  const State metal = held(threshold, insulator, 1e-7, around);
  while (on(hold, metal)) hold -= 0.005;
  CHECK(threshold > 0.3);
  CHECK(hold < 0.5 * threshold);
  CHECK_FALSE(on(0.0, metal));
  // Grains that turn ahead only help: the film needs no more than the heat that carries its insulator to the fold.
  const double r = 1.0 / M::film(0.0, State{fold(1.0) - around.temperature, 0.0}, p, around).g;
  CHECK(threshold <= std::sqrt((fold(1.0) - around.temperature) / p.r_th / r) * (r + p.r_s));
}

TEST_CASE("mott: heat is bounded however hard it is driven") {
  const State s = held(10.0, {}, 1e-6, around);
  CHECK(s.rise < p.rise_max);
  CHECK(respond<M, double>(10.0, s, p, around).current.v < 10.0 / p.r_s);
}
