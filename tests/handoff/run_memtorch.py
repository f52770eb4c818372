"""A network put on the device by the exported module in MemTorch: its conductances are levels, its outputs those of their weights."""
import numpy as np
import torch

from ramps import module

exported = module()
torch.manual_seed(1)
network = torch.nn.Sequential(torch.nn.Linear(6, 4), torch.nn.ReLU(), torch.nn.Linear(4, 3))
patched = exported.on_device(network)
weights = []
for layer in (patched[0], patched[2]):
    plus, minus = (np.asarray(c.conductance_matrix, float) for c in layer.crossbars)
    for g in (plus, minus):
        assert np.abs(g.ravel()[:, None] / exported.LEVELS - 1.0).min(axis=1).max() < 1e-6, g  # single precision
    largest = float(layer.weight.detach().abs().max())
    weights.append(largest * (plus - minus).T / np.ptp(exported.LEVELS))
x = torch.rand(20, 6) - 0.5
hidden = np.maximum(x.numpy() @ weights[0].T + network[0].bias.detach().numpy(), 0.0)
expected = hidden @ weights[1].T + network[2].bias.detach().numpy()
found = patched(x).detach().numpy()
off = np.abs(found - expected).max() / np.ptp(expected)
largest = max(float(np.abs(w - layer.weight.detach().numpy()).max() / layer.weight.detach().abs().max()) for w, layer in zip(weights, (network[0], network[2])))
print("outputs off by", off, "of their range")
assert off < largest  # MemTorch fits its scale to the outputs of the exact weights: less than a level explains
print("worst", 100.0 * largest)
