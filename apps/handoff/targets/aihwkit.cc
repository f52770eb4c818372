#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "apps/handoff/aihwkit_fits.h"
#include "apps/handoff/target.h"
#include "apps/handoff/text.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(A module with the device as aihwkit's own class, for training:

    from @model@ import rpu_config             # one device a weight
    from @model@ import differential_config    # two of them, read as a difference
    from @model@ import inference_config     # for weights trained elsewhere: programming, drift, read noise
    layer = AnalogLinear(128, 10, rpu_config=rpu_config)

Weights run from -1 at g_min to 1 at g_max. LinearStep, SoftBounds, ExpStep, PowStep and PiecewiseStep are all
fitted; taken is the simplest that stays within 0.5 % of the range, else the best. Every spread between devices,
which has a default in aihwkit, is set to 0: one device was handed over.

Tests recompute both ramps from the exported settings with aihwkit's equations in double precision: within 1e-6 of the
range of what is stated. They run the module in aihwkit too, whose single precision rounds each pulse by up to 6e-8 of the
weight and 5e-7 of the step; carried along the pulses, that bounds how far its ramps are off, and it is asserted pulse
by pulse. Of inference they check the programming noise at a level and the decay of the top one over 1e4 s.)";

const char* const module = R"(from aihwkit.inference.converter.conductance import SinglePairConductanceConverter
from aihwkit.inference.noise.pcm import CustomDriftPCMLikeNoiseModel
from aihwkit.simulator.configs import InferenceRPUConfig, SingleRPUConfig, UnitCellRPUConfig
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


def inference_config():
    """Conductances in uS. Times count from 1 s after programming; read noise grows with them as in phase change."""
    converter = SinglePairConductanceConverter(g_max=@g_max_uS@, g_min=@g_min_uS@)
    drift = {"g_lst": @drift_g@, "nu_mean_lst": @nu@, "nu_std_lst": @nu_std@}
    noise = CustomDriftPCMLikeNoiseModel(
        drift, prog_coeff=@prog_coeff@, g_converter=converter, t_0=1.0, t_read=@t_read@, read_noise_scale=@read_scale@
    )
    return InferenceRPUConfig(noise_model=noise)


# What the fits of all its devices lose, % of the range: @losses@
)";

constexpr double micro = 1e6;

// The noise of a pulse over the conductance as c_0 + c_1 g / g_max [uS]: the line of least squares, or the root mean
// square where that line falls below 0 within the range.
std::vector<double> programming_coefficients(const PulseResponse& r) {
  double n = 0.0, x = 0.0, xx = 0.0, y = 0.0, xy = 0.0;
  for (std::size_t k = 0; k < r.noise_up.size(); ++k) {
    const double g = r.up[k + 1] / r.g_max(), s = micro * r.noise_up[k];
    n += 1.0, x += g, xx += g * g, y += s, xy += g * s;
  }
  const double slope = (n * xy - x * y) / (n * xx - x * x), level = (y - slope * x) / n;
  const bool holds = level + slope * r.g_min() / r.g_max() >= 0.0 && level + slope >= 0.0;
  return holds ? std::vector{level, slope} : std::vector{micro * r.write_noise(), 0.0};
}

// Levels evenly from g_min to g_max [uS] with the exponents found there; aihwkit takes two and more, none negative.
struct DriftTable {
  std::vector<double> g, nu, deviation;
};

DriftTable drift_table(const PulseResponse& r) {
  const std::size_t levels = std::max<std::size_t>(r.drift.size(), 2);
  DriftTable t;
  for (std::size_t k = 0; k < levels; ++k) {
    const double share = double(k) / double(levels - 1);
    t.g.push_back(k + 1 == levels ? micro * r.g_max() : micro * (r.g_min() + share * r.range()));
    t.nu.push_back(r.drift.empty() ? 0.0 : std::max(r.drift[k].nu, 0.0));
    t.deviation.push_back(0.0);
  }
  return t;
}

// In units of aihwkit's own read noise at g_max, 1 s after programming.
double read_noise_scale(const PulseResponse& r) {
  const double t_read = r.scheme.read_width;
  return t_read < 0.5 ? r.read_noise / (0.0088 * std::sqrt(std::log((1.0 + t_read) / (2.0 * t_read)))) : 0.0;
}

Handover hand(const PulseResponse& r) {
  check_ramps(r, "aihwkit");
  const auto fits = aihwkit_fits(r);
  const AihwkitFit best = chosen(fits);
  Handover h{.files = {{r.model + ".py", aihwkit_module(r, best, fits)}}, .loss = best.loss};
  h.lost = {"in training: noise that depends on the state, of which the root mean square is kept; read noise, decay at rest"};
  const auto grows = [](const Drift& d) { return d.nu < -1e-6; };
  if (std::any_of(r.drift.begin(), r.drift.end(), grows)) h.lost.push_back("in inference: growth at rest, for drift is a decay; 0 is written there");
  if (r.drift.empty()) h.lost.push_back("in inference: decay at rest, which is no power of the time; 0 is written");
  if (r.scheme.read_width >= 0.5) h.lost.push_back("in inference: read noise, for reads of half a second and more");
  return h;
}

}  // namespace

std::string aihwkit_module(const PulseResponse& r, const AihwkitFit& fit, const std::vector<AihwkitFit>& all) {
  std::string settings, losses;
  for (const auto& [name, value] : fit.settings) settings += "        " + name + "=" + value + ",\n";
  for (const auto& one : all) losses += (losses.empty() ? "" : ", ") + one.device + fmt::format(" {:.3g}", one.loss);
  const DriftTable table = drift_table(r);
  const double noise = 2.0 * r.write_noise() / r.range() / fit.dw_min;
  return filled(module, {{"device", fit.device}, {"g_min", exact(r.g_min())}, {"g_max", exact(r.g_max())}, {"settings", settings},
                         {"noise", exact(noise)}, {"losses", losses}, {"g_max_uS", exact(table.g.back())}, {"g_min_uS", exact(table.g.front())},
                         {"drift_g", list(table.g)}, {"nu", list(table.nu)}, {"nu_std", list(table.deviation)},
                         {"prog_coeff", list(programming_coefficients(r))}, {"t_read", exact(r.scheme.read_width)},
                         {"read_scale", exact(read_noise_scale(r))}});
}

Target aihwkit() { return {"aihwkit", "aihwkit 1.1.0", page, hand}; }

}  // namespace hysteron::handoff
