#include "apps/handoff/python_modules.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(An snnTorch network put on this device: `on_device` gives every weight of its linear and convolution layers to a pair
of devices, read as a difference, and returns a copy with the weights that they then have.

    from @model@ import on_device
    network = on_device(network, seed=1)     # seed=None: without noise

A cell that fires comes as snn.Leaky, its membrane counted from the reset voltage, in steps of dt:

    from @model@ import neuron, current
    cell = neuron(dt=1e-12)                  # s
    spike, membrane = cell(current(drive, dt=1e-12), membrane)   # drive in V, a tensor

Tests put a network on the device and find its levels in the weights; they run the cell at each drive: its rates are
within the stated loss of the native model's, but for a step an interval.)";

const char* const synapse_module = R"(import copy

import numpy as np
import torch

@pairs@

def on_device(network, seed=None):
    """A copy of the network whose linear and convolution weights are those of pairs of devices."""
    generator = None if seed is None else np.random.default_rng(seed)
    network = copy.deepcopy(network)
    for layer in network.modules():
        if isinstance(layer, (torch.nn.Linear, torch.nn.Conv1d, torch.nn.Conv2d)):
            weight, _ = pairs(layer.weight.detach().cpu().double().numpy(), generator)
            layer.weight.data.copy_(torch.as_tensor(weight))
    return network
)";

const char* const cell_module = R"(import math

import snntorch

GAIN = @gain@  # V of membrane a V of drive
TAU = @tau@  # s
THRESHOLD = @threshold@  # V
RESET = @reset@  # V


def neuron(dt, **settings):
    """The cell in steps of dt [s]; its membrane is counted from RESET."""
    return snntorch.Leaky(beta=math.exp(-dt / TAU), threshold=THRESHOLD - RESET, reset_mechanism="zero", reset_delay=False, **settings)


def current(drive, dt):
    """What a drive [V] adds to the membrane in a step of dt [s]."""
    return (1.0 - math.exp(-dt / TAU)) * (GAIN * drive - RESET)
)";

Handover hand(const PulseResponse& r) { return hand_levels(r, "snntorch", synapse_module); }

Handover hand_cell(const CellResponse& r) { return hand_integrate_and_fire(r, "snntorch", cell_module); }

}  // namespace

Target snntorch() { return {"snntorch", "snnTorch 1.0.0", page, hand, hand_cell}; }

}  // namespace hysteron::handoff
