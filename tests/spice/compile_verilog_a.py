"""Compiles each set_K.va with verilogae and openvaf-py and evaluates it at the points of set_K.json.

Writes values.json: for each set and point the resistive and reactive flow into every node, by the node's
name. What openvaf-py computes once for an instance it computes at the defaults, so a set has its own.
"""
import json
from pathlib import Path

import openvaf_py
import verilogae


def flows(text):
    verilogae.load(str(text))
    (module,) = openvaf_py.compile_va(str(text))
    nodes = [node["name"] for node in module.get_dae_system()["nodes"]]
    names = set(module.init_param_names) | set(module.param_names)
    values = []
    for point in json.loads(text.with_suffix(".json").read_text()):
        inputs = dict.fromkeys(names, 0.0) | {"mfactor": 1.0}
        inputs |= {name: value for name, value in point.items() if name in names}
        found, _ = module.run_init_eval(inputs)
        values.append(dict(zip(nodes, found)))
    return values


sets = sorted(Path(".").glob("set_*.va"), key=lambda path: int(path.stem[4:]))
Path("values.json").write_text(json.dumps([flows(text) for text in sets]))
