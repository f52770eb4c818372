// A circuit that oscillates by itself: its period and energy in ngspice are those of the native model.

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "libmodel/catalogue/native.h"
#include "libmodel/metrics/neuron.h"
#include "tests/simulator/netlist.h"

using namespace hysteron;

namespace {

constexpr double drive = 2.4, end = 2e-8;  // V, s

struct Oscillation {
  double period, energy;  // s, J a spike behind the load
};

// Of columns: time, current, membrane; the first half is left out.
Oscillation oscillation(const std::vector<std::vector<double>>& rows, double sign) {
  std::vector<double> time, membrane, power;
  for (const auto& row : rows) {
    if (row[0] < 0.5 * end || (!time.empty() && row[0] <= time.back())) continue;
    time.push_back(row[0]);
    membrane.push_back(row[2]);
    power.push_back(sign * row[1] * row[2]);
  }
  const auto spikes = metrics::spike_times(time, membrane, 0.8, 0.5);
  REQUIRE(spikes.size() > 5);
  return {metrics::spike_train(spikes).interval, metrics::energy_per_spike(time, power, spikes)};
}

}  // namespace

TEST_CASE("the oscillator fires in ngspice as natively, as sub-circuit") {
  const auto circuit = spice::circuit("mott_oscillator");
  std::vector<double> times;
  for (int k = 0; k <= 40000; ++k) times.push_back(end * k / 40000.0);
  const auto own = oscillation(native("mott_oscillator").follow({.ports = {{{0.0}, {drive}}}, .start = {0.0, 0.0, 0.0}}, times), 1.0);
  std::string output;
  const auto rows = Netlist(circuit, Form::subcircuit).run({.sources = {"DC 2.4"}, .analysis = "tran 1e-12 2e-8 0 2e-12 uic"}, 60.0, output);
  REQUIRE_MESSAGE(!rows.empty(), output);
  const auto theirs = oscillation(rows, -1.0);
  MESSAGE("period " << own.period << " s, in ngspice " << theirs.period / own.period - 1.0 << " off; energy " << own.energy
                    << " J, " << theirs.energy / own.energy - 1.0 << " off");
  CHECK(std::abs(theirs.period / own.period - 1.0) <= 5e-3);
  CHECK(std::abs(theirs.energy / own.energy - 1.0) <= 1e-2);
}
