"""A network of snnTorch put on the exported device, or the exported cell run at each drive."""
import numpy as np
import snntorch
import torch

from ramps import module, native, rates

exported = module()
if "rate_Hz" in native:
    dt = 1.0 / max(native["rate_Hz"]) / 600.0
    drive = torch.tensor(native["drive_V"], dtype=torch.float64)
    cell = exported.neuron(dt).double()
    membrane, spikes = torch.zeros_like(drive), []
    for _ in range(int(600 * 4.5 * max(native["rate_Hz"]) / min(native["rate_Hz"]))):  # the slowest fires four times
        spike, membrane = cell(exported.current(drive, dt), membrane)
        spikes.append(spike.detach().numpy())
    rates(np.array(spikes), dt)
else:
    torch.manual_seed(7)
    network = torch.nn.Sequential(torch.nn.Linear(3, 4), snntorch.Leaky(beta=0.9, init_hidden=True), torch.nn.Linear(4, 2))
    mapped = exported.on_device(network)
    pairs = (exported.LEVELS[:, None] - exported.LEVELS[None, :]).ravel() / np.ptp(exported.LEVELS)
    worst = 0.0
    for k in (0, 2):
        before, after = (n[k].weight.detach().numpy() for n in (network, mapped))
        largest = np.abs(before).max()
        assert np.abs(after.ravel()[:, None] / largest - pairs).min(axis=1).max() < 2e-7  # single precision
        worst = max(worst, 100.0 * np.abs(after - before).max() / largest)
    noisy = [exported.on_device(network, seed=s)[0].weight.detach().numpy() for s in (1, 1, 2)]
    assert np.array_equal(noisy[0], noisy[1]) and not np.array_equal(noisy[0], noisy[2])
    mapped(torch.rand(5, 3))  # runs
    print("worst", worst)
