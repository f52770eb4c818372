#!/bin/bash
# Every figure of the array engine beside its peer, in one run of half an hour: needs badcrossbar in PYTHON and
# ngspice 46 with KLU.
#     [PYTHON=python3] tests/bench/arrays.sh BUILD
set -e
build=$(realpath "$1") python=${PYTHON:-python3} here=$(dirname "$(realpath "$0")")
ninja -C "$build" hysteron_crossbar_speed hysteron_operating_point_speed hysteron_programming_speed > /dev/null
read_speed=$build/tests/bench/hysteron_crossbar_speed

echo "One input"
$python "$here/crossbar.py" "$read_speed" 128 256 512 1024
echo "64 inputs"
$python "$here/crossbar.py" "$read_speed" 128 256 512 --inputs 64
echo "10 000 inputs"
$python "$here/crossbar.py" "$read_speed" 256 --inputs 10000
echo "Large arrays, alone"
$python "$here/crossbar.py" "$read_speed" 2048 4096 --alone
echo "Operating point of nonlinear cells"
$python "$here/crossbar_operating_point.py" "$build/tests/bench/hysteron_operating_point_speed" 64 128
echo "One write pulse"
$python "$here/crossbar_programming.py" "$build/tests/bench/hysteron_programming_speed" 64 128
