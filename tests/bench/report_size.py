#!/usr/bin/env python3
"""Reports of many devices: seconds, of them of a processor, peak memory and size of the page.

    tests/bench/report_size.py BUILD/apps/hysteron [DEVICES]

Devices are of NeuroSim's exponential, 1 to 10 uS, each with its own curvature and noise: five ramps of 50 pulses up and
down. They come as a file each, and as one file with a pulse train each.
"""
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PULSES, CYCLES = 50, 5


def write_device(path, seed):
    draw = random.Random(seed)
    a, noise = draw.uniform(0.3, 1.5), draw.uniform(0.002, 0.01)
    rows = ["voltage [V],pulse_width [ns],read_voltage [V],read_width [ns],read_conductance [uS],op_type"]

    def read(voltage, height):
        g = 1.0 + 9.0 * (height + noise * draw.gauss(0.0, 1.0))
        rows.append(f"{voltage},10,0.1,10,{g:.6g},{1 if voltage == 0 else 3}")

    def height(n):
        return math.expm1(-n / (a * PULSES)) / math.expm1(-1.0 / a)

    read(0, 0.0)
    for _ in range(CYCLES):
        for n in range(1, PULSES + 1):
            read(1, height(n))
        for n in range(1, PULSES + 1):
            read(-1, 1.0 - height(n))
    path.write_text("\n".join(rows) + "\n")


def measured(words, page):
    start = time.monotonic()
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) > 1:  # 1: a requirement fails
        sys.exit(f"{' '.join(map(str, words[:3]))} ...: code {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024.0, page.stat().st_size / 1e6


def main():
    program, devices = str(Path(sys.argv[1]).resolve()), int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tables = [folder / f"device_{k:04}.csv" for k in range(devices)]
        for k, table in enumerate(tables):
            write_device(table, k)
        files = [table.with_suffix(".h5") for table in tables]

        def imported(pair):
            subprocess.run([program, "import", pair[0], "-o", pair[1]], check=True, capture_output=True)

        with ThreadPoolExecutor() as pool:
            list(pool.map(imported, zip(tables, files, strict=True)))
        subprocess.run([program, "import", *tables, "-o", folder / "all.h5"], check=True, capture_output=True)
        print(f"{'devices':>8} {'as':>24} {'time':>8} {'processor':>10} {'memory':>9} {'page':>8}")
        for case, inputs in (("a file each", files), ("trains of one file", [folder / "all.h5"])):
            page = folder / "page.html"
            seconds, processor, memory, size = measured([program, "report", *inputs, "-o", page], page)
            print(f"{devices:>8} {case:>24} {seconds:6.1f} s {processor:8.1f} s {memory:6.0f} MB {size:5.2f} MB", flush=True)


main()
