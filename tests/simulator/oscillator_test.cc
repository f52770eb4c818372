// Circuits that oscillate by themselves: their period and energy in ngspice are those of the native model.

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "libmodel/catalogue/native.h"
#include "libmodel/metrics/neuron.h"
#include "spice/deck.h"
#include "spice/equations.h"
#include "tests/simulator/netlist.h"

using namespace hysteron;

namespace {

struct Cell {
  std::string model;
  std::vector<double> drive;  // V, of each port
  double end;                 // s
  std::size_t signal;         // the state that spikes; state 0 is the membrane
  double arm, fire;           // V
};
const std::vector<Cell> cells = {{"mott_oscillator", {2.4}, 2e-8, 0, 0.8, 0.5},
                                 {"ots_neuron", {1.4}, 2e-7, 0, 0.8, 0.5},
                                 {"neuristor", {0.3, -1.8, 1.8}, 2e-7, 1, 0.5, 0.4}};

struct Oscillation {
  double period, energy;  // s, J a spike behind the load of the first port
};

// Of columns: time, a current for each port, states; the first half is left out.
Oscillation oscillation(const Cell& cell, const std::vector<std::vector<double>>& rows, double sign) {
  const std::size_t ports = cell.drive.size();
  std::vector<double> time, signal, power;
  for (const auto& row : rows) {
    if (row[0] < 0.5 * cell.end || (!time.empty() && row[0] <= time.back())) continue;
    time.push_back(row[0]);
    signal.push_back(row[1 + ports + cell.signal]);
    power.push_back(sign * row[1] * row[1 + ports]);
    for (std::size_t k = 1; k < ports; ++k) power.back() += sign * row[1 + k] * cell.drive[k];
  }
  const auto spikes = metrics::spike_times(time, signal, cell.arm, cell.fire);
  REQUIRE(spikes.size() > 4);
  return {metrics::spike_train(spikes).interval, metrics::energy_per_spike(time, power, spikes)};
}

}  // namespace

TEST_CASE("the cells fire in ngspice as natively, as sub-circuit") {
  for (const Cell& cell : cells) {
    const auto circuit = spice::circuit(cell.model);
    constexpr int instants = 40000;
    std::vector<double> times;
    for (int k = 0; k <= instants; ++k) times.push_back(cell.end * k / instants);
    Experiment experiment = spice::undriven(circuit);
    Setup setup{.sources = {}, .analysis = "tran " + spice::plain(cell.end / 20000) + " " + spice::plain(cell.end) + " 0 " + spice::plain(cell.end / 10000) + " uic"};
    for (std::size_t k = 0; k < cell.drive.size(); ++k) {
      experiment.ports[k] = {{0.0}, {cell.drive[k]}};
      setup.sources.push_back("DC " + spice::plain(cell.drive[k]));
    }
    const auto own = oscillation(cell, native(cell.model).follow(experiment, times), 1.0);
    std::string output;
    const auto rows = Netlist(circuit, Form::subcircuit).run(setup, 120.0, output);
    REQUIRE_MESSAGE(!rows.empty(), output);
    const auto theirs = oscillation(cell, rows, -1.0);
    MESSAGE(cell.model << ": period " << own.period << " s, in ngspice " << theirs.period / own.period - 1.0 << " off; energy " << own.energy
                       << " J, " << theirs.energy / own.energy - 1.0 << " off");
    CHECK(std::abs(theirs.period / own.period - 1.0) <= 5e-3);
    CHECK(std::abs(theirs.energy / own.energy - 1.0) <= 1e-2);
  }
}
