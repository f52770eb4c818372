#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "libmodel/devices/phase_change.h"
#include "tests/devices/published.h"
#include "tests/devices/stiff.h"

using namespace hysteron;

namespace {

using M = PhaseChange;
using State = M::State<double>;
const auto p = defaults<M::Parameters<double>>();
const auto around = defaults<Surroundings<double>>();

State held(double v, State s, double time, const auto& at) {
  return stiff_transient<M>([&](double) { return OnePort<double>(v); }, s, p, at, time);
}
double read(const State& s) { return respond<M, double>(0.05, s, p, around).current.v / 0.05; }

/// -d ln g / d ln t between 1 s and 1000 s after a quench at a.
double drift(double a) {
  const State early = held(0.0, {a, 0.0, 0.0}, 1.0, around), late = held(0.0, {a, 0.0, 0.0}, 1e3, around);
  return std::log(M::cell(0.05, early, p, around).g / M::cell(0.05, late, p, around).g) / std::log(1e3);
}

const State glass{1.0, 0.0, 0.0}, crystal{0.0, 0.0, 0.0};

}  // namespace

TEST_CASE("phase change: glass drifts exactly as (1 + t / t_d)^-nu") {
  for (const double t : {1e-7, 1e-6, 1e-3, 1.0, 1e4}) {
    const State s = held(0.0, glass, t, around);
    CHECK(read(s) / read(glass) == doctest::Approx(std::pow(1.0 + t / p.t_d, -p.nu_a)).epsilon(2e-3));
  }
}

TEST_CASE("phase change: drift exponents over conductance are the published ones") {
  const auto figures = published_figures("phase_change");
  check_figure(figures, "drift exponent at a thousandth of the conductance", drift(1.0));
  check_figure(figures, "drift exponent at a tenth of the conductance", drift(1.0 / 3.0));
  check_figure(figures, "drift exponent of the crystal", drift(0.0));
}

TEST_CASE("phase change: reset melts in a short pulse, and only above the melting point") {
  const auto figures = published_figures("phase_change");
  State s = held(3.0, crystal, 50e-9, around);
  CHECK(s.a > 0.9);
  CHECK(s.rise + around.temperature > p.t_m - 5.0 * p.w_m);
  s = held(0.0, s, 1e-7, around);
  CHECK(s.a > 0.7);
  check_figure(figures, "conductance ratio of the two states", read(crystal) / read({1.0, 0.0, 0.0}));
  double molten = 300.0;
  while (M::cell(0.0, {0.5, 0.0, molten - around.temperature}, p, around).melt < 0.5 * p.k_melt) molten += 0.1;
  check_figure(figures, "melting point", molten);
}

TEST_CASE("phase change: glass crystallises in the published time and temperature window") {
  const auto figures = published_figures("phase_change");
  double fastest = 0.0, best = 0.0;
  for (double t = 400.0; t < 1000.0; t += 1.0) {
    const double k = M::cell(0.0, {0.5, 0.0, t - around.temperature}, p, around).crystallise;
    if (k > fastest) fastest = k, best = t;
  }
  check_figure(figures, "shortest crystallisation time", 1.0 / fastest);
  check_figure(figures, "temperature of half the fastest crystallisation", p.t_x);
  CHECK(best > p.t_x);
  CHECK(best < p.t_m);
  auto oven = around;
  oven.temperature = 273.15 + 85.0;
  const State aged{1.0, std::log(1e6 / p.t_d), 0.0};
  const double retention = time_until<M>([](const State& s) { return s.a < 0.5; }, OnePort<double>(0.0), aged, p, oven, 1e12);
  check_figure(figures, "retention at 85 C", retention);
}

TEST_CASE("phase change: set is gradual, pulse by pulse") {
  State s = glass;
  const double start = read(s);
  double last = s.a;
  int moved = 0;
  for (int i = 0; i < 10; ++i) {
    s = held(0.0, held(1.9, s, 10e-9, around), 1e-6, around);
    CHECK(s.a <= last + 1e-9);
    moved += s.a < last - 1e-3;
    last = s.a;
  }
  CHECK(moved >= 3);
  CHECK(read(s) > 3.0 * start);
}

TEST_CASE("phase change: glass switches on beyond a threshold, and the load holds it") {
  const auto i_at = [&](double v) { return respond<M, double>(v, held(v, glass, 20e-9, around), p, around).current.v; };
  CHECK(i_at(2.0) > 100.0 * i_at(0.5));
  CHECK(i_at(3.0) < 3.0 / p.r_s);
  const State hot = held(10.0, glass, 1e-6, around);
  CHECK(hot.rise < p.rise_max);
}
