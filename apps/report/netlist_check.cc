#include "apps/report/netlist_check.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "spice/deck.h"
#include "spice/ngspice.h"
#include "spice/writers.h"

namespace hysteron::report {
namespace {

bool alike(const Pulse& a, const Pulse& b) { return a.voltage == b.voltage && a.width == b.width; }

// The value of a column at a time, linear between the rows.
double at(const spice::Table& table, std::size_t column, double time) {
  const auto after = std::lower_bound(table.begin(), table.end(), time, [](const auto& row, double t) { return row[0] < t; });
  if (after == table.begin()) return table.front()[column];
  if (after == table.end()) return table.back()[column];
  const auto& b = *after;
  const auto& a = *(after - 1);
  return a[column] + (b[column] - a[column]) * (time - a[0]) / (b[0] - a[0]);
}

}  // namespace

fitters::Trace one_cycle(const fitters::Trace& trace, std::size_t pulses) {
  std::vector<Pulse> first[2];  // down, up
  int ramps = 0, now = 0;
  for (const Pulse& p : trace.train) {
    const int direction = (p.voltage > 0.0) - (p.voltage < 0.0);
    if (direction == 0) continue;
    if (direction != now && ++ramps > 2) break;
    now = direction;
    first[direction > 0].push_back(p);
  }
  fitters::Trace cycle = trace;
  cycle.train.clear();
  for (int up : {1, 0}) {
    const auto& ramp = first[up];
    const std::size_t together = (ramp.size() + pulses - 1) / std::max<std::size_t>(pulses, 1);
    for (std::size_t k = 0; k < ramp.size();) {
      Pulse merged = ramp[k];
      std::size_t j = k + 1;
      for (; j < std::min(k + together, ramp.size()) && alike(ramp[j], ramp[k]); ++j) merged.width += ramp[j].width;
      if (!std::isfinite(merged.read_voltage)) merged.read_voltage = 0.1;
      cycle.train.push_back(merged);
      k = j;
    }
  }
  cycle.current.assign(cycle.train.size(), std::numeric_limits<double>::quiet_NaN());
  cycle.sigma.clear();
  return cycle;
}

NetlistCheck check_netlist(const Fitted& fitted, const fitters::Trace& cycle) {
  auto values = fitted.values();
  for (const auto& [state, start] : fitted.initial(cycle)) values[state + "_0"] = start;
  const spice::Circuit circuit = spice::with_values(spice::circuit(fitted.device.name), values);

  // The edges of a source need time; short against the pulse they hardly act.
  double shortest = std::numeric_limits<double>::infinity();
  for (const Pulse& p : cycle.train) shortest = std::min(shortest, p.width);
  fitters::Trace driven = cycle;
  const spice::Reads reads{.width = shortest, .edge = 1e-4 * shortest};
  for (Pulse& p : driven.train) {
    p.rise = p.rise > 0.0 ? p.rise : reads.edge;
    p.fall = p.fall > 0.0 ? p.fall : reads.edge;
  }

  NetlistCheck check;
  std::ostringstream netlist;
  spice::write_subcircuit(netlist, circuit);
  check.netlist = netlist.str();
  check.deck = spice::pulse_train_deck(circuit, driven.train, reads, {.reltol = 1e-6, .points = 20000});
  const auto table = spice::simulate(check.deck, {{circuit.name + ".sub", check.netlist}});
  if (table.empty()) throw std::runtime_error("ngspice wrote no points for " + circuit.name);

  check.native = fitted.currents(driven);
  check.time = spice::read_times(driven.train, reads);
  double scale = 0.0;
  for (std::size_t k = 0; k < check.time.size(); ++k) {
    check.ngspice.push_back(at(table, 2, check.time[k]));
    scale = std::max(scale, std::abs(check.native[k]));
    check.worst = std::max(check.worst, std::abs(check.native[k] - check.ngspice[k]));
  }
  check.worst /= scale;
  return check;
}

}  // namespace hysteron::report
