#pragma once

// The fits of a laboratory file as circuits.

#include <filesystem>
#include <string>
#include <vector>

#include "data/fit_record.h"
#include "spice/circuit.h"

namespace hysteron::apps {

/// The model of a fit with its values as defaults. Throws InputError for an unknown model.
spice::Circuit fitted_circuit(const data::FitRecord& fit);

/// Every fit in the file, or those of one model, with its values as defaults; where several traces were
/// fitted, it starts as the first did. Throws InputError where there is none.
std::vector<spice::Circuit> fitted_circuits(const std::filesystem::path& file, const std::string& model);

}  // namespace hysteron::apps
