"""The suite run as its users run it: a pytest of its own, in a directory of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest

from e2e.config import Backend, Config
from e2e.servers import start
from e2e.visit.stage import Suite
from mock_backend.client import Control

PAGES = Path(__file__).parent / "pages"
ROOT = Path(__file__).parents[2]

SILENT_PAGE = f"""
from pathlib import Path
from e2e.config import Backend, Config
config = Config(backend=Backend(port=0, dist=Path({str(PAGES)!r})))
"""
"""The configuration of a page that never opens a socket."""

TORN_PAGE = f"""
from pathlib import Path
from e2e.config import Backend, Config
config = Config(backend=Backend(port=0, dist=Path({str(PAGES / "torn")!r})))
"""
"""Of a page that shows whatever either channel told last, and ends at the results when the socket tells the
end, at 100 % when polling does."""

UNTIL_A_SIGNAL = """
import os, signal
from pathlib import Path

def until_a_signal(pipe):
    noticed, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes)
    Path(pipe).write_text("under way")
    os.read(noticed, 1)
"""
"""For a test file: says in the pipe that it is under way, and waits.

Danger: `signal.pause()` in its place waits for ever where the signal came just before it.
"""

OWN_PLACE = ("--backend-port", "0", "--output", "test-results")
"""Ports and a folder of its own, for a run whose configuration others use at the same time."""

REFERENCE_PAGE = ("--runner-config", str(ROOT / "playwright.config.py"), *OWN_PLACE)
"""The options for the page in `frontend/`."""


@dataclass
class Project:
    """A user's project: a configuration, tests, and pytest in it."""

    folder: Path
    mark: str = field(default_factory=lambda: uuid4().hex)
    """In the environment of all that its pytest starts."""

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--no-header", *arguments]

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        return {**kept, "RUNNER_E2E_MARK": self.mark, "COLUMNS": "200"}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    def start(self, *arguments: str, of_its_own: bool = False) -> subprocess.Popen[str]:
        """`of_its_own`: in a process group of its own."""
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            stdin=subprocess.DEVNULL,
            start_new_session=of_its_own,
        )

    def processes(self) -> Sequence[int]:
        """What its pytest started and what still runs; by Linux's /proc."""
        wanted = f"RUNNER_E2E_MARK={self.mark}".encode()
        return [int(path.name) for path in Path("/proc").glob("[0-9]*") if wanted in _environ(path)]


def _environ(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "playwright.config.py").write_text(SILENT_PAGE, encoding="utf-8")
    return Project(tmp_path)


@pytest.fixture
def torn(project: Project) -> Project:
    (project.folder / "playwright.config.py").write_text(TORN_PAGE, encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def pages() -> Iterator[Suite]:
    """The pages of the trials, served."""
    with ExitStack() as undo:
        config = Config(backend=Backend(dist=PAGES)).with_backend_port(0)
        addresses = start(config, undo)
        yield Suite(config, addresses, undo.enter_context(Control(addresses.backend)))
