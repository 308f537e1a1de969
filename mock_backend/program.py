"""`mock-backend` as it is started."""

import sys

PROGRAM = "mock-backend"


def main() -> None:
    """Ctrl-C while all else is still being loaded ends it as ever, by exit code 130 and in silence."""
    try:
        from mock_backend.cli import app  # noqa: PLC0415

        app(prog_name=PROGRAM)
    except KeyboardInterrupt:
        sys.exit(130)
