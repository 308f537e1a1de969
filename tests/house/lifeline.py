"""Whether processes of which nobody knows the number are still there: they hold one end of a pipe."""

import os
import select
from pathlib import Path

PATIENCE = 30.0


class Lifeline:
    """A FIFO that a shell command opens by `held()`; its end comes when all that hold it are gone."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = path

    def held(self) -> str:
        """Shell words: this process and all that it starts hold the line, and say so."""
        return f"exec 3>'{self.path}'; echo held >&3"

    def taken(self) -> int:
        """Waits until somebody holds it; a descriptor to read from."""
        descriptor = os.open(self.path, os.O_RDONLY)
        assert os.read(descriptor, 5) == b"held\n"
        return descriptor

    @staticmethod
    def let_go(descriptor: int) -> bool:
        """Waits until nobody holds it any more."""
        readable, _, _ = select.select([descriptor], [], [], PATIENCE)
        gone = bool(readable) and os.read(descriptor, 1) == b""
        os.close(descriptor)
        return gone
