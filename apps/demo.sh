#!/usr/bin/env bash
# From nothing to the report: installs packages, builds, runs the whole road on the shipped samples.
#     bash apps/demo.sh [FOLDER]          FOLDER: where the page goes, build/demo unless given
set -euo pipefail
cd "$(dirname "$0")/.."
bash apps/setup.sh
[ -f build/release/build.ninja ] || cmake -G Ninja --preset release > /dev/null
cmake --build build/release --target hysteron
build/release/apps/hysteron demo -o "${1:-build/demo}"
