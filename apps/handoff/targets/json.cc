#include <nlohmann/json.hpp>

#include "apps/handoff/target.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(Everything that is known of the device, in SI units, for a program of your own: parameters with range and
meaning, the pulse scheme, conductance along both ramps, what one pulse adds in noise and takes in energy,
read noise, and decay at rest; of a cell that fires, its rates and energies over the drive and its first spikes. `json.load` reads it; nothing else is needed.

Tests read it with Python's json and compare it with the native model: equal.)";

nlohmann::ordered_json parameters_of(const std::vector<Field>& fields, const Origin& origin) {
  auto all = nlohmann::ordered_json::array();
  for (const Field& f : fields) {
    nlohmann::ordered_json one{{"name", f.name}, {"unit", f.unit}, {"value", f.value}, {"lower", f.lower}, {"upper", f.upper}, {"meaning", f.meaning}};
    const auto interval = origin.intervals.find(f.name);
    if (interval != origin.intervals.end()) one["interval_95"] = {interval->second.first, interval->second.second};
    all.push_back(one);
  }
  return all;
}

nlohmann::ordered_json headed(const std::string& format, const std::string& model, const std::vector<Field>& fields, const Origin& origin) {
  return {{"format", format},
          {"model", model},
          {"program", {{"name", "hysteron"}, {"version", HYSTERON_VERSION}}},
          {"source", {{"file", origin.file}, {"sha256", origin.sha256}}},
          {"parameters", parameters_of(fields, origin)}};
}

Handover hand(const PulseResponse& r) {
  const Scheme& s = r.scheme;
  nlohmann::ordered_json j = headed("hysteron pulse response 1", r.model, r.parameters, r.origin);
  j["scheme"] = {{"up_V", s.up}, {"down_V", s.down}, {"width_up_s", s.width_up}, {"width_down_s", s.width_down}, {"number_up", s.number_up},
                 {"number_down", s.number_down}, {"edge_s", s.edge}, {"delay_s", s.delay}, {"read_V", s.read}, {"read_width_s", s.read_width}};
  j["up_S"] = r.up;
  j["down_S"] = r.down;
  j["closure_S"] = r.closure;
  j["noise_up_S"] = r.noise_up;
  j["noise_down_S"] = r.noise_down;
  j["energy_up_J"] = r.energy_up;
  j["energy_down_J"] = r.energy_down;
  j["read_noise"] = r.read_noise;
  j["write_nonlinearity"] = r.write_nonlinearity;
  j["half_reset_S"] = r.half_reset;
  j["drift"] = nlohmann::ordered_json::array();
  for (const Drift& d : r.drift) j["drift"].push_back({{"conductance_S", d.conductance}, {"nu", d.nu}});
  return {.files = {{r.model + ".json", j.dump(1) + "\n"}}, .loss = 0.0};
}

Handover hand_cell(const CellResponse& r) {
  nlohmann::ordered_json j = headed("hysteron cell response 1", r.model, r.circuit.parameters, r.origin);
  j["temperature_K"] = r.temperature;
  j["drive_V"] = r.drive;
  j["rate_Hz"] = r.rate;
  j["energy_J"] = r.energy;
  j["threshold_V"] = r.threshold;
  j["reset_V"] = r.reset;
  if (!r.drive.empty()) j["spikes"] = {{"drive_V", r.shown()}, {"fall_through_V", r.fire()}, {"after_above_V", r.arm()}, {"time_s", r.spikes}};
  return {.files = {{r.model + ".json", j.dump(1) + "\n"}}, .loss = 0.0};
}

}  // namespace

Target json() { return {"json", "pulse response 1, cell response 1", page, hand, hand_cell}; }

}  // namespace hysteron::handoff
