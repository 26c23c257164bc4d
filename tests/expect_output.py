"""Runs a command and compares what it prints with a file.

    expect_output.py FILE.expected COMMAND [ARGUMENT ...]

With HEGUI_UPDATE=1 in the environment the file is written instead: read the difference before you commit it.
"""

import difflib
import os
import subprocess
import sys
from pathlib import Path


def main() -> int:
    expected, command = Path(sys.argv[1]), sys.argv[2:]
    done = subprocess.run(command, capture_output=True, timeout=600)
    if done.returncode != 0:
        sys.stderr.write(done.stderr.decode(errors="replace"))
        print(f"exit code {done.returncode}, 0 expected")
        return 1
    got = done.stdout.decode()
    if os.environ.get("HEGUI_UPDATE") == "1":
        expected.write_text(got, encoding="utf-8")
        return 0
    want = expected.read_text(encoding="utf-8")
    if got == want:
        return 0
    sys.stdout.writelines(difflib.unified_diff(want.splitlines(True), got.splitlines(True), str(expected), "printed now"))
    return 1


if __name__ == "__main__":
    sys.exit(main())
