"""What the READMEs show is what the command prints.

A fenced block that begins with `$ hegui ...` holds the beginning of the output. With HEGUI_UPDATE=1 the blocks are written again, as
many lines as they had: read the difference before you commit it.
"""

import os
import re
import shlex
import subprocess
import sys

import pytest

BLOCK = re.compile(r"```\n\$ hegui (.+)\n((?:.*\n)*?)```\n")


def printed(root, arguments):
    done = subprocess.run(
        [sys.executable, "-m", "hegui._command", *shlex.split(arguments)], cwd=root, capture_output=True, text=True, encoding="utf-8", timeout=600
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines(keepends=True)


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_page_shows_what_is_printed(root, page):
    path = root / page
    text = path.read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)
    assert blocks

    def again(block):
        return f"```\n$ hegui {block[1]}\n" + "".join(printed(root, block[1])[: len(block[2].splitlines())]) + "```\n"

    if os.environ.get("HEGUI_UPDATE") == "1":
        path.write_text(BLOCK.sub(again, text), encoding="utf-8")
        return
    for arguments, shown in blocks:
        assert "".join(printed(root, arguments)[: len(shown.splitlines())]) == shown, arguments
