#pragma once

// A made population, as `hysteron fit --each` leaves one in a laboratory file.

#include <cmath>
#include <map>
#include <string>

#include "data/population_record.h"
#include "libmodel/coordinate.h"
#include "spice/circuit.h"

namespace hysteron::test {

/// Of devices about the model's defaults, some coordinates with a standard deviation, any two of them correlated.
inline data::PopulationRecord lot(const std::string& model, const std::map<std::string, double>& deviation, double correlation = 0.0) {
  data::PopulationRecord r{.population = {.model = model, .parameters = {}, .covariance = {}}, .id = "lot", .each = "device"};
  std::vector<double> sigma;
  for (const Field& f : spice::circuit(model).parameters) {
    r.population.parameters.push_back({std::string(f.name), std::string(f.unit), f.scale, encode(f.scale, f.value), f.lower, f.upper});
    r.value.push_back(f.value);
    sigma.push_back(deviation.contains(std::string(f.name)) ? deviation.at(std::string(f.name)) : 0.0);
  }
  const std::size_t n = sigma.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) r.population.covariance.push_back((i == j ? 1.0 : correlation) * sigma[i] * sigma[j]);
  }
  r.members = {"typical"};
  r.used = {1};
  r.se.assign(n, std::nan(""));
  for (auto* column : {&r.lag1, &r.drift, &r.drift_lo, &r.drift_hi}) column->assign(n, std::nan(""));
  return r;
}

}  // namespace hysteron::test
