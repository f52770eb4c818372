#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "libmodel/devices/mtj.h"
#include "tests/devices/published.h"
#include "tests/sample.h"

using namespace hysteron;

namespace {

using State = Mtj::State<double>;
using Parameters = Mtj::Parameters<double>;

const auto around = defaults<Surroundings<double>>();
const auto junction = defaults<Parameters>();

State tilted(double theta) { return {std::sin(theta), 0.0, std::cos(theta)}; }

double length(const State& s) { return std::sqrt(s.m_x * s.m_x + s.m_y * s.m_y + s.m_z * s.m_z); }

// Classical Runge-Kutta; visit(t, state) may end the run by returning true.
State run(double v, State s, const Parameters& p, double duration, double dt, auto&& visit) {
  const auto rate = [&](const State& at) { return respond<Mtj, double>(v, at, p, around).rate; };
  const auto moved = [](State from, double h, const State& along) {
    for (int i = 0; i < 3; ++i) values(from)[i] += h * values(along)[i];
    return from;
  };
  for (double t = 0.0; t < duration; t += dt) {
    if (visit(t, s)) return s;
    const State a = rate(s), b = rate(moved(s, dt / 2.0, a)), c = rate(moved(s, dt / 2.0, b)), d = rate(moved(s, dt, c));
    s = moved(moved(moved(moved(s, dt / 6.0, a), dt / 3.0, b), dt / 3.0, c), dt / 6.0, d);
  }
  return s;
}

State run(double v, State s, const Parameters& p, double duration) {
  return run(v, s, p, duration, 5e-13, [](double, const State&) { return false; });
}

// When m_z crosses zero; `duration` if it does not.
double flip_time(double v, double theta, const Parameters& p, double duration) {
  double found = duration;
  const bool up = std::cos(theta) > 0.0;
  run(v, tilted(theta), p, duration, 5e-13, [&](double t, const State& s) {
    if ((s.m_z > 0.0) == up) return false;
    found = t;
    return true;
  });
  return found;
}

// No bias dependence of the resistance: the torque is that of a known current.
Parameters flat() {
  auto p = junction;
  p.tmr_0 = 0.01;
  p.v_h = 10.0;
  return p;
}

double voltage(double over, const Parameters& p) { return over * p.i_c / p.g_p; }

}  // namespace

TEST_CASE("mtj: published figures") {
  const auto figures = published_figures("mtj");
  const auto resistance = [](double v, double m_z) { return v / respond<Mtj, double>(v, {0.0, 0.0, m_z}, junction, around).current.v; };
  const auto tmr = [&](double v) { return resistance(v, -1.0) / resistance(v, 1.0) - 1.0; };
  check_figure(figures, "tmr", tmr(0.001));
  check_figure(figures, "tmr_at_half_voltage", tmr(junction.v_h) / tmr(1e-6));

  // the least current at which a tilt of a degree grows
  double low = 0.5, high = 2.0;
  const auto p = flat();
  for (int k = 0; k < 14; ++k) {
    const double over = 0.5 * (low + high);
    const State after = run(voltage(over, p), tilted(0.0175), p, 3e-9);
    (std::hypot(after.m_x, after.m_y) > std::sin(0.0175) ? high : low) = over;
  }
  check_figure(figures, "critical_current", low * p.i_c);

  const double twice = flip_time(voltage(2.0, p), 0.01, p, 1e-7), thrice = flip_time(voltage(3.0, p), 0.01, p, 1e-7);
  check_figure(figures, "precession_time_exponent", std::log(twice / thrice) / std::log(2.0));
  const double degree = std::numbers::pi / 180.0;
  const double delay = flip_time(voltage(2.0, p), 0.1 * degree, p, 1e-7) - flip_time(voltage(2.0, p), degree, p, 1e-7);
  check_figure(figures, "delay_per_log_angle", delay * p.alpha * p.omega / (1.0 + p.alpha * p.alpha) / std::log(10.0));
}

TEST_CASE("mtj: the length of m stays within 1 % while it turns over") {
  double worst = 0.0;
  const State end = run(voltage(3.0, junction), tilted(0.05), junction, 2e-8, 1e-12, [&](double, const State& s) {
    worst = std::max(worst, std::abs(length(s) - 1.0));
    return false;
  });
  CHECK(end.m_z < -0.9);
  CHECK(worst < 0.01);
}

TEST_CASE("mtj: a wrong length heals without turning m") {
  for (double wrong : {0.5, 0.9, 1.1}) {
    auto p = junction;
    p.alpha = 0.001;
    const State end = run(0.0, {wrong * std::sin(0.5), 0.0, wrong * std::cos(0.5)}, p, 1e-10);
    CHECK(length(end) == doctest::Approx(1.0).epsilon(1e-3));
    CHECK(end.m_z / length(end) == doctest::Approx(std::cos(0.5)).epsilon(0.01));
  }
}

TEST_CASE("mtj: on the sphere the equation is Landau-Lifshitz-Gilbert's own") {
  // Gilbert's implicit form: dm/dt = -omega m x h + alpha m x dm/dt + omega a m x (m x z)
  std::mt19937 random(1);
  std::normal_distribution<> normal;
  auto p = junction;
  p.h_x = 0.3;
  p.h_z = -0.2;
  for (int k = 0; k < 100; ++k) {
    State s{normal(random), normal(random), normal(random)};
    const double n = length(s);
    for (double& m : values(s)) m /= n;
    const double v = 0.5 * normal(random);
    const auto r = respond<Mtj, double>(v, s, p, around);
    const Vector3<double> m{s.m_x, s.m_y, s.m_z}, rate{r.rate.m_x, r.rate.m_y, r.rate.m_z}, z{0.0, 0.0, 1.0};
    const Vector3<double> h{p.h_x, 0.0, s.m_z + p.h_z};
    const double a = p.alpha * r.current.v / p.i_c;
    const Vector3<double> gilbert =
        (-p.omega) * cross(m, h) + p.alpha * cross(m, rate) + p.omega * a * cross(m, cross(m, z));
    CHECK(gilbert.x == doctest::Approx(rate.x).epsilon(1e-9).scale(p.omega));
    CHECK(gilbert.y == doctest::Approx(rate.y).epsilon(1e-9).scale(p.omega));
    CHECK(gilbert.z == doctest::Approx(rate.z).epsilon(1e-9).scale(p.omega));
  }
}

TEST_CASE("mtj: without current energy falls, and precession is at omega cos theta") {
  auto p = junction;
  p.alpha = 0.001;
  int crossings = 0;
  double last = 1.0;
  run(0.0, tilted(0.3), p, 2e-9, 1e-12, [&](double, const State& s) {
    crossings += (s.m_y > 0.0) != (last > 0.0);
    last = s.m_y;
    return false;
  });
  CHECK(crossings == doctest::Approx(2e-9 * p.omega * std::cos(0.3) / std::numbers::pi).epsilon(0.06));
  double before = -1.0;
  run(0.0, tilted(1.0), junction, 5e-9, 1e-12, [&](double, const State& s) {
    CHECK(s.m_z >= before - 1e-9);
    before = s.m_z;
    return false;
  });
  CHECK(before > 0.99);
}

TEST_CASE("mtj: each polarity switches one way only") {
  const double v = voltage(3.0, junction), there = 0.05, back = std::numbers::pi - 0.05;
  CHECK(flip_time(v, there, junction, 2e-8) < 2e-8);
  CHECK(flip_time(-v, there, junction, 2e-8) == 2e-8);
  CHECK(flip_time(v, back, junction, 2e-8) == 2e-8);
  CHECK(flip_time(-3.0 * v, back, junction, 2e-8) < 2e-8);
}

TEST_CASE("mtj: lowering the anisotropy by voltage lowers the switching current") {
  auto p = flat();
  p.vcma = 0.3;
  CHECK(flip_time(voltage(1.05, p), 0.05, p, 5e-8) < flip_time(voltage(1.05, flat()), 0.05, flat(), 5e-8));
}

// Around the pole the thermal field must give each transverse component the variance
// k T / (2 e_b) of equipartition: growth over twice the damping rate.
TEST_CASE("mtj: diffusion and damping balance at the temperature") {
  const auto noise = Mtj::noise<double>(0.0, {0.0, 0.0, 1.0}, junction, around);
  const double damping = junction.alpha * junction.omega / (1.0 + junction.alpha * junction.alpha);
  const double kt = around.boltzmann * around.temperature;
  CHECK(noise.diffusion.m_x / (2.0 * damping) == doctest::Approx(kt / (2.0 * junction.e_b)));
  CHECK(noise.diffusion.m_z == 0.0);
}
