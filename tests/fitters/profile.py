# The 95 % interval of one parameter of an analog synapse by its profile, apart from the library: reads `name value...` lines on
# standard input, integrates the ODE with SciPy, and fails where the interval differs from `= lower`, `= upper` by more than a
# hundredth of a standard error.

import sys

import numpy as np
from scipy import integrate, optimize, stats

given = {}
for line in sys.stdin:
    name, *numbers = line.replace("= ", "").split()
    given[name] = np.array(numbers, float)
measured, drive, width = given["measured"], given["drive"][0], given["width"][0]
g_min, g_max, x_0 = given["g_min"][0], given["g_max"][0], given["x_0"][0]
pulses = measured.size - 1


def conductance(log_k, gamma):
    rate = np.exp(log_k) * drive
    end = pulses * width
    x = integrate.solve_ivp(lambda t, x: rate * (1.0 - x) * np.exp(-gamma * x), [0.0, end], [x_0], method="DOP853", t_eval=np.linspace(0.0, end, pulses + 1),
                            rtol=1e-10, atol=1e-12).y[0]
    return g_min + (g_max - g_min) * x


sigma = measured.std()


def residuals(free):
    return (conductance(*free) - measured) / sigma


best = optimize.least_squares(residuals, [np.log(given["k_up"][0]), given["gamma_up"][0]], method="lm", xtol=1e-12, ftol=1e-12, gtol=1e-12)
degrees = measured.size - 2
variance = 2.0 * best.cost / degrees
level = stats.f.ppf(0.95, 1, degrees)
error = np.sqrt(variance * np.linalg.inv(best.jac.T @ best.jac)[1, 1])


def above_level(gamma):
    others = optimize.least_squares(lambda free: residuals([free[0], gamma]), [best.x[0]], method="lm", xtol=1e-12, ftol=1e-12, gtol=1e-12)
    return 2.0 * (others.cost - best.cost) / variance - level


wrong = False
for side, sign in (("lower", -1.0), ("upper", 1.0)):
    far = best.x[1] + sign * error
    while above_level(far) < 0.0:
        far += sign * error
    end = optimize.brentq(above_level, best.x[1], far, xtol=1e-8)
    miss = (given[side][0] - end) / error
    print(f"{side}: {given[side][0]:.6g}, SciPy {end:.6g}, apart by {miss:.2g} standard errors; the parabola's {best.x[1] + sign * np.sqrt(level) * error:.6g}")
    wrong = wrong or not abs(miss) < 0.01
sys.exit(wrong)
