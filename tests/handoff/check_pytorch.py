"""Pulses the exported module in PyTorch and compares both ramps with the native model's; checks its noise."""
import torch

from ramps import module, native, report

exported = module()
device = next(v for v in vars(exported).values() if isinstance(v, type) and issubclass(v, torch.nn.Module))()
assert set(device.state_dict()) == {k + d for k in ("g_", "change_", "noise_") for d in ("up", "down")}


def ramp(start, sign, number):
    g = [torch.tensor([start], dtype=torch.float64)]
    for _ in range(number):
        g.append(device.pulses(g[-1], sign))
    return [float(x) for x in g]


middle = torch.full((100000,), native["up_S"][10], dtype=torch.float64)
noisy = device.pulses(middle, 1, generator=torch.Generator().manual_seed(1))
assert abs(float(noisy.std()) / native["noise_up_S"][10] - 1.0) < 0.02, float(noisy.std())  # 4.5 standard errors of 1e5 draws: 0.01
report(ramp(native["up_S"][0], 1, native["scheme"]["number_up"]), ramp(native["down_S"][0], -1, native["scheme"]["number_down"]))
