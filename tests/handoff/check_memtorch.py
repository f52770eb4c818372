"""The exported module against a stand-in for MemTorch that keeps what it is called with."""
import sys
import types
from unittest.mock import MagicMock

for name in ("memtorch", "memtorch.bh", "memtorch.bh.nonideality", "memtorch.bh.nonideality.NonIdeality", "memtorch.map", "memtorch.map.Input",
             "memtorch.map.Parameter", "memtorch.mn", "memtorch.mn.Module"):
    sys.modules[name] = MagicMock()

from ramps import module, native

exported = module()
exported.on_device(types.SimpleNamespace())
given = sys.modules["memtorch.mn.Module"].patch_model.call_args.kwargs["memristor_model_params"]
states = sys.modules["memtorch.bh.nonideality.NonIdeality"].apply_nonidealities.call_args.kwargs["conductance_states"]
assert abs(1.0 / given["r_on"] - native["up_S"][-1]) < 1e-12 * native["up_S"][-1]
assert abs(1.0 / given["r_off"] - native["up_S"][0]) < 1e-12 * native["up_S"][0]
assert states >= 2 and states & (states - 1) == 0
print("worst 0")
