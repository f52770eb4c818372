#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "libmodel/devices/skyrmion.h"
#include "tests/devices/published.h"
#include "tests/devices/stiff.h"
#include "tests/sample.h"

using namespace hysteron;

namespace {

using Parameters = Skyrmion::Parameters<double>;

const auto around = defaults<Surroundings<double>>();
const auto device = defaults<Parameters>();

PortsOf<Skyrmion> create(double over = 2.0) { return {over * device.i_create * device.r_w, 0.0}; }
PortsOf<Skyrmion> destroy(double over = 2.0) { return {-over * device.i_destroy * device.r_w, 0.0}; }

double pulsed(double x, const PortsOf<Skyrmion>& v, double width) {
  return stiff_transient<Skyrmion>([&](double) { return v; }, {x}, device, around, width).x;
}

double resistance(double x) { return 0.1 / respond<Skyrmion, double>({0.0, 0.1}, {x}, device, around).current.read; }

struct Count {
  double mean, variance;
};

// Whole skyrmions, event by event, on a device that starts empty; 4000 devices of seed 5.
Count follow(const PortsOf<Skyrmion>& v, double duration) {
  std::mt19937_64 random(5);
  std::exponential_distribution<> wait(1.0);
  std::uniform_real_distribution<> share(0.0, 1.0);
  double sum = 0.0, squares = 0.0;
  constexpr int devices = 4000;
  for (int k = 0; k < devices; ++k) {
    double n = 0.0, t = 0.0;
    for (;;) {
      const auto events = Skyrmion::noise<double>(v, {n / device.n_max}, device, around).events;
      const double all = events.created + events.destroyed;
      t += wait(random) / all;
      if (t > duration) break;
      n += share(random) * all < events.created ? 1.0 : -1.0;
    }
    sum += n;
    squares += n * n;
  }
  const double mean = sum / devices;
  return {mean, squares / devices - mean * mean};
}

}  // namespace

TEST_CASE("skyrmion: published figures") {
  const auto figures = published_figures("skyrmion");
  std::vector<double> steps;
  for (int n = 0; n < 50; ++n) steps.push_back(resistance((n + 1) / device.n_max) - resistance(n / device.n_max));
  const auto [least, most] = std::minmax_element(steps.begin(), steps.end());
  check_figure(figures, "step_of_each_skyrmion_relative_spread", (*most - *least) / device.dr);
  check_figure(figures, "resistance_with_ten", resistance(10.0 / device.n_max) / resistance(0.0));

  const double rate = Skyrmion::prepare<double>(create(), device, around).creation / device.n_max;
  const Count few = follow(create(), 0.04 / rate), half = follow(create(), std::log(2.0) / rate);
  check_figure(figures, "variance_over_mean_low_filling", few.variance / few.mean);
  check_figure(figures, "variance_over_mean_half_filling", half.variance / half.mean);

  const double annihilation = Skyrmion::prepare<double>(destroy(), device, around).annihilation;
  check_figure(figures, "depression_halves_as_exponential", pulsed(0.4, destroy(), 1.0 / annihilation) / (0.4 * std::exp(-1.0)));
}

TEST_CASE("skyrmion: events average to the equation") {
  const double rate = Skyrmion::prepare<double>(create(), device, around).creation / device.n_max;
  const Count count = follow(create(), 0.5 / rate);
  const double expected = device.n_max * pulsed(0.0, create(), 0.5 / rate);
  CHECK(std::abs(count.mean - expected) < 4.0 * std::sqrt(count.variance / 4000.0));
}

TEST_CASE("skyrmion: diffusion is the variance of the events") {
  std::mt19937 random(2);
  for (int k = 0; k < 200; ++k) {
    const auto s = draw<Skyrmion>(random);
    const auto noise = Skyrmion::noise<double>(s.ports, s.state, s.parameters, s.around);
    const double n = s.parameters.n_max;
    CHECK(noise.diffusion.x == doctest::Approx((noise.events.created + noise.events.destroyed) / (n * n)).epsilon(1e-9));
  }
}

TEST_CASE("skyrmion: a train of pulses potentiates towards the places there are, and back") {
  double x = 0.0, before = 1.0;
  for (int k = 0; k < 40; ++k) {
    const double next = pulsed(x, create(), 1e-8);
    CHECK(next - x < before);
    before = next - x;
    x = next;
  }
  CHECK(x > 0.5);
  for (int k = 0; k < 40; ++k) x = pulsed(x, destroy(), 1e-8);
  CHECK(x < 0.25);
}

TEST_CASE("skyrmion: without current the number stays, unless it decays") {
  CHECK(respond<Skyrmion, double>({0.0, 1.0}, {0.5}, device, around).rate.x == 0.0);
  auto p = device;
  p.k_decay = 10.0;
  CHECK(respond<Skyrmion, double>({0.0, 1.0}, {0.5}, p, around).rate.x == doctest::Approx(-5.0));
}

TEST_CASE("skyrmion: below the threshold currents nearly nothing happens") {
  CHECK(std::abs(respond<Skyrmion, double>(create(0.7), {0.5}, device, around).rate.x) <
        0.02 * respond<Skyrmion, double>(create(), {0.5}, device, around).rate.x);
}
