"""Nothing that the suite starts survives it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from e2e.servers.process import Child, leashed
from tests.house.lifeline import Lifeline

FAMILY = "sleep 1000 & sleep 1000 & wait"

PARENT = """
import sys
from e2e.servers.process import Child, leashed
child = Child(leashed(["sh", "-c", sys.argv[1]]))
sys.stdin.read()
"""

IMPATIENT = """
import sys
from e2e.servers import leash
leash.GRACE = 0.1
sys.exit(leash.main(sys.argv[1:]))
"""


def test_a_command_and_its_children_end_when_they_are_let_go(lifeline: Lifeline) -> None:
    child = Child(leashed(["sh", "-c", f"{lifeline.held()}; {FAMILY}"]))
    line = lifeline.taken()
    child.stop()
    assert lifeline.let_go(line)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_they_end_with_their_parent_however_it_dies(lifeline: Lifeline, number: signal.Signals) -> None:
    command = [sys.executable, "-c", PARENT, f"{lifeline.held()}; {FAMILY}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        line = lifeline.taken()
        parent.send_signal(number)
    assert lifeline.let_go(line)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_they_end_when_the_leash_is_asked_to(lifeline: Lifeline, number: signal.Signals) -> None:
    with Child(leashed(["sh", "-c", f"{lifeline.held()}; {FAMILY}"])) as child:
        line = lifeline.taken()
        os.kill(child.pid, number)
        assert child.code(30) == 128 + signal.SIGTERM
        assert lifeline.let_go(line)


def test_one_that_ignores_the_request_is_killed(lifeline: Lifeline) -> None:
    stubborn = f"trap '' TERM; {lifeline.held()}; while true; do sleep 1000; done"
    with Child([sys.executable, "-c", IMPATIENT, "--", "sh", "-c", stubborn]) as child:
        line = lifeline.taken()
        os.kill(child.pid, signal.SIGTERM)
        assert child.code(30) == 128 + signal.SIGKILL
        assert lifeline.let_go(line)


LAST_WORDS = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
try:
    print("ready", flush=True)  # within: the signal may come right behind it
    time.sleep(1000)
finally:
    time.sleep(0.3)
    open(sys.argv[1], "w").write("all is put away")
"""


def test_what_a_command_leaves_behind_has_time_to_put_things_away(tmp_path: Path) -> None:
    note, script = tmp_path / "note", tmp_path / "script.py"
    script.write_text(LAST_WORDS, encoding="utf-8")
    ready = tmp_path / "ready"
    command = f"{sys.executable} {script} {note} >{ready} & until test -s {ready}; do :; done"
    with Child(leashed(["sh", "-c", command])) as child:
        assert child.code(30) == 0
    assert note.read_text(encoding="utf-8") == "all is put away"


def test_what_a_command_leaves_behind_is_killed_if_it_ignores_the_request(
    lifeline: Lifeline, tmp_path: Path
) -> None:
    deaf = tmp_path / "deaf"
    stubborn = f"(trap '' TERM; echo >{deaf}; {lifeline.held()}; while true; do sleep 1000; done) &"
    stubborn += f" until test -s {deaf}; do :; done; exit 7"
    with Child([sys.executable, "-c", IMPATIENT, "--", "sh", "-c", stubborn]) as child:
        line = lifeline.taken()
        assert child.code(30) == 7
        assert lifeline.let_go(line)


def test_what_a_command_leaves_behind_ends_with_it(lifeline: Lifeline) -> None:
    with Child(leashed(["sh", "-c", f"{lifeline.held()}; sleep 1000 & exit 7"])) as child:
        line = lifeline.taken()
        assert child.code(30) == 7
        assert lifeline.let_go(line)


def test_a_program_that_is_not_there_is_named() -> None:
    with Child(leashed(["no-such-program"])) as child:
        assert child.code(30) == 127
        assert child.tail() == "no-such-program: No such file or directory"


def test_the_command_reads_nothing_of_the_leash() -> None:
    with Child(leashed(["cat"])) as child:
        assert child.code(30) == 0
