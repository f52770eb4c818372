#include "apps/handoff/python_modules.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(A trained PyTorch model on this device in MemTorch 1.1.6: a pair of devices for each weight of its Linear and convolution
layers, read as a difference, each at one of the levels that the device has.

    from @model@ import on_device
    patched = on_device(model, seed=1)     # seed=None: without noise

The range and the levels are the device's; MemTorch's own linear ion drift stands in for how it switches, which
inference does not ask for. The levels are set on the crossbars: MemTorch's FiniteConductanceStates hands its binding
tensors where that takes numbers, catches the error and leaves every conductance as it was.

Tests patch a model in MemTorch 1.1.6 with PyTorch 1.10, the one its wheel was built for: every conductance is a level, and
the outputs are the products with the weights that the levels make.)";

const char* const module = R"(import copy

import memtorch
import numpy as np
import torch
from memtorch.map.Input import naive_scale
from memtorch.map.Parameter import naive_map
from memtorch.mn.Module import patch_model

@pairs@

def on_device(model, seed=None):
    """A copy of the model whose weights are those of pairs of devices."""
    generator = None if seed is None else np.random.default_rng(seed)
    patched = patch_model(
        copy.deepcopy(model),
        memristor_model=memtorch.bh.memristor.LinearIonDrift,
        memristor_model_params={"r_off": 1.0 / LEVELS[0], "r_on": 1.0 / LEVELS[-1]},  # ohm
        module_parameters_to_patch=[torch.nn.Linear, torch.nn.Conv1d, torch.nn.Conv2d, torch.nn.Conv3d],
        mapping_routine=naive_map,
        transistor=True,
        programming_routine=None,
        scheme=memtorch.bh.Scheme.DoubleColumn,
        scaling_routine=naive_scale,
    )
    for layer in patched.modules():
        for crossbar in getattr(layer, "crossbars", []):
            levels = program(np.asarray(crossbar.conductance_matrix, float), generator)
            crossbar.conductance_matrix = torch.tensor(levels, dtype=torch.float32)
    patched.tune_()
    return patched
)";

Handover hand(const PulseResponse& r) { return hand_levels(r, "memtorch", module); }

}  // namespace

Target memtorch() { return {"memtorch", "MemTorch 1.1.6", page, hand}; }

}  // namespace hysteron::handoff
