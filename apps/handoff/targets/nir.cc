#include <fmt/format.h>

#include <limits>

#include "apps/handoff/levels.h"
#include "apps/handoff/target.h"
#include "apps/handoff/text.h"

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

Tests read, map and write a graph with nir, and read it back: equal. Its weights are the device's levels.)";

const char* const module = R"(import copy

import numpy as np

LEVELS = np.array(@levels@)  # S
DEVIATION = np.array(@deviation@)  # S, of the pulse that reaches each


def program(conductance, generator):
    """The nearest level to each, as it turns out."""
    k = np.abs(conductance[..., None] - LEVELS).argmin(axis=-1)
    noise = 0.0 if generator is None else DEVIATION[k] * generator.standard_normal(k.shape)
    return LEVELS[k] + noise


def on_device(graph, seed=None):
    """A copy of the graph whose Linear and Affine weights are those of pairs of devices."""
    generator = None if seed is None else np.random.default_rng(seed)
    graph = copy.deepcopy(graph)
    for node in graph.nodes.values():
        if type(node).__name__ not in ("Linear", "Affine"):
            continue
        largest = np.abs(node.weight).max()
        if largest == 0.0:
            continue
        scale = largest / (LEVELS[-1] - LEVELS[0])  # weight per S
        plus = program(LEVELS[0] + np.maximum(node.weight, 0.0) / scale, generator)
        minus = program(LEVELS[0] + np.maximum(-node.weight, 0.0) / scale, generator)
        node.weight = scale * (plus - minus)
        node.metadata = {**(node.metadata or {}), "hysteron_weight_per_siemens": float(scale)}
    return graph
)";

Handover hand(const PulseResponse& r) {
  check_ramps(r, "nir");
  const Levels l = levels(r, 6);
  Handover h{.files = {}, .loss = std::numeric_limits<double>::quiet_NaN()};
  h.files[r.model + ".py"] = filled(module, {{"levels", list(l.mean)}, {"deviation", list(l.deviation)}});
  h.lost = {fmt::format("{} levels: a weight is off by at most {:.2g} % of the largest", l.mean.size(), 100.0 * (0.5 + l.inl) / double(l.mean.size() - 1)),
            "read noise, decay at rest"};
  return h;
}

}  // namespace

Target nir() { return {"nir", "NIR 1.0.8", page, hand}; }

}  // namespace hysteron::handoff
