"""The exported device class on arrays, with NumPy standing in for CrossSim's backend and an empty base class."""
import json
import sys
import types

import numpy as np

backend, devices, base = types.ModuleType("simulator.backend"), types.ModuleType("simulator.devices"), types.ModuleType("simulator.devices.idevice")
backend.ComputeBackend = lambda: np
base.EmptyDevice = type("EmptyDevice", (), {})
sys.modules.update({"simulator": types.ModuleType("simulator"), "simulator.backend": backend, "simulator.devices": devices, "simulator.devices.idevice": base})

from ramps import folder, module, native

exported = module()
params = json.loads((folder / "params.json").read_text())["xbar"]["device"]
(kind,) = base.EmptyDevice.__subclasses__()
assert kind.__name__ == params["programming_error"]["model"] == params["read_noise"]["model"]
top = min(native["up_S"][-1], native["down_S"][0])
assert abs(params["Rmin"] * top - 1.0) < 1e-12 and params["Rmax"] > params["Rmin"]

np.random.seed(3)
device, n = kind(), 20
g = np.full(100000, native["up_S"][n] / top)
assert abs(device.programming_error(g).std() * top / native["noise_up_S"][n - 1] - 1.0) < 0.02  # 1e5 draws: 0.2 % each standard error
assert abs(device.read_noise(g).std() / g[0] / native["read_noise"] - 1.0) < 0.02
nu = np.interp(g[0], [d["conductance_S"] / top for d in native["drift"]], [d["nu"] for d in native["drift"]])
assert abs(device.drift_error(g, 1e4).mean() / (g[0] * 1e4**-nu) - 1.0) < 0.01
print("worst 0")
