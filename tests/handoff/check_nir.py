"""Puts a network on the exported device, through files, and checks its weights against the device's levels; or writes the
exported cell and reads it back."""
import nir
import numpy as np

from ramps import folder, module, native

exported = module()


def through_file(graph, name):
    nir.write(folder / name, graph)
    return nir.read(folder / name)


def cell():
    node = exported.neuron(2)
    graph = nir.NIRGraph(
        nodes={"input": nir.Input(np.array([2])), "cell": node, "output": nir.Output(np.array([2]))},
        edges=[("input", "cell"), ("cell", "output")],
    )
    back = through_file(graph, "cell.nir").nodes["cell"]
    for name in ("tau", "r", "v_leak", "v_threshold", "v_reset"):
        assert np.array_equal(getattr(back, name), getattr(node, name)), name
    assert back.metadata["energy_per_spike_J"] in native["energy_J"]
    rest = back.v_leak[0] + back.r[0] * np.array(native["drive_V"])
    rate = 1.0 / (back.tau[0] * np.log((rest - back.v_reset[0]) / (rest - back.v_threshold[0])))
    print("worst", 100.0 * np.abs(rate / np.array(native["rate_Hz"]) - 1.0).max())


def synapses():
    generator = np.random.default_rng(7)
    weight = generator.standard_normal((4, 3))
    lif = nir.LIF(tau=np.full(4, 1e-2), r=np.ones(4), v_leak=np.zeros(4), v_threshold=np.ones(4), v_reset=np.zeros(4))
    graph = nir.NIRGraph(
        nodes={"input": nir.Input(np.array([3])), "fc": nir.Linear(weight=weight), "lif": lif, "output": nir.Output(np.array([4]))},
        edges=[("input", "fc"), ("fc", "lif"), ("lif", "output")],
    )
    mapped = exported.on_device(through_file(graph, "network.nir"))
    back = through_file(mapped, "on_device.nir")
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


cell() if "spikes" in native else synapses()
