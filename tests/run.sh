#!/usr/bin/env bash
# Installs, builds and runs every test.
#     bash tests/run.sh            optimised
#     bash tests/run.sh check      under the address and undefined-behaviour sanitizers
set -euo pipefail
cd "$(dirname "$0")/.."
preset=${1:-release}
bash apps/setup.sh
[ -f "build/$preset/build.ninja" ] || cmake -G Ninja --preset "$preset" > /dev/null
cmake --build "build/$preset"
export HYSTERON_VERILOG_A_PYTHON=${HYSTERON_VERILOG_A_PYTHON-$(bash tests/spice/environment.sh "$PWD/build/verilog_a" || true)}
ctest --test-dir "build/$preset" --output-on-failure -j "$(nproc)"
