"""Pulses every exported device in aihwkit, one pulse an update, and recomputes its equation in double precision from the
exported settings. The recomputed ramps are compared with the native model's: that is the translation. aihwkit's own, in
single precision, must stay within what rounding explains of the recomputed ones."""
import numpy as np
import torch
from aihwkit.simulator.configs import SingleRPUConfig
from aihwkit.simulator.parameters.enums import PulseType
from aihwkit.simulator.tiles.analog import AnalogTile

from ramps import folder, module, native, report

UNIT = 2.0**-24  # single precision rounds by so much, relative
ROUNDINGS = 8  # at most, in one step: the settings once each, every product and sum


def scaled(d, sign, name="dw_min", bias="up_down"):
    """aihwkit's number for one direction: the bias weakens the other."""
    b = getattr(d, bias)
    return getattr(d, name) * (1.0 + min(b, 0.0) if sign > 0 else 1.0 - max(b, 0.0))


def step_of(d, sign):
    """What a pulse changes at w towards +1 (mirrored where sign < 0), and the size of what is rounded on the way."""
    scale, kind, side = scaled(d, sign), type(d).__name__, "up" if sign > 0 else "down"
    if kind in ("LinearStepDevice", "SoftBoundsDevice"):
        gamma = getattr(d, "gamma_" + side, 1.0)
        return lambda w: (scale * (1.0 - gamma * w), scale * (1.0 + abs(gamma * w)))
    if kind == "ExpStepDevice":
        a, gamma = getattr(d, "A_" + side), getattr(d, "gamma_" + side)
        return lambda w: (scale * max(1.0 - a * np.exp(gamma * w), 0.0), scale * (1.0 + a * np.exp(gamma * w) * (1.0 + abs(gamma * w))))
    if kind == "PowStepDevice":
        gamma = scaled(d, sign, "pow_gamma", "pow_up_down")

        def power(w):
            left = max(0.5 * (1.0 - w), 0.0)
            steep = gamma * max(left, UNIT) ** (gamma - 1.0)
            return scale * left**gamma, scale * (left**gamma * (1.0 + gamma * abs(np.log(max(left, UNIT)))) + steep)

        return power
    values = np.array(d.piecewise_up if sign > 0 else d.piecewise_down[::-1])
    nodes = np.linspace(-1.0, 1.0, len(values))
    slope = np.abs(np.diff(values)).max() * (len(values) - 1)
    return lambda w: (scale * np.interp(w, nodes, values), scale * (np.abs(values).max() + slope))


def recomputed(d, start, sign, number):
    """Weights in double precision, and how far rounding can carry single precision away from them."""
    step, w, off = step_of(d, sign), sign * start, UNIT
    weights, bounds = [w], [off]
    for _ in range(number):
        change, size = step(w)
        grown = max(abs(near + step(near)[0] - w - change) for near in (w - off, w + off))
        w = min(max(w + change, -1.0), 1.0)
        off = max(off, grown) + UNIT * (abs(w) + ROUNDINGS * size)
        weights.append(w)
        bounds.append(off)
    return sign * np.array(weights), np.array(bounds)


def in_aihwkit(device, start, sign, number):
    device.dw_min_std = 0.0
    config = SingleRPUConfig(device=device)
    config.update.desired_bl = 1
    config.update.update_management = False
    config.update.update_bl_management = False
    config.update.pulse_type = PulseType.DETERMINISTIC_IMPLICIT
    tile = AnalogTile(1, 1, config)
    tile.set_learning_rate(1.0)
    tile.set_weights(torch.tensor([[start]]))
    weights = [float(tile.get_weights()[0])]
    for _ in range(number):
        tile.update(torch.ones(1, 1), torch.full((1, 1), -float(sign)))
        weights.append(float(tile.get_weights()[0]))
    return np.array(weights)


def ramp(exported, name, start, sign, number):
    span = exported.G_MAX - exported.G_MIN
    w = min(max(2.0 * (start - exported.G_MIN) / span - 1.0, -1.0), 1.0)
    exact, bound = recomputed(exported.device(), w, sign, number)
    off = np.abs(in_aihwkit(exported.device(), w, sign, number) - exact)
    print(name, "single precision off by", off.max() / 2.0, "of the range, bound", bound.max() / 2.0)
    assert (off <= bound).all(), (off / bound).max()
    return exported.G_MIN + 0.5 * (exact + 1.0) * span


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
    up = ramp(exported, path.stem, native["up_S"][0], 1, native["scheme"]["number_up"])
    down = ramp(exported, path.stem, native["down_S"][0], -1, native["scheme"]["number_down"])
    report(up, down, path.stem)
