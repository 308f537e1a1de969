"""The plugin, as somebody meets it who writes tests with it."""

import os
import select
import signal
import socket
from pathlib import Path
from textwrap import dedent

import pytest

from e2e.plugin import NO_VIDEO
from tests.suite.conftest import REFERENCE_PAGE, Project

VISIT = """
from mock_backend.scenario import Scenario

def test_the_contract(scenario):
    runner = scenario({scenario})
    runner.run()
    runner.keeps_the_contract()
"""

NEVER_HAPPENS = (
    'Scenario(cause="A fault after the end.", name="too-late", faults=[{"fault": "reset", "at": 40}])'
)


def write(project: Project, scenario: str) -> None:
    text = VISIT.format(scenario=scenario)
    (project.folder / "test_visit.py").write_text(text, encoding="utf-8")


def test_a_broken_promise_is_told_with_all_that_happened(project: Project) -> None:
    write(project, '"success"')
    done = project.run()
    assert done.returncode == 1
    for told in (
        "socket-direct: ",
        "  promised: ",
        "journal:\n",
        "   11.000  job.completed",
        "console:\n",
        "console.log            Polling status for job: ",
        "page at ",
        "| /results/",
        "Contract broken: 1 scenario × ",  # noqa: RUF001
    ):
        assert told in done.stdout, told


def test_a_test_that_fails_by_itself_says_what_happened_too(project: Project) -> None:
    text = """
    def test_by_hand(scenario):
        runner = scenario("success")
        runner.run()
        runner.reach(4)
        assert runner.path() == "/nowhere"
    """
    (project.folder / "test_visit.py").write_text(dedent(text), encoding="utf-8")
    done = project.run()
    assert done.returncode == 1
    for told in (
        "AssertionError",
        " What happened in success ",
        "socket-direct: ",
        "    3.000  job.progress",
        "console.log            Polling status for job: ",
        "page at 4 s:",
    ):
        assert told in done.stdout, told


@pytest.mark.parametrize(
    "loss, told",
    [
        ("suite.control.end('unknown')", "unknown"),
        ("suite.control.__init__('http://localhost:1'); suite.control.scenarios()", "did not answer"),
        ("crash(runner.page); runner.reach(4)", "crashed"),
    ],
)
def test_a_backend_or_a_browser_that_is_lost_is_no_fault_of_the_page(
    project: Project, loss: str, told: str
) -> None:
    text = f"""
    from contextlib import suppress

    def crash(page):
        with suppress(Exception):
            page.goto("chrome://crash")

    def test_by_hand(scenario, suite):
        runner = scenario("success")
        runner.run()
        {loss}
    """
    (project.folder / "test_visit.py").write_text(dedent(text), encoding="utf-8")
    done = project.run(*REFERENCE_PAGE)
    assert (done.returncode, told in done.stdout) == (3, True), done.stdout
    assert "Traceback" not in done.stdout


def test_a_failing_test_leaves_its_trace_and_a_screenshot(project: Project) -> None:
    write(project, '"success"')
    project.run()
    kept = {path.name for path in (project.folder / "test-results").rglob("*") if path.is_file()}
    assert kept == {"trace.zip", "test-failed-1.png"}


def test_a_fault_that_did_not_happen_is_an_error_of_the_suite(project: Project) -> None:
    write(project, NEVER_HAPPENS)
    done = project.run(*REFERENCE_PAGE)
    assert done.returncode == 3
    assert "not staged: reset-1 never acted: no entry of the journal carries it" in done.stdout
    assert "Contract not judged: " in done.stdout


def test_video_without_ffmpeg_is_one_sentence_and_exit_code_2(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(project.folder))
    write(project, '"success"')
    done = project.run("--video", "on")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"Exit: {NO_VIDEO}\n")


def test_a_port_in_use_is_one_sentence_and_nothing_is_left(project: Project) -> None:
    write(project, '"success"')
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = project.run("--backend-port", str(port))
    assert done.returncode == 3
    assert f"Port {port} on localhost is in use by another program" in done.stdout
    assert project.processes() == []


def test_a_wrong_configuration_is_exit_code_2(project: Project) -> None:
    write(project, '"success"')
    (project.folder / "playwright.config.py").write_text("config = 1\n", encoding="utf-8")
    done = project.run()
    assert done.returncode == 2
    assert "playwright.config.py: it must define `config = Config(...)`, from e2e.config." in done.stdout


def test_workers_share_one_backend(project: Project) -> None:
    write(project, '"success"')
    (project.folder / "test_other.py").write_text(VISIT.format(scenario='"cut-mid-run"'), encoding="utf-8")
    done = project.run("-n", "2", *REFERENCE_PAGE)
    assert done.returncode == 0, done.stdout
    assert "\nsuccess [chromium]" in done.stdout
    assert "\ncut-mid-run [chromium]" in done.stdout
    assert "Contract kept: 2 scenarios × " in done.stdout  # noqa: RUF001


def test_nothing_is_left_after_a_failing_test(project: Project) -> None:
    write(project, '"success"')
    assert project.run().returncode == 1
    assert project.processes() == []


INTERRUPTED = """
import os, signal

def test_interrupted(scenario):
    runner = scenario("success")
    runner.run()
    print("under way", flush=True)
    signal.pause()
"""


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "workers"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_when_a_run_is_killed(
    project: Project, number: signal.Signals, workers: list[str], tmp_path: Path
) -> None:
    pipe = tmp_path / "under-way"
    os.mkfifo(pipe)
    text = INTERRUPTED.replace('print("under way", flush=True)', f'open({str(pipe)!r}, "w").write("1")')
    (project.folder / "test_visit.py").write_text(text, encoding="utf-8")
    with project.start(*workers) as run:
        assert pipe.read_text(encoding="ascii") == "1"
        started = project.processes()
        run.send_signal(number)
        run.communicate(timeout=60)
    assert len(started) >= 4
    assert [pid for pid in started if not ended(pid)] == []


def ended(pid: int, seconds: float = 20) -> bool:
    """Waits for the process's end, at most so long."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)
