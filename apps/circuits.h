#pragma once

// The fits of a laboratory file as circuits.

#include <filesystem>
#include <string>
#include <vector>

#include "data/fit_record.h"
#include "spice/circuit.h"

namespace hysteron::apps {

/// The model of a fit with its values as defaults; where several traces were fitted, it starts as the named
/// one did, else as the first. Throws InputError for an unknown model.
spice::Circuit fitted_circuit(const data::FitRecord& fit, const std::string& measurement = "");

/// The circuit with values as `--set` gives them, each name=value. Throws InputError as spice::with_values() does.
spice::Circuit with_settings(const spice::Circuit& circuit, const std::vector<std::string>& settings);

/// Every fit in the file, or those of one model, with its values as defaults; where several traces were
/// fitted, it starts as the first did. Its origin says what was fitted, the file's and the interval of each
/// parameter, and the date of the measurement if it is given. Throws InputError where there is none.
std::vector<spice::Circuit> fitted_circuits(const std::filesystem::path& file, const std::string& model, const std::string& date = "");

/// What a file or a user says, kept within a line of comment, whatever it is.
std::string harmless(std::string line);

}  // namespace hysteron::apps
