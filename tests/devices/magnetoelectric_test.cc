#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "libmodel/devices/magnetoelectric.h"
#include "tests/devices/course.h"
#include "tests/devices/published.h"

using namespace hysteron;

namespace {

using M = Magnetoelectric;
using Cell = M::Parameters<double>;
const auto p = defaults<Cell>();

// The membrane follows the input, and is not reset.
Cell held() {
  Cell cell = p;
  cell.r_in = 1e2;
  cell.r_reset = 1e12;
  return cell;
}

// The field over the anisotropy field at which a slow ramp of the membrane turns the magnet.
double turning_field(double h_x) {
  Cell cell = held();
  cell.h_x = h_x;
  cell.alpha = 0.5;
  constexpr double end = 1e-6;
  std::vector<double> times;
  for (int k = 0; k <= 4000; ++k) times.push_back(end * k / 4000.0);
  const Ramps ramp{{0.0, end}, {0.0, 1.1 * cell.v_k}}, rest{{0.0}, {0.0}};
  for (const auto& at : transient<M>({ramp, rest}, defaults<M::State<double>>(), cell, defaults<Surroundings<double>>(), times)) {
    if (at.state.m_z < -0.1) return 1.1 * at.time / end;
  }
  return 2.0;
}

}  // namespace

TEST_CASE("magnetoelectric: without warmth the magnet turns on Stoner's and Wohlfarth's astroid") {
  for (const double h_x : {0.05, 0.1, 0.3, 0.6}) {
    CAPTURE(h_x);
    CHECK(turning_field(h_x) == doctest::Approx(std::pow(1.0 - std::cbrt(h_x * h_x), 1.5)).epsilon(0.02));
  }
  const double h = std::sqrt(0.125), at_45_degrees = std::hypot(h, turning_field(h));
  check_figure(published_figures("magnetoelectric"), "least field that turns it", at_45_degrees);
}

TEST_CASE("magnetoelectric: the oxide integrates its input and leaks with one time constant") {
  Cell cell = p;
  cell.v_k = 10.0;  // no drive turns the magnet
  const double r = 1.0 / (1.0 / cell.r_in + 1.0 / cell.r_leak), drive = 0.5;
  const auto c = course<M>({drive, -0.5}, cell, 5.0 * r * cell.c_me, 100);
  for (std::size_t k = 0; k < c.time.size(); k += 10) {
    const double closed = drive * r / cell.r_in * (1.0 - std::exp(-c.time[k] / (r * cell.c_me)));
    CHECK(c.membrane[k] == doctest::Approx(closed).epsilon(1e-4));
  }
}

TEST_CASE("magnetoelectric: fires and is reset again and again beyond its threshold, and not below") {
  const double threshold = p.v_k * std::pow(1.0 - std::cbrt(p.h_x * p.h_x), 1.5) * (1.0 + p.r_in / p.r_leak);
  CHECK(spikes_of(course<M>({0.95 * threshold, -0.5}, p, 2e-7, 5000)).empty());
  const auto c = course<M>({1.3 * threshold, -0.5}, p, 2e-7, 20000);
  const auto spikes = spikes_of(c);
  REQUIRE(spikes.size() > 10);
  const auto train = metrics::spike_train({spikes.data() + 2, spikes.size() - 2});
  MESSAGE("threshold " << threshold << " V; at " << 1.3 * threshold << " V " << train.rate << " spikes a second");
  CHECK(train.jitter < 0.02);
}

TEST_CASE("magnetoelectric: cells drawn from the whole declared range run on, or say where they stopped") {
  runs_on<M>([](const Cell& cell) { return 2.0 * std::numbers::pi / cell.omega; });
}
