"""The console script: the same code as the native program."""

import signal
import sys

from . import _core


def main() -> int:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the work is done outside Python, which could not hear an interrupt
    return _core.run_command(["hegui", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
