#include "tests/simulator/experiments.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace hysteron {

double Truth::full_scale(std::size_t column) const {
  double scale = 0.0;
  for (const auto& row : at) scale = std::max(scale, std::abs(row[column]));
  return scale;
}

bool Truth::jumps(std::size_t first) const {
  for (std::size_t column = first; column < at[0].size(); ++column) {
    const double much = 1e-3 * full_scale(column);
    for (std::size_t k = 0; k < at.size(); ++k) {
      if (most[k][column] - least[k][column] > much) return true;
    }
  }
  return false;
}

double Truth::distance(std::size_t row, std::size_t column, double value, double scale) const {
  if (scale == 0.0) return std::abs(value);
  const double low = least[row][column], high = most[row][column];
  if (high - low <= 1e-2 * scale) return std::abs(value - at[row][column]) / scale;
  return std::max({0.0, low - value, value - high}) / scale;
}

namespace {

spice::Table rows_at(const std::string& model, const Experiment& experiment, const std::vector<double>& times) {
  const spice::Table rows = native(model).follow(experiment, times);
  if (rows.size() != times.size()) throw std::runtime_error(model + ": the integrator gave up");
  return rows;
}

// The middles between rows in which any column differs by more than 1e-3 of full scale.
std::vector<double> coarse_places(const spice::Table& rows) {
  std::vector<double> scale(rows[0].size()), middles;
  for (const auto& row : rows) {
    for (std::size_t k = 1; k < row.size(); ++k) scale[k] = std::max(scale[k], std::abs(row[k]));
  }
  for (std::size_t n = 1; n < rows.size(); ++n) {
    const auto moves = [&](std::size_t k) { return std::abs(rows[n][k] - rows[n - 1][k]) > 1e-3 * scale[k]; };
    bool coarse = false;
    for (std::size_t k = 1; k < scale.size(); ++k) coarse = coarse || moves(k);
    if (coarse) middles.push_back(0.5 * (rows[n][0] + rows[n - 1][0]));
  }
  return middles;
}

}  // namespace

Truth truth_at(const std::string& model, const Experiment& experiment, const std::vector<double>& times) {
  const double little = shift * times.back();
  std::vector<double> all = {0.0};
  for (const double t : times) all.insert(all.end(), {std::max(t - little, 0.0), t, t + little});
  std::sort(all.begin(), all.end());
  spice::Table rows = rows_at(model, experiment, all);
  for (int pass = 0; pass < 8; ++pass) {
    const auto more = coarse_places(rows);
    if (more.empty()) break;
    all.insert(all.end(), more.begin(), more.end());
    std::sort(all.begin(), all.end());
    rows = rows_at(model, experiment, all);
  }
  const auto index_of = [&](double t) { return std::lower_bound(all.begin(), all.end(), t) - all.begin(); };
  Truth truth;
  for (const double t : times) {
    std::vector<double> low = rows[index_of(t)], high = low;
    truth.at.push_back(low);
    for (auto k = index_of(std::max(t - little, 0.0)); k <= index_of(t + little); ++k) {
      for (std::size_t column = 0; column < low.size(); ++column) {
        low[column] = std::min(low[column], rows[k][column]);
        high[column] = std::max(high[column], rows[k][column]);
      }
    }
    truth.least.push_back(low);
    truth.most.push_back(high);
  }
  return truth;
}

bool switches(const spice::Circuit& circuit, const spice::Table& truth) {
  const std::size_t first = 1 + circuit.ports.size();
  for (std::size_t k = 0; k < circuit.states.size(); ++k) {
    const auto [low, high] = std::minmax_element(truth.begin(), truth.end(), [&](const auto& a, const auto& b) { return a[first + k] < b[first + k]; });
    const Field& f = circuit.states[k].field;
    const double moved = (*high)[first + k] - (*low)[first + k];
    if ((f.unit == "1" && moved > 0.1 * (f.upper - f.lower)) || (f.unit == "K" && moved > 100.0)) return true;
  }
  return false;
}

}  // namespace hysteron
