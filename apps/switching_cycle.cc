#include "apps/switching_cycle.h"

#include "apps/report/plot.h"
#include "libmodel/catalogue/native.h"

namespace hysteron::apps {
namespace {

// Rows in time; each port's voltage and current, displacement included, at each.
struct SwitchingCycle {
  std::vector<double> time;                           // s
  std::vector<std::vector<double>> voltage, current;  // [port][row], V, A
};

// Of a port at a share of the period.
double voltage_at(double share, double up, double down) {
  if (up == down) return up;
  if (share < 0.25) return 4.0 * share * up;
  return share < 0.75 ? up + 2.0 * (share - 0.25) * (down - up) : 4.0 * (1.0 - share) * down;
}

// The cycle that a model declares, from its default state at its default parameters. Ends early where
// the integrator gave up.
SwitchingCycle cycle_of(const spice::Circuit& circuit) {
  constexpr int rows = 2000;
  Experiment experiment;
  for (const auto& port : circuit.ports) {
    experiment.ports.emplace_back();
    for (const double share : {0.0, 0.25, 0.75, 1.0}) {
      experiment.ports.back().time.push_back(share * circuit.period);
      experiment.ports.back().voltage.push_back(voltage_at(share, port.up, port.down));
    }
  }
  for (const auto& state : circuit.states) experiment.start.push_back(state.field.value);
  std::vector<double> times;
  for (int i = 0; i <= rows; ++i) times.push_back(circuit.period * i / rows);
  SwitchingCycle out;
  out.voltage.resize(circuit.ports.size());
  out.current.resize(circuit.ports.size());
  for (const auto& row : native(circuit.name).follow(experiment, times)) {
    out.time.push_back(row[0]);
    for (std::size_t k = 0; k < circuit.ports.size(); ++k) {
      out.voltage[k].push_back(voltage_at(row[0] / circuit.period, circuit.ports[k].up, circuit.ports[k].down));
      out.current[k].push_back(row[1 + k]);
    }
  }
  return out;
}

}  // namespace

std::string drawn_cycle(const spice::Circuit& circuit) {
  std::size_t written = 0, read = 0;
  for (std::size_t k = 0; k < circuit.ports.size(); ++k) {
    (circuit.ports[k].up == circuit.ports[k].down ? read : written) = k;
  }
  if (circuit.ports.size() == 1) read = written;
  const SwitchingCycle cycle = cycle_of(circuit);
  const auto& v = circuit.ports[written].voltage;
  return report::plot({.title = circuit.title.substr(0, circuit.title.find(": ")),
                       .x = v.name + ", " + v.meaning + " [V]",
                       .y = "current into " + circuit.ports[read].plus + " [A]"},
                      {{.title = "",
                        .x = cycle.voltage[written],
                        .y = cycle.current[read],
                        .style = report::Series::line}});
}

}  // namespace hysteron::apps
