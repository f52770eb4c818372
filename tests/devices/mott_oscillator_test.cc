#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "libmodel/devices/mott_oscillator.h"
#include "tests/devices/course.h"

using namespace hysteron;

namespace {

using M = MottOscillator;
using Cell = M::Parameters<double>;
const auto p = defaults<Cell>();

}  // namespace

TEST_CASE("mott oscillator: its period is Pearson and Anson's where the switch is sharp and fast") {
  Cell cell = p;
  cell.device.e_a = 0.0;  // the insulator keeps its resistance
  cell.device.w = 1.0;
  cell.device.h = 20.0;
  cell.c_p = 2e-11;
  const double drive = 2.4, r_off = cell.device.r_i + cell.device.r_s, r_on = cell.device.r_m + cell.device.r_s;
  const Course c = course<M>({drive}, cell, 2e-5, 40000);
  const auto spikes = spikes_of(c);
  REQUIRE(spikes.size() > 4);
  const auto [v_hold, v_th] = extremes(c);
  // From a to b through the load against a resistor: the exponential approach to the divided drive.
  const auto approach = [&](double r, double a, double b) {
    const double rest = drive * r / (r + cell.r_l);
    return cell.r_l * r / (cell.r_l + r) * cell.c_p * std::log((rest - a) / (rest - b));
  };
  const double period = approach(r_off, v_hold, v_th) + approach(r_on, v_th, v_hold);
  const double found = metrics::spike_train(spikes).interval;
  MESSAGE("period " << found << " s, in closed form " << period << " s");
  CHECK(found == doctest::Approx(period).epsilon(0.01));
}

TEST_CASE("mott oscillator: fires only where the load line passes both branches") {
  CHECK(spikes_of(course<M>({1.5}, p, 2e-7, 8000)).empty());
  CHECK(spikes_of(course<M>({2.4}, p, 2e-8, 8000)).size() > 10);
  Cell stiff = p;
  stiff.r_l = 3e3;  // holds the metal for good
  CHECK(spikes_of(course<M>({2.4}, stiff, 2e-8, 8000)).empty());
}

TEST_CASE("mott oscillator: a film of 15 nm fires beyond 1 MHz below 1.5 V at less than 25 fJ a spike, load and all") {
  Cell cell = p;
  cell.device.r_th = 8e6;
  cell.device.c_th = 1e-17;
  cell.r_l = 4e4;
  cell.c_p = 1e-14;
  const Course c = course<M>({1.2}, cell, 2e-8, 40000);
  const auto spikes = spikes_of(c);
  REQUIRE(spikes.size() > 10);
  CHECK(metrics::spike_train(spikes).rate > 1e6);
  CHECK(metrics::energy_per_spike(c.time, c.power, spikes) < 25e-15);
  std::vector<double> total;
  for (std::size_t k = 0; k < c.time.size(); ++k) total.push_back(1.2 * c.current[k]);
  CHECK(metrics::energy_per_spike(c.time, total, spikes) < 25e-15);
}

TEST_CASE("mott oscillator: cells drawn from the whole declared range run on, or say where they stopped") {
  const double highest = runs_on<M>([](const Cell& cell) { return cell.r_l * cell.c_p + cell.device.r_th * cell.device.c_th + cell.device.tau; });
  CHECK(highest <= 1.0 + 1e-6);  // no battery
}
