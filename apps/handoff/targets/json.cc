#include <nlohmann/json.hpp>

#include "apps/handoff/target.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(Everything that is known of the device, in SI units, for a program of your own: parameters with range and
meaning, the pulse scheme, conductance along both ramps, what one pulse adds in noise and takes in energy,
read noise, and decay at rest. `json.load` reads it; nothing else is needed.

Tests read it with Python's json and compare it with the native model: equal.)";

nlohmann::ordered_json parameters_of(const PulseResponse& r) {
  auto all = nlohmann::ordered_json::array();
  for (const Field& f : r.parameters) {
    nlohmann::ordered_json one{{"name", f.name}, {"unit", f.unit}, {"value", f.value}, {"lower", f.lower}, {"upper", f.upper}, {"meaning", f.meaning}};
    const auto interval = r.origin.intervals.find(f.name);
    if (interval != r.origin.intervals.end()) one["interval_95"] = {interval->second.first, interval->second.second};
    all.push_back(one);
  }
  return all;
}

Handover hand(const PulseResponse& r) {
  const Scheme& s = r.scheme;
  nlohmann::ordered_json j{{"format", "hysteron pulse response 1"},
                           {"model", r.model},
                           {"program", {{"name", "hysteron"}, {"version", HYSTERON_VERSION}}},
                           {"source", {{"file", r.origin.file}, {"sha256", r.origin.sha256}}}};
  j["parameters"] = parameters_of(r);
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

}  // namespace

Target json() { return {"json", "pulse response 1", page, hand}; }

}  // namespace hysteron::handoff
