#include <doctest/doctest.h>

#include <cmath>

#include "libmodel/devices/phase_change_neuron.h"
#include "tests/devices/accumulation.h"
#include "tests/devices/course.h"

using namespace hysteron;

namespace {

using M = PhaseChangeNeuron;
const auto p = defaults<M::Parameters<double>>();
constexpr double melting = 2.0;  // V

// Just reset: a dome that is glass but for 5 %.
M::State<double> quenched() {
  return {.v_m = 0.05 * p.v_read, .w = 0.0, .device = {.a = 0.95, .z = 0.0, .rise = 0.0}};
}

Accumulated at(double amplitude, double width) { return accumulated<M>(amplitude, width, 1e-7, melting, quenched(), p, 100); }

}  // namespace

TEST_CASE("phase_change_neuron: pulses of nanoseconds add up, fewer of them the higher and the longer they are") {
  const int pulses = at(1.7, 1e-8).pulses, higher = at(1.75, 1e-8).pulses, longer = at(1.7, 2e-8).pulses;
  MESSAGE(pulses << " pulses of 1.7 V, 10 ns fire it; of 1.75 V " << higher << ", of 20 ns " << longer);
  CHECK(pulses > 5);
  CHECK((higher > 1 && higher < pulses));
  CHECK((longer > 1 && longer < pulses));
  CHECK(at(0.9, 2e-8).pulses == 0);  // too cold to grow
}

TEST_CASE("phase_change_neuron: what a pulse has grown stays until the next") {
  const auto rows = accumulated<M>(1.6, 2e-8, 1e-7, melting, quenched(), p, 3).membrane;
  const auto rare = accumulated<M>(1.6, 2e-8, 1e-4, melting, quenched(), p, 3).membrane;
  REQUIRE(rows.size() == 3);
  REQUIRE(rare.size() == 3);
  for (std::size_t k = 0; k < 3; ++k) {
    if (k > 0) CHECK(rows[k] > rows[k - 1] + 0.02);
    CHECK(rare[k] == doctest::Approx(rows[k]).epsilon(0.1));  // but for the drift of the glass
  }
}

TEST_CASE("phase_change_neuron: it fires, is melted, and begins again") {
  const auto c = course<M>({1.6, melting}, p, 2e-6, 20000);
  const auto spikes = spikes_of(c);
  REQUIRE(spikes.size() > 5);
  const auto [low, high] = extremes(c);
  CHECK(high == doctest::Approx(p.v_th).epsilon(0.1));
  CHECK(low < p.v_low);
  CHECK(metrics::spike_train({spikes.data() + 2, spikes.size() - 2}).jitter < 0.05);
}
