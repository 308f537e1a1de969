"""`runner-e2e` as it is started."""

import sys

from e2e.errors import INTERRUPTED


def main() -> None:
    """Ctrl-C while all else is still being loaded ends it as it does later, by exit code 2 and in silence."""
    try:
        from e2e.cli import app  # noqa: PLC0415

        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
