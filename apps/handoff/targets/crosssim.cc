#include <limits>

#include <nlohmann/json.hpp>

#include "apps/handoff/target.h"
#include "apps/handoff/text.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(CrossSim 3.2 reads resistances from `params.json` and finds the device class by its name once its module is
imported:

    import @model@
    params = CrossSimParameters.from_json("params.json")
    core = AnalogCore(matrix, params=params)

Errors are tables over the conductance, in units of g_max: programming, what the pulse that reaches a level adds;
drift, a power of the time, here in seconds since programming and at least 1; read noise, relative.

Tests run the class on arrays, against a stand-in for the simulator's two imports, and read the JSON back.
CrossSim itself was not run: it is in no package index.)";

const char* const module = R"(from simulator.backend import ComputeBackend
from simulator.devices.idevice import EmptyDevice

xp = ComputeBackend()

READ_NOISE = @read_noise@  # relative
LEVEL = @level@  # of g_max = @g_max@ S
DEVIATION = @deviation@  # at each level
DRIFT_LEVEL = @drift_level@
NU = @nu@  # at each of those


class @class@(EmptyDevice):
    def programming_error(self, input_):
        deviation = xp.interp(input_, xp.asarray(LEVEL), xp.asarray(DEVIATION))
        return input_ + deviation * xp.random.normal(size=input_.shape)

    def drift_error(self, input_, time):
        programmed = self.programming_error(input_)
        nu = xp.interp(programmed, xp.asarray(DRIFT_LEVEL), xp.asarray(NU))
        return programmed * max(time, 1.0) ** -nu

    def read_noise(self, input_):
        return input_ * (1.0 + READ_NOISE * xp.random.normal(size=input_.shape))
)";

Handover hand(const PulseResponse& r) {
  check_ramps(r, "crosssim");
  std::vector<double> level, deviation, drift_level, nu;
  for (std::size_t n = 1; n < r.up.size(); ++n) {
    const double g = r.up[n] / r.g_max();
    if (!level.empty() && !(g > level.back())) continue;
    level.push_back(g);
    deviation.push_back(r.noise_up[n - 1] / r.g_max());
  }
  for (const Drift& d : r.drift) {
    if (!drift_level.empty() && !(d.conductance / r.g_max() > drift_level.back())) continue;
    drift_level.push_back(d.conductance / r.g_max());
    nu.push_back(d.nu);
  }
  if (nu.empty()) drift_level = {0.0}, nu = {0.0};
  const std::string name = class_name(r.model);
  const auto error = [&] { return nlohmann::ordered_json{{"enable", true}, {"model", name}}; };
  const nlohmann::ordered_json params{
      {"core", {{"style", 1}}},
      {"xbar", {{"device", {{"Rmin", 1.0 / r.g_max()}, {"Rmax", 1.0 / r.g_min()}, {"cell_bits", 0}, {"Vread", r.scheme.read}, {"time", 1.0},
                            {"infinite_on_off_ratio", false}, {"clip_conductance", false}, {"read_noise", error()}, {"programming_error", error()},
                            {"drift_error", error()}}}}}};
  Handover h{.files = {{"params.json", params.dump(1) + "\n"}}, .loss = std::numeric_limits<double>::quiet_NaN(), .lost = {"energy of a pulse"}};
  if (r.drift.empty()) h.lost.push_back("decay at rest: it is no power of the time, and left out");
  h.files[r.model + ".py"] = filled(module, {{"class", name}, {"read_noise", exact(r.read_noise)}, {"g_max", exact(r.g_max())}, {"level", list(level)},
                                             {"deviation", list(deviation)}, {"drift_level", list(drift_level)}, {"nu", list(nu)}});
  return h;
}

}  // namespace

Target crosssim() { return {"crosssim", "CrossSim 3.2, 0a2eb1e", page, hand}; }

}  // namespace hysteron::handoff
