"""`runner-e2e`, as a shell meets it: what it plays, what it prints, how it ends."""

import os
import pty
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import pytest

from e2e.checks import CHECKS
from e2e.selection import catalogue
from tests.suite.conftest import OWN_PLACE, ROOT, UNTIL_A_SIGNAL, Project

PROGRAM = str(Path(sys.executable).with_name("runner-e2e"))
REFERENCE = ("--config", str(ROOT / "playwright.config.py"), *OWN_PLACE)


def run(project: Project, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments],
        cwd=project.folder,
        env={**project.environment, **environment},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def rows(output: str) -> list[str]:
    return [line.split(" [")[0] for line in output.splitlines() if " [chromium]  " in line]


def test_a_page_that_keeps_the_contract_is_exit_code_0(project: Project) -> None:
    done = run(project, "verify", *REFERENCE, "--scenario", "success", "--scenario", "job-fails")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert rows(done.stdout) == ["job-fails", "success"]
    assert "\nContract kept: 2 scenarios × " in done.stdout  # noqa: RUF001


def test_a_page_that_breaks_it_is_exit_code_1_and_told_at_once(project: Project) -> None:
    done = run(project, "verify", "--scenario", "success")
    assert (done.returncode, done.stderr) == (1, ""), done.stdout
    at_once, _, later = done.stdout.partition("= FAILURES =")
    assert "success [chromium]: socket-direct\n" in at_once
    assert "socket-direct: " in later
    assert "\nContract broken: 1 scenario × " in later  # noqa: RUF001


def test_only_the_chosen_checks_decide_and_are_shown(project: Project) -> None:
    done = run(
        project, "verify", "--scenario", "success", "--check", "error-contained", "--check", "log-quiet"
    )
    assert done.returncode == 0, done.stdout
    heading = [line.split()[-1] for line in done.stdout.splitlines() if "─ " in line]
    assert heading == ["error-contained", "log-quiet"]
    done = run(project, "verify", "--scenario", "success", "--check", "socket-direct")
    assert done.returncode == 1
    assert "Contract broken: 1 scenario × 1 check, 1 failed, 0 passed." in done.stdout  # noqa: RUF001


def test_where_the_chosen_checks_never_apply_there_is_nothing_to_judge(project: Project) -> None:
    chosen = ("--level", "extended", "--check", "leave-clean", "--check", "close-clean")
    done = run(project, "verify", *REFERENCE, "--scenario", "success", *chosen)
    assert done.returncode == 0
    assert "Nothing to judge there: 1 scenario × 1 check, 0 passed, 1 not applicable." in done.stdout  # noqa: RUF001


def test_each_visit_can_be_made_several_times_over_by_several_workers(project: Project) -> None:
    done = run(
        project, "verify", *REFERENCE, "--scenario", "success", "--repeat-each", "3", "--workers", "2",
        "--", "--junitxml=report.xml",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert 'tests="3"' in (project.folder / "report.xml").read_text(encoding="utf-8")
    assert re.search(r"^Contract kept: 1 scenario . \d+ checks, 3 visits each, ", done.stdout, re.MULTILINE)
    assert rows(done.stdout) == ["success"]
    assert "bringing up nodes" not in done.stdout


def test_the_first_failure_can_be_the_last(project: Project) -> None:
    done = run(project, "verify", "-x", "--scenario", "success", "--scenario", "job-fails")
    assert done.returncode == 1
    assert rows(done.stdout) == ["job-fails"]
    again = "runner-e2e verify --scenario job-fails --check socket-direct"
    assert f"  again  {again}\n" in done.stdout


@pytest.mark.parametrize(
    "arguments,sentence",
    [
        (["--scenario", "sucess"], "No scenario is named 'sucess' (did you mean 'success'?)."),
        (["--folder", "plane"], "No folder of scenarios is named 'plane' (did you mean 'plain'?)."),
        (["--check", "clos-clean"], "No check is named 'clos-clean' (did you mean 'close-clean'?)."),
        (["--config", "nowhere.py"], "There is no configuration at "),
        (["--scenario", "success", "--", "--no-such"], "unrecognized arguments: --no-such"),
        (["success"], "'success' is no file for pytest; to play that scenario: --scenario success."),
        (["--", "nowhere.py::test_it"], "'nowhere.py' is no file for pytest."),
        (["--scenario", "success", "--", "-k", "nothing"], "No scenario was run: none fits "),
        (["--scenario", "success", "--", "--junitxml=/dev/null/x.xml"], "x.xml cannot be written: "),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_told_and_exit_code_2(
    project: Project, arguments: list[str], sentence: str
) -> None:
    done = run(project, "verify", *arguments)
    assert done.returncode == 2, done.stdout
    assert sentence in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_configuration_that_is_not_there_is_told_before_workers_start(project: Project) -> None:
    done = run(project, "verify", "--config", "nowhere.py")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("runner-e2e: There is no configuration at ")


def test_what_a_project_asks_of_its_own_tests_is_not_asked_of_the_catalogue(project: Project) -> None:
    (project.folder / "own.ini").write_text("[pytest]\naddopts = -k nothing\n", encoding="utf-8")
    done = run(project, "verify", *REFERENCE, "--scenario", "success", "--", "-c", "own.ini")
    assert done.returncode == 0, done.stdout


def test_a_port_that_is_taken_is_exit_code_3(project: Project) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(project, "verify", "--scenario", "success", "--backend-port", str(port))
    assert done.returncode == 3
    assert f"! runner-e2e: Port {port} on localhost is in use by another" in done.stdout


def test_a_browser_that_is_not_there_is_exit_code_3(project: Project) -> None:
    done = run(project, "verify", "--scenario", "success", RUNNER_E2E_CHROMIUM="/nowhere/chromium")
    assert done.returncode == 3, done.stdout
    assert "/nowhere/chromium" in done.stdout + done.stderr


def test_output_that_can_not_be_written_is_exit_code_3(project: Project) -> None:
    """Be it a disk that is full, or a reader who has left."""
    reader, left = os.pipe()
    os.close(reader)
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        for stdout in (full, left):
            done = subprocess.run(
                [PROGRAM, "verify", "--scenario", "success", "--check", "log-quiet"],
                cwd=project.folder,
                env=project.environment,
                stdout=stdout,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
            assert done.returncode == 3
            assert done.stderr.splitlines()[-1].startswith("runner-e2e: The output cannot be written: [Errno")
    os.close(left)


def test_where_the_output_is_closed_the_exit_code_says_it_all(project: Project) -> None:
    command = shlex.join([PROGRAM, "verify", "--scenario", "success", "--check", "log-quiet"])
    for closed in (">&-", "<&- >&- 2>&-"):
        done = subprocess.run(
            ["/bin/sh", "-c", f"{command} {closed}"],
            cwd=project.folder,
            env=project.environment,
            stderr=subprocess.PIPE,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")


def test_the_readme_shows_what_is_printed(project: Project) -> None:
    done = run(project, "verify", "--named", *REFERENCE)
    printed = [line.rstrip() for line in done.stdout.partition("─ socket-direct")[2].splitlines()]
    told = (ROOT / "README.md").read_text(encoding="utf-8").partition("─ socket-direct")[2].splitlines()
    *rows, closing = printed
    assert told[: len(rows)] == rows
    assert untimed(told[len(rows)]) == untimed(closing)


def test_the_readme_counts_the_catalogue() -> None:
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    for folder, number in Counter(catalogue().values()).items():
        assert re.search(rf"^{folder} +{number} kept$", told, re.MULTILINE), folder


def untimed(closing: str) -> str:
    return re.sub(r"[\d.]+ s\.$", "", closing)


def test_the_checks_are_listed_with_level_and_promise(project: Project) -> None:
    done = run(project, "checks")
    lines = [line.split(maxsplit=2) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert [line for line in lines if line[0] != "channels-agree"] == [
        [check.id, check.level, check.promise] for check in CHECKS
    ]


def test_it_says_which_version_it_is(project: Project) -> None:
    done = run(project, "--version")
    assert (done.returncode, done.stdout) == (0, f"runner-e2e {version('runner-e2e')}\n")


def test_the_checks_of_one_level_are_listed(project: Project) -> None:
    done = run(project, "checks", "--level", "core")
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        check.id for check in CHECKS if check.level == "core"
    ]


LONG = """
from mock_backend.scenario import Scenario

def test_long(scenario):
    scenario(Scenario(cause="A long job.", name="long-job", job=[{"at": 61, "completed": {}}]))
"""


def test_in_real_time_a_scenario_longer_than_a_minute_is_left_out_and_told(project: Project) -> None:
    (project.folder / "test_long.py").write_text(LONG, encoding="utf-8")
    done = project.run("-q", "--contract", "--time", "real")
    assert done.returncode == 2
    assert "\nLeft out in real time, being longer than a minute: long-job.\n" in done.stdout
    assert "\nNo scenario was run: none fits what was asked for.\n" in done.stdout


STUCK = f"""
{UNTIL_A_SIGNAL}

def test_stuck():
    until_a_signal({{pipe!r}})
"""


def test_ctrl_c_leaves_a_clean_terminal(project: Project) -> None:
    pipe = project.folder / "pipe"
    os.mkfifo(pipe)
    (project.folder / "test_stuck.py").write_text(STUCK.format(pipe=str(pipe)), encoding="utf-8")
    ours, theirs = pty.openpty()
    environment = {**project.environment, "TERM": "xterm", "CI": ""}
    command = project.command("-qq", "--runner-progress", "--contract")
    with subprocess.Popen(
        command, cwd=project.folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    ) as run:
        os.close(theirs)
        assert pipe.read_text(encoding="ascii") == "under way"
        run.send_signal(signal.SIGINT)
        written = everything(ours)
    assert run.returncode == 2
    bar, shown_again, rest = written.rpartition("\x1b[?25h")
    assert "\x1b[?25l" in bar
    assert shown_again
    assert "visits" not in rest


SWALLOWED = """
import os, signal
try:
    signal.raise_signal(signal.{name})
except BaseException:
    print("nobody hears of it")
"""


@pytest.mark.parametrize(
    "text",
    ["raise KeyboardInterrupt\n", SWALLOWED.format(name="SIGINT"), SWALLOWED.format(name="SIGTERM")],
    ids=["raised", "swallowed", "SIGTERM"],
)
@pytest.mark.parametrize(
    "module,command",
    [
        ("typer", ("doctor",)),
        ("slow_plugin", ("verify", "--scenario", "success", "--", "-p", "slow_plugin")),
    ],
)
def test_ctrl_c_while_a_command_is_loaded_ends_it_in_silence(
    project: Project, module: str, command: Sequence[str], text: str
) -> None:
    (project.folder / f"{module}.py").write_text(text, encoding="utf-8")
    done = run(project, *command, PYTHONPATH=str(project.folder))
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")


BETWEEN = """
import sys
from e2e.cli import PYTEST, become
become(["/bin/sh", "-c", 'kill -INT $$; exec "$@"', "sh", sys.executable, "-c", PYTEST, "--version"])
"""


def test_ctrl_c_while_one_program_becomes_the_other_is_heeded_by_that_one(project: Project) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BETWEEN], env=project.environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")


def everything(terminal: int) -> str:
    """That is written to it until nobody is left who could."""
    read = b""
    while True:
        try:
            read += os.read(terminal, 65536)
        except OSError:
            os.close(terminal)
            return read.decode()
