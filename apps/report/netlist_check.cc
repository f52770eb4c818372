#include "apps/report/netlist_check.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "libmodel/error.h"
#include "spice/deck.h"
#include "spice/ngspice.h"
#include "spice/writers.h"

namespace hysteron::report {
namespace {

constexpr int points = 4000;

// Between neighbouring points of a curve within `reach` of a time: the nearest value to y.
double distance(const std::vector<double>& time, const std::vector<double>& value, double t, double y, double reach) {
  auto k = std::size_t(std::lower_bound(time.begin(), time.end(), t - reach) - time.begin());
  k = k > 0 ? k - 1 : 0;
  double best = INFINITY;
  for (; k + 1 < time.size() && time[k] <= t + reach; ++k) {
    const double low = std::min(value[k], value[k + 1]), high = std::max(value[k], value[k + 1]);
    best = std::min(best, y < low ? low - y : y > high ? y - high : 0.0);
  }
  return best;
}

double at(const spice::Table& table, std::size_t column, double time) {
  const auto after = std::lower_bound(table.begin(), table.end(), time, [](const auto& row, double t) { return row[0] < t; });
  if (after == table.begin()) return table.front()[column];
  if (after == table.end()) return table.back()[column];
  const auto& b = *after;
  const auto& a = *(after - 1);
  return a[column] + (b[column] - a[column]) * (time - a[0]) / (b[0] - a[0]);
}

spice::Loop cycle(const fitters::Trace& trace) {
  spice::Loop loop{.up = 0.1, .down = -0.1, .period = 0.0};
  for (const Pulse& p : trace.train) {
    loop.up = std::max(loop.up, p.voltage);
    loop.down = std::min(loop.down, p.voltage);
    loop.period += p.width;
  }
  return loop;
}

}  // namespace

NetlistCheck check_netlist(const Fitted& fitted, const fitters::Trace& trace) {
  auto values = fitted.values();
  for (const auto& [state, start] : fitted.initial(trace)) values[state + "_0"] = start;
  const spice::Circuit circuit = spice::with_values(spice::circuit(fitted.device.name), values);
  const spice::Loop loop = cycle(trace);

  std::ostringstream netlist;
  spice::write_subcircuit(netlist, circuit);
  const auto deck = spice::loop_deck(circuit, loop, {.reltol = 1e-6, .points = 20000});
  const auto table = spice::simulate(deck, {{circuit.name + ".sub", netlist.str()}});
  if (table.empty()) throw InputError("ngspice wrote no points for " + circuit.name);

  fitters::Trace native = trace;
  native.train.clear();
  native.sigma.clear();
  const double turn = loop.up / (loop.up - loop.down) / 2.0;  // share of the period at which it is highest
  for (int k = 0; k <= points; ++k) {
    const double share = double(k) / points;
    const double slope = loop.up / turn;
    const double v = share < turn ? slope * share : share < 1.0 - (0.5 - turn) ? loop.up - slope * (share - turn) : slope * (share - 1.0);
    native.time.push_back(share * loop.period);
    native.voltage.push_back(v);
  }
  native.current.assign(native.time.size(), 0.0);

  NetlistCheck check{.time = native.time, .voltage = native.voltage, .native = fitted.currents(native), .ngspice = {}};
  double scale = 0.0;
  for (std::size_t k = 0; k < check.time.size(); ++k) {
    check.ngspice.push_back(at(table, 2, check.time[k]));
    scale = std::max(scale, std::abs(check.native[k]));
  }
  for (std::size_t k = 0; k < check.time.size(); ++k) {
    check.worst = std::max(check.worst, distance(check.time, check.native, check.time[k], check.ngspice[k], moment * loop.period) / scale);
  }
  return check;
}

}  // namespace hysteron::report
