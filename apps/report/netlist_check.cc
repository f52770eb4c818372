#include "apps/report/netlist_check.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "libmodel/error.h"
#include "spice/ngspice.h"
#include "spice/verification.h"
#include "spice/writers.h"

namespace hysteron::report {
namespace {

constexpr int points = 600;

struct Triangle {
  double up = 0.1, down = -0.1;  // V
  double duration = 0.0;         // s
  double slope() const { return 2.0 * (up - down) / duration; }
  hysteron::Ramps ramps() const { return {.time = {0.0, up / slope(), (2.0 * up - down) / slope(), duration}, .voltage = {0.0, up, down, 0.0}}; }
  double at(double time) const {
    if (time < up / slope()) return slope() * time;
    return time < (2.0 * up - down) / slope() ? 2.0 * up - slope() * time : slope() * (time - duration);
  }
};

Triangle between_extremes(const fitters::Trace& trace) {
  Triangle t;
  for (const Pulse& p : trace.train) {
    t.up = std::max(t.up, p.voltage);
    t.down = std::min(t.down, p.voltage);
    t.duration += p.width;
  }
  return t;
}

}  // namespace

NetlistCheck check_netlist(const Fitted& fitted, const fitters::Trace& trace) {
  auto values = fitted.values();
  for (const auto& [state, start] : fitted.initial(trace)) values[state + "_0"] = start;
  const spice::Circuit circuit = spice::with_values(spice::circuit(fitted.device.name), values);
  if (circuit.ports.size() != 1) throw InputError(circuit.name + ": has more than one port, a trace drives one");

  const Triangle triangle = between_extremes(trace);
  Experiment experiment = spice::undriven(circuit);
  experiment.ports[0] = triangle.ramps();
  experiment.temperature = trace.temperature;
  NetlistCheck check;
  for (int k = 1; k <= points; ++k) {
    check.time.push_back(triangle.duration * (k - 0.5) / points);
    check.voltage.push_back(triangle.at(check.time.back()));
  }
  spice::Deck deck = spice::measuring_deck(circuit, spice::Form::subcircuit, "triangle", "a triangle", experiment, check.time);
  std::erase_if(deck.measures, [](const spice::Measure& m) { return m.group != 0; });

  std::ostringstream netlist;
  spice::write_subcircuit(netlist, circuit);
  const auto native = spice::native_measures(circuit.name, deck);
  const auto found = spice::measured(deck.measures, spice::simulate(deck.text, {{circuit.name + ".sub", netlist.str()}}));
  for (const auto& n : native) check.native.push_back(n.value);
  check.ngspice = found;
  check.worst = spice::agreement(deck.measures, native, found).worst;
  if (std::isnan(check.worst)) throw InputError("ngspice measured nothing for " + circuit.name);
  return check;
}

}  // namespace hysteron::report
