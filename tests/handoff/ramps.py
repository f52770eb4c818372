"""What the checks share: the exported module, the native ramps or rates, and how far others are from them."""
import importlib.util
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
native = json.loads((folder / "native.json").read_text())


def module(path=None):
    path = path or next(folder.glob("*.py"))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def report(up, down, name=""):
    """Prints the largest difference from the native ramps, % of their common range."""
    g_min = max(native["up_S"][0], native["down_S"][-1])
    g_max = min(native["up_S"][-1], native["down_S"][0])
    assert len(up) == len(native["up_S"]) and len(down) == len(native["down_S"])
    pairs = list(zip(up, native["up_S"])) + list(zip(down, native["down_S"]))
    print(name, "worst", 100.0 * max(abs(a - b) for a, b in pairs) / (g_max - g_min))


def rates(spikes, dt):
    """Of a column a drive, in steps of dt [s]: prints the largest difference from the native rates, %, and the largest
    that a step an interval explains."""
    off, step = 0.0, 0.0
    for column, native_rate in zip(spikes.T, native["rate_Hz"]):
        at = column.nonzero()[0]
        assert len(at) > 2
        rate = (len(at) - 1) / ((at[-1] - at[0]) * dt)
        off, step = max(off, abs(rate / native_rate - 1.0)), max(step, rate * dt)
    print("worst", 100.0 * off, "step", 100.0 * step)
