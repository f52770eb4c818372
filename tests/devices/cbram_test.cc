#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "libmodel/devices/cbram.h"
#include "tests/devices/published.h"
#include "tests/devices/stiff.h"

using namespace hysteron;

namespace {

using M = Cbram;
using State = M::State<double>;
const auto p = defaults<M::Parameters<double>>();
const auto around = defaults<Surroundings<double>>();

// Extremes of the third period of a sine loop of 0.8 V.
struct Loop {
  double largest = 0.0, smallest = 0.0;  // A
  double over_device = 0.0;              // V, at the largest current
};

Loop sine_loop(double series, double frequency) {
  auto with = p;
  with.r_s = series;
  const auto drive = [&](double t) { return OnePort<double>(0.8 * std::sin(2.0 * std::numbers::pi * frequency * t)); };
  Loop loop;
  stiff_transient<M>(drive, State{0.3, 0.1}, with, around, 3.0 / frequency,
                     [&](double t, const State& s) {
                       if (t < 2.0 / frequency) return;
                       const double i = respond<M, double>(drive(t), s, with, around).current.v;
                       if (i > loop.largest) loop.largest = i, loop.over_device = drive(t).v - series * i;
                       loop.smallest = std::min(loop.smallest, i);
                     }, 1e-4);
  return loop;
}

}  // namespace

TEST_CASE("cbram: sine loops over three decades of frequency and two loads have the measured extremes") {
  const auto figures = published_figures("cbram");
  const Loop slow = sine_loop(5e3, 1.0), fast = sine_loop(5e3, 1000.0), light = sine_loop(47e3, 10.0);
  check_figure(figures, "largest current 5 kohm 1 Hz", slow.largest);
  check_figure(figures, "largest current 5 kohm 1000 Hz", fast.largest);
  check_figure(figures, "largest current 47 kohm 10 Hz", light.largest);
  check_figure(figures, "device voltage at it 5 kohm 1 Hz", slow.over_device);
  check_figure(figures, "device voltage at it 5 kohm 1000 Hz", fast.over_device);
  check_figure(figures, "reset current 5 kohm 1000 Hz", fast.smallest);
}

TEST_CASE("cbram: the on-state follows the compliance") {
  const auto figures = published_figures("cbram");
  double mean = 1.0;
  for (const double frequency : {1.0, 10.0, 100.0, 1000.0}) {
    const Loop heavy = sine_loop(5e3, frequency), light = sine_loop(47e3, frequency);
    mean *= std::pow(heavy.largest / heavy.over_device / (light.largest / light.over_device), 0.25);
  }
  check_figure(figures, "on conductance ratio of 5 and 47 kohm", mean);
}

TEST_CASE("cbram: a narrow filament prefers whole quanta of conductance") {
  const auto figures = published_figures("cbram");
  const double blur = 0.08;
  check_figure(figures, "conductance of one channel", p.g_0 * M::contact(1.0, blur));
  for (int n = 1; n <= 5; ++n) {
    CHECK(M::contact(double(n), blur) == doctest::Approx(n).epsilon(0.01));
    const double on_step = M::contact(n + 0.05, blur) - M::contact(n - 0.05, blur);
    const double between = M::contact(n + 0.55, blur) - M::contact(n + 0.45, blur);
    CHECK(on_step < 0.1 * between);
  }
}

TEST_CASE("cbram: a blurred contact conducts in proportion to its width, beyond six quanta too") {
  for (double n = 1.5; n < 12.0; n += 0.1) {
    CHECK((M::contact(n + 0.1, 0.8) - M::contact(n, 0.8)) / 0.1 == doctest::Approx(1.0).epsilon(0.05));
  }
}

// Tafel's law: a decade of rate costs ln(10) k T / (z q).
TEST_CASE("cbram: growth has the Tafel slope of its transfer coefficient") {
  const double v_t = thermal_voltage(around);
  const double step = std::log(10.0) * v_t / p.z_grow;
  auto open = p;
  open.r_s = 1.0;
  const auto growth = [&](double v) { return M::cell(v, State{0.0, 0.0}, open, around).grow; };
  for (const double v : {0.4, 0.5, 0.6}) CHECK(growth(v + step) / growth(v) == doctest::Approx(10.0).epsilon(0.01));
}

TEST_CASE("cbram: without loss an unbiased filament stays for ever") {
  auto lasting = p;
  lasting.k_loss = 0.0;
  for (const double x : {0.0, 0.4, 1.0}) {
    const auto rate = respond<M, double>(0.0, State{x, 0.5}, lasting, around).rate;
    CHECK(rate.x == 0.0);
    CHECK(rate.w == 0.0);
  }
}
