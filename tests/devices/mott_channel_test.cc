#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "libmodel/devices/mott_channel.h"
#include "tests/devices/published.h"
#include "tests/devices/stiff.h"

using namespace hysteron;

namespace {

using M = MottChannel;
const auto p = defaults<M::Parameters<double>>();

struct Published {
  double heating, shedding;  // 1/s; the rate of u is their difference
};

// du/dt as printed: the power less what leaves, over dH/du.
Published published(double u, double power) {
  const double l = std::log(1.0 / u), volume = std::numbers::pi * p.length * p.radius * p.radius;
  const double slope = volume * (p.c_v * p.rise_c * (1.0 - u * u - 2.0 * u * u * l) / (2.0 * u * l * l) + 2.0 * p.h_tr * u);
  return {power / slope, 2.0 * std::numbers::pi * p.length * p.kappa * p.rise_c / l / slope};
}

}  // namespace

TEST_CASE("mott_channel: between its ends the core grows as published") {
  for (const double u : {0.1, 0.2, 0.4, 0.6, 0.8}) {
    for (const double power : {0.0, 1e-5, 1e-4, 1e-3}) {
      const Published rate = published(u, power);
      CAPTURE(u);
      CHECK(std::abs(M::growth(u, power, p) - (rate.heating - rate.shedding)) <= 0.011 * (rate.heating + rate.shedding));
    }
  }
}

TEST_CASE("mott_channel: its resistance is that of core and shell side by side") {
  const double area = std::numbers::pi * p.radius * p.radius, u = 0.3;
  const double beside = u * u * area / (p.rho_m * p.length) + (1.0 - u * u) * area / (p.rho_i * p.length);
  CHECK(M::conductance(u, p) == doctest::Approx(beside).epsilon(1e-12));
}

TEST_CASE("mott_channel: the shape of the shell is regular where its two forms meet and at a full core") {
  CHECK(M::shape(0.0) == doctest::Approx(2.0).epsilon(1e-12));
  CHECK(M::shape(0.25 - 1e-12) == doctest::Approx(M::shape(0.25 + 1e-12)).epsilon(1e-11));
  CHECK(M::shape(3.0) == doctest::Approx((1.0 - 7.0 * std::exp(-6.0)) / 9.0).epsilon(1e-12));
}

TEST_CASE("mott_channel: with no core one grows under current, and none without") {
  const auto around = defaults<Surroundings<double>>();
  const auto after = [&](double v, double u, double time) {
    return stiff_transient<M>([&](double) { return OnePort<double>(v); }, {u}, p, around, time).u;
  };
  CHECK(M::growth(0.0, 0.0, p) == 0.0);
  CHECK(after(2.0, 0.0, 1e-7) > 0.5);
  CHECK(after(1.5, 0.0, 1e-7) < 0.1);  // below the threshold, but enough to hold a core that is there
  CHECK(after(1.5, 0.5, 1e-7) > 0.5);
  CHECK(after(0.0, 0.9, 1e-6) < 1e-3);
  CHECK(M::growth(1.0, 1.0, p) < 0.0);
}

TEST_CASE("mott_channel: it switches within the published energy and time") {
  const auto around = defaults<Surroundings<double>>();
  const auto figures = published_figures("mott_channel");
  const double v = 2.5;
  double energy = 0.0, last = 0.0, power = 0.0, done = 0.0;
  stiff_transient<M>([&](double) { return OnePort<double>(v); }, {0.0}, p, around, 2e-9, [&](double t, const M::State<double>& s) {
    const double now = v * v * M::conductance(s.u, p);
    if (done == 0.0) energy += 0.5 * (power + now) * (t - last);
    if (done == 0.0 && s.u > 0.5) done = t;
    last = t, power = now;
  });
  REQUIRE(done > 0.0);
  check_figure(figures, "energy of a switching event", energy);
  check_figure(figures, "time of a switching event", done);
}
