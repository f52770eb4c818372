#!/usr/bin/env python3
"""One write pulse of a whole array, by hysteron_programming_speed and by ngspice with KLU.

    tests/bench/crossbar_programming.py BUILD/tests/bench/hysteron_programming_speed [N ...]

Processor times, set-up included; ngspice reads the deck and solves it with steps of at most 10 ns. `refined` is our own
run at a tolerance of 1e-7, `differs` how far either is from it in the four cells watched.
"""
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path


def ngspice(folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["ngspice", "-b", "deck.sp"], cwd=folder, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return 1e3 * seconds, [float(x) for x in (folder / "out.txt").read_text().split()[-4:]]


def ours(program, n, deck, *tolerance):
    words = subprocess.run([program, n, deck, *tolerance], check=True, capture_output=True, text=True).stdout.split()
    return float(words[0]), words[1:6], [float(x) for x in words[6:]]


def main():
    program, sizes = str(Path(sys.argv[1]).resolve()), sys.argv[2:] or ["64"]
    print("  N       ngspice      hysteron  steps  rejected  Newton  linear  residual   ratio  wanted  ngspice differs  hysteron differs")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n in sizes:
            _, _, refined = ours(program, n, folder / "deck.sp", "1e-7")
            mine, counts, x = ours(program, n, folder / "deck.sp")
            theirs, expected = ngspice(folder)
            mine = statistics.median([mine, ours(program, n, folder / "deck.sp")[0], ours(program, n, folder / "deck.sp")[0]])
            gaps = [max(abs(a - b) for a, b in zip(y, refined, strict=True)) for y in (expected, x)]
            print(f"{n:>3} {theirs:10.1f} ms {mine:10.3f} ms {counts[0]:>6} {counts[1]:>9} {counts[2]:>7} {counts[3]:>7} {counts[4]:>9} "
                  f"{theirs / mine:6.0f}x    350x {gaps[0]:16.1e} {gaps[1]:17.1e}", flush=True)


main()
