"""Reads both lookup tables as CrossSim 2.0 does and follows its update, without noise and with it."""
import numpy as np

from ramps import folder, native, report


def table(name):
    path = folder / name
    g = np.genfromtxt(path, delimiter=",", skip_header=1, max_rows=1)
    probability = np.genfromtxt(path, delimiter=",", skip_header=2, max_rows=1)
    return g, probability, np.genfromtxt(path, delimiter=",", skip_header=3)


(g, probability, rise), (g_down, probability_down, fall) = table("dG_increasing.txt"), table("dG_decreasing.txt")
assert np.array_equal(g, g_down) and np.array_equal(probability, probability_down)
assert rise.shape == fall.shape == (len(probability), len(g)) == (501, 501)
for grid in (g, probability):  # else CrossSim falls back to a slow interpolation
    steps = np.diff(grid)
    assert np.ptp(steps) < steps.max() / 1e4
assert (np.diff(rise, axis=0) >= 0).all() and (np.diff(fall, axis=0) >= 0).all()

g_max = g[-1]
share = np.diff(probability)[:, None]
mean_rise, mean_fall = ((share * t[:-1]).sum(axis=0) / g_max for t in (rise, fall))
assert mean_rise.mean() > 0.0 > mean_fall.mean()
w_step = np.diff(g / g_max).mean()


def ramp(mean, start, number):
    w = [min(max(start, g[0]), g[-1]) / g_max]
    for _ in range(number):
        k = int((w[-1] - (g[0] / g_max - w_step / 2)) / w_step)
        w.append(min(max(w[-1] + mean[k], g[0] / g_max), 1.0))
    return [x * g_max for x in w]


# As drawn: the nearest row to a uniform number; mean and deviation of the pulse from the bottom.
row = ((np.random.default_rng(3).random(200000) + share[0] / 2) / share[0]).astype(int)
drawn = rise[row, 0]
assert abs(drawn.std() / native["noise_up_S"][0] - 1.0) < 0.02, drawn.std()
assert abs(drawn.mean() - (native["up_S"][1] - native["up_S"][0])) < 4.0 * drawn.std() / len(drawn) ** 0.5 + 1e-6 * drawn.mean()
report(ramp(mean_rise, native["up_S"][0], native["scheme"]["number_up"]), ramp(mean_fall, native["down_S"][0], native["scheme"]["number_down"]))
