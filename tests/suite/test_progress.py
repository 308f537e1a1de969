"""How far a run is: as a log tells it, and in which of the two ways it is told."""

import io
import os
import pty
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

import pytest
from rich.console import Console

from e2e.report.progress import EVERY, Bar, Lines, Reporter, shown


def report(test: str, when: str, outcome: str = "passed") -> pytest.TestReport:
    return pytest.TestReport(test, ("", 0, ""), {}, outcome, None, when)  # type: ignore[arg-type]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Log:
    """What a log shows after so many seconds, a visit in each."""

    def __init__(self, total: int) -> None:
        self.clock = Clock()
        self.file = io.StringIO()
        self.reporter = Reporter(
            Lines(Console(file=self.file, width=40), self.clock), lambda failed: f"{failed.nodeid} broke"
        )
        self.reporter.pytest_xdist_node_collection_finished(["a test"] * total)

    def visit(self, test: str, outcome: str = "passed") -> None:
        self.clock.now += 1
        for phase, how in {"setup": "passed", "call": outcome, "teardown": "passed"}.items():
            self.reporter.pytest_runtest_logreport(report(test, phase, how))


def test_a_log_tells_every_few_seconds_how_far_it_is_and_what_failed_at_once() -> None:
    log = Log(total=12)
    for number in range(12):
        log.visit(f"test {number}", "failed" if number == 6 else "passed")
    assert EVERY == 5
    assert log.file.getvalue() == (
        "4 of 12 visits\n"
        "test 6 broke\n"
        "9 of 12 visits, 1 failed\n"
    )  # fmt: skip


def test_a_line_about_a_failure_is_never_broken() -> None:
    log = Log(total=1)
    log.visit("a test with quite a long name, longer than the log is wide", "failed")
    assert log.file.getvalue() == "a test with quite a long name, longer than the log is wide broke\n"


@dataclass
class Terminal:
    """Its two ends."""

    stream: TextIO
    seen: int


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    ours, theirs = pty.openpty()
    monkeypatch.setenv("TERM", "xterm")
    with os.fdopen(theirs, "w", encoding="utf-8") as stream:
        yield Terminal(stream, ours)
    os.close(ours)


@pytest.mark.parametrize("environment,live", [({}, Bar), ({"CI": ""}, Bar), ({"CI": "true"}, Lines)])
def test_a_terminal_has_a_bar_unless_a_log_is_made_of_it(
    terminal: Terminal, environment: dict[str, str], live: type[Bar | Lines]
) -> None:
    chosen = shown(terminal.stream, environment)
    chosen.close()
    assert type(chosen) is live


def test_a_bar_leaves_nothing_behind_and_shows_the_cursor_again(terminal: Terminal) -> None:
    bar = shown(terminal.stream, {})
    bar.show(3, 12, 1)
    bar.tell("test 3 [chromium] broke")
    bar.close()
    written = ""
    while not written.endswith("\x1b[?25h\r\x1b[1A\x1b[2K"):
        written += os.read(terminal.seen, 65536).decode()
    assert "test 3 [chromium] broke" in written
    assert written.count("\x1b[?25l") == 1


def test_a_pipe_has_lines() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as stream:
        chosen = shown(stream, {})
    chosen.tell("a line")
    chosen.close()
    assert type(chosen) is Lines
    with os.fdopen(reading, encoding="utf-8") as read:
        assert read.read() == "a line\n"
