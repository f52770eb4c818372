#include "apps/handoff/python_modules.h"

#include <limits>

#include "apps/handoff/level_pairs.h"
#include "apps/handoff/text.h"

namespace hysteron::handoff {

Handover hand_levels(const PulseResponse& r, const std::string& target, const char* module) {
  check_ramps(r, target);
  const Levels l = levels(r, 6);
  return {.files = {{r.model + ".py", filled(module, {{"pairs", level_pairs(l)}})}},
          .loss = std::numeric_limits<double>::quiet_NaN(),
          .lost = lost_by_levels(l)};
}

Handover hand_integrate_and_fire(const CellResponse& r, const std::string& target, const char* module) {
  const IntegrateAndFire n = integrate_and_fire(r, target);
  const std::string text = filled(module, {{"tau", exact(n.tau)}, {"gain", exact(n.gain)}, {"threshold", exact(n.threshold)}, {"reset", exact(n.reset)},
                                           {"energy", exact(r.energy[r.energy.size() / 2])}, {"low", exact(r.drive.front())}, {"high", exact(r.drive.back())}});
  return {.files = {{r.model + ".py", text}}, .loss = n.loss, .lost = {lost_by_integrate_and_fire}};
}

}  // namespace hysteron::handoff
