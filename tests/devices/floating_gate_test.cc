#include <doctest/doctest.h>

#include <cmath>

#include "libmodel/devices/floating_gate.h"
#include "tests/devices/stiff.h"

using namespace hysteron;

namespace {

using M = FloatingGate;
using State = M::State<double>;
using Parameters = M::Parameters<double>;

const auto p = defaults<Parameters>();
const auto around = defaults<Surroundings<double>>();

State of_shift(double volts) { return {0.5 + volts / p.window, 0.0}; }
double shift(const State& s) { return p.window * (s.x - 0.5); }

double drain(double v_d, double v_g, const State& s, const Parameters& with = p) {
  return respond<M, double>({v_d, v_g}, s, with, around).current.drain;
}

State held(const PortsOf<M>& v, const State& from, double dt) {
  return stiff_transient<M>([&](double) { return v; }, from, p, around, dt);
}

// The gate voltage of 100 nA at 50 mV.
double threshold(const State& s) {
  double low = -10.0, high = 20.0;
  for (int k = 0; k < 60; ++k) (drain(0.05, 0.5 * (low + high), s) < 1e-7 ? low : high) = 0.5 * (low + high);
  return low;
}

}  // namespace

TEST_CASE("floating gate: what is stored moves the threshold by its share of the window") {
  CHECK(threshold(of_shift(2.0)) - threshold(of_shift(-2.0)) == doctest::Approx(4.0).epsilon(1e-9));
}

// 1 / v grows by the tunnelling current: exp(b / v) = exp(b / v_0) + b C t, with dv/dt = -C v^2 exp(-b / v).
TEST_CASE("floating gate: under a constant gate voltage the oxide's voltage falls as Fowler and Nordheim's law says") {
  const double v_g = 16.0;
  const State start = of_shift(-2.0);
  const double v_0 = p.coupling * (v_g + 2.0), c = p.coupling * p.window * p.k_up / (p.v_up * p.v_up) * std::exp(p.b_up / p.v_up);
  for (const double t : {1e-6, 1e-5, 1e-4, 1e-3}) {
    const double v_ox = p.b_up / std::log(std::exp(p.b_up / v_0) + p.b_up * c * t);
    // 2 %: the sign is rounded over v_r, b (v_r / 2 v)^2 / v = 0.2 % of the rate, and room() takes a few per cent of it
    CHECK(shift(held({0.0, v_g}, start, t)) + 2.0 == doctest::Approx((v_0 - v_ox) / p.coupling).epsilon(0.02));
  }
}

TEST_CASE("floating gate: a staircase of gate pulses moves the threshold by its step") {
  State s = of_shift(-2.0);
  for (double v_g = 14.0; v_g < 16.0; v_g += 0.5) s = held({0.0, v_g}, s, 2e-5);
  for (double v_g = 16.0; v_g < 18.5; v_g += 0.5) {
    const double before = shift(s);
    s = held({0.0, v_g}, s, 2e-5);
    CHECK(shift(s) - before == doctest::Approx(0.5).epsilon(0.03));
  }
}

TEST_CASE("floating gate: erasing mirrors programming where the two oxides' directions are alike") {
  State up = of_shift(-2.0), down = of_shift(2.0);
  for (int k = 0; k < 5; ++k) {
    up = held({0.0, 15.0}, {up.x, 0.0}, 1e-5);
    down = held({0.0, -15.0}, {down.x, 0.0}, 1e-5);
    CHECK(up.x - 0.5 == doctest::Approx(0.5 - down.x).epsilon(1e-3));
  }
}

TEST_CASE("floating gate: hot carriers program at gate voltages that tunnel nothing, and only with the channel on") {
  const State erased = of_shift(-2.0);
  const double tunnelled = shift(held({0.0, 8.0}, erased, 1e-5)) + 2.0;
  const double hot = shift(held({5.0, 8.0}, erased, 1e-5)) + 2.0;
  const double off = shift(held({5.0, -5.0}, erased, 1e-5)) + 2.0;
  CHECK(hot > 1.0);
  CHECK(tunnelled < 1e-2 * hot);
  CHECK(off < 1e-2 * hot);
  CHECK(shift(held({3.0, 8.0}, erased, 1e-5)) + 2.0 < 0.05 * hot);  // e^-8 of the lucky electrons
}

TEST_CASE("floating gate: the gate's lead takes the image of what is stored") {
  const auto charge = [](double x) { return respond<M, double>({0.0, 3.0}, {x, 0.0}, p, around).charge.gate; };
  CHECK(charge(1.0) - charge(0.0) == doctest::Approx(p.coupling * p.c_g * p.window));
  CHECK(charge(0.5) == doctest::Approx(p.c_g * (1.0 - p.coupling) * 3.0));
}

TEST_CASE("floating gate: electrons that come one by one spread the threshold by q / c_g each") {
  const State s = of_shift(0.0);
  const auto rate = respond<M, double>({0.0, 16.0}, s, p, around).rate;
  const auto noise = M::noise<double>({0.0, 16.0}, s, p, around);
  const double volts_each = around.elementary_charge / p.c_g;
  // far from erasing every electron is one that came: variance [V^2/s] = shift [V/s] times the shift of one
  CHECK(noise.diffusion.x * p.window * p.window == doctest::Approx(rate.x * p.window * volts_each).epsilon(1e-6));
}

TEST_CASE("floating gate: stored charge is lost by Arrhenius' law") {
  auto hot = around;
  hot.temperature = 523.15;
  const double k = p.k_loss * std::exp(p.e_a / hot.boltzmann * (1.0 / p.t_ref - 1.0 / hot.temperature));
  const double day = 86400.0;
  const State baked = stiff_transient<M>([](double) { return PortsOf<M>{0.0, 0.0}; }, {0.6, 0.0}, p, hot, day);
  // at 0.8 V of shift half a volt is over the oxide, which tunnels nothing
  CHECK(baked.x - p.x_loss == doctest::Approx(0.1 * std::exp(-k * day)).epsilon(1e-3));
  CHECK(k * day > 0.1);
}

TEST_CASE("floating gate: below threshold the current falls by a decade each slope k T / q ln 10") {
  auto tight = p;
  tight.g_off = 0.0;
  const State s = of_shift(0.0);
  const double step = p.slope * thermal_voltage(around) * std::log(10.0);
  CHECK(drain(1.0, p.v_t - 0.8 - step, s, tight) == doctest::Approx(drain(1.0, p.v_t - 0.8, s, tight) / 10.0).epsilon(1e-3));
}

TEST_CASE("floating gate: a year of reads at 3 V leaves the state") {
  const State s = of_shift(1.0);
  CHECK(shift(held({0.1, 3.0}, s, 3e7)) == doctest::Approx(1.0).epsilon(0.02));
}
