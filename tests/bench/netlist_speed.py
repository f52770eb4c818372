#!/usr/bin/env python3
"""An array of cells under one pulse in ngspice, in the forms that `hysteron export` writes, beside
plain resistors, in one run.

    tests/bench/netlist_speed.py BUILD/apps/hysteron [--size 32] [--runs 5] [--klu] [--forms resistors,osdi,sub-circuit]
"""
import argparse
import pathlib
import re
import statistics
import subprocess
import tempfile

MODEL = "vteam"
FAST = "k_off=1e7 k_on=1e7"  # so that cells switch within the pulse


def deck(form, n, klu):
    lines = [f"* {n}x{n} {form}"]
    if form == "osdi":
        lines += [".control", f"pre_osdi {MODEL}.osdi", ".endc", f".model m {MODEL} {FAST}"]
    if form == "sub-circuit":
        lines += [f".include {MODEL}.sub"]
    for i in range(n):
        volts, start = (0.9 if i % 2 == 0 else -0.9), 20 + 2 * (i % 8)
        lines += [f"V{i} d{i} 0 PULSE(0 {volts} {start}n 1n 1n 30n 100n)", f"Rd{i} d{i} r{i} 10", f"Rc{i} c{i} 0 10"]
        for j in range(n):
            x = 0.1 + 0.8 * ((i * 37 + j * 17) % 101) / 101
            k = i * n + j
            lines.append({"osdi": f"N{k} r{i} c{j} m x_0={x:.4f}",
                          "sub-circuit": f"X{k} r{i} c{j} {MODEL} {FAST} x_0={x:.4f}",
                          "resistors": f"R{k} r{i} c{j} {1e3 * 100 ** x:.4f}"}[form])
    lines += [".options klu"] if klu else []
    return "\n".join(lines + [".save v(c0)", ".control", "set num_threads=1", "tran 1n 100n",
                              "rusage time traniter tranpoints rejected", ".endc", ".end", ""])


def run(folder, form):
    out = subprocess.run(["ngspice", "-n", "-b", form + ".sp"], cwd=folder, capture_output=True, text=True).stdout
    figure = lambda words: float(re.search(words + r"[^=]*= *([0-9.]+)", out, re.I)[1])
    return figure("analysis time"), figure("iterations"), figure("points"), figure("rejected")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--size", type=int, default=32)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--klu", action="store_true")
    parser.add_argument("--forms", default="resistors,osdi,sub-circuit")
    asked = parser.parse_args()
    forms = asked.forms.split(",")
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(asked.program).resolve()
        subprocess.run([program, "export", "--model", MODEL, "-o", folder], check=True, stdout=subprocess.DEVNULL)
        for form in forms:
            (pathlib.Path(folder) / (form + ".sp")).write_text(deck(form, asked.size, asked.klu))
        figures = {form: [] for form in forms}
        for _ in range(asked.runs):  # by turns, so that what else the machine does meets all
            for form in forms:
                if form != "sub-circuit" or len(figures[form]) < 2:
                    figures[form].append(run(folder, form))
    floor = statistics.median(f[0] for f in figures[forms[0]])
    print(f"{asked.size}x{asked.size}, {'KLU' if asked.klu else 'Sparse'}\n")
    print("| form | time | against resistors | iterations | points | rejected |\n|---|---|---|---|---|---|")
    for form in forms:
        time = statistics.median(f[0] for f in figures[form])
        _, iterations, points, rejected = figures[form][0]
        print(f"| {form} | {time:.3f} s | {time / floor:.2f}x | {iterations:.0f} | {points:.0f} | {rejected:.0f} |")
    if {"osdi", "sub-circuit"} <= set(forms):
        ratios = [statistics.median(f[0] for f in figures[form]) for form in ("sub-circuit", "osdi")]
        print(f"\nOSDI {ratios[0] / ratios[1]:.0f} times as fast as the sub-circuit")


if __name__ == "__main__":
    main()
