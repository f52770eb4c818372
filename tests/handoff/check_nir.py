"""Puts a network on the exported device, through files, and checks its weights against the device's levels."""
import nir
import numpy as np

from ramps import folder, module, native

exported = module()
generator = np.random.default_rng(7)
weight = generator.standard_normal((4, 3))
lif = nir.LIF(tau=np.full(4, 1e-2), r=np.ones(4), v_leak=np.zeros(4), v_threshold=np.ones(4), v_reset=np.zeros(4))
graph = nir.NIRGraph(
    nodes={"input": nir.Input(np.array([3])), "fc": nir.Linear(weight=weight), "lif": lif, "output": nir.Output(np.array([4]))},
    edges=[("input", "fc"), ("fc", "lif"), ("lif", "output")],
)
nir.write(folder / "network.nir", graph)
mapped = exported.on_device(nir.read(folder / "network.nir"))
nir.write(folder / "on_device.nir", mapped)
back = nir.read(folder / "on_device.nir")
assert sorted(back.edges) == sorted(graph.edges)
assert np.array_equal(back.nodes["fc"].weight, mapped.nodes["fc"].weight)
assert np.array_equal(back.nodes["lif"].tau, lif.tau) and np.array_equal(back.nodes["lif"].v_threshold, lif.v_threshold)

reads = np.array(native["up_S"])
scale = back.nodes["fc"].metadata["hysteron_weight_per_siemens"]
pairs = exported.LEVELS[:, None] - exported.LEVELS[None, :]
assert all(np.abs(reads - level).min() == 0.0 for level in exported.LEVELS)
for w in np.asarray(back.nodes["fc"].weight).ravel() / scale:
    assert np.abs(pairs - w).min() < 1e-12 * np.ptp(exported.LEVELS), w
noisy = [exported.on_device(graph, seed=s).nodes["fc"].weight for s in (1, 1, 2)]
assert np.array_equal(noisy[0], noisy[1]) and not np.array_equal(noisy[0], noisy[2])
print("worst", 100.0 * np.abs(back.nodes["fc"].weight - weight).max() / np.abs(weight).max())
