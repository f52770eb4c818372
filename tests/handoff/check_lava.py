"""The exported module against stand-ins for Lava's processes that keep what they are given; LIF follows Lava's equation."""
import sys
import types

import numpy as np

given = {}


def process(name):
    def keep(**settings):
        given.update(settings)
        return name

    return keep


for path, name in (("lava.proc.dense.process", "Dense"), ("lava.proc.lif.process", "LIF")):
    parts = path.split(".")
    for k in range(1, len(parts) + 1):
        sys.modules.setdefault(".".join(parts[:k]), types.ModuleType(parts[k - 1]))
    setattr(sys.modules[path], name, process(name))

from ramps import module, native, rates

exported = module()
if "rate_Hz" in native:
    dt, drive = 1.0 / max(native["rate_Hz"]) / 2000.0, np.array(native["drive_V"])
    assert exported.neurons((len(drive),), drive, dt) == "LIF" and given["shape"] == (len(drive),)
    current, membrane, spikes = 0.0, np.zeros(len(drive)), []
    for _ in range(20000):
        current = current * (1.0 - given["du"])
        membrane = membrane * (1.0 - given["dv"]) + current + given["bias_mant"]
        spikes.append(membrane > given["vth"])
        membrane = np.where(spikes[-1], 0.0, membrane)
    rates(np.array(spikes), dt)
else:
    weight = np.random.default_rng(7).standard_normal((4, 3))
    assert exported.dense(weight) == "Dense"
    pairs = (exported.LEVELS[:, None] - exported.LEVELS[None, :]).ravel() / np.ptp(exported.LEVELS)
    off = np.abs(given["weights"].ravel()[:, None] / np.abs(weight).max() - pairs).min(axis=1)
    assert off.max() < 1e-12
    print("worst", 100.0 * np.abs(given["weights"] - weight).max() / np.abs(weight).max())
