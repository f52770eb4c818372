#include "tests/simulator/experiments.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace hysteron {

Experiment experiment(const spice::Circuit& c) {
  Experiment e;
  for (const auto& port : c.ports) {
    if (port.up == port.down) e.ports.push_back({.time = {0.0, c.period}, .voltage = {port.up, port.up}});
    else e.ports.push_back({.time = {0.0, 0.25 * c.period, 0.75 * c.period, c.period}, .voltage = {0.0, port.up, port.down, 0.0}});
  }
  for (const auto& state : c.states) e.start.push_back(state.field.value);
  return e;
}

double Truth::full_scale(std::size_t column) const {
  double scale = 0.0;
  for (const auto& row : at) scale = std::max(scale, std::abs(row[column]));
  return scale;
}

bool Truth::jumps(std::size_t first) const {
  for (std::size_t column = first; column < at[0].size(); ++column) {
    const double much = 1e-2 * full_scale(column);
    for (std::size_t k = 0; k < at.size(); ++k) {
      if (std::abs(after[k][column] - before[k][column]) > much) return true;
    }
  }
  return false;
}

double Truth::distance(std::size_t row, std::size_t column, double value, double scale) const {
  if (scale == 0.0) return std::abs(value);
  const auto [low, high] = std::minmax({before[row][column], at[row][column], after[row][column]});
  if (high - low <= 1e-2 * scale) return std::abs(value - at[row][column]) / scale;
  return std::max({0.0, low - value, value - high}) / scale;
}

Truth truth_at(const std::string& model, const Experiment& experiment, const std::vector<double>& times) {
  const double little = shift * times.back();
  std::vector<double> all = {0.0};
  for (const double t : times) all.insert(all.end(), {std::max(t - little, 0.0), t, t + little});
  std::sort(all.begin(), all.end());
  const spice::Table rows = native(model).follow(experiment, all);
  if (rows.size() != all.size()) throw std::runtime_error(model + ": the integrator gave up");
  const auto row_at = [&](double t) { return rows[std::lower_bound(all.begin(), all.end(), t) - all.begin()]; };
  Truth truth;
  for (const double t : times) {
    truth.before.push_back(row_at(std::max(t - little, 0.0)));
    truth.at.push_back(row_at(t));
    truth.after.push_back(row_at(t + little));
  }
  return truth;
}

bool switches(const spice::Circuit& circuit, const spice::Table& truth) {
  const std::size_t first = 1 + circuit.ports.size();
  for (std::size_t k = 0; k < circuit.states.size(); ++k) {
    const auto [low, high] = std::minmax_element(truth.begin(), truth.end(), [&](const auto& a, const auto& b) { return a[first + k] < b[first + k]; });
    const Field& f = circuit.states[k].field;
    if (f.unit == "1" && (*high)[first + k] - (*low)[first + k] > 0.1 * (f.upper - f.lower)) return true;
  }
  return false;
}

}  // namespace hysteron
