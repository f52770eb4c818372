"""Maximum likelihood of pulses that switched a junction or not, for trials_test.cc: prints i_c, its error, e_b, its error."""

import sys

import numpy as np
from scipy.optimize import minimize
from scipy.stats import binom

v, t, n, k = np.loadtxt(sys.argv[1], unpack=True)
G_P, F_0, K_RUN, TMR_0, V_H, KT = 7e-5, 1e9, 4e8, 1.2, 0.5, 1.380649e-23 * 300.0


def soft(y):
    return 0.5 * (y + np.sqrt(y * y + 0.01))


def rate(u, e_b):
    return (F_0 + K_RUN * soft(u - 1)) * np.exp(-e_b / KT * (soft(1 - u) / soft(1.0)) ** 2)


def lacking(z):
    i_c, e_b = np.exp(z)
    g_ap = G_P / (1 + TMR_0 / (1 + (v / V_H) ** 2))
    away, back = rate(G_P * v / i_c, e_b), rate(-g_ap * v / 4.9e-5, e_b)
    p = away / (away + back) * -np.expm1(-(away + back) * t)
    return -binom.logpmf(k, n, np.clip(p, 1e-15, 1 - 1e-15)).sum()


best = minimize(lacking, np.log([4.9e-5, 1.8e-19]), method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-10, "maxiter": 10000})
h = 1e-4
step = h * np.eye(2)
curvature = np.array([[(lacking(best.x + a + b) - lacking(best.x + a - b) - lacking(best.x - a + b) + lacking(best.x - a - b)) / (4 * h * h)
                       for b in step] for a in step])
error = np.sqrt(np.diag(np.linalg.inv(curvature))) * np.exp(best.x)
print(*("%.17g" % x for x in (np.exp(best.x[0]), error[0], np.exp(best.x[1]), error[1])))
