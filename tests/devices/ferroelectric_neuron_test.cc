#include <doctest/doctest.h>

#include <cmath>

#include "libmodel/devices/ferroelectric_neuron.h"
#include "tests/devices/accumulation.h"
#include "tests/devices/course.h"

using namespace hysteron;

namespace {

using M = FerroelectricNeuron;
const auto p = defaults<M::Parameters<double>>();
constexpr double supply = -4.5;  // V

Accumulated at(double amplitude, double width) {
  return accumulated<M>(amplitude, width, width, supply, defaults<M::State<double>>(), p, 400);
}

}  // namespace

TEST_CASE("ferroelectric_neuron: what counts is the time under voltage, however it is cut into pulses") {
  const double whole = 2e-7 * at(3.0, 2e-7).pulses;
  for (const double width : {5e-7, 1e-6, 2e-6}) {
    const int pulses = at(3.0, width).pulses;
    MESSAGE(pulses << " pulses of " << width << " s fire it");
    CHECK(pulses > 5);
    CHECK(std::abs(pulses * width - whole) <= width + 2e-7);  // whole pulses
  }
}

TEST_CASE("ferroelectric_neuron: the pulses it takes follow Merz' law") {
  const auto magnitude = [](double v) { return std::hypot(v, p.device.v_rest); };
  const auto law = [&](double v) { return std::exp(std::pow(p.device.v_a / magnitude(v), p.device.alpha)); };
  const int low = at(3.0, 1e-7).pulses, high = at(3.3, 1e-7).pulses;
  MESSAGE(low << " pulses of 3.0 V, " << high << " of 3.3 V");
  CHECK(double(low) / high == doctest::Approx(law(3.0) / law(3.3)).epsilon(0.05));
}

TEST_CASE("ferroelectric_neuron: pulses that do not fire it leave no trace in the current, the last ones fire: all or nothing") {
  const auto found = at(3.0, 2e-7);
  REQUIRE(found.pulses > 10);
  REQUIRE(found.membrane.size() + 1 >= std::size_t(found.pulses));
  for (int k = 0; k < found.pulses / 2; ++k) CHECK(found.membrane[k] < 0.01 * p.v_read);
}

TEST_CASE("ferroelectric_neuron: it fires, is turned back, and begins again") {
  const auto spikes = spikes_of(course<M>({3.0, supply}, p, 3e-4, 60000));
  REQUIRE(spikes.size() > 5);
  CHECK(metrics::spike_train({spikes.data() + 2, spikes.size() - 2}).jitter < 0.01);
}
