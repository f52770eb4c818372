"""Pulses every exported device in aihwkit, one pulse an update, and compares both ramps with the native model's."""
import torch
from aihwkit.simulator.configs import SingleRPUConfig
from aihwkit.simulator.parameters.enums import PulseType
from aihwkit.simulator.tiles.analog import AnalogTile

from ramps import folder, module, native, report


def ramp(exported, start, sign, number):
    device = exported.device()
    device.dw_min_std = 0.0
    config = SingleRPUConfig(device=device)
    config.update.desired_bl = 1
    config.update.update_management = False
    config.update.update_bl_management = False
    config.update.pulse_type = PulseType.DETERMINISTIC_IMPLICIT
    tile = AnalogTile(1, 1, config)
    tile.set_learning_rate(1.0)
    span = exported.G_MAX - exported.G_MIN
    tile.set_weights(torch.tensor([[2.0 * (start - exported.G_MIN) / span - 1.0]]))
    weights = [float(tile.get_weights()[0])]
    for _ in range(number):
        tile.update(torch.ones(1, 1), torch.full((1, 1), -float(sign)))
        weights.append(float(tile.get_weights()[0]))
    return [exported.G_MIN + 0.5 * (w + 1.0) * span for w in weights]


for path in folder.glob("*.py"):
    exported = module(path)
    assert exported.rpu_config.device.dw_min_std > 0.0
    AnalogTile(2, 2, exported.differential_config)  # is accepted
    up = ramp(exported, native["up_S"][0], 1, native["scheme"]["number_up"])
    down = ramp(exported, native["down_S"][0], -1, native["scheme"]["number_down"])
    report(up, down, path.stem)
