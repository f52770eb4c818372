#include <doctest/doctest.h>

#include <cmath>

#include "libmodel/devices/ots_neuron.h"
#include "tests/devices/course.h"

using namespace hysteron;

namespace {

using M = OtsNeuron;
using Cell = M::Parameters<double>;
const auto p = defaults<Cell>();

}  // namespace

TEST_CASE("ots_neuron: integrates with the time constant of its capacitor and all resistors while the glass is off") {
  Cell cell = p;
  cell.device.g_off = 1e-15;
  const double r = 1.0 / (1.0 / cell.r_l + 1.0 / cell.r_leak), drive = 0.8;
  const auto c = course<M>({drive}, cell, 5.0 * r * cell.c_p, 100);
  for (std::size_t k = 0; k < c.time.size(); k += 10) {
    const double closed = drive * r / cell.r_l * (1.0 - std::exp(-c.time[k] / (r * cell.c_p)));
    CHECK(c.membrane[k] == doctest::Approx(closed).epsilon(1e-3));
  }
}

TEST_CASE("ots_neuron: the leak decides from which drive on it fires") {
  Cell leaky = p;
  leaky.r_leak = 3.0 * p.r_l;  // a quarter of the drive is lost
  const double end = 100.0 * p.r_l * p.c_p;
  CHECK_FALSE(spikes_of(course<M>({1.4}, p, end, 20000)).empty());
  CHECK(spikes_of(course<M>({1.4}, leaky, end, 20000)).empty());
  CHECK_FALSE(spikes_of(course<M>({1.9}, leaky, end, 20000)).empty());
}

TEST_CASE("ots_neuron: beyond 1 MHz below 1.5 V it takes less than 25 fJ a spike") {
  const double drive = 1.4;
  const auto c = course<M>({drive}, p, 4e-7, 80000);
  const auto spikes = spikes_of(c);
  REQUIRE(spikes.size() > 5);
  CHECK(metrics::spike_train(spikes).rate > 1e6);
  CHECK(metrics::energy_per_spike(c.time, c.power, spikes) < 25e-15);
}

TEST_CASE("ots_neuron: cells drawn from the whole declared range run on, or say where they stopped") {
  const double highest = runs_on<M>([](const Cell& cell) { return cell.r_l * cell.c_p + cell.device.tau; });
  CHECK(highest <= 1.0 + 1e-6);  // no battery
}
