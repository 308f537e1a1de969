"""A child process that ends with this one, however this one ends.

Its standard input is a pipe that nothing is written to: it ends when that pipe reaches its end, which the
system sees to when this process dies. Commands that know nothing of this run under `e2e.servers.leash`.
"""

import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from e2e.servers import leash

TAIL = 4000
"""Bytes of a child's last output that an error shows."""

PATIENCE = leash.GRACE + 3.0
"""Seconds that a child has to end by itself."""


def leashed(command: Sequence[str]) -> list[str]:
    """The command line that runs `command` as one that ends with its parent."""
    return [sys.executable, "-IS", leash.__file__, "--", *command]


class Child:
    """Runs from its construction until `stop`, in a session of its own: Ctrl-C in a terminal reaches this
    process only, which then ends its children in order."""

    def __init__(
        self,
        command: Sequence[str],
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        speaks: bool = False,
        log: Path | None = None,
    ) -> None:
        """`env` is added to this process's own; programs beside this Python are found first.

        What it writes is kept for `tail`, and for `log` in the end; with `speaks`, its standard output is for
        `line` instead.
        """
        self._log = log
        self._output: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed by stop()
        self._process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, "PATH": _path(), **(env or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if speaks else self._output,
            stderr=self._output,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def line(self, seconds: float) -> str | None:
        """The next line on its standard output; None when it ended or said none in time."""
        stdout = self._process.stdout
        assert stdout is not None
        deadline, text = time.monotonic() + seconds, b""
        while not text.endswith(b"\n"):
            left = max(0.0, deadline - time.monotonic())
            if not select.select([stdout], [], [], left)[0]:
                return None
            if not (byte := os.read(stdout.fileno(), 1)):
                return None
            text += byte
        return text.decode()

    def code(self, seconds: float) -> int | None:
        """Waits for its end, so many seconds at most; its exit code, or None while it runs."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def tail(self) -> str:
        """The last of what it wrote."""
        descriptor = self._output.fileno()
        size = os.fstat(descriptor).st_size
        # Danger: the child writes at the same file offset, so it must not be moved.
        return os.pread(descriptor, TAIL, max(0, size - TAIL)).decode(errors="replace").strip()

    def let_go(self) -> None:
        """It ends soon; whoever waits for its end need not be told."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    def stop(self) -> None:
        """Lets go of it and waits until it is gone."""
        self.let_go()
        if self.code(PATIENCE) is None:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._keep()
        self._output.close()

    def _keep(self) -> None:
        size = os.fstat(self._output.fileno()).st_size
        if self._log is not None and size:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            self._log.write_bytes(os.pread(self._output.fileno(), size, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _path() -> str:
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
