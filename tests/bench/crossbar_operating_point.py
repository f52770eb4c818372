#!/usr/bin/env python3
"""The operating point of an array of sinh cells, by hysteron_operating_point_speed and by ngspice with KLU.

    tests/bench/crossbar_operating_point.py BUILD/tests/bench/hysteron_operating_point_speed [N ...]

Processor times, set-up included; ngspice reads the deck and solves it, medians of 3 turns.
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
    return 1e3 * seconds, [float(x) for x in (folder / "out.txt").read_text().split()][1:]


def main():
    program, sizes = str(Path(sys.argv[1]).resolve()), sys.argv[2:] or ["64", "128"]
    print("  N       ngspice      hysteron  Newton  linear  residual   ratio  wanted  largest difference")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n in sizes:
            theirs, ours = [], []
            for _ in range(3):
                words = subprocess.run([program, n, "1", folder / "deck.sp"], check=True, capture_output=True,
                                       text=True).stdout.split()
                ours.append(float(words[0]))
                milliseconds, expected = ngspice(folder)
                theirs.append(milliseconds)
            gap = max(abs(float(a) - b) for a, b in zip(words[4:], expected, strict=True))
            a, b = statistics.median(theirs), statistics.median(ours)
            print(f"{n:>3} {a:10.1f} ms {b:10.3f} ms {words[1]:>7} {words[2]:>7} {words[3]:>9} {a / b:6.0f}x    300x {gap:16.1e} V")


main()
