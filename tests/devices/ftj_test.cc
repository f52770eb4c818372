#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "libmodel/devices/ftj.h"
#include "tests/devices/published.h"
#include "tests/sample.h"

using namespace hysteron;

namespace {

using State = Ftj::State<double>;
using Parameters = Ftj::Parameters<double>;

const auto around = defaults<Surroundings<double>>();
const auto junction = defaults<Parameters>();

State all(double p) {
  State s{};
  s.p.fill(p);
  return s;
}

void hold(State& s, double v, double dt, const Parameters& p = junction) {
  const auto now = Ftj::prepare<double>(v, p, around).now;
  for (int i = 0; i < 8; ++i) s.p[i] = now.direction - (now.direction - s.p[i]) * std::exp(-now.rate[i] * dt);
}

double current(double v, const State& s, const Parameters& p = junction) {
  return respond<Ftj, double>(v, s, p, around).current.v;
}

// The time after which half the domains have turned.
double half_time(double v) {
  double t = 1e-12;
  for (; t < 1e3; t *= 1.02) {
    State s = all(-1.0);
    hold(s, v, t);
    if (mean<8>(s.p) > 0.0) break;
  }
  return t;
}

// Simmons' equation 20 for a barrier of phi [V] and exponent `decay`, up to a constant.
double simmons(double v, double phi, double decay) {
  const auto side = [&](double height) { return height * std::exp(-decay * std::sqrt(height / phi)); };
  return side(phi - 0.5 * v) - side(phi + 0.5 * v);
}

}  // namespace

TEST_CASE("ftj: published figures") {
  const auto figures = published_figures("ftj");
  check_figure(figures, "on_off", current(0.1, all(1.0)) / current(0.1, all(-1.0)));
  check_figure(figures, "write_time", half_time(4.0));

  // decay is (2 thickness / hbar) sqrt(2 mass phi): the default's, for 2 nm
  const double electron_mass = 9.1093837015e-31, hbar = 1.054571817e-34;
  const double per_nm = 2e-9 / hbar * std::sqrt(2.0 * electron_mass * around.elementary_charge);
  check_figure(figures, "decay_per_nm", per_nm);
  CHECK(junction.decay == doctest::Approx(2.0 * per_nm * std::sqrt(junction.phi_on)).epsilon(0.01));

  auto p = junction;
  p.phi_on = 3.0;
  p.decay = 2.0 * per_nm * std::sqrt(p.phi_on);
  const double ratio = current(1.5, all(1.0), p) / current(0.1, all(1.0), p);
  check_figure(figures, "simmons_1v5_over_0v1", ratio / (simmons(1.5, 3.0, p.decay) / simmons(0.1, 3.0, p.decay)));

  const double steep = std::log(half_time(2.0) / half_time(3.0)) / (1.0 / 2.0 - 1.0 / 3.0);
  const double gentle = std::log(half_time(3.0) / half_time(4.5)) / (1.0 / 3.0 - 1.0 / 4.5);
  check_figure(figures, "merz_voltage_per_decade", steep / gentle);
}

TEST_CASE("ftj: g_on is the conductance at rest, and contrast sets the ratio") {
  CHECK(current(1e-6, all(1.0)) == doctest::Approx(junction.g_on * 1e-6).epsilon(1e-6));
  const double expected = std::exp(junction.decay * (std::sqrt(junction.contrast) - 1.0));
  CHECK(current(1e-6, all(1.0)) / current(1e-6, all(-1.0)) == doctest::Approx(expected).epsilon(1e-6));
}

TEST_CASE("ftj: domains conduct in parallel") {
  for (double v : {-0.5, 0.2, 1.0}) {
    CHECK(current(v, all(0.5)) == doctest::Approx(0.75 * current(v, all(1.0)) + 0.25 * current(v, all(-1.0))));
  }
}

TEST_CASE("ftj: the ratio rises with voltage, for the lower barrier gives way sooner") {
  double before = 1.0;
  for (double v : {0.05, 0.2, 0.4, 0.8}) {
    const double ratio = current(v, all(1.0)) / current(v, all(-1.0));
    CHECK(ratio > before);
    before = ratio;
  }
}

TEST_CASE("ftj: a symmetric barrier is odd, a tilted one rectifies and stays passive") {
  CHECK(current(0.7, all(0.3)) == doctest::Approx(-current(-0.7, all(0.3))));
  auto p = junction;
  p.tilt = 0.3;
  CHECK(current(0.7, all(0.3), p) > -current(-0.7, all(0.3), p));
  for (double v = -3.0; v <= 3.0; v += 0.01) CHECK(v * current(v, all(0.3), p) >= 0.0);
}

TEST_CASE("ftj: pulses switch gradually, and back") {
  State s = all(-1.0);
  double before = current(0.1, s);
  const double erased = before;
  for (int k = 0; k < 10; ++k) {
    hold(s, 2.0, 3e-8);
    CHECK(current(0.1, s) > before);
    before = current(0.1, s);
  }
  CHECK(before > 3.0 * erased);
  for (int k = 0; k < 60; ++k) hold(s, -4.0, 1e-6);
  CHECK(current(0.1, s) < 0.1 * before);
}

TEST_CASE("ftj: reading leaves the state") {
  State s = all(-1.0);
  hold(s, 2.0, 3e-7);
  const double before = mean<8>(s.p);
  hold(s, 0.1, 1.0);
  CHECK(mean<8>(s.p) == doctest::Approx(before).epsilon(1e-2));
}

TEST_CASE("ftj: far from rest the noise is shot noise, at rest thermal") {
  const auto white = [](double v) { return Ftj::noise<double>(v, all(1.0), junction, around).white.v; };
  CHECK(white(0.0) == doctest::Approx(4.0 * around.boltzmann * around.temperature * junction.g_on));
  CHECK(white(1.0) == doctest::Approx(2.0 * around.elementary_charge * current(1.0, all(1.0))).epsilon(0.02));
}
