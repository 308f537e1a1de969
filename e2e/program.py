"""`runner-e2e` as it is started."""

import os
import sys

from e2e.errors import INTERRUPTED
from e2e.signals import end_at_a_signal


def main() -> None:
    """Ctrl-C while all else is still being loaded ends it as it does later, by exit code 2 and in silence."""
    open_streams()
    end_at_a_signal()
    try:
        from e2e.cli import app  # noqa: PLC0415

        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def open_streams() -> None:
    """What is said on a stream that came closed goes nowhere; else the next file that is opened gets it."""
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != descriptor:
                os.dup2(nowhere, descriptor)
                os.close(nowhere)
            os.set_inheritable(descriptor, True)
            setattr(sys, name, os.fdopen(descriptor, "w" if descriptor else "r", closefd=False))
