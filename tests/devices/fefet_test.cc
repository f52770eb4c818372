#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "libmodel/devices/fefet.h"
#include "tests/devices/published.h"
#include "tests/sample.h"

using namespace hysteron;

namespace {

using State = Fefet::State<double>;
using Parameters = Fefet::Parameters<double>;

const auto around = defaults<Surroundings<double>>();
const auto cell = defaults<Parameters>();

State all(double p) {
  State s{};
  s.p.fill(p);
  return s;
}

// The domains under v_g for a time dt: exact, for v_g is constant and each group relaxes by itself.
void hold(State& s, double v_g, double dt, const Parameters& p = cell, const Surroundings<double>& at = around) {
  const auto now = Fefet::prepare<double>({0.0, v_g}, p, at).now;
  for (int i = 0; i < 8; ++i) s.p[i] = now.direction - (now.direction - s.p[i]) * std::exp(-now.rate[i] * dt);
}

double drain(double v_d, double v_g, const State& s, const Parameters& p = cell, const Surroundings<double>& at = around) {
  return respond<Fefet, double>({v_d, v_g}, s, p, at).current.drain;
}

// The gate voltage of 100 nA at 50 mV.
double threshold(const State& s, const Parameters& p = cell) {
  double low = -5.0, high = 5.0;
  for (int k = 0; k < 60; ++k) (drain(0.05, 0.5 * (low + high), s, p) < 1e-7 ? low : high) = 0.5 * (low + high);
  return low;
}

double window(const State& programmed, const State& erased, const Parameters& p) {
  return threshold(erased, p) - threshold(programmed, p);
}

// Of the order of a 4.5 nm film on nitride.
Parameters thin_film() {
  auto p = cell;
  p.window = 1.1;
  p.v_a = 5.0;
  p.v_rest = 0.8;
  p.fatigue = 1.0;
  p.age_fatigue = std::log(1e11);
  return p;
}

// Half a period of a triangle sweep of a second.
void sweep(State& s, double from, double to, const Parameters& p) {
  for (int k = 0; k < 500; ++k) hold(s, from + (to - from) * (k + 0.5) / 500.0, 1e-3, p);
}

}  // namespace

TEST_CASE("fefet: published figures") {
  const auto figures = published_figures("fefet");
  const auto thin = thin_film();
  State s = all(-1.0);
  sweep(s, -2.5, 2.5, thin);
  const State programmed = s;
  sweep(s, 2.5, -2.5, thin);
  check_figure(figures, "window_dc_2v5", window(programmed, s, thin));

  State fast = all(-1.0), erased = all(1.0);
  hold(fast, 3.0, 250e-9, thin);
  hold(erased, -3.0, 250e-9, thin);
  check_figure(figures, "window_3v_250ns", window(fast, erased, thin));
  fast.age = erased.age = std::log(1.0 + 2e10);  // two reversals a cycle
  check_figure(figures, "window_after_1e10", window(fast, erased, thin));

  // gate amplitudes at which pulses of 1 us have moved the polarisation by 5 % and by 90 %
  const auto reaches = [&](double share) {
    State train = all(-1.0);
    double v = 1.0;
    for (; mean<8>(train.p) < -1.0 + 2.0 * share && v < 6.0; v += 0.05) hold(train, v, 1e-6);
    return v;
  };
  check_figure(figures, "ltp_first_amplitude", reaches(0.05));
  check_figure(figures, "ltp_last_amplitude", reaches(0.9));

  auto warm = around;
  warm.temperature = 358.15;
  State stored = all(1.0);
  hold(stored, 0.0, 10.0 * 365.25 * 86400.0, cell, warm);
  check_figure(figures, "retention_share_10y", mean<8>(stored.p));

  auto worn = cell;
  worn.fatigue = 1.0;
  worn.age_fatigue = std::log(2e4);
  State up = all(1.0), down = all(-1.0);
  double cycles = 1.0;
  for (; cycles < 1e12; cycles *= 1.1) {
    up.age = down.age = std::log(1.0 + 2.0 * cycles);
    if (window(up, down, worn) < 0.5 * worn.window) break;
  }
  check_figure(figures, "silicon_endurance", cycles);
}

TEST_CASE("fefet: the window is the shift between all domains down and all up") {
  CHECK(window(all(1.0), all(-1.0), cell) == doctest::Approx(cell.window).epsilon(1e-9));
}

TEST_CASE("fefet: below threshold the current falls by a decade each slope k T / q ln 10") {
  const double step = cell.slope * thermal_voltage(around) * std::log(10.0);
  auto p = cell;
  p.g_off = 0.0;
  CHECK(drain(1.0, 0.1 - step, all(0.0), p) == doctest::Approx(drain(1.0, 0.1, all(0.0), p) / 10.0).epsilon(1e-3));
}

TEST_CASE("fefet: far above threshold the channel is the quadratic one") {
  auto p = cell;
  p.t_ref = around.temperature;
  p.g_off = 0.0;
  const double beyond = (4.0 - p.v_t) / p.slope;
  CHECK(drain(3.0, 4.0, all(0.0), p) == doctest::Approx(0.5 * p.slope * p.k_n * beyond * beyond).epsilon(1e-4));
  CHECK(drain(0.01, 4.0, all(0.0), p) == doctest::Approx(p.slope * p.k_n * (beyond - 0.005) * 0.01).epsilon(1e-4));
}

TEST_CASE("fefet: source and drain may be exchanged") {
  // v_g and v_d against source; exchanged, both are seen from the other end
  const double forward = drain(0.4, 1.5, all(0.0)), reversed = drain(-0.4, 1.5 - 0.4 * cell.slope, all(0.0));
  CHECK(reversed == doctest::Approx(-forward).epsilon(1e-9));
}

// Half a decade and five decades below threshold ln(1 + x) must not lose digits.
TEST_CASE("fefet: subthreshold current keeps its digits") {
  auto p = cell;
  p.g_off = 0.0;
  for (double v_g : {0.3, 0.0, -0.3, -0.5}) {
    const long double u = (static_cast<long double>(v_g) - p.v_t) / p.slope / (2.0L * thermal_voltage(around));
    const long double w = u - 1.0L / 2.0L / thermal_voltage(around);
    const long double f = std::log1p(std::exp(u)), r = std::log1p(std::exp(w));
    const double i_spec = Fefet::prepare<double>({1.0, v_g}, p, around).i_spec;
    CHECK(drain(1.0, v_g, all(0.0), p) == doctest::Approx(static_cast<double>(i_spec * (f * f - r * r))).epsilon(1e-12));
  }
}

TEST_CASE("fefet: identical pulses saturate, rising pulses move the threshold evenly") {
  const auto train = [](auto amplitude) {
    State s = all(-1.0);
    std::vector<double> steps;
    for (int k = 0; k < 16; ++k) {
      const double before = threshold(s);
      hold(s, amplitude(k), 1e-6);
      steps.push_back(before - threshold(s));
    }
    return steps;
  };
  const auto identical = train([](int) { return 3.7; });
  const auto rising = train([](int k) { return 2.6 + 0.1 * k; });
  for (const auto& steps : {identical, rising}) {
    for (double step : steps) CHECK(step >= -1e-9);
  }
  CHECK(identical.front() > 10.0 * identical.back());
  const auto largest_share = [](const std::vector<double>& steps) {
    double sum = 0.0, largest = 0.0;
    for (double step : steps) sum += step, largest = std::max(largest, step);
    return largest / sum;
  };
  CHECK(largest_share(rising) < 0.5 * largest_share(identical));
}

TEST_CASE("fefet: depression mirrors potentiation when nothing is imprinted") {
  State up = all(-1.0), down = all(1.0);
  for (int k = 0; k < 10; ++k) {
    hold(up, 3.6, 1e-6);
    hold(down, -3.6, 1e-6);
    CHECK(mean<8>(up.p) == doctest::Approx(-mean<8>(down.p)));
  }
}

TEST_CASE("fefet: reading at low gate voltage leaves the state") {
  State s = all(-1.0);
  hold(s, 3.6, 1e-6);
  const double before = mean<8>(s.p);
  hold(s, 0.8, 1e-3);
  CHECK(mean<8>(s.p) == doctest::Approx(before).epsilon(1e-3));
}

TEST_CASE("fefet: full reversal takes twice q_switched through the gate") {
  const auto charge = [](const State& s) { return respond<Fefet, double>({0.0, 1.0}, s, cell, around).charge.gate; };
  CHECK(charge(all(1.0)) - charge(all(-1.0)) == doctest::Approx(2.0 * cell.q_switched));
}

TEST_CASE("fefet: channel noise is shot noise below threshold and thermal noise of the channel at rest") {
  auto p = cell;
  p.g_off = 0.0;
  const auto white = [&](double v_d, double v_g) {
    return Fefet::noise<double>({v_d, v_g}, all(0.0), p, around).white.drain;
  };
  CHECK(white(1.0, 0.0) == doctest::Approx(2.0 * around.elementary_charge * drain(1.0, 0.0, all(0.0), p)).epsilon(1e-3));
  const double g = drain(1e-6, 2.0, all(0.0), p) / 1e-6;
  CHECK(white(0.0, 2.0) == doctest::Approx(4.0 * around.boltzmann * around.temperature * g).epsilon(0.05));
}
