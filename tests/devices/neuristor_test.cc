#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "libmodel/devices/neuristor.h"
#include "libmodel/metrics/neuron.h"
#include "libmodel/sim/transient.h"

using namespace hysteron;

namespace {

using M = Neuristor;
const auto p = defaults<M::Parameters<double>>();

struct Answer {
  double highest;              // V, of the output
  std::vector<double> spikes;  // s, of the output, which falls after each
};

constexpr double brief = 1e-8, long_lasting = 1e-6;                     // s, pulses
constexpr double spiking = 1.8, bursting = 1.85, self_exciting = 1.9;  // V, supplies

// Pulses at the input, at these times, after the supplies have settled for 50 ns.
Answer answer(double amplitude, const std::vector<double>& pulses, double supply, double width = brief) {
  constexpr double end = 3e-7, edge = 1e-10;
  Ramps input{{0.0}, {0.0}};
  for (const double t : pulses) {
    input.time.insert(input.time.end(), {t, t + edge, t + width, t + width + edge});
    input.voltage.insert(input.voltage.end(), {0.0, amplitude, amplitude, 0.0});
  }
  std::vector<double> times, output;
  for (int k = 0; k <= 3000; ++k) times.push_back(end * k / 3000.0);
  const Ramps n{{0.0}, {-supply}}, v{{0.0}, {supply}};
  for (const auto& at : transient<M>({input, n, v}, defaults<M::State<double>>(), p, defaults<Surroundings<double>>(), times)) {
    output.push_back(at.state.v_out);
  }
  REQUIRE(output.size() == times.size());
  return {*std::max_element(output.begin() + 500, output.end()), metrics::spike_times(times, output, 0.5, 0.4)};
}

}  // namespace

TEST_CASE("neuristor: silent below a threshold, and above it all or nothing") {
  double lowest_peak = 1.0, highest_peak = 0.0, highest_rest = 0.0;
  for (double v = 0.0; v < 0.21; v += 0.05) {
    const Answer a = answer(v, {5e-8}, spiking);
    CHECK(a.spikes.empty());
    highest_rest = std::max(highest_rest, a.highest);
  }
  for (double v = 0.25; v < 0.62; v += 0.05) {
    const Answer a = answer(v, {5e-8}, spiking);
    CHECK(a.spikes.size() == 1);
    lowest_peak = std::min(lowest_peak, a.highest);
    highest_peak = std::max(highest_peak, a.highest);
  }
  MESSAGE("rest at most " << highest_rest << " V, peaks " << lowest_peak << " to " << highest_peak << " V");
  CHECK(lowest_peak > 2.0 * highest_rest);
  CHECK(highest_peak < 1.1 * lowest_peak);  // twice the input, the same spike
}

TEST_CASE("neuristor: a pulse on the heels of another fires no second spike, and no two spikes come closer than the refractory period") {
  const auto spikes = [](double after) { return answer(0.4, {5e-8, 5e-8 + after}, spiking).spikes; };
  CHECK(spikes(1.1e-8).size() == 1);
  double closest = 1.0;
  for (double after = 1.2e-8; after < 3e-8; after += 2e-9) {
    const auto found = spikes(after);
    if (found.size() > 1) closest = std::min(closest, found[1] - found[0]);
  }
  MESSAGE("spikes are at least " << closest << " s apart");
  CHECK(closest > 1.4e-8);
  CHECK(closest < 2.5e-8);
  CHECK(spikes(3e-8).size() == 2);
}

TEST_CASE("neuristor: a lasting input is answered by a regular train") {
  const auto train = answer(0.3, {5e-8}, spiking, long_lasting).spikes;
  REQUIRE(train.size() > 10);
  const auto figures = metrics::spike_train({train.data() + 2, train.size() - 2});
  MESSAGE(figures.rate << " spikes a second, intervals spread by " << figures.jitter);
  CHECK(figures.rate > 1e6);
  CHECK(figures.jitter < 0.02);
}

TEST_CASE("neuristor: the supplies make of one brief pulse a spike, a burst that ends, or spikes without it") {
  CHECK(answer(0.3, {5e-8}, spiking).spikes.size() == 1);
  const auto burst = answer(0.3, {5e-8}, bursting).spikes;
  MESSAGE(burst.size() << " spikes in a burst");
  CHECK(burst.size() > 2);
  CHECK(burst.back() < 1.5e-7);  // the second half of the run is silent
  CHECK(answer(0.0, {}, bursting).spikes.empty());
  CHECK(answer(0.0, {}, self_exciting).spikes.size() > 10);
}
