#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "libmodel/devices/sot_mtj.h"
#include "tests/devices/published.h"
#include "tests/sample.h"

using namespace hysteron;

namespace {

using State = SotMtj::State<double>;
using Parameters = SotMtj::Parameters<double>;

const auto around = defaults<Surroundings<double>>();
const auto cell = defaults<Parameters>();

State run(double a_w, State s, const Parameters& p, double duration, double v_r = 0.0) {
  constexpr double dt = 5e-13;
  const PortsOf<SotMtj> v{a_w * p.i_k * p.r_w, v_r};
  const auto rate = [&](const State& at) { return respond<SotMtj, double>(v, at, p, around).rate; };
  const auto moved = [](State from, double h, const State& along) {
    for (int i = 0; i < 3; ++i) values(from)[i] += h * values(along)[i];
    return from;
  };
  for (double t = 0.0; t < duration; t += dt) {
    const State a = rate(s), b = rate(moved(s, dt / 2.0, a)), c = rate(moved(s, dt / 2.0, b)), d = rate(moved(s, dt, c));
    s = moved(moved(moved(moved(s, dt / 6.0, a), dt / 3.0, b), dt / 3.0, c), dt / 6.0, d);
  }
  return s;
}

// At rest under the field alone, near m_z = sign.
State settled(double sign, const Parameters& p) { return run(0.0, {p.h_x, 0.0, sign * std::sqrt(1.0 - p.h_x * p.h_x)}, p, 2e-9); }

// Whether a pulse of the write current turns the layer over, once it has come to rest.
bool switches(double a_w, double width, const Parameters& p) {
  return run(0.0, run(a_w, settled(1.0, p), p, width), p, 5e-9).m_z < 0.0;
}

// The least torque of a slowly rising current that takes m_z below zero.
double threshold(const Parameters& p) {
  State s = settled(1.0, p);
  double a_w = 0.0;
  for (; a_w < 1.0 && s.m_z > 0.0; a_w += 0.002) s = run(a_w, s, p, 2e-10);
  return a_w;
}

Parameters with_field(double h_x, double alpha) {
  auto p = cell;
  p.h_x = h_x;
  p.alpha = alpha;
  return p;
}

// The shortest pulse of torque a_w that switches, to 10 ps.
double shortest(double a_w, const Parameters& p) {
  double width = 1e-11;
  while (width < 2e-9 && !switches(a_w, width, p)) width += 1e-11;
  return width;
}

}  // namespace

TEST_CASE("sot_mtj: published figures") {
  const auto figures = published_figures("sot_mtj");
  const auto lee = [](double b) { return std::sqrt((8.0 + 20.0 * b * b - std::pow(b, 4) - b * std::pow(8.0 + b * b, 1.5)) / 32.0); };
  check_figure(figures, "threshold_over_lee_hx_0p1", threshold(with_field(0.1, 0.2)) / lee(0.1));
  check_figure(figures, "threshold_over_lee_hx_0p2", threshold(with_field(0.2, 0.2)) / lee(0.2));
  check_figure(figures, "threshold_alpha_0p1_over_0p3", threshold(with_field(0.1, 0.1)) / threshold(with_field(0.1, 0.3)));
  check_figure(figures, "shortest_pulse_cobalt_dot", shortest(0.7, with_field(0.2, 0.3)));
  check_figure(figures, "shortest_pulse_junction", shortest(0.6, with_field(0.2, 0.3)));
}

TEST_CASE("sot_mtj: current and field of one sign end down, of opposite signs up") {
  for (double field : {-0.2, 0.2}) {
    for (double a_w : {-0.6, 0.6}) {
      const auto p = with_field(field, 0.3);
      for (double start : {-1.0, 1.0}) {
        const State end = run(0.0, run(a_w, settled(start, p), p, 2e-9), p, 5e-9);
        CHECK(end.m_z * field * a_w < 0.0);
      }
    }
  }
}

TEST_CASE("sot_mtj: without a field the pulse leaves the layer in the plane, without a side") {
  const auto p = with_field(0.0, 0.3);
  CHECK(std::abs(run(0.9, {0.0, 0.0, 1.0}, p, 5e-9).m_z) < 0.05);
}

TEST_CASE("sot_mtj: the length of m stays within 1 %") {
  State s = settled(1.0, cell);
  for (int k = 0; k < 200; ++k) {
    s = run(k % 40 < 20 ? 1.0 : -1.0, s, cell, 2e-11);
    CHECK(std::sqrt(s.m_x * s.m_x + s.m_y * s.m_y + s.m_z * s.m_z) == doctest::Approx(1.0).epsilon(0.01));
  }
}

TEST_CASE("sot_mtj: below the threshold the layer tilts and comes back") {
  CHECK_FALSE(switches(0.5 * threshold(cell), 5e-9, cell));
}

TEST_CASE("sot_mtj: the write path does not see the state, the read path does") {
  const auto current = [](double m_z) { return respond<SotMtj, double>({0.3, 0.1}, {0.0, 0.0, m_z}, cell, around).current; };
  CHECK(current(1.0).write == current(-1.0).write);
  const double bias = 1.0 + 0.01 / (cell.v_h * cell.v_h);
  CHECK(current(1.0).read / current(-1.0).read == doctest::Approx(1.0 + cell.tmr_0 / bias));
}

TEST_CASE("sot_mtj: the junction's own current helps in one direction and hinders in the other") {
  auto p = with_field(0.1, 0.2);
  p.g_p = 1e-3;
  const double below = 0.85 * threshold(with_field(0.1, 0.2));
  const auto ends_down = [&](double v_r) { return run(0.0, run(below, settled(1.0, p), p, 1e-8, v_r), p, 5e-9).m_z < 0.0; };
  CHECK_FALSE(ends_down(0.0));
  CHECK(ends_down(0.5));
  CHECK_FALSE(ends_down(-0.5));
}
