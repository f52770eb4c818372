#!/usr/bin/env bash
# Installs the Debian 12 packages with which Hysteron is built, tested and run; the only list of them.
# Skips what is there already. Needs root, or prints the command that does.
set -euo pipefail

packages=(
  # to build
  g++ cmake ninja-build pkg-config
  libeigen3-dev libceres-dev libhdf5-dev libhwy-dev libboost-dev libssl-dev
  libcli11-dev nlohmann-json3-dev libfmt-dev libtomlplusplus-dev
  # to run: plots, circuit simulator
  gnuplot-nox ngspice
  # to test: test frame, benchmarks, references
  doctest-dev libbenchmark-dev libsundials-dev adms hdf5-tools
  python3-numpy python3-scipy python3-h5py
)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "These packages are missing; install them and try again:" >&2
  echo "  sudo apt-get install ${missing[*]}" >&2
  exit 2
fi
echo "Installing ${#missing[@]} packages ..." >&2
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
{ apt-get update -q && apt-get install -y -q --no-install-recommends "${missing[@]}"; } > "$log" 2>&1 || {
  tail -n 20 "$log" >&2
  exit 1
}
rm -f "$log"
