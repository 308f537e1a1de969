"""The plugin, as somebody meets it who writes tests with it."""

import os
import select
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import dedent

import pytest

from e2e.fixtures import haste
from e2e.plugin import NO_VIDEO
from mock_backend.scenario import Scenario
from tests.suite.conftest import PAGES, REFERENCE_PAGE, UNTIL_A_SIGNAL, Project

VISIT = """
from mock_backend.scenario import Scenario

def test_the_contract(scenario):
    runner = scenario({scenario})
    runner.run()
    runner.keeps_the_contract()
"""

NEVER_HAPPENS = (
    'Scenario(cause="A fault after the end.", name="too-late", faults=[{"fault": "duplicate", "from": 40}])'
)


def write(project: Project, scenario: str) -> None:
    text = VISIT.format(scenario=scenario)
    (project.folder / "test_visit.py").write_text(text, encoding="utf-8")


def test_a_suite_without_scenarios_is_left_as_it_is(project: Project) -> None:
    text = """
    def test_plain(page, pytestconfig):
        page.goto("data:text/html,<title>plain</title>")
        assert page.title() == "plain"
        assert pytestconfig.getoption("--screenshot") == "off"

    def test_without_a_browser():
        pass
    """
    (project.folder / "playwright.config.py").unlink()
    (project.folder / "test_plain.py").write_text(dedent(text), encoding="utf-8")
    done = project.run()
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "workers"])
def test_a_browser_that_is_not_there_is_told_once(
    project: Project, workers: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNNER_E2E_CHROMIUM", "/nowhere/chromium")
    write(project, '"success"')
    (project.folder / "test_another.py").write_text(VISIT.format(scenario='"success"'), encoding="utf-8")
    done = project.run(*workers)
    assert done.returncode == 3
    assert done.stdout.count("no program is there") == 1, done.stdout


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
        "\nsuccess [chromium]  ",
        "Failed apart from the contract: 1 of the tests",
    ):
        assert told in done.stdout, told


LOSSES = """
from contextlib import suppress
import os, signal
from pathlib import Path

def crash(runner):
    with suppress(Exception):
        runner.page.goto("chrome://crash")

def end_backend():
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            ours = b"RUNNER_E2E_MARK=" + os.environb[b"RUNNER_E2E_MARK"] in (process / "environ").read_bytes()
            if ours and b"mock_backend" in (process / "cmdline").read_bytes():
                child = os.pidfd_open(int(process.name))
                signal.pidfd_send_signal(child, signal.SIGKILL)

def test_by_hand(scenario):
    runner = scenario("success")
    runner.run()
    runner.reach(2)
    {loss}
    runner.reach(4)

def test_another(scenario):
    scenario("success").run()
"""


@pytest.mark.parametrize(
    "loss, told",
    [
        ("end_backend()", "The mock backend at http://localhost:"),
        ("crash(runner)", "The browser or its page was lost in mid-run: "),
        ("runner.page.close()", "The browser or its page was lost in mid-run: "),
        ("runner.page.context.browser.close()", "The browser or its page was lost in mid-run: "),
    ],
)
def test_a_backend_or_a_browser_that_is_lost_is_no_fault_of_the_page(
    project: Project, loss: str, told: str
) -> None:
    (project.folder / "test_visit.py").write_text(LOSSES.replace("{loss}", loss), encoding="utf-8")
    done = project.run(*REFERENCE_PAGE)
    assert (done.returncode, done.stdout.count(f"\n{told}")) == (3, 1), done.stdout
    assert "Traceback" not in done.stdout
    assert project.processes() == []


@pytest.mark.parametrize("workers", [[], ["-n", "1"]], ids=["alone", "worker"])
def test_a_lost_backend_ends_the_run(project: Project, workers: list[str]) -> None:
    (project.folder / "test_visit.py").write_text(LOSSES.replace("{loss}", "end_backend()"), encoding="utf-8")
    done = project.run(*REFERENCE_PAGE, *workers)
    assert done.returncode == 3, done.stdout
    assert "The mock backend is lost: no further test can run." in done.stdout
    assert "test_another" not in done.stdout


def test_a_page_that_does_not_settle_is_told_with_all_that_happened_and_no_verdict(project: Project) -> None:
    text = """
    from e2e.errors import NotSettled

    def test_by_hand(scenario):
        runner = scenario("success")
        runner.run()
        runner.reach(4)
        raise NotSettled(["a frame"])
    """
    (project.folder / "test_visit.py").write_text(dedent(text), encoding="utf-8")
    done = project.run()
    assert done.returncode == 3
    assert "\nPage and backend did not come to rest: a frame.\n" in done.stdout
    assert "    3.000  job.progress" in done.stdout
    assert "page at 4 s:" in done.stdout
    assert "socket-direct: " not in done.stdout


def test_what_happened_is_told_in_a_line_when_it_cannot_be_had(project: Project) -> None:
    text = LOSSES.replace("{loss}", 'end_backend(); raise ValueError("of the test\'s own")')
    (project.folder / "test_visit.py").write_text(text, encoding="utf-8")
    done = project.run(*REFERENCE_PAGE, "-k", "by_hand")
    assert "ValueError: of the test's own" in done.stdout
    assert "It can't be told: The mock backend at http://localhost:" in done.stdout


def test_a_page_that_was_not_run_is_shown_too(project: Project) -> None:
    text = """
    def test_by_hand(scenario):
        runner = scenario("success")
        assert runner.path() == "/nowhere"
    """
    (project.folder / "test_visit.py").write_text(dedent(text), encoding="utf-8")
    done = project.run(*REFERENCE_PAGE)
    assert done.returncode == 1
    assert "What happened in success" in done.stdout, done.stdout
    assert "| /test " in done.stdout


def test_a_scenario_without_a_name_has_that_of_its_test(project: Project) -> None:
    text = """
    import pytest
    from mock_backend.scenario import Scenario

    @pytest.mark.parametrize("cause", ["One.", "Other."])
    def test_of_our_own(scenario, cause):
        runner = scenario(Scenario(cause=cause))
        runner.run()
        runner.keeps_the_contract()
    """
    (project.folder / "test_visit.py").write_text(dedent(text), encoding="utf-8")
    done = project.run(*REFERENCE_PAGE)
    assert done.returncode == 0, done.stdout
    assert "\ntest_of_our_own-1 [chromium]" in done.stdout
    assert "\ntest_of_our_own-2 [chromium]" in done.stdout


def test_an_unknown_scenario_is_asked_for_in_a_way_that_cannot_be(project: Project) -> None:
    write(project, '"sucess"')
    done = project.run(*REFERENCE_PAGE)
    assert done.returncode == 2
    assert "No scenario is named 'sucess' (did you mean 'success'?)." in done.stdout


def test_a_number_that_is_no_port_is_told_as_pytest_tells_it(project: Project) -> None:
    done = project.run("--backend-port", "70000")
    assert done.returncode == 4
    assert "--backend-port: 70000 is no port: expected a number from 0 to 65535" in done.stderr


def test_a_run_that_stops_at_a_broken_promise_says_so_with_workers_too(project: Project) -> None:
    write(project, '"success"')
    done = project.run("-x", "-n", "1")
    assert done.returncode == 1, done.stdout
    assert "Contract broken: " in done.stdout


def test_a_worker_that_dies_is_no_fault_of_the_page(project: Project) -> None:
    text = """
    import os

    def test_by_hand(scenario):
        scenario("success")
        os._exit(1)
    """
    (project.folder / "test_visit.py").write_text(dedent(text), encoding="utf-8")
    done = project.run("-n", "1", "--max-worker-restart", "0")
    assert done.returncode == 3, done.stdout


def test_a_failing_test_leaves_its_trace_and_a_screenshot(project: Project) -> None:
    write(project, '"success"')
    project.run()
    kept = {path.name for path in (project.folder / "test-results").rglob("*") if path.is_file()}
    assert kept == {"trace.zip", "test-failed-1.png"}


def test_a_fault_that_did_not_happen_is_an_error_of_the_suite(project: Project) -> None:
    write(project, NEVER_HAPPENS)
    done = project.run(*REFERENCE_PAGE)
    assert done.returncode == 3
    assert "not staged: duplicate-1 never acted: no entry of the journal carries it" in done.stdout
    assert "Contract not judged: " in done.stdout


def test_video_without_ffmpeg_is_one_sentence_and_exit_code_2(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(project.folder))
    write(project, '"success"')
    done = project.run("--video", "on")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"runner-e2e: {NO_VIDEO}\n")


def test_a_port_in_use_is_one_sentence_and_nothing_is_left(project: Project) -> None:
    write(project, '"success"')
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = project.run("--backend-port", str(port))
    assert done.returncode == 3
    assert f"Port {port} on localhost is in use by another program" in done.stdout
    assert project.processes() == []


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "workers"])
def test_a_wrong_configuration_is_told_once_with_exit_code_2(project: Project, workers: list[str]) -> None:
    for number in range(4):
        text = VISIT.format(scenario='"success"')
        (project.folder / f"test_visit_{number}.py").write_text(text, encoding="utf-8")
    (project.folder / "playwright.config.py").write_text("config = 1\n", encoding="utf-8")
    done = project.run(*workers)
    assert done.returncode == 2
    told = "playwright.config.py: it must define `config = Config(...)`, from e2e.config."
    assert done.stdout.count(told) == 1, done.stdout


@pytest.mark.parametrize("workers", [[], ["-n", "1"]], ids=["alone", "worker"])
def test_the_configured_browsers_are_driven_by_workers_too(project: Project, workers: list[str]) -> None:
    (project.folder / "playwright.config.py").write_text(
        'from e2e.config import Config\nconfig = Config(browsers=("firefox",))\n', encoding="utf-8"
    )
    (project.folder / "test_plain.py").write_text(
        "def test_which(browser_name): assert browser_name == 'firefox'\n", encoding="utf-8"
    )
    done = project.run(*workers)
    assert done.returncode == 0, done.stdout


def test_a_sigterm_handler_of_another_is_left_to_it_where_no_page_is_tested(project: Project) -> None:
    text = """
    import signal

    def test_without_a_page():
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    """
    (project.folder / "test_plain.py").write_text(dedent(text), encoding="utf-8")
    assert project.run().returncode == 0


def test_workers_share_one_backend(project: Project) -> None:
    write(project, '"success"')
    (project.folder / "test_other.py").write_text(VISIT.format(scenario='"cut-mid-run"'), encoding="utf-8")
    done = project.run("-n", "2", *REFERENCE_PAGE)
    assert done.returncode == 0, done.stdout
    assert "\nsuccess [chromium]" in done.stdout
    assert "\ncut-mid-run [chromium]" in done.stdout
    assert "Contract kept: 2 scenarios × " in done.stdout  # noqa: RUF001


def test_the_sigterm_handler_is_the_run_s_while_it_hosts_and_restored_then(project: Project) -> None:
    (project.folder / "conftest.py").write_text(
        "import signal\n"
        "def before(*_): pass\n"
        "def pytest_configure(config):\n"
        "    signal.signal(signal.SIGTERM, before)\n"
        "    config.add_cleanup(lambda: print('restored:', signal.getsignal(signal.SIGTERM) is before))\n",
        encoding="utf-8",
    )
    text = """
    import signal

    def test_with_a_page(scenario):
        assert signal.getsignal(signal.SIGTERM).__module__ == "e2e.interrupts"
    """
    (project.folder / "test_visit.py").write_text(dedent(text), encoding="utf-8")
    done = project.run(*REFERENCE_PAGE)
    assert done.returncode == 0, done.stdout
    assert "restored: True" in done.stdout


def test_nothing_is_left_after_a_failing_test(project: Project) -> None:
    write(project, '"success"')
    assert project.run().returncode == 1
    assert project.processes() == []


BUILDS = f"""
from pathlib import Path
from e2e.config import *
config = Config(
    backend=Backend(dist=Path("dist")),
    builds=(Build(command=("cp", "-r", {str(PAGES)!r}, "{{output}}"), output=Path("dist")),),
)
"""

INTERRUPTED = f"""
{UNTIL_A_SIGNAL}

def test_interrupted(scenario):
    runner = scenario("success")
    runner.run()
    until_a_signal({{pipe!r}})
"""


@contextmanager
def under_way(project: Project, *arguments: str, of_its_own: bool = False) -> Iterator[subprocess.Popen[str]]:
    """A run in the middle of a visit; of all that it had started nothing is left afterwards."""
    pipe = project.folder / "under-way"
    os.mkfifo(pipe)
    (project.folder / "test_visit.py").write_text(INTERRUPTED.format(pipe=str(pipe)), encoding="utf-8")
    with project.start(*arguments, of_its_own=of_its_own) as run:
        assert pipe.read_text(encoding="ascii") == "under way"
        started = project.processes()
        yield run
    assert len(started) >= 4
    assert [pid for pid in started if not ended(pid)] == []


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "workers"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_when_a_run_is_killed(
    project: Project, number: signal.Signals, workers: list[str]
) -> None:
    with under_way(project, *workers) as run:
        run.send_signal(number)
        run.communicate(timeout=60)


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "workers"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_the_whole_group_ends_it_as_one_to_the_run_alone(
    project: Project, number: signal.Signals, workers: list[str]
) -> None:
    with under_way(project, *workers, of_its_own=True) as run:
        os.killpg(run.pid, number)
        said, _ = run.communicate(timeout=60)
    assert run.returncode == 2, said
    assert "Traceback" not in said


LOST = """
import signal
from pathlib import Path

class Last:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

def test_interrupted(scenario):
    scenario("success")
    Last()

def test_next():
    Path("went-on").touch()
"""


def test_an_interrupt_that_python_ignores_ends_the_run_all_the_same(project: Project) -> None:
    (project.folder / "test_visit.py").write_text(LOST, encoding="utf-8")
    done = project.run()
    assert done.returncode == 2, done.stdout
    assert "1 passed" in done.stdout
    assert "Warning" not in done.stdout
    assert not (project.folder / "went-on").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_a_run_leaves_no_build_of_its_own(
    project: Project, number: signal.Signals
) -> None:
    (project.folder / "playwright.config.py").write_text(BUILDS, encoding="utf-8")
    pipe = project.folder / "under-way"
    os.mkfifo(pipe)
    (project.folder / "test_visit.py").write_text(INTERRUPTED.format(pipe=str(pipe)), encoding="utf-8")
    # Under `nohup` the program would inherit that it ignores SIGHUP.
    before = signal.signal(number, signal.SIG_DFL)
    run = project.start("--backend-port", "0")
    signal.signal(number, before)
    with run:
        assert pipe.read_text(encoding="ascii") == "under way"
        assert [*project.folder.glob("dist-*")] != []
        run.send_signal(number)
        said, _ = run.communicate(timeout=60)
    assert run.returncode == 2, said
    assert [*project.folder.glob("dist-*")] == []


@pytest.mark.parametrize(
    "fault,times",
    [
        ({"fault": "reset", "at": 6}, 3),
        ({"fault": "results-late", "seconds": 3}, 3),
        ({"fault": "error-answer", "status": 500, "requests": [3]}, 1),
        ({"fault": "stale-answer", "from": 2}, 1),
        ({"fault": "malformed", "at": 2}, 3),
        ({"fault": "malformed", "at": 2, "times": 100}, 1),
    ],
)
def test_a_scenario_with_a_fault_on_what_goes_by_the_page_s_own_time_takes_as_long(
    fault: dict[str, object], times: float
) -> None:
    assert haste(Scenario.model_validate({"cause": "Tried here.", "faults": [fault]})) == times


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
