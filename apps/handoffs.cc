#include "apps/handoffs.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/circuits.h"
#include "apps/handoff/measured.h"
#include "data/lab_file.h"
#include "data/sha256.h"
#include "data/whole_file.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

handoff::Scheme with_options(handoff::Scheme s, const PulseOptions& options) {
  if (!options.amplitudes.empty()) s.up = options.amplitudes[0], s.down = options.amplitudes[1];
  if (!options.widths.empty()) s.width_up = options.widths[0], s.width_down = options.widths[1];
  if (!options.numbers.empty()) s.number_up = options.numbers[0], s.number_down = options.numbers[1];
  if (options.read) s.read = *options.read;
  return s;
}

// Of the first train that was fitted and goes both ways, else of the model's own cycle.
handoff::Scheme fitted_scheme(const data::LabFile& lab, const data::FitRecord& fit, const spice::Circuit& circuit) {
  for (const auto& train : lab.pulse_trains) {
    if (std::find(fit.measurements.begin(), fit.measurements.end(), train.id) == fit.measurements.end()) continue;
    if (const auto scheme = handoff::scheme_of(train)) return *scheme;
  }
  return handoff::usual_scheme(circuit);
}

std::string values_as_text(const spice::Circuit& circuit) {
  std::string text = circuit.name + "\n";
  for (const Field& f : circuit.parameters) text += f.name + " = " + fmt::format("{}", f.value) + "\n";
  return text;
}

}  // namespace

handoff::Responses fitted_responses(const std::filesystem::path& file, const std::string& model, const PulseOptions& options) {
  const data::LabFile lab = data::read_lab_file(file);
  handoff::Responses responses;
  for (const auto& fit : data::read_fits(file)) {
    if (fit.id == "truth" || (!model.empty() && model != fit.model)) continue;
    const spice::Circuit circuit = fitted_circuit(fit);
    handoff::Origin origin{.file = file.filename().string(), .sha256 = lab.sha256};
    for (const auto& p : fit.parameters) {
      if (p.ci_lo <= p.ci_hi) origin.intervals[p.name] = {p.ci_lo, p.ci_hi};
    }
    if (handoff::is_cell(circuit)) responses.cells.push_back(handoff::cell_response(circuit, origin));
    else responses.synapses.push_back(handoff::pulse_response(circuit, with_options(fitted_scheme(lab, fit, circuit), options), origin));
  }
  if (responses.synapses.empty() && responses.cells.empty()) throw InputError(file.string() + ": holds no such fit: run hysteron fit first");
  return responses;
}

handoff::Responses catalogue_responses(const std::vector<spice::Circuit>& circuits, const PulseOptions& options) {
  handoff::Responses responses;
  for (const auto& circuit : circuits) {
    const handoff::Origin origin{.sha256 = data::sha256(values_as_text(circuit))};
    if (handoff::is_cell(circuit)) responses.cells.push_back(handoff::cell_response(circuit, origin));
    else responses.synapses.push_back(handoff::pulse_response(circuit, with_options(handoff::usual_scheme(circuit), options), origin));
  }
  return responses;
}

std::vector<std::string> write_handoffs(const handoff::Responses& responses, const std::vector<std::string>& targets,
                                        const std::filesystem::path& folder) {
  std::map<std::filesystem::path, std::string> files;
  const auto add = [&](const auto& all, const std::string& name) {
    for (const auto& r : all) {
      for (const auto& [file, text] : handoff::handed_files(r, handoff::target(name))) files[folder / name / r.model / file] = text;
    }
  };
  for (const auto& name : targets) add(responses.synapses, name), add(responses.cells, name);
  std::vector<std::string> written;
  for (const auto& [file, text] : files) {
    std::error_code failed;
    std::filesystem::create_directories(file.parent_path(), failed);
    if (failed) throw InputError(file.parent_path().string() + ": cannot be made a folder: " + failed.message());
    data::replace_whole(file, text);
    written.push_back(file.string());
  }
  return written;
}

std::string not_a_target(const std::string& name) {
  try {
    handoff::target(name);
    return {};
  } catch (const InputError& e) {
    return e.what();
  }
}

}  // namespace hysteron::apps
