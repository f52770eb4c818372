#include "apps/switching_cycle.h"

#include <stdexcept>

#include "apps/report/plot.h"
#include "libmodel/devices/all.h"

namespace hysteron::apps {
namespace {

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
