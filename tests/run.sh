#!/usr/bin/env bash
# Builds everything, runs every test: C++, the packs, the examples, installation, Python. Ends with `N passed, M failed`.
# Safe to run again: only what is missing is installed or built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source cmake/setup.sh

say "Setting up"
need_packages
need_python
say "Building (the first time takes some minutes)"
quietly cmake --preset test
quietly cmake --build --preset test
say "Installing the Python package into .venv"
install_python

say "C++, packs, examples, installation"
code=0
ctest --preset test --output-junit "$PWD/build/test/ctest.xml" || code=$?
say "Python"
.venv/bin/python -m pytest -q --junitxml build/test/pytest.xml || code=$?
.venv/bin/python tests/count_results.py build/test/ctest.xml build/test/pytest.xml || code=$?
exit "$code"
