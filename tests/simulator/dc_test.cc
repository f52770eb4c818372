// DC: sweeps both ways, at several temperatures, and what is refused.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "spice/deck.h"
#include "spice/equations.h"
#include "tests/simulator/agreement.h"
#include "tests/simulator/experiments.h"
#include "tests/simulator/netlist.h"

using namespace hysteron;

namespace {

// The native model at its defaults, at rest at the start of its cycle.
Point resting(const spice::Circuit& c, double temperature) {
  const Experiment e = spice::cycle(c);
  Point point{.ports = {}, .states = e.start, .parameters = e.parameters, .temperature = temperature};
  for (const auto& ramps : e.ports) point.ports.push_back(ramps.voltage.front());
  return point;
}

// The worst difference of any port's current over the sweep of port 0, of full scale; infinite where
// the simulator gave up. States are as handed over, so the sweep draws one curve both ways.
double worst_in_sweep(const spice::Circuit& c, const Netlist& netlist, bool up, double celsius, std::string& output) {
  Point point = resting(c, celsius + 273.15);
  const Field& swept = c.ports[0].voltage;
  const double step = (swept.upper - swept.lower) / 100.0;
  const double from = up ? swept.lower : swept.upper, to = up ? swept.upper : swept.lower;
  Setup setup{.sources = {}, .start = point.states, .lines = ".temp " + spice::plain(celsius) + "\n.options abstol=1e-18",
            .analysis = "dc v0 " + spice::plain(from) + " " + spice::plain(to) + " " + spice::plain(up ? step : -step)};
  for (const double v : point.ports) setup.sources.push_back(spice::plain(v));
  const spice::Table table = netlist.run(setup, 60.0, output);
  if (table.size() < 100) return std::numeric_limits<double>::infinity();
  std::vector<double> scale(c.ports.size());
  std::vector<std::vector<double>> truth;
  for (const auto& row : table) {
    point.ports[0] = row[0];
    truth.push_back(native(c.name).at(point).current);
    for (std::size_t k = 0; k < scale.size(); ++k) scale[k] = std::max(scale[k], std::abs(truth.back()[k]));
  }
  double worst = 0.0;
  for (std::size_t n = 0; n < table.size(); ++n) {
    for (std::size_t k = 0; k < scale.size(); ++k) {
      if (scale[k] > 0.0) worst = std::max(worst, std::abs(table[n][1 + k] + truth[n][k]) / scale[k]);
    }
  }
  return worst;
}

void sweeps(Form form) {
  for_each_model(form, [&](const spice::Circuit& c, const Netlist& netlist) {
    double worst = 0.0;
    std::string output;
    for (const double celsius : {-40.0, 27.0, 125.0}) {
      for (const bool up : {true, false}) worst = std::max(worst, worst_in_sweep(c, netlist, up, celsius, output));
    }
    agree(c.name, name_of(form) + " dc", worst);
    CAPTURE(output);
    CHECK((worst < 1e-6) == (form == Form::osdi || !is_unsolved(c.name, "dc sweep")));
    MESSAGE(c.name << ": worst " << worst << " of full scale");
  });
}

}  // namespace

TEST_CASE("a DC sweep of a sub-circuit converges both ways onto the model's currents, from -40 to 125 degrees") {
  sweeps(Form::subcircuit);
}

TEST_CASE("a DC sweep of an OSDI model converges both ways onto the model's currents, from -40 to 125 degrees") {
  sweeps(Form::osdi);
}

TEST_CASE("two in parallel are one with m = 2") {
  for_each_model(Form::osdi, [&](const spice::Circuit& c, const Netlist& netlist) {
    const auto currents = [&](const std::string& lines) {
      const std::string v = spice::plain(0.7 * c.ports[0].up);
      Setup setup{.sources = {}, .start = {}, .lines = lines, .analysis = "dc v0 " + v + " " + v + " 1"};
      for (const auto& port : c.ports) setup.sources.push_back(spice::plain(0.7 * port.up));
      std::string output;
      const auto table = netlist.run(setup, 60.0, output);
      REQUIRE_MESSAGE(table.size() == 1, output);
      return table[0];
    };
    const std::string second = "N2" + spice::nodes_at_sources(c) + " device";
    const auto one = currents(""), two = currents(second), three = currents(second + " m=2");
    for (std::size_t k = 0; k < c.ports.size(); ++k) {
      CHECK(two[1 + k] == doctest::Approx(2.0 * one[1 + k]).epsilon(1e-9));
      CHECK(three[1 + k] == doctest::Approx(3.0 * one[1 + k]).epsilon(1e-9));
    }
  });
}

TEST_CASE("a parameter out of range stops an OSDI simulation, which names it, its value and its range") {
  if (!spice::has_osdi()) {
    MESSAGE("skipped: this ngspice loads no OSDI models");
    return;
  }
  const spice::Circuit c = spice::circuit("vteam");
  const Netlist netlist(c, Form::osdi);
  std::string output;
  CHECK(netlist.run({.sources = {"1"}, .start = {1.5}, .analysis = "op"}, 60.0, output).empty());
  CAPTURE(output);
  CHECK(output.find("x_0") != std::string::npos);
  CHECK(output.find("1.5") != std::string::npos);
  CHECK(output.find("from 0 to 1 1: initial value of x") != std::string::npos);
}
