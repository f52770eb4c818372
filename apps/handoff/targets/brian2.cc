#include <algorithm>
#include <cmath>

#include "apps/handoff/linear_step.h"
#include "apps/handoff/step_table.h"
#include "apps/handoff/target.h"
#include "apps/handoff/text.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(Equations with units for Brian2 synapses: a weight w from -1 at g_min to 1 at g_max, the conductance g, and what a
pulse does to w, up and down, with soft or hard bounds as the ramps showed.

    from @model@ import synapses
    s = synapses(pre, post)           # a spike before potentiates, one after depresses
    s.connect(); s.w = -1

MODEL, PULSE_UP, PULSE_DOWN and NAMESPACE are there to build other rules with. The step is linear in w: the
exponential ramp of the nonlinearity label, not rounded to its table.

Tests run both ramps in Brian2, a spike a pulse, and compare them with that equation: within 1e-9 of the range.)";

const char* const module = R"py(from brian2 import Synapses, second, siemens

MODEL = """
w : 1
g = g_min + 0.5*(w + 1)*(g_max - g_min) : siemens
"""
PULSE_UP = "w = clip(w + level_up - slope_up*w + noise_up*randn(), -1, 1)"
PULSE_DOWN = "w = clip(w + level_down - slope_down*w + noise_down*randn(), -1, 1)"
NAMESPACE = {
    "g_min": @g_min@ * siemens,
    "g_max": @g_max@ * siemens,
    "level_up": @level_up@,
    "slope_up": @slope_up@,
    "level_down": @level_down@,
    "slope_down": @slope_down@,
    "noise_up": @noise_up@,
    "noise_down": @noise_down@,
}
WIDTH_UP = @width_up@ * second  # of the pulses; the update is taken to be immediate
WIDTH_DOWN = @width_down@ * second


def synapses(source, target, **settings):
    return Synapses(source, target, model=MODEL, on_pre=PULSE_UP, on_post=PULSE_DOWN, namespace=NAMESPACE, **settings)
)py";

double bounded(double w, double step) { return std::clamp(w + step, -1.0, 1.0) - w; }

double root_mean_square(const std::vector<double>& v) {
  double sum = 0.0;
  for (const double x : v) sum += x * x;
  return std::sqrt(sum / double(v.size()));
}

Handover hand(const PulseResponse& r) {
  check_ramps(r, "brian2");
  const LinearStep s = linear_step(r);
  const double scale = 2.0 / r.range();
  const auto up = replay([&](double w) { return bounded(w, s.level_up - s.slope_up * w); }, std::clamp(weight(r, r.up.front()), -1.0, 1.0), r.scheme.number_up);
  const auto down = replay([&](double w) { return bounded(w, s.level_down - s.slope_down * w); }, std::clamp(weight(r, r.down.front()), -1.0, 1.0), r.scheme.number_down);
  const std::string text = filled(module, {{"g_min", exact(r.g_min())}, {"g_max", exact(r.g_max())}, {"level_up", exact(s.level_up)}, {"slope_up", exact(s.slope_up)},
                                           {"level_down", exact(s.level_down)}, {"slope_down", exact(s.slope_down)},
                                           {"noise_up", exact(scale * root_mean_square(r.noise_up))}, {"noise_down", exact(scale * root_mean_square(r.noise_down))},
                                           {"width_up", exact(r.scheme.width_up)}, {"width_down", exact(r.scheme.width_down)}});
  return {.files = {{r.model + ".py", text}}, .loss = loss_of_weights(r, up, down), .lost = {"noise that depends on the state: its root mean square is kept", "read noise, decay at rest"}};
}

}  // namespace

Target brian2() { return {"brian2", "Brian2 2.9", page, hand}; }

}  // namespace hysteron::handoff
