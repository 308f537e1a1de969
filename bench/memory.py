"""The backend's memory: `python -m bench.memory` plays sessions whole and prints what the process holds.

A session is created, played by a plain client (a socket, polling, results) to its end and ended. The
figure after many sessions stands beside that after few in the same process: what is kept of each shows.
"""

import argparse
import json
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

from mock_backend.client import Control
from tests.backend.visitor import Visitor

ROOT = Path(__file__).parent.parent
SCENARIOS = (
    "success",
    "reset-mid-run",
    "hanging-handshake",
    "half-open",
    "status-held",
    "close-never-answered",
)
"""In turn. What each leaves behind is of another kind: sockets, handshakes, answers that are held."""

WANTED = 1.1


@contextmanager
def backend() -> Iterator[tuple[int, str]]:
    """A mock backend of its own: its process id and its address."""
    command = [sys.executable, "-m", "mock_backend", "--port", "0", "--until-stdin-closes"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        yield process.pid, json.loads(process.stdout.readline())["backend"]


def mebibytes(process: int) -> float:
    """Resident memory."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process)], check=True, capture_output=True, text=True
    )
    return int(told.stdout) / 1024


def play(control: Control, name: str) -> None:
    with ExitStack() as closing:
        port = urlsplit(control.url).port
        assert port is not None
        visitor = Visitor(control, control.create(name).session, port, closing)
        job = visitor.start()
        peer = visitor.knocking()
        visitor.wait_for("socket.handshake")
        for at in range(2, 14, 2):
            visitor.advance(at)
            visitor.asking(f"/api/test/status/{job}")
        visitor.results(job)
        with suppress(OSError):  # a reset socket
            peer.close()
        visitor.wait_until(lambda state: not state.working)
        visitor.end()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--few", type=int, default=200, help="sessions before the reference (default: 200)")
    parser.add_argument("--many", type=int, default=2_000, help="sessions in all (default: 2000)")
    chosen = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}")
    names = cycle(SCENARIOS)
    with backend() as (process, url), Control(url) as control:
        print(f"{'before the first session':34} {mebibytes(process):7.1f} MiB", flush=True)
        held = []
        for done, more in ((chosen.few, chosen.few), (chosen.many, chosen.many - chosen.few)):
            for name in islice(names, more):
                play(control, name)
            held.append(mebibytes(process))
            print(f"{f'after {done:,} sessions':34} {held[-1]:7.1f} MiB", flush=True)
    print(f"{f'ratio, {WANTED} at most is wanted':34} {held[1] / held[0]:7.2f}")


if __name__ == "__main__":
    main()
