#!/usr/bin/env python3
"""Fits the same train with hysteron_fit_speed and with SciPy, by turns, and prints the ratio.

    tests/bench/fit_speed.py BUILD/tests/bench/hysteron_fit_speed [two] [ispp]

SciPy does what a careful user would write: solve_ivp (RK45, rtol 1e-6) over each pulse, what no state
occurs in computed once per pulse, least_squares (trf) over the same six parameters
from the same start.
Both are timed by the processor, so that whatever else the machine does counts for neither.
"""
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import least_squares

NOISE = 1e-7  # S
START = np.array([np.log(2e-6), np.log(3e-5), np.log(3e3), np.log(3e3), 1.0, 1.0])
GOALS = {"two": 3000, "ispp": 1000}
X_SCALE = {"two": 1.0, "ispp": "jac"}  # of least_squares; "jac" makes "two" more than twice as slow


def overdrive(u, a):
    """As in libmodel/scalar/math.h."""
    soft_ramp = lambda x: 0.5 * (x + np.sqrt(x * x + 0.01))
    beyond = soft_ramp(u - 1.0) - soft_ramp(-1.0)
    return (beyond * beyond + 1e-4) ** (0.5 * a) - 1e-4 ** (0.5 * a)


def conductances(walked, voltage, width):
    g_min, g_max, k_up, k_down = np.exp(walked[:4])
    gamma_up, gamma_down = walked[4:]
    x, out = 0.05, []
    for v, w in zip(voltage, width):
        up, down = k_up * overdrive(v / 0.5, 2.0), k_down * overdrive(-v / 0.5, 2.0)

        def rate(_, y):
            return up * np.exp(-gamma_up * y) * (1.0 - y) - down * np.exp(-gamma_down * (1.0 - y)) * y

        x = solve_ivp(rate, (0.0, w), [x], method="RK45", rtol=1e-6, atol=1e-9).y[0, -1]
        out.append(g_min + (g_max - g_min) * x)
    return np.array(out)


def scipy_fit(file, x_scale):
    voltage, width, g = np.loadtxt(file, delimiter=",").T
    before = time.process_time()
    r = least_squares(lambda q: (conductances(q, voltage, width) - g) / NOISE, START, method="trf", x_scale=x_scale)
    return 1e3 * (time.process_time() - before), r.cost, r.nfev


def native_fit(program, file):
    out = subprocess.run([program, "fit", file], check=True, capture_output=True, text=True).stdout.split()
    return float(out[0]), float(out[1]), int(out[2])


def main(program, *trains):
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        for train in trains or GOALS:
            goal = GOALS[train]
            file = str(Path(folder) / f"{train}.csv")
            subprocess.run([program, "make", file], check=True)
            before = native_fit(program, file)
            slow = scipy_fit(file, X_SCALE[train])
            after = native_fit(program, file)
            fast = max(before, after)
            ratio, difference = slow[0] / fast[0], abs(fast[1] / slow[1] - 1.0)
            alike = slow[0] / slow[2] / (fast[0] / fast[2])  # were both to take as many evaluations
            missed |= ratio < goal or difference > 1e-6
            print(f"{train}: scipy {slow[0]:.0f} ms ({slow[2]} nfev), hysteron {before[0]:.3f} and {after[0]:.3f} ms "
                  f"({fast[2]} evaluations), ratio {ratio:.0f} (goal {goal}), per evaluation with derivatives {alike:.0f}, cost {fast[1]:.8f}, "
                  f"relative difference {difference:.1e}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
