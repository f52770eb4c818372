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


def check_inference(noise):
    """Programming noise at the fifth read, against what a pulse adds; decay to 1e4 s at the top."""
    torch.manual_seed(5)
    g = torch.full((100000,), 1e6 * native["up_S"][5])
    spread = float(noise.apply_programming_noise_to_conductance(g).std())
    line = noise.prog_coeff[0] + noise.prog_coeff[1] * 1e6 * native["up_S"][5] / noise.g_max
    assert abs(spread / line - 1.0) < 0.02, (spread, line)
    if len(set(native["noise_up_S"])) == 1:
        assert abs(1e-6 * line / native["noise_up_S"][0] - 1.0) < 1e-6, line
    noise.read_noise_scale = 0.0
    top = torch.full((1,), noise.g_max)
    nu = noise.generate_drift_coefficients(top.clone())
    later = float(noise.apply_drift_noise_to_conductance(top, nu, 1e4 - 1.0)) / noise.g_max
    assert abs(later / 1e4 ** -max(native["drift"][-1]["nu"], 0.0) - 1.0) < 1e-4, later


for path in folder.glob("*.py"):
    exported = module(path)
    assert exported.rpu_config.device.dw_min_std > 0.0
    AnalogTile(2, 2, exported.differential_config)  # is accepted
    check_inference(exported.inference_config().noise_model)
    up = ramp(exported, native["up_S"][0], 1, native["scheme"]["number_up"])
    down = ramp(exported, native["down_S"][0], -1, native["scheme"]["number_down"])
    report(up, down, path.stem)
