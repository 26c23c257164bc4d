"""The console script and the examples."""

import subprocess
import sys

import pytest


def run(root, *arguments):
    return subprocess.run(
        [sys.executable, *arguments], cwd=root, capture_output=True, text=True, encoding="utf-8", timeout=600
    )


def test_the_console_script_is_the_command(root):
    done = run(root, "-m", "hegui._command", "check", "tests/packs/mini", "--language", "en")
    assert done.returncode == 0 and done.stdout.startswith("mini 1  A small pack for tests")
    wrong = run(root, "-m", "hegui._command", "fly")
    assert wrong.returncode == 2 and wrong.stdout == "" and wrong.stderr


@pytest.mark.parametrize("example", ["audit_city", "one_enterprise"])
def test_examples_print_what_they_printed(root, example):
    done = run(root, "tests/expect_output.py", f"examples/python/{example}.expected", sys.executable, f"examples/python/{example}.py")
    assert done.returncode == 0, done.stdout + done.stderr
