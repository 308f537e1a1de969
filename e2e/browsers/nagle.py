"""Firefox answers WebDriver BiDi by a socket with Nagle's algorithm on: what follows an event waits until
that is acknowledged, which Linux puts off by 40 ms. No preference of Firefox turns it off: this does, at the
socket itself. Where the system does not let it, a visit takes longer and is the same.
"""

import ctypes
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserType

PROC = Path("/proc")
PIDFD_GETFD = 438
"""The number of that system call, on every architecture; since Linux 5.6."""


def launched(browser_type: BrowserType, options: Mapping[str, Any]) -> Browser:
    """A browser of this machine, launched with these of Playwright's launch options."""
    browser = browser_type.launch(**options)
    if browser_type.name == "firefox":
        undelay_firefox()
    return browser


def undelay_firefox() -> None:
    """Every Firefox below this process says at once what it has to say."""
    if not hasattr(os, "pidfd_open"):
        return
    for pid in _below(os.getpid()):
        with suppress(OSError):
            if "firefox" in (PROC / str(pid) / "exe").readlink().name:
                undelay(pid)


def undelay(pid: int) -> None:
    """Each of its TCP connections. Raises OSError where the system does not let it."""
    process = os.pidfd_open(pid)
    try:
        for entry in (PROC / str(pid) / "fd").iterdir():
            with suppress(FileNotFoundError):
                if str(entry.readlink()).startswith("socket:"):
                    _undelay(process, int(entry.name))
    finally:
        os.close(process)


def _undelay(process: int, descriptor: int) -> None:
    own = ctypes.CDLL(None, use_errno=True).syscall(PIDFD_GETFD, process, descriptor, 0)
    if own < 0:
        raise OSError(ctypes.get_errno(), "pidfd_getfd")
    with closing(socket.socket(fileno=own)) as connection:
        if connection.family in (socket.AF_INET, socket.AF_INET6) and connection.type == socket.SOCK_STREAM:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _below(pid: int) -> Iterator[int]:
    """The processes that it has started, and those that they have."""
    started: dict[int, list[int]] = {}
    for process in PROC.glob("[0-9]*"):
        with suppress(OSError):
            parent = (process / "stat").read_text(errors="replace").rpartition(")")[2].split()[1]
            started.setdefault(int(parent), []).append(int(process.name))
    found = [pid]
    while found:
        children = started.get(found.pop(), [])
        found += children
        yield from children
