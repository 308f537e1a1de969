"""What a run of many scenarios prints at its end; its tests only say that they saw something."""

from textwrap import dedent
from types import SimpleNamespace
from typing import cast

import pytest

from e2e.checks import CHECKS
from e2e.config import Waiver
from e2e.report.notes import ATTRIBUTE, Notes
from e2e.report.outcome import Outcome
from e2e.report.summary import ROWS, Asked, Summary, failure_line
from e2e.verdict import failed, passed
from tests.suite.conftest import Project

MANY = """
import pytest
from dataclasses import replace
from e2e.report.notes import taken
from e2e.report.outcome import Outcome
from e2e.verdict import failed, passed

def see(item, name, *verdicts, unstaged=()):
    taken(item).saw(Outcome(name, "chromium", verdicts, unstaged))

@pytest.mark.parametrize("number", range(30))
def test_visit(request, number):
    close = passed("close-clean", "it closed")
    if number in (7, 8, 9):
        close = failed("close-clean", f"no Close frame in visit {number}", 11.0)
    see(request.node, f"visit-{number}", passed("socket-direct", "direct"), close)
    assert close.result == "passed", f"told in full: {number}"

def test_by_itself():
    assert False, "an assertion of its own"
"""

OURS = """
from e2e.config import Config, Profile
config = Config(browsers=("firefox",), profiles={"staging": Profile()})
"""


def write(project: Project, text: str = MANY) -> None:
    (project.folder / "test_visits.py").write_text(dedent(text), encoding="utf-8")


def test_many_scenarios_are_folded(project: Project) -> None:
    write(project)
    done = project.run("-q")
    assert done.returncode == 1
    _, _, found = done.stdout.partition("\nothers")
    found, _, _ = found.partition("\nContract broken: 30 scenarios × ")  # noqa: RUF001
    promise = next(check.promise for check in CHECKS if check.id == "close-clean")
    assert f"others{found}".splitlines() == [
        "others  27 kept, 3 broken",
        "",
        "✗ close-clean  core",
        f"  promised  {promise}",
        "  shown by  visit-7, visit-8, visit-9",
        "  there     no Close frame in visit 7",
        "  again     pytest 'test_visits.py::test_visit[7]'",
        "",
        "Failed apart from the contract: 1 of the tests, as told above.",
    ]


def test_of_what_is_folded_the_first_failure_of_each_check_is_told_in_full(project: Project) -> None:
    write(project)
    told = project.run("-q", "-rN").stdout
    assert "told in full: 7" in told
    assert "told in full: 8" not in told
    assert "an assertion of its own" in told


def test_the_command_that_shows_it_again_says_what_was_chosen(project: Project) -> None:
    write(project)
    (project.folder / "ours.py").write_text(OURS, encoding="utf-8")
    (project.folder / "built").mkdir()
    page = (
        "--runner-config ours.py --runner-profile staging --runner-dist built --runner-connect ws://farm:9/"
    )
    told = project.run("-q", "--repeat-each", "2", *page.split()).stdout
    again = f"pytest 'test_visits.py::test_visit[7]' --repeat-each 2 --browser chromium {page}"
    assert again in [line.removeprefix("  again     ") for line in told.splitlines()], told


def test_below_a_table_stands_what_shows_each_failed_check_again(project: Project) -> None:
    write(project)
    told = project.run("-q", "-k", "test_visit and (7 or 8)").stdout
    assert "\nclose-clean  again  pytest 'test_visits.py::test_visit[7]'\n" in told
    alone = project.run("-q", "-k", "7 and not 17 and not 27").stdout
    assert "close-clean  again" not in alone


def test_the_table_of_many_can_be_asked_for(project: Project) -> None:
    write(project)
    told = project.run("-q", "-rN", "--runner-table").stdout
    assert told.count("visit-") >= 30
    assert "told in full: 8" in told


def test_few_scenarios_are_a_table(project: Project) -> None:
    write(project, MANY.replace("range(30)", f"range({ROWS})"))
    told = project.run("-q", "-rN").stdout
    assert "visit-19 [chromium]  ✓" in told
    assert "shown by" not in told


def test_in_ascii_it_is_folded_in_ascii(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    write(project)
    told = project.run("-q", "-rN").stdout
    assert told.isascii()
    assert "\nX close-clean  core\n" in told


def test_a_report_for_machines_says_why_a_test_failed_and_nothing_of_what_passed(project: Project) -> None:
    write(project)
    project.run("-q", "--junitxml=report.xml", "-k", "7 or 11")
    told = (project.folder / "report.xml").read_text(encoding="utf-8")
    assert "told in full: 7" in told
    assert "<property" not in told


def seen(*outcomes: Outcome, longrepr: str | None = None) -> pytest.TestReport:
    """The report of a test that failed."""
    notes = Notes()
    for outcome in outcomes:
        notes.saw(outcome)
    where = ("test_it.py", 0, "test_it")
    report = pytest.TestReport("test_it", where, {}, "failed", longrepr, "call")
    setattr(report, ATTRIBUTE, vars(notes))
    return report


def test_a_failure_is_one_line_for_whoever_looks_on() -> None:
    broken = Outcome("fog", "chromium", (failed("close-clean", "no"), passed("log-loss", "yes")))
    assert failure_line(seen(broken)) == "fog [chromium]: close-clean"
    assert failure_line(seen(Outcome("fog", "firefox", unstaged=("no fog",)))) == "fog [firefox]: not staged"
    assert failure_line(seen(longrepr="The backend is lost.\nIt said: no")) == "test_it: The backend is lost."
    assert failure_line(seen()) == "test_it: failed"


def test_what_was_left_out_is_named_once_however_often_it_was_met() -> None:
    summary = Summary(Asked(verifying=True, whole=False, checks=CHECKS, waivers=[]))
    summary.left_out, summary.not_here = ["long", "long"], {"no button": ["second-tab", "second-tab"]}
    assert list(summary._left_out()) == [
        "Left out in real time, being longer than a minute: long.",
        "Not applicable here: second-tab; no button.",
    ]


@pytest.mark.parametrize("left_out,code", [([], 1), (["twelve-minutes"], 0)])
def test_a_waiver_is_out_of_date_only_where_nothing_was_left_out(left_out: list[str], code: int) -> None:
    loss = [check for check in CHECKS if check.id == "log-loss"]
    asked = Asked(
        verifying=True, whole=True, checks=loss, waivers=[Waiver(check="log-loss", reason="mended")]
    )
    summary = Summary(asked)
    summary.seen = [("a test", Outcome("reset-mid-run", "chromium", (passed("log-loss", "told"),)))]
    summary.left_out = left_out
    config = SimpleNamespace(pluginmanager=pytest.PytestPluginManager())
    session = SimpleNamespace(exitstatus=pytest.ExitCode.OK, config=config)
    summary.pytest_sessionfinish(cast("pytest.Session", session))
    assert session.exitstatus == code


def stopped(test: str) -> pytest.TestReport:
    """The report of a test that an error of the suite ended."""
    report = pytest.TestReport(test, ("test_it.py", 0, "test_it"), {}, "failed", "No button.", "call")
    setattr(report, ATTRIBUTE, vars(Notes(suite_error=3)))
    return report


@pytest.mark.parametrize(
    "number,named",
    [(1, "0-virtual"), (3, "0-virtual, 1-virtual, 2-virtual"), (12, "7-virtual and 4 more")],
)
def test_what_an_error_of_the_suite_kept_from_being_judged_is_named(number: int, named: str) -> None:
    summary = Summary(Asked(verifying=True))
    for each in range(number):
        summary.pytest_runtest_logreport(stopped(f"test_it.py::test_it[{each}-virtual]"))
    (remark,) = summary._remarks()
    assert remark.startswith(
        f"Not judged, for an error of the suite itself: {number} of the tests, 0-virtual"
    )
    assert remark.endswith(f"{named}.")
