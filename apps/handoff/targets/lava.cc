#include "apps/handoff/python_modules.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(Lava processes for its floating-point models: a Dense process whose weights are those of pairs of devices, read as a
difference, and LIF processes with what a cell that fires has for settings.

    from @model@ import dense
    layer = dense(weights, seed=1)           # NumPy, outputs x inputs; seed=None: without noise

    from @model@ import neurons
    cells = neurons((10,), drive=2.6, dt=1e-12)   # V, s

Lava has no unit of time: a step is dt. It resets to 0, so the membrane is counted from the reset voltage. Weights on
Loihi are whole numbers: this is for simulation, Loihi2SimCfg("floating_pt").

Tests run both in the floating-point simulation of Lava 0.10: the rates of the neurons are within the stated loss of the
native model's, and the layer passes on the device's levels. Without Lava, which asks for Python 3.10, a stand-in takes the
settings.)";

const char* const synapse_module = R"(import numpy as np
from lava.proc.dense.process import Dense

@pairs@

def dense(weights, seed=None):
    """A Dense process with the weights that pairs of devices have."""
    generator = None if seed is None else np.random.default_rng(seed)
    return Dense(weights=pairs(np.asarray(weights, float), generator)[0])
)";

const char* const cell_module = R"(import math

from lava.proc.lif.process import LIF

GAIN = @gain@  # V of membrane a V of drive
TAU = @tau@  # s
THRESHOLD = @threshold@  # V
RESET = @reset@  # V


def neurons(shape, drive, dt):
    """Cells under a drive [V] in steps of dt [s]; what comes in adds to the membrane [V]."""
    decay = 1.0 - math.exp(-dt / TAU)
    return LIF(shape=shape, du=1.0, dv=decay, bias_mant=decay * (GAIN * drive - RESET), vth=THRESHOLD - RESET)
)";

Handover hand(const PulseResponse& r) { return hand_levels(r, "lava", synapse_module); }

Handover hand_cell(const CellResponse& r) { return hand_integrate_and_fire(r, "lava", cell_module); }

}  // namespace

Target lava() { return {"lava", "Lava 0.10", page, hand, hand_cell}; }

}  // namespace hysteron::handoff
