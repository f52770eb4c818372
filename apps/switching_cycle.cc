#include "apps/switching_cycle.h"

#include <stdexcept>

#include "apps/report/plot.h"
#include "libmodel/devices/all.h"
#include "libmodel/sim/transient.h"

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
template <class M>
SwitchingCycle switching_cycle() {
  constexpr int rows = 2000;
  const Cycle<port_count<M>> cycle = M::cycle;
  std::array<Ramps, port_count<M>> drive;
  for (int k = 0; k < port_count<M>; ++k) {
    for (const double share : {0.0, 0.25, 0.75, 1.0}) {
      drive[k].time.push_back(share * cycle.period);
      drive[k].voltage.push_back(voltage_at(share, cycle.up[k], cycle.down[k]));
    }
  }
  std::vector<double> times;
  for (int i = 0; i <= rows; ++i) times.push_back(cycle.period * i / rows);
  SwitchingCycle out;
  out.voltage.resize(drive.size());
  out.current.resize(drive.size());
  for (const auto& instant : transient<M>(drive, defaults<StateOf<M>>(), defaults<ParametersOf<M>>(),
                                          defaults<Surroundings<double>>(), times, 1e-8)) {
    out.time.push_back(instant.time);
    for (int k = 0; k < port_count<M>; ++k) {
      out.voltage[k].push_back(voltage_at(instant.time / cycle.period, cycle.up[k], cycle.down[k]));
      out.current[k].push_back(values(instant.current)[k]);
    }
  }
  return out;
}

SwitchingCycle cycle_of(std::string_view model) {
  SwitchingCycle (*cycle)() = nullptr;
  [&]<class... M>(std::tuple<M...>*) {
    ((M::name == model ? void(cycle = &switching_cycle<M>) : void()), ...);
  }(static_cast<AllModels*>(nullptr));
  if (!cycle) throw std::out_of_range(std::string(model));
  return cycle();
}

}  // namespace

std::string drawn_cycle(const spice::Circuit& circuit) {
  std::size_t written = 0, read = 0;
  for (std::size_t k = 0; k < circuit.ports.size(); ++k) {
    (circuit.ports[k].up == circuit.ports[k].down ? read : written) = k;
  }
  if (circuit.ports.size() == 1) read = written;
  const SwitchingCycle cycle = cycle_of(circuit.name);
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
