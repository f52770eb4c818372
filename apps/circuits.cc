#include "apps/circuits.h"

#include <algorithm>
#include <map>

#include "data/lab_file.h"
#include "libmodel/error.h"

namespace hysteron::apps {

spice::Circuit fitted_circuit(const data::FitRecord& fit) {
  const spice::Circuit circuit = spice::circuit(fit.model);
  std::map<std::string, double> values;
  for (const auto& p : fit.parameters) {
    const auto name = p.name.substr(p.name.find('/') + 1);
    const auto is_named = [&](const Field& f) { return f.name == name; };
    if (std::any_of(circuit.parameters.begin(), circuit.parameters.end(), is_named)) values.try_emplace(name, p.value);
  }
  return spice::with_values(circuit, values);
}

std::vector<spice::Circuit> fitted_circuits(const std::filesystem::path& file, const std::string& model) {
  std::vector<spice::Circuit> circuits;
  for (const auto& fit : data::read_fits(file)) {
    if (fit.id != "truth" && (model.empty() || model == fit.model)) circuits.push_back(fitted_circuit(fit));
  }
  if (circuits.empty()) throw InputError(file.string() + ": holds no such fit: run hysteron fit first");
  return circuits;
}

}  // namespace hysteron::apps
