#include <fmt/format.h>

#include "apps/handoff/aihwkit_fits.h"
#include "apps/handoff/target.h"
#include "apps/handoff/text.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(A module with the device as aihwkit's own class, for training:

    from MODEL import rpu_config             # one device a weight
    from MODEL import differential_config    # two of them, read as a difference
    layer = AnalogLinear(128, 10, rpu_config=rpu_config)

Weights run from -1 at g_min to 1 at g_max. LinearStep, SoftBounds, ExpStep, PowStep and PiecewiseStep are all
fitted; taken is the simplest that stays within 0.5 % of the range, else the best. Every spread between devices,
which has a default in aihwkit, is set to 0: one device was handed over.

Tests run the module in aihwkit and compare both ramps with its equation: within 1e-5 of the range, which is
aihwkit's single precision over 64 pulses.)";

const char* const module = R"(from aihwkit.simulator.configs import SingleRPUConfig, UnitCellRPUConfig
from aihwkit.simulator.configs.compounds import VectorUnitCell
from aihwkit.simulator.configs.devices import @device@

G_MIN = @g_min@  # S, w = -1
G_MAX = @g_max@  # S, w = 1


def device():
    return @device@(
        w_min=-1.0,
        w_max=1.0,
@settings@        dw_min_std=@noise@,  # of one pulse, in units of dw_min
        dw_min_dtod=0.0,
        up_down_dtod=0.0,
        w_min_dtod=0.0,
        w_max_dtod=0.0,
        reset_std=0.0,
    )


rpu_config = SingleRPUConfig(device=device())
differential_config = UnitCellRPUConfig(device=VectorUnitCell(unit_cell_devices=[device(), device()], gamma_vec=[1.0, -1.0]))

# What the fits of all its devices lose, % of the range: @losses@
)";

Handover hand(const PulseResponse& r) {
  check_ramps(r, "aihwkit");
  const auto fits = aihwkit_fits(r);
  const AihwkitFit best = chosen(fits);
  return {.files = {{r.model + ".py", aihwkit_module(r, best, fits)}},
          .loss = best.loss,
          .lost = {"noise that depends on the state: its root mean square is kept", "read noise, decay at rest"}};
}

}  // namespace

std::string aihwkit_module(const PulseResponse& r, const AihwkitFit& fit, const std::vector<AihwkitFit>& all) {
  std::string settings, losses;
  for (const auto& [name, value] : fit.settings) settings += "        " + name + "=" + value + ",\n";
  for (const auto& one : all) losses += (losses.empty() ? "" : ", ") + one.device + fmt::format(" {:.3g}", one.loss);
  const double noise = 2.0 * r.write_noise() / r.range() / fit.dw_min;
  return filled(module, {{"device", fit.device}, {"g_min", exact(r.g_min())}, {"g_max", exact(r.g_max())}, {"settings", settings},
                         {"noise", exact(noise)}, {"losses", losses}});
}

Target aihwkit() { return {"aihwkit", "aihwkit 1.1.0", page, hand}; }

}  // namespace hysteron::handoff
