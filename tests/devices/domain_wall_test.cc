#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "libmodel/devices/domain_wall.h"
#include "tests/devices/published.h"
#include "tests/devices/stiff.h"

using namespace hysteron;

namespace {

using Parameters = DomainWall::Parameters<double>;

const auto around = defaults<Surroundings<double>>();
const auto track = defaults<Parameters>();

PortsOf<DomainWall> drive(double over, const Parameters& p) { return {over * p.i_depin * p.r_w, 0.0}; }

double pulsed(double x, double over, double width, const Parameters& p = track) {
  return stiff_transient<DomainWall>([&](double) { return drive(over, p); }, {x}, p, around, width).x;
}

// In the middle of the track [m/s].
double speed(double over, const Parameters& p) {
  return p.length * respond<DomainWall, double>(drive(over, p), {0.5}, p, around).rate.x;
}

}  // namespace

TEST_CASE("domain_wall: published figures") {
  const auto figures = published_figures("domain_wall");
  auto p = track;
  p.speed = 100.0;
  p.speed_max = 420.0;
  check_figure(figures, "speed_cobalt_rashba", speed(20.0, p));
  p.speed_max = 760.0;
  check_figure(figures, "speed_synthetic_antiferromagnet", speed(80.0, p));

  // v_D is speed_max, J_D the overdrive at which the mobility alone would give it
  p.speed_max = 1000.0;
  check_figure(figures, "speed_at_spin_hall_scale", speed(11.0, p) / p.speed_max);
  check_figure(figures, "speed_at_twice_spin_hall_scale", speed(21.0, p) / p.speed_max);

  p = track;
  p.length = 120e-9;
  p.speed = 100.0;
  p.speed_max = 1e4;
  const auto crossed = [](const auto& s) { return s.x > 0.99; };
  check_figure(figures, "track_crossing_time", time_until<DomainWall>(crossed, drive(2.0, p), {0.01}, p, around, 1e-7));
}

TEST_CASE("domain_wall: nothing moves at rest, and little below depinning") {
  CHECK(respond<DomainWall, double>({0.0, 0.5}, {0.4}, track, around).rate.x == 0.0);
  CHECK(std::abs(respond<DomainWall, double>(drive(0.7, track), {0.5}, track, around).rate.x) <
        0.02 * respond<DomainWall, double>(drive(2.0, track), {0.5}, track, around).rate.x);
}

TEST_CASE("domain_wall: equal pulses are equal steps, up and down") {
  std::vector<double> up, down;
  double x = 0.15;
  for (int k = 0; k < 20; ++k) {
    const double next = pulsed(x, 2.0, 1.75e-9);
    up.push_back(next - x);
    x = next;
  }
  CHECK(x < 0.9);
  for (int k = 0; k < 20; ++k) {
    const double next = pulsed(x, -2.0, 1.75e-9);
    down.push_back(x - next);
    x = next;
  }
  const auto [least, most] = std::minmax_element(up.begin(), up.end());
  CHECK(*least > 0.98 * *most);
  for (std::size_t k = 0; k < up.size(); ++k) CHECK(down[k] == doctest::Approx(up[k]).epsilon(0.02));
  CHECK(x == doctest::Approx(0.15).epsilon(0.02));
}

TEST_CASE("domain_wall: the ends stop the wall and let it go again") {
  CHECK(pulsed(0.5, 3.0, 1e-6) == doctest::Approx(1.0).epsilon(1e-3));
  CHECK(pulsed(1.0, -3.0, 5e-9) < 0.9);
  CHECK(pulsed(0.5, -3.0, 1e-6) < 1e-3);
}

TEST_CASE("domain_wall: the reading is linear in the place and blind to the write path") {
  const auto read = [](double x) { return respond<DomainWall, double>({0.3, 0.1}, {x}, track, around).current.read / 0.1; };
  CHECK(read(0.0) == doctest::Approx(track.g_min));
  CHECK(read(1.0) == doctest::Approx(track.g_max));
  CHECK(read(0.3) == doctest::Approx(0.7 * track.g_min + 0.3 * track.g_max));
}

TEST_CASE("domain_wall: a walk of n jumps spreads by the root of n jumps") {
  const auto v = drive(2.0, track);
  const auto noise = DomainWall::noise<double>(v, {0.5}, track, around);
  const double rate = respond<DomainWall, double>(v, {0.5}, track, around).rate.x;
  const double step = track.jump / track.length;
  CHECK(noise.diffusion.x == doctest::Approx(step * step * (rate / step)).epsilon(1e-3));
}
