"""The command under test, and the modules of this folder for the tests here."""

import os
import pathlib
import shlex
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))


def built_commands():
    """bin/hegui of the build folders, newest first."""
    found = (HERE.parents[1] / "build").glob("*/bin/hegui")
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


@pytest.fixture(scope="session")
def program():
    """As words: HEGUI, else the newest build of this tree, else the installed package."""
    if os.environ.get("HEGUI"):
        return shlex.split(os.environ["HEGUI"])
    built = built_commands()
    if built:
        return [str(built[0])]
    pytest.importorskip("hegui", reason="neither HEGUI, nor a build, nor the package")
    return [sys.executable, "-m", "hegui._command"]
