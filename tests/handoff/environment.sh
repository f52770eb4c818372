#!/usr/bin/env bash
# Makes the Python environment in which tests/handoff runs exported files in the programs they are for, and prints
# its interpreter:
#
#     export HYSTERON_HANDOFF_PYTHON=$(bash tests/handoff/environment.sh FOLDER)
#
# Needs Python 3.11 and 7 GB: aihwkit's wheel is built for that Python and for PyTorch 2.12; Brian2 2.9 asks NumPy
# for what 2.4 no longer has.
set -euo pipefail

folder=${1:?usage: environment.sh FOLDER}
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --no-cache-dir "torch==2.12.*" "aihwkit==1.1.0" "nir==1.0.8" "brian2==2.9.0" "numpy==2.3.*" "snntorch==1.0.0" >&2
echo "$folder/bin/python"
