#include "apps/handoff/cell.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "apps/neuron/firing.h"
#include "libmodel/catalogue/native.h"
#include "libmodel/error.h"
#include "spice/deck.h"

namespace hysteron::handoff {
namespace {

constexpr int tried = 13;            // drives
constexpr int shown_spikes = 5;
constexpr int instants_a_spike = 2000;

double mean(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0) / double(x.size()); }

// From rest at the middle drive, long enough for the first spikes; the very first takes longer than the others.
Rows from_rest(const CellResponse& c) {
  Experiment e = spice::undriven(c.circuit);
  for (std::size_t k = 0; k < e.ports.size(); ++k) e.ports[k] = {{0.0}, {k == 0 ? c.shown() : c.circuit.ports[k].up}};
  e.temperature = c.temperature;
  std::vector<double> times;
  const int count = (shown_spikes + 3) * instants_a_spike;
  for (int k = 0; k <= count; ++k) times.push_back((shown_spikes + 3) * c.period * k / count);
  return native(c.model).follow(e, times);
}

std::vector<double> first_spikes(const CellResponse& c, const Rows& rows) {
  const std::size_t column = 1 + c.circuit.ports.size() + apps::membrane_of(c.circuit);
  std::vector<double> reached, membrane;
  for (const auto& row : rows) reached.push_back(row[0]), membrane.push_back(row[column]);
  auto spikes = metrics::spike_times(reached, membrane, c.arm(), c.fire());
  spikes.resize(std::min<std::size_t>(spikes.size(), shown_spikes));
  return spikes;
}

// One over Gershgorin's bound of the eigenvalues, each state in units of how far it moves.
double fastest(const CellResponse& c, const Rows& rows) {
  const std::size_t first = 1 + c.circuit.ports.size(), n = c.circuit.states.size();
  std::vector<double> low(n, HUGE_VAL), high(n, -HUGE_VAL);
  for (const auto& row : rows) {
    for (std::size_t j = 0; j < n; ++j) low[j] = std::min(low[j], row[first + j]), high[j] = std::max(high[j], row[first + j]);
  }
  const Experiment e = spice::undriven(c.circuit);
  double largest = 0.0;
  for (const auto& row : rows) {
    Point at{.ports = {}, .states = {row.begin() + std::ptrdiff_t(first), row.end()}, .parameters = e.parameters, .temperature = c.temperature};
    for (std::size_t k = 0; k < c.circuit.ports.size(); ++k) at.ports.push_back(k == 0 ? c.shown() : c.circuit.ports[k].up);
    const auto rate = native(c.model).at(at).rate;
    std::vector<double> sum(n, 0.0);
    for (std::size_t j = 0; j < n; ++j) {
      const double moves = high[j] - low[j], step = 1e-6 * moves;
      if (!(moves > 0.0)) continue;
      Point beside = at;
      beside.states[j] += step;
      const auto there = native(c.model).at(beside).rate;
      for (std::size_t i = 0; i < n; ++i) sum[i] += high[i] > low[i] ? std::abs(there[i] - rate[i]) / step * moves / (high[i] - low[i]) : 0.0;
    }
    for (const double s : sum) largest = std::max(largest, s);
  }
  return 1.0 / largest;
}

}  // namespace

double IntegrateAndFire::rate(double drive) const { return metrics::IntegrateAndFire{gain, tau, 0.0, threshold, reset}.rate(drive); }

bool is_cell(const spice::Circuit& circuit) {
  return std::any_of(circuit.states.begin(), circuit.states.end(), [](const spice::StateNode& s) { return s.name == "v_m"; });
}

CellResponse cell_response(const spice::Circuit& circuit, const Origin& origin) {
  CellResponse c{.model = circuit.name, .origin = origin, .circuit = circuit};
  c.lowest = 0.4 * circuit.ports.front().up, c.highest = 1.6 * circuit.ports.front().up;
  std::vector<double> threshold, reset;
  for (int k = 0; k < tried; ++k) {
    const apps::Firing f = apps::firing(circuit, c.lowest + (c.highest - c.lowest) * k / (tried - 1), c.temperature);
    if (!f.fires()) continue;
    c.drive.push_back(f.drive), c.rate.push_back(f.train.rate), c.energy.push_back(f.energy_node);
    threshold.push_back(f.threshold), reset.push_back(f.hold);
  }
  if (c.drive.empty()) return c;
  c.threshold = mean(threshold), c.reset = mean(reset);
  c.period = 1.0 / c.rate[c.rate.size() / 2];
  const Rows rows = from_rest(c);
  c.spikes = first_spikes(c, rows);
  c.fastest = fastest(c, rows);
  return c;
}

void check_fires(const CellResponse& c, const std::string& target) {
  if (!c.drive.empty()) return;
  throw InputError(fmt::format("{}: {}: no drive from {:g} to {:g} V makes it fire", c.model, target, c.lowest, c.highest));
}

IntegrateAndFire integrate_and_fire(const CellResponse& c, const std::string& target) {
  check_fires(c, target);
  if (c.drive.size() < 3 || !(c.threshold > c.reset)) {
    throw InputError(fmt::format("{}: {}: fires at {} of the drives tried: at least 3 tell a neuron", c.model, target, c.drive.size()));
  }
  const double least = c.threshold / *std::min_element(c.drive.begin(), c.drive.end());  // all of them fire
  IntegrateAndFire best{.loss = INFINITY};
  for (double above = 1e-6; above < 10.0; above *= 1.005) {
    IntegrateAndFire n{.gain = least * (1.0 + above), .tau = 1.0, .threshold = c.threshold, .reset = c.reset};
    double sum = 0.0, squares = 0.0;  // of the interval with tau = 1 s over the cell's
    for (std::size_t k = 0; k < c.drive.size(); ++k) {
      const double x = c.rate[k] / n.rate(c.drive[k]);
      sum += x, squares += x * x;
    }
    n.tau = sum / squares;
    for (std::size_t k = 0; k < c.drive.size(); ++k) n.loss = std::max(n.loss, 100.0 * std::abs(n.rate(c.drive[k]) / c.rate[k] - 1.0));
    if (n.loss < best.loss) best = n;
  }
  return best;
}

}  // namespace hysteron::handoff
