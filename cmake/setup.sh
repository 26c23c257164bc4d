# What both commands need before they build; sourced, not run. Debian 12 or later, Ubuntu 24.04 or later.
# Downloads: packages of the distribution (with sudo unless root), Python packages into .venv. Nothing else.

HEGUI_PACKAGES=(cmake ninja-build g++ ccache pkg-config libyaml-cpp-dev libboost-date-time-dev libsimdjson-dev libre2-dev
  libmd-dev libgtest-dev libcli11-dev python3 python3-dev python3-venv)
HEGUI_PYTHON_PACKAGES=("scikit-build-core>=0.8" "pybind11>=2.10" "pytest>=7"
  "chinesecalendar>=1.11" "holidays>=0.100" "icalendar>=6")

say() { printf '\n== %s\n' "$*"; }

# Runs a command; shows what it said only when it fails.
quietly() {
  local log code=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || code=$?
  if [ "$code" -ne 0 ]; then
    tail -n 60 "$log"
    printf 'failed: %s\n' "$*" >&2
  fi
  rm -f "$log"
  return "$code"
}

# Installs the packages of the distribution that are missing.
need_packages() {
  local missing=() package
  for package in "${HEGUI_PACKAGES[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ "${#missing[@]}" -eq 0 ] && return 0
  if ! command -v apt-get >/dev/null; then
    printf 'Please install what corresponds to these Debian packages, then run this again:\n  %s\n' "${missing[*]}" >&2
    return 1
  fi
  local root=()
  if [ "$(id -u)" -ne 0 ]; then root=(sudo); fi
  printf 'Installing %s\n' "${missing[*]}"
  quietly "${root[@]}" apt-get update
  quietly "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}

# A virtual environment .venv with what building and testing the Python package needs.
need_python() {
  local stamp=.venv/.hegui-packages
  [ -x .venv/bin/python ] || quietly /usr/bin/python3 -m venv .venv
  if [ "$(cat "$stamp" 2>/dev/null)" != "${HEGUI_PYTHON_PACKAGES[*]}" ]; then
    quietly .venv/bin/python -m pip install --disable-pip-version-check "${HEGUI_PYTHON_PACKAGES[@]}"
    printf '%s' "${HEGUI_PYTHON_PACKAGES[*]}" >"$stamp"
  fi
}

# The Python package, built again only when a source is newer than the last installation.
install_python() {
  local stamp=.venv/.hegui-installed
  if [ -e "$stamp" ] && [ -z "$(find src include bindings cmake CMakeLists.txt pyproject.toml -newer "$stamp" -print -quit)" ]; then
    return 0
  fi
  # The same compiler and flags as the build before it, so that ccache has every object already.
  quietly env CC=cc CXX=c++ .venv/bin/python -m pip install --disable-pip-version-check --no-build-isolation --no-deps --force-reinstall \
    --config-settings=cmake.define.HEGUI_WARNINGS_AS_ERRORS=ON .
  touch "$stamp"
}
