#include <limits>

#include "apps/handoff/levels.h"
#include "apps/handoff/target.h"
#include "apps/handoff/text.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(Settings with which MemTorch 1.1.6 puts a trained PyTorch model on this device: its range of resistance, and as many
evenly spaced conductance states as the device holds within half a step.

    from @model@ import on_device
    patched = on_device(model)

The range and the states are the device's; MemTorch's own linear ion drift stands in for how it switches, which
inference does not ask for.

Tests run the module against a stand-in for MemTorch's functions. MemTorch itself was not run: its wheels are for
Python up to 3.9.)";

const char* const module = R"(import copy

import memtorch
from memtorch.bh.nonideality.NonIdeality import NonIdeality, apply_nonidealities
from memtorch.map.Input import naive_scale
from memtorch.map.Parameter import naive_map
from memtorch.mn.Module import patch_model

PARAMETERS = {"r_off": @r_off@, "r_on": @r_on@}  # ohm
STATES = @states@


def on_device(model):
    patched = patch_model(
        copy.deepcopy(model),
        memristor_model=memtorch.bh.memristor.LinearIonDrift,
        memristor_model_params=PARAMETERS,
        mapping_routine=naive_map,
        transistor=True,
        programming_routine=None,
        scheme=memtorch.bh.Scheme.DoubleColumn,
        scaling_routine=naive_scale,
    )
    patched = apply_nonidealities(patched, non_idealities=[NonIdeality.FiniteConductanceStates], conductance_states=STATES)
    patched.tune_()
    return patched
)";

Handover hand(const PulseResponse& r) {
  check_ramps(r, "memtorch");
  const Levels l = levels(r, 6);
  Handover h{.files = {}, .loss = std::numeric_limits<double>::quiet_NaN(), .lost = {"noise of any kind, decay at rest, spacing of the states"}};
  h.files[r.model + ".py"] =
      filled(module, {{"r_off", exact(1.0 / l.mean.front())}, {"r_on", exact(1.0 / l.mean.back())}, {"states", std::to_string(l.mean.size())}});
  return h;
}

}  // namespace

Target memtorch() { return {"memtorch", "MemTorch 1.1.6", page, hand}; }

}  // namespace hysteron::handoff
