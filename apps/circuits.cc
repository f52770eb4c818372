#include "apps/circuits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "data/lab_file.h"
#include "data/text_table.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

std::string interval(const data::FittedParameter& p) {
  if (p.held) return "held";
  if (p.at_bound) return "at its bound, no interval";
  if (!(p.ci_lo <= p.ci_hi)) return "the data do not tell it, no interval";
  return fmt::format("95 % interval from {} to {}", p.ci_lo, p.ci_hi);
}

std::vector<std::string> origin(const data::FitRecord& fit, const std::filesystem::path& file, const std::string& date) {
  std::vector<std::string> lines{
      fmt::format("Values: fit {} in {}, of {}: {} points, rms {:.3g} {}.", fit.id, file.filename().string(), fmt::join(fit.measurements, ", "),
                  fit.n_points, fit.rms, fit.rms_unit == "1" ? "of the range" : fit.rms_unit),
      fmt::format("Source of the measurements: SHA-256 {}, date {}. Fitted by hysteron {}.", fit.source_sha256.empty() ? "not recorded" : fit.source_sha256,
                  date.empty() ? "not given" : date, fit.program_version)};
  for (const auto& p : fit.parameters) lines.push_back(fmt::format("    {} = {} {}, {}", p.name, p.value, p.unit, interval(p)));
  std::transform(lines.begin(), lines.end(), lines.begin(), harmless);
  return lines;
}

}  // namespace

std::string harmless(std::string line) {
  std::replace_if(line.begin(), line.end(), [](unsigned char c) { return c < ' ' || c == '*' || c == '\\'; }, '_');
  return line;
}

spice::Circuit fitted_circuit(const data::FitRecord& fit, const std::string& measurement) {
  const spice::Circuit circuit = spice::circuit(fit.model);
  std::map<std::string, double> values;
  for (const bool own : {true, false}) {
    for (const auto& p : fit.parameters) {
      const auto name = p.name.substr(p.name.find('/') + 1);
      const auto is_named = [&](const Field& f) { return f.name == name; };
      if (p.name.starts_with(measurement + "/") != own) continue;
      if (std::any_of(circuit.parameters.begin(), circuit.parameters.end(), is_named)) values.try_emplace(name, p.value);
    }
  }
  return spice::with_values(circuit, values);
}

spice::Circuit with_settings(const spice::Circuit& circuit, const std::vector<std::string>& settings) {
  std::map<std::string, double> values;
  for (const auto& setting : settings) {
    const auto sign = setting.find('=');
    const auto value = sign == std::string::npos ? std::nullopt : data::parse_number(setting.substr(sign + 1));
    if (!value || !std::isfinite(*value)) throw InputError("--set " + setting + ": must be name=number");
    values[setting.substr(0, sign)] = *value;
  }
  return values.empty() ? circuit : spice::with_values(circuit, values);
}

std::vector<spice::Circuit> fitted_circuits(const std::filesystem::path& file, const std::string& model, const std::string& date) {
  std::vector<spice::Circuit> circuits;
  for (const auto& fit : data::read_fits(file)) {
    if (fit.id != "truth" && (model.empty() || model == fit.model)) {
      circuits.push_back(fitted_circuit(fit));
      circuits.back().origin = origin(fit, file, date);
    }
  }
  if (circuits.empty()) throw InputError(file.string() + ": holds no such fit: run hysteron fit first");
  return circuits;
}

}  // namespace hysteron::apps
