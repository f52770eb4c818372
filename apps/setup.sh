#!/usr/bin/env bash
# Installs the Debian 12 packages with which Hysteron is built, tested and run; the only list of them.
# Skips what is there already. Needs root, or prints the command that does.
set -euo pipefail

packages=(
  # to build
  g++ cmake ninja-build pkg-config
  libeigen3-dev libceres-dev libhdf5-dev libhwy-dev libboost-dev libssl-dev libfreexl-dev libzip-dev libexpat1-dev zlib1g-dev
  libcli11-dev nlohmann-json3-dev libfmt-dev libtomlplusplus-dev
  # to run: plots, circuit simulator
  gnuplot-nox ngspice
  # to test: test frame, benchmarks, references
  doctest-dev libbenchmark-dev libsundials-dev adms hdf5-tools
  python3-numpy python3-scipy python3-h5py python3-venv
)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done

# ngspice loads OSDI models from version 44 on; Debian 12 has it among its backports.
old_ngspice() { dpkg --compare-versions "$(dpkg-query -W -f '${Version}' ngspice 2>/dev/null || true)" lt 44; }

# The line for apt that adds the backports, from the mirror in use; empty where there is none.
backports() {
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk -v release="$1" '$2 == release && $3 == "main" { print "deb", $1, release "-backports", "main"; exit }'
}

upgrade_ngspice() {
  local release line list=/etc/apt/sources.list.d/hysteron-backports.list
  release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  line=$(backports "$release")
  [ -n "$line" ] || return 1
  echo "$line" > "$list"
  apt-get update -q && apt-get install -y -q --no-install-recommends -t "$release-backports" ngspice && return
  rm -f "$list"
  return 1
}

[ ${#missing[@]} -gt 0 ] || old_ngspice || exit 0
if [ "$(id -u)" -ne 0 ]; then
  [ ${#missing[@]} -gt 0 ] || exit 0
  echo "These packages are missing; install them and try again:" >&2
  echo "  sudo apt-get install ${missing[*]}" >&2
  exit 2
fi
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing ${#missing[@]} packages ..." >&2
  { apt-get update -q && apt-get install -y -q --no-install-recommends "${missing[@]}"; } > "$log" 2>&1 || {
    tail -n 20 "$log" >&2
    exit 1
  }
fi
if old_ngspice && ! upgrade_ngspice > "$log" 2>&1; then
  echo "ngspice 44 or newer cannot be had from here: what needs OSDI models is skipped" >&2
fi
