#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "libmodel/devices/mtj.h"
#include "libmodel/devices/mtj_reduced.h"
#include "tests/devices/published.h"
#include "tests/sample.h"

using namespace hysteron;

namespace {

using Parameters = MtjReduced::Parameters<double>;

const auto around = defaults<Surroundings<double>>();
const auto junction = defaults<Parameters>();
const double kt = around.boltzmann * around.temperature;

auto at(double v, const Parameters& p = junction) { return MtjReduced::prepare<double>(v, p, around); }
double away(double over, const Parameters& p = junction) { return at(over * p.i_c / p.g_p, p).away; }

double resistance(double v, double x) { return v / respond<MtjReduced, double>(v, {x}, junction, around).current.v; }

}  // namespace

TEST_CASE("mtj_reduced: published figures") {
  const auto figures = published_figures("mtj_reduced");
  check_figure(figures, "tmr", resistance(1e-3, 1.0) / resistance(1e-3, 0.0) - 1.0);

  auto p = junction;
  p.k_run = 1e6;
  double low = 10.0 * kt, high = 100.0 * kt;
  for (int k = 0; k < 60; ++k) {
    p.e_b = 0.5 * (low + high);
    (away(0.0, p) > 1.0 / (10.0 * 365.25 * 86400.0) ? low : high) = p.e_b;
  }
  check_figure(figures, "barrier_for_10_years", low / kt);

  for (double b : {1.0, 2.0}) {
    p = junction;
    p.b = b;
    const double formula = p.f_0 * std::exp(-p.e_b / kt * std::pow(0.5, b));
    check_figure(figures, b == 1.0 ? "law_b1_over_model" : "law_b2_over_model", formula / away(0.5, p));
  }
  check_figure(figures, "precession_exponent", std::log((away(9.0) - junction.f_0) / (away(5.0) - junction.f_0)) / std::log(8.0 / 4.0));

  // the current that switches half within a width, against ln(width), extrapolated to 1 ns
  p = junction;
  p.b = 1.0;
  const auto switching_current = [&](double width) {
    double from = 0.0, to = 3.0;
    for (int k = 0; k < 60; ++k) (away(0.5 * (from + to), p) * width < std::numbers::ln2 ? from : to) = 0.5 * (from + to);
    return from * p.i_c;
  };
  const double slow = switching_current(1e-1), fast = switching_current(1e-4);
  check_figure(figures, "critical_current", fast + (fast - slow) / std::log(1e-1 / 1e-4) * std::log(1e-4 / 1e-9));
}

TEST_CASE("mtj_reduced: positive voltage turns antiparallel, negative back") {
  const double v = 1.5 * junction.i_c / junction.g_p;
  CHECK(at(v).away > 1e6 * at(v).back);
  CHECK(at(-3.0 * v).back > 1e6 * at(-3.0 * v).away);
}

TEST_CASE("mtj_reduced: the rate never falls as the current grows") {
  double before = 0.0;
  for (double over = -3.0; over < 10.0; over += 0.01) {
    CHECK(away(over) >= before);
    before = away(over);
  }
}

TEST_CASE("mtj_reduced: at rest both ways are equal and set by barrier and attempt frequency") {
  CHECK(at(0.0).away == doctest::Approx(at(0.0).back));
  CHECK(at(0.0).away == doctest::Approx(junction.f_0 * std::exp(-junction.e_b / kt)).epsilon(0.01));
}

TEST_CASE("mtj_reduced: warmth shortens the retention as its barrier says") {
  auto warm = around;
  warm.temperature = 358.15;
  const double ratio = MtjReduced::prepare<double>(0.0, junction, warm).away / at(0.0).away;
  const double expected = junction.e_b / around.boltzmann * (1.0 / around.temperature - 1.0 / warm.temperature);
  CHECK(std::log(ratio) == doctest::Approx(expected).epsilon(1e-6));
}

// Sun's time of a macrospin that starts at the tilt of equipartition, sqrt(k T / (2 e_b)) in each
// direction, is what k_run stands for.
TEST_CASE("mtj_reduced: k_run is the overdriven macrospin's") {
  const auto full = defaults<Mtj::Parameters<double>>();
  const double tilt = std::sqrt(kt / full.e_b);
  const double run = full.alpha * full.omega / std::log(std::numbers::pi / (2.0 * tilt));
  CHECK(junction.k_run == doctest::Approx(run).epsilon(0.3));
}

// Events followed one by one must scatter around the mean-field equation.
TEST_CASE("mtj_reduced: single junctions that flip by events average to the equation") {
  const double v = 0.97 * junction.i_c / junction.g_p, rate = at(v).away, duration = 1.0 / rate;
  std::mt19937_64 random(7);
  std::exponential_distribution<> wait(1.0);
  constexpr int junctions = 20000;
  int antiparallel = 0;
  for (int k = 0; k < junctions; ++k) {
    double x = 0.0, t = 0.0;
    for (;;) {
      const auto events = MtjReduced::noise<double>(v, {x}, junction, around).events;
      t += wait(random) / (events.turn_away + events.turn_back);
      if (t > duration) break;
      x = 1.0 - x;
    }
    antiparallel += x > 0.5;
  }
  const double total = rate + at(v).back;
  const double mean = rate / total * (1.0 - std::exp(-total * duration));
  CHECK(std::abs(antiparallel / double(junctions) - mean) < 4.0 * std::sqrt(mean * (1.0 - mean) / junctions));
}

TEST_CASE("mtj_reduced: diffusion is the variance of the events") {
  std::mt19937 random(2);
  for (int k = 0; k < 200; ++k) {
    const auto s = draw<MtjReduced>(random);
    const auto noise = MtjReduced::noise<double>(s.ports, s.state, s.parameters, s.around);
    const double n = s.parameters.n_elements, flips = noise.events.turn_away + noise.events.turn_back;
    CHECK(noise.diffusion.x == doctest::Approx(flips / (n * n)).epsilon(1e-9));
  }
}
