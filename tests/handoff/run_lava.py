"""The exported module in Lava's floating-point simulation: the rates of its neurons, or what its layer passes on."""
import numpy as np
from lava.magma.core.run_conditions import RunSteps
from lava.magma.core.run_configs import Loihi2SimCfg
from lava.proc.io.sink import RingBuffer as Sink
from lava.proc.io.source import RingBuffer as Source

from ramps import module, native, rates

exported = module()


def received(process, port, steps):
    sink = Sink(shape=port.shape, buffer=steps)
    port.connect(sink.a_in)
    process.run(RunSteps(num_steps=steps), Loihi2SimCfg(select_tag="floating_pt"))
    data = sink.data.get().copy()
    process.stop()
    return data


if "rate_Hz" in native:
    dt, drive = 1.0 / max(native["rate_Hz"]) / 500.0, np.array(native["drive_V"])
    neurons = exported.neurons((len(drive),), drive, dt)
    rates(received(neurons, neurons.s_out, 5000).T > 0, dt)
else:
    weight = np.random.default_rng(7).standard_normal((4, 3))
    layer = exported.dense(weight)
    spikes = np.eye(3)
    source = Source(data=spikes)
    source.s_out.connect(layer.s_in)
    passed = received(layer, layer.a_out, 4)[:, 1:]  # a step later
    pairs = (exported.LEVELS[:, None] - exported.LEVELS[None, :]).ravel() / np.ptp(exported.LEVELS)
    assert np.abs(passed.ravel()[:, None] / np.abs(weight).max() - pairs).min(axis=1).max() < 1e-12, passed
    print("worst", 100.0 * np.abs(passed - weight).max() / np.abs(weight).max())
