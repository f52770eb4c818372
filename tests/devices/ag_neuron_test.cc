#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "libmodel/devices/ag_neuron.h"
#include "tests/devices/course.h"

using namespace hysteron;

namespace {

using M = AgNeuron;
using Cell = M::Parameters<double>;
const auto p = defaults<Cell>();
const auto around = defaults<Surroundings<double>>();

// Of a bridge without memory: the voltage at which it rests at x.
double resting_voltage(double x, const Cell& cell) {
  double low = 0.0, high = 2.0;
  for (int k = 0; k < 60; ++k) {
    const double v = 0.5 * (low + high);
    const auto now = Diffusive::bridge(v, {x, 0.0}, cell.device, around);
    (now.growth * (1.0 - x) < now.retraction * x ? low : high) = v;
  }
  return low;
}

// Where that folds, on its way up.
double fold(const Cell& cell) {
  double x = 0.001;
  while (resting_voltage(x + 0.001, cell) > resting_voltage(x, cell)) x += 0.001;
  return resting_voltage(x, cell);
}

}  // namespace

TEST_CASE("ag_neuron: while the gap is open it integrates with the time constant of its capacitor and all resistors") {
  Cell cell = p;
  cell.device.k_grow = 1e-9;  // no bridge
  cell.r_leak = 3.0 * p.r_l;
  const double r = 1.0 / (1.0 / cell.r_l + 1.0 / cell.r_leak), drive = 0.4;
  const auto c = course<M>({drive}, cell, 5.0 * r * cell.c_p, 100);
  REQUIRE(c.whole);
  for (std::size_t k = 0; k < c.time.size(); k += 10) {
    const double closed = drive * r / cell.r_l * (1.0 - std::exp(-c.time[k] / (r * cell.c_p)));
    CHECK(c.membrane[k] == doctest::Approx(closed).epsilon(1e-4));
  }
}

TEST_CASE("ag_neuron: it fires beyond the voltage at which a bridge at rest runs away, and not below") {
  for (const double k_grow : {1.0, 10.0, 100.0}) {
    Cell cell = p;
    cell.device.k_grow = k_grow;
    cell.device.facilitation = 0.0;
    const double threshold = fold(cell) * (1.0 + cell.r_l / cell.r_leak);
    CAPTURE(threshold);
    CHECK(spikes_of(course<M>({0.98 * threshold}, cell, 1e-2, 20000)).empty());
    CHECK(spikes_of(course<M>({1.02 * threshold}, cell, 1e-2, 20000)).size() > 3);
  }
}

TEST_CASE("ag_neuron: a membrane faster than the bridge comes to rest with it half way") {
  Cell fast = p;
  fast.c_p = 0.01 * p.c_p;
  CHECK(spikes_of(course<M>({0.8}, fast, 2e-3, 20000)).empty());
  CHECK(spikes_of(course<M>({0.8}, p, 2e-3, 20000)).size() > 10);
}

TEST_CASE("ag_neuron: with silver that relaxes as fast as in diffusive it takes less than 25 fJ a spike, beyond 1 MHz below 1.5 V") {
  Cell quick = p;
  quick.device.tau_off = defaults<ParametersOf<Diffusive>>().tau_off;
  quick.device.k_grow = defaults<ParametersOf<Diffusive>>().k_grow;
  quick.c_p = 1e-13;
  const auto c = course<M>({0.8}, quick, 2e-5, 80000);
  const auto spikes = spikes_of(c);
  REQUIRE(spikes.size() > 5);
  const double energy = metrics::energy_per_spike(c.time, c.power, spikes);
  MESSAGE(metrics::spike_train(spikes).rate << " spikes a second, " << energy << " J each");
  CHECK(metrics::spike_train(spikes).rate > 1e6);
  CHECK(energy < 25e-15);
}

TEST_CASE("ag_neuron: cells drawn from the whole declared range run on, or say where they stopped") {
  const double highest = runs_on<M>([](const Cell& cell) { return cell.r_l * cell.c_p + cell.device.tau_off; });
  CHECK(highest <= 1.0 + 1e-6);  // no battery
}
