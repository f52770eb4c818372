#!/usr/bin/env bash
# Makes the Python environment in which tests/spice has the Verilog-A compiled by OpenVAF's two packages, and prints
# its interpreter:
#
#     export HYSTERON_VERILOG_A_PYTHON=$(bash tests/spice/environment.sh FOLDER)
#
# Needs Python 3.11 and 60 MB.
set -euo pipefail

folder=${1:?usage: environment.sh FOLDER}
if ! "$folder/bin/python" -c 'import openvaf_py, verilogae' 2> /dev/null; then
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --no-cache-dir "openvaf-py==0.1.5" "verilogae==1.0.0" >&2
fi
echo "$folder/bin/python"
