#!/usr/bin/env python3
"""Reads the same arrays with hysteron_crossbar_speed and with badcrossbar, by turns, and prints the ratio.

    pip install badcrossbar      (its plots need cairo; without it: pip install --no-deps badcrossbar
                                  numpy scipy sortedcontainers pathvalidate)
    tests/bench/crossbar.py BUILD/tests/bench/hysteron_crossbar_speed [N ...] [--inputs K]
    tests/bench/crossbar.py BUILD/tests/bench/hysteron_crossbar_speed N ... --alone [--inputs K]

badcrossbar 1.1 solves for all node voltages with SuperLU; its currents of all devices and lines come with
it. Processor times on one thread, set-up included, medians of 3 turns (31 reads a turn here; one where
there are several inputs). --alone leaves badcrossbar out.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")  # before NumPy is loaded

import numpy as np

warnings.simplefilter("ignore")
import badcrossbar  # noqa: E402
import logging  # noqa: E402

logging.disable(logging.CRITICAL)

# Conductances [S], resistance of a segment [ohm], and the ratios wanted, by size and inputs.
CASES = {"easy": (1e-6, 1e-5, 1.0, {(128, 1): 600, (256, 1): 800, (512, 1): 1500, (1024, 1): 1800, (128, 64): 50, (256, 64): 50,
                                    (512, 64): 50, (256, 10000): 150}),
         "hard": (1e-4, 1e-3, 10.0, {(128, 1): 280, (256, 1): 220, (512, 1): 360, (256, 64): 8, (256, 10000): 150})}
FEW, MOST = 64, 320  # inputs that badcrossbar is given at once


def solved(voltage, conductance, r):
    start = time.process_time()
    solution = badcrossbar.compute(voltage, 1.0 / conductance, r)
    return 1e3 * (time.process_time() - start), np.asarray(solution.currents.output).ravel()


def theirs(voltage, conductance, r):
    """Of more inputs than MOST, which would fill the memory, the time is that of FEW and MOST, and as much again for each more."""
    inputs = voltage.shape[1]
    if inputs <= MOST:
        return solved(voltage, conductance, r)
    few, _ = solved(voltage[:, :FEW].copy(), conductance, r)
    many, currents = solved(voltage[:, :MOST].copy(), conductance, r)
    return few + (many - few) / (MOST - FEW) * (inputs - FEW), currents


def ours(program, folder, voltage, conductance, r):
    n, inputs = voltage.shape
    np.concatenate([[float(n)], conductance.ravel(), voltage.T.ravel()]).tofile(folder / "problem")
    many = [str(inputs)] if inputs > 1 else []
    repeats = "31" if n <= 1024 else "3"
    words = subprocess.run([program, folder / "problem", str(r), folder / "currents", repeats, *many],
                           check=True, capture_output=True, text=True).stdout.split()
    return float(words[1]), int(words[2]), float(words[3]), -np.fromfile(folder / "currents")


def main():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("program")
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--inputs", type=int, default=1)
    parser.add_argument("--alone", action="store_true")
    asked = parser.parse_args()
    print("case     N  inputs   badcrossbar      hysteron  iterations  residual   ratio  wanted  largest difference")
    with tempfile.TemporaryDirectory() as name:
        for n in asked.sizes or [128, 256]:
            for case, (lower, upper, r, wanted) in CASES.items():
                rng = np.random.default_rng(1234 + n)
                conductance = rng.uniform(lower, upper, (n, n))
                voltage = rng.uniform(0, 1, (n, max(64, asked.inputs)))[:, : asked.inputs].copy()
                their_times, our_times, gap = [], [], 0.0
                for _ in range(3):
                    milliseconds, iterations, residual, currents = ours(asked.program, Path(name), voltage, conductance, r)
                    our_times.append(milliseconds)
                    if asked.alone:
                        continue
                    milliseconds, expected = theirs(voltage, conductance, r)
                    their_times.append(milliseconds)
                    gap = np.max(np.abs(currents[: expected.size] - expected) / np.abs(expected))
                a, b = statistics.median(their_times or [0.0]), statistics.median(our_times)
                least = wanted.get((n, asked.inputs), 0)
                print(f"{case} {n:5} {asked.inputs:7} {a:10.1f} ms {b:10.3f} ms {iterations:11} {residual:9.1e} {a / b:6.0f}x "
                      f"{least:6}x {gap:19.1e}", flush=True)


main()
