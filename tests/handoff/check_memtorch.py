"""The exported module against a stand-in for MemTorch and PyTorch: what it is called with, and the levels it leaves."""
import sys
import types
from unittest.mock import MagicMock

import numpy as np

for name in ("torch", "memtorch", "memtorch.bh", "memtorch.map", "memtorch.map.Input", "memtorch.map.Parameter", "memtorch.mn", "memtorch.mn.Module"):
    sys.modules[name] = MagicMock()
sys.modules["torch"].tensor = lambda x, dtype: x

from ramps import module, native

exported = module()
crossbar = types.SimpleNamespace(conductance_matrix=np.linspace(exported.LEVELS[0], exported.LEVELS[-1], 50).reshape(5, 10))
patch = sys.modules["memtorch.mn.Module"].patch_model
patch.return_value.modules.return_value = [types.SimpleNamespace(), types.SimpleNamespace(crossbars=[crossbar])]
exported.on_device(types.SimpleNamespace())
given = patch.call_args.kwargs["memristor_model_params"]
assert abs(1.0 / given["r_on"] - native["up_S"][-1]) < 1e-12 * native["up_S"][-1]
assert abs(1.0 / given["r_off"] - native["up_S"][0]) < 1e-12 * native["up_S"][0]
assert len(patch.call_args.kwargs["module_parameters_to_patch"]) == 4
assert set(crossbar.conductance_matrix.ravel()) == set(exported.LEVELS) <= set(native["up_S"])
print("worst 0")
