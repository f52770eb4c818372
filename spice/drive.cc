#include "spice/drive.h"

#include <algorithm>
#include <cmath>

#include "libmodel/error.h"

namespace hysteron::spice {
namespace {

bool switches(const Branch& port) { return port.up != port.down; }

}  // namespace

Experiment undriven(const Circuit& c) {
  Experiment e{.ports = std::vector<Ramps>(c.ports.size()), .start = {}};
  for (const StateNode& s : c.states) {
    const auto is_start = [&](const Field& f) { return f.name == s.initial; };
    e.start.push_back(std::find_if(c.parameters.begin(), c.parameters.end(), is_start)->value);
  }
  for (std::size_t k = 0; k + c.states.size() < c.parameters.size(); ++k) e.parameters.push_back(c.parameters[k].value);
  return e;
}

std::vector<double> idle(const Circuit& c) { return std::vector<double>(c.ports.size(), 0.0); }

std::vector<double> at_turn(const Circuit& c, bool up) {
  std::vector<double> v;
  for (const Branch& b : c.ports) v.push_back(up ? b.up : b.down);
  return v;
}

std::vector<double> reading(const Circuit& c) {
  std::vector<double> v;
  for (const Branch& b : c.ports) v.push_back(c.ports.size() == 1 ? 0.1 * b.up : switches(b) ? 0.0 : b.up);
  return v;
}

void Drive::to(double later, const std::vector<double>& voltage) {
  time = later;
  sources.resize(voltage.size());
  for (std::size_t k = 0; k < voltage.size(); ++k) {
    sources[k].time.push_back(time);
    sources[k].voltage.push_back(voltage[k]);
  }
}

Experiment cycle(const Circuit& c) {
  std::vector<double> resting = at_turn(c, true);
  for (std::size_t k = 0; k < resting.size(); ++k) resting[k] = switches(c.ports[k]) ? 0.0 : c.ports[k].up;
  Drive drive;
  drive.to(0.0, resting);
  drive.to(0.25 * c.period, at_turn(c, true));
  drive.to(0.75 * c.period, at_turn(c, false));
  drive.to(c.period, resting);
  Experiment e = undriven(c);
  e.ports = drive.sources;
  return e;
}

CycleFigures cycle_figures(const Circuit& c) {
  constexpr int rows = 1000;
  std::vector<double> times;
  for (int k = 0; k <= rows; ++k) times.push_back(c.period * k / rows);
  const auto table = native(c.name).follow(cycle(c), times);
  if (table.size() != times.size()) throw InputError(c.name + ": the native integrator gave up in its switching cycle");
  const auto states = [&](const std::vector<double>& row) { return std::vector(row.begin() + 1 + std::ptrdiff_t(c.ports.size()), row.end()); };
  CycleFigures figures{.current = 0.0, .after_up = states(table[rows / 2]), .after_down = states(table[rows])};
  for (const auto& row : table) figures.current = std::max(figures.current, std::abs(row[1]));
  return figures;
}

}  // namespace hysteron::spice
