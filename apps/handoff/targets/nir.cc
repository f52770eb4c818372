#include "apps/handoff/python_modules.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(A network in NIR, from snnTorch, Lava, Norse or another, put on this device: `on_device` gives every weight of its
Linear and Affine nodes to a pair of devices, read as a difference, and returns the graph with the weights that
they then have. Any program that reads NIR runs it as it is: in snnTorch `import_from_nir`.

    import nir
    from @model@ import on_device
    nir.write("on_device.nir", on_device(nir.read("network.nir"), seed=1))   # seed=None: without noise

A node's largest weight is the whole range of the device; the scale, in weight per S, is in its metadata. Biases
and neurons are as they were.

A cell that fires comes as a LIF node, driven by a voltage in place of a current, in SI units; what the cell has beside it
is in its metadata:

    from @model@ import neuron
    node = neuron(10)                 # tau [s], r = 1 V of membrane a V of drive, v_threshold, v_reset [V]

Tests read, map and write a graph with nir, and read it back: equal. Its weights are the device's levels. They
write and read the node, equal, and follow its equation: its rates are within the stated loss of the native model's.)";

const char* const synapse_module = R"(import copy

import numpy as np

@pairs@

def on_device(graph, seed=None):
    """A copy of the graph whose Linear and Affine weights are those of pairs of devices."""
    generator = None if seed is None else np.random.default_rng(seed)
    graph = copy.deepcopy(graph)
    for node in graph.nodes.values():
        if type(node).__name__ not in ("Linear", "Affine"):
            continue
        node.weight, scale = pairs(node.weight, generator)
        node.metadata = {**(node.metadata or {}), "hysteron_weight_per_siemens": float(scale)}
    return graph
)";

Handover hand(const PulseResponse& r) { return hand_levels(r, "nir", synapse_module); }

const char* const cell_module = R"(import nir
import numpy as np


def neuron(number):
    """A LIF node: tau dv/dt = v_leak - v + r drive, drive in V."""
    full = lambda value: np.full(number, value)
    return nir.LIF(
        tau=full(@tau@),  # s
        r=full(@gain@),
        v_leak=full(0.0),
        v_threshold=full(@threshold@),  # V
        v_reset=full(@reset@),  # V
        metadata={"energy_per_spike_J": @energy@, "lowest_drive_V": @low@, "highest_drive_V": @high@},
    )
)";

Handover hand_cell(const CellResponse& r) { return hand_integrate_and_fire(r, "nir", cell_module); }

}  // namespace

Target nir() { return {"nir", "NIR 1.0.8", page, hand, hand_cell}; }

}  // namespace hysteron::handoff
