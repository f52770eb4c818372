#!/usr/bin/env bash
# Makes the Python environment in which tests/handoff runs exported files in the programs they are for, and prints
# its interpreter:
#
#     export HYSTERON_HANDOFF_PYTHON=$(bash tests/handoff/environment.sh FOLDER)
#
# Needs Python 3.11 and 7 GB: aihwkit's wheel is built for that Python and for PyTorch 2.12; Brian2 2.9 asks NumPy
# for what 2.4 no longer has. Where Python 3.10 is at hand too, FOLDER/lava is made, for Lava takes no other; where 3.9 is,
# FOLDER/memtorch, of 4 GB more: MemTorch's wheel is built for that Python and PyTorch 1.10. CrossSim is in no package index.
set -euo pipefail

folder=${1:?usage: environment.sh FOLDER}
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --no-cache-dir "torch==2.12.*" "aihwkit==1.1.0" "nir==1.0.8" "brian2==2.9.0" "numpy==2.3.*" "snntorch==1.0.0" >&2

# The interpreter of a version: on the path, or of pyenv.
interpreter() {
  for python in "python$1" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$1".*/bin/python; do
    if "$python" -c "" 2> /dev/null; then
      echo "$python"
      return
    fi
  done
}

python310=$(interpreter 3.10)
if [ -n "$python310" ]; then
  "$python310" -m venv "$folder/lava"
  "$folder/lava/bin/pip" install --quiet --no-cache-dir "lava-nc==0.10.0" >&2
fi
python39=$(interpreter 3.9)
if [ -n "$python39" ]; then
  "$python39" -m venv "$folder/memtorch"
  # Its wheel asks for sklearn, a name that is no package any more.
  "$folder/memtorch/bin/pip" install --quiet --no-cache-dir "torch==1.10.2" "torchvision==0.11.3" "numpy<1.24" pandas scipy scikit-learn matplotlib seaborn ipython lmfit >&2
  "$folder/memtorch/bin/pip" install --quiet --no-cache-dir --no-deps "memtorch-cpu==1.1.6" >&2
fi
echo "$folder/bin/python"
