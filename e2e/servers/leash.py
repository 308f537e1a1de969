"""`python -m e2e.servers.leash -- COMMAND…`: a command that ends with whoever holds its other end.

    parent ── pipe ──► stdin of the leash ── process group ──► COMMAND and all that it starts

The command runs in a process group of its own. When the leash's standard input reaches its end (the parent
closed it, or died, however), on SIGTERM, SIGINT or SIGHUP, or when the command ends by itself, the whole
group ends: SIGTERM first, SIGKILL after GRACE seconds. Exits with the command's own code, or 128 + signal.
A process that leaves the group on purpose (setsid) is not held.
"""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

GRACE = 3.0
"""Seconds between SIGTERM and SIGKILL."""

LOOK = 0.05
"""Seconds between two looks at those that the command left behind: their end tells nobody."""

PROC = Path("/proc")

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--"]:
        arguments = arguments[1:]
    awake = _wakeup()
    try:
        child = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, start_new_session=True)
    except OSError as error:
        sys.stderr.write(f"{arguments[0]}: {error.strerror}\n")
        return 127
    _until_end(child.pid, awake)
    _end_group(child.pid, awake)
    code = child.wait()
    return code if code >= 0 else 128 - code


def _wakeup() -> socket.socket:
    """Readable after each signal: select() alone would go on waiting."""
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    reading.setblocking(False)
    signal.set_wakeup_fd(writing.detach(), warn_on_full_buffer=False)
    for number in (*ENDING, signal.SIGCHLD):
        signal.signal(number, _ignore)
    return reading


def _ignore(number: int, frame: FrameType | None) -> None:
    """The wakeup socket tells."""


def _until_end(pid: int, awake: socket.socket) -> None:
    """Returns when the parent let go, a signal asked for the end, or the command has ended."""
    while not _ended(pid):
        readable, _, _ = select.select([0, awake.fileno()], [], [])
        if awake.fileno() in readable and set(awake.recv(4096)) & set(ENDING):
            return
        if 0 in readable and not os.read(0, 65536):
            return


def _end_group(pid: int, awake: socket.socket) -> None:
    # Danger: the leader is not reaped before the last signal, so that the group's number stays its own.
    _signal_group(pid, signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    while _runs(pid) and (left := deadline - time.monotonic()) > 0:
        if select.select([awake], [], [], min(left, LOOK))[0]:
            awake.recv(4096)
    _signal_group(pid, signal.SIGKILL)


def _runs(group: int) -> bool:
    """Somebody of the group still does; a zombie, such as a leader that is not reaped, does not."""
    if (PROC / "self" / "stat").exists():
        return any(_runs_in(process, group) for process in PROC.glob("[0-9]*"))
    return _signal_group(group, 0)


def _runs_in(process: Path, group: int) -> bool:
    try:
        state, _parent, its_group = (
            (process / "stat").read_text(errors="replace").rpartition(")")[2].split()[:3]
        )
    except OSError:
        return False
    return int(its_group) == group and state not in "ZX"


def _ended(pid: int) -> bool:
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _signal_group(pid: int, number: int) -> bool:
    """Whether somebody was there to get it."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        # macOS answers EPERM where only zombies are left.
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
