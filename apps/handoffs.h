#pragma once

// Models and fits as system simulators load them.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "apps/handoff/target.h"

namespace hysteron::apps {

/// What the command line says of the pulses; the rest is the measurement's, or the model's own cycle's.
struct PulseOptions {
  std::vector<double> amplitudes, widths;  // V, s; up, down
  std::vector<int> numbers;                // up, down
  std::optional<double> read;              // V
};

/// Every fit of the file, or those of one model, under the pulses it was measured with; a cell that fires under held
/// drives. Throws InputError where there is none.
handoff::Responses fitted_responses(const std::filesystem::path& file, const std::string& model, const PulseOptions& options);

handoff::Responses catalogue_responses(const std::vector<spice::Circuit>& circuits, const PulseOptions& options);

/// Writes FOLDER/TARGET/MODEL/ for each, all or none, and returns the files.
std::vector<std::string> write_handoffs(const handoff::Responses& responses, const std::vector<std::string>& targets,
                                        const std::filesystem::path& folder);

/// Empty for the name of a target, else what is wrong with it.
std::string not_a_target(const std::string& name);

}  // namespace hysteron::apps
