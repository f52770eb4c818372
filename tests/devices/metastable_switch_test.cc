#include <doctest/doctest.h>

#include <cmath>

#include "libmodel/devices/metastable_switch.h"
#include "tests/devices/published.h"
#include "tests/devices/stiff.h"
#include "tests/sample.h"

using namespace hysteron;

namespace {

using M = MetastableSwitch;
const auto p = defaults<M::Parameters<double>>();
const auto around = defaults<Surroundings<double>>();

double rate(double v, double x) { return respond<M, double>(v, {x}, p, around).rate.x; }
double current(double v, double x) { return respond<M, double>(v, {x}, p, around).current.v; }

}  // namespace

TEST_CASE("metastable switch: resistances, threshold, width and speed are those of the published sub-circuit") {
  const auto figures = published_figures("metastable_switch");
  check_figure(figures, "on resistance", 0.1 / current(0.1, 1.0));
  check_figure(figures, "off resistance", 0.1 / current(0.1, 0.0));
  double threshold = 0.0;
  while (rate(threshold, 0.0) < 0.5 * rate(3.0, 0.0)) threshold += 1e-4;
  check_figure(figures, "voltage of half the greatest on rate", threshold);
  threshold = 0.0;
  while (-rate(-threshold, 1.0) < 0.5 * -rate(-3.0, 1.0)) threshold += 1e-4;
  check_figure(figures, "voltage of half the greatest off rate", threshold);
  const double settled = time_until<M>([](const M::State<double>& s) { return s.x > 1.0 - std::exp(-1.0); }, OnePort<double>(1.0),
                                       {0.0}, p, around, 1e-2);
  check_figure(figures, "time constant at 1 V", settled);
  const double resting = rate(0.0, 0.0) / (rate(0.0, 0.0) - rate(0.0, 1.0));
  check_figure(figures, "resting share at 0 V", resting);
}

// Nugent and Molter's closed form: the mean field of independent two-state switches relaxes
// exponentially to P_on / (P_on + P_off).
TEST_CASE("metastable switch: a step relaxes exponentially to the ratio of the rates") {
  for (const double v : {-0.4, 0.0, 0.2, 0.27, 0.5}) {
    const double up = rate(v, 0.0), down = -rate(v, 1.0), t = 2.5e-4;
    const double expected = up / (up + down) + (0.3 - up / (up + down)) * std::exp(-(up + down) * t);
    const auto s = stiff_transient<M>([&](double) { return OnePort<double>(v); }, M::State<double>{0.3}, p, around, t);
    CHECK(s.x == doctest::Approx(expected).epsilon(1e-4));
  }
}

TEST_CASE("metastable switch: events have the mean of the rate and the variance of the diffusion") {
  std::mt19937 random(1);
  for (int i = 0; i < 200; ++i) {
    const auto s = draw<M>(random);
    const double step = 1.0 / s.parameters.n_switches;
    const auto noise = M::noise<double>(s.ports, s.state, s.parameters, s.around);
    const double rate = s.respond().rate.x;
    CHECK(std::abs(step * (noise.events.on - noise.events.off) - rate) <= 1e-9 * step * (noise.events.on + noise.events.off));
    CHECK(difference(step * step * (noise.events.on + noise.events.off), noise.diffusion.x) < 1e-9);
  }
}
