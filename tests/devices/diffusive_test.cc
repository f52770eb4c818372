#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "libmodel/devices/diffusive.h"
#include "tests/devices/published.h"
#include "tests/devices/stiff.h"

using namespace hysteron;

namespace {

using M = Diffusive;
using State = M::State<double>;
const auto p = defaults<M::Parameters<double>>();
auto room() {
  auto around = defaults<Surroundings<double>>();
  around.temperature = p.t_ref;
  return around;
}
const auto around = room();

State held(double v, State s, const auto& with, double time) {
  return stiff_transient<M>([&](double) { return OnePort<double>(v); }, s, with, around, time);
}

}  // namespace

TEST_CASE("diffusive: a silver selector opens ten decades of conductance and closes by itself") {
  const auto figures = published_figures("diffusive");
  const auto g = [&](const State& s) { return M::bridge(0.01, s, p, around).g; };
  const State on = held(0.5, {0.0, 0.0}, p, 1e-6);
  check_figure(figures, "selector on-off ratio", g(on) / g({0.0, 0.0}));
  const double lost = time_until<M>([](const State& s) { return s.x < std::exp(-1.0); }, OnePort<double>(0.0), on, p, around, 1e-3);
  check_figure(figures, "selector relaxation time", lost);
  CHECK(g(held(0.0, on, p, 1e-4)) < 1e-9 * g(on));
}

// With this set the rest state folds where a slow sweep of the published volatile cell switches.
TEST_CASE("diffusive: a slow sweep turns on at the published threshold and off at the hold voltage") {
  const auto figures = published_figures("diffusive");
  auto cell = p;
  cell.g_on = 1.0 / 30e3;
  cell.g_off = 1.0 / 15e9;
  cell.tau_off = 1.044;
  cell.v_h = 0.1;
  cell.stability = 7.4;
  cell.k_grow = 1.49e-9;
  cell.focus = 0.0;
  cell.facilitation = 0.0;
  cell.r_s = 1.0;
  check_figure(figures, "volatile cell on resistance", 1e-3 / respond<M, double>(1e-3, State{1.0, 0.0}, cell, around).current.v);
  check_figure(figures, "volatile cell off resistance", 1e-3 / respond<M, double>(1e-3, State{0.0, 0.0}, cell, around).current.v);
  double threshold = 0.0, hold = 0.0;
  const double half = 1e6, top = 2.0;
  const auto drive = [&](double t) { return OnePort<double>(top * std::min(t, 2.0 * half - t) / half); };
  stiff_transient<M>(drive, State{0.0, 0.0}, cell, around, 2.0 * half, [&](double t, const State& s) {
    if (t < half && s.x < 0.5) threshold = drive(t).v;
    if (t > half && s.x > 0.5) hold = drive(t).v;
  });
  check_figure(figures, "volatile cell threshold voltage", threshold);
  check_figure(figures, "volatile cell hold voltage", hold);
}

TEST_CASE("diffusive: a synaptic set forgets at the published rates") {
  const auto figures = published_figures("diffusive");
  auto synapse = p;
  synapse.g_on = 1.0 / 17e3;
  synapse.g_off = 1e-10;
  synapse.tau_off = 1.0 / 50.0;
  synapse.stability = 0.0;
  synapse.tau_m = 1.0 / 0.42;
  synapse.k_m = 0.35;
  const double quick = time_until<M>([](const State& s) { return s.x < 0.5 * std::exp(-1.0); }, OnePort<double>(0.0), {0.5, 0.0}, synapse, around, 1.0);
  check_figure(figures, "synapse fast relaxation rate", 1.0 / quick);
  const double slow = time_until<M>([](const State& s) { return s.silver < 0.5 * std::exp(-1.0); }, OnePort<double>(0.0), {0.0, 0.5}, synapse, around, 20.0);
  check_figure(figures, "synapse slow relaxation rate", 1.0 / slow);
}

TEST_CASE("diffusive: the delay falls by e for each v_h, far above threshold") {
  const auto delay = [&](double v) {
    return time_until<M>([](const State& s) { return s.x > 0.2; }, OnePort<double>(v), {0.0, 0.0}, p, around, 1e-3);
  };
  for (const double v : {0.45, 0.5, 0.55}) {
    CHECK(std::log(delay(v) / delay(v + p.v_h)) == doctest::Approx(1.0).epsilon(0.1));
  }
}

TEST_CASE("diffusive: the second of two pulses grows a longer bridge, the less the later it comes") {
  auto paired = p;
  paired.k_m = 1e8;
  paired.facilitation = 2.0;
  const auto second = [&](double interval) {
    State s = held(0.32, {0.0, 0.0}, paired, 1e-8);
    const double first = s.x;
    s = held(0.0, s, paired, interval);
    return held(0.32, {0.0, s.silver}, paired, 1e-8).x / first;
  };
  const double soon = second(2e-6), later = second(1e-3), last = second(1e-2);
  CHECK(soon > later);
  CHECK(later > last);
  CHECK(soon > 1.02);
  CHECK(last == doctest::Approx(1.0).epsilon(0.01));
}

TEST_CASE("diffusive: both polarities switch alike where both electrodes give silver") {
  const State up = held(0.4, {0.0, 0.0}, p, 1e-6), down = held(-0.4, {0.0, 0.0}, p, 1e-6);
  CHECK(up.x == doctest::Approx(down.x));
  auto single = p;
  single.reverse = 0.0;
  CHECK(held(-0.4, {0.0, 0.0}, single, 1e-6).x < 0.01 * up.x);
}
