"""Families of scenarios: the run compares what their visits came to."""

from xml.etree import ElementTree as ET

import pytest

from tests.suite.conftest import Project
from tests.suite.test_verify import run

CHOSEN = ("--scenario", "told-by-both", "--scenario", "told-by-polling", "--check", "channels-agree")

DIFFERENCE = (
    "channels-agree: the same end was promised whichever channel tells it; in told-by-polling the outcome "
    "was never in sight, and the page was looked at until 24 s; "
    "in told-by-both /results/<job>, no run button\n"
)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_page_that_ends_otherwise_by_another_channel_is_exit_code_1(torn: Project, workers: str) -> None:
    done = run(torn, "verify", *CHOSEN, "--workers", workers)
    assert (done.returncode, done.stderr) == (1, ""), done.stdout
    assert f"\n{DIFFERENCE}" in done.stdout
    assert "\nfamily ten-events [chromium]  ✗\n" in done.stdout
    assert "\nContract broken: 2 scenarios, 1 family × 1 check, 1 failed, 0 passed." in done.stdout  # noqa: RUF001


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_family_that_differs_is_a_failing_test_case_of_junit_s_report(torn: Project, workers: str) -> None:
    run(torn, "verify", *CHOSEN, "--workers", workers, "--", "--junitxml=report.xml")
    suite = ET.parse(torn.folder / "report.xml").getroot()[0]
    counts = {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "3", "failures": "1", "errors": "0", "skipped": "0"}
    (case,) = suite.iterfind("testcase[failure]")
    assert (case.get("classname"), case.get("name")) == ("families", "channels-agree[ten-events, chromium]")
    assert DIFFERENCE in (case.findtext("failure") or "")


OWN = """
import pytest
from mock_backend.scenario import Scenario

JOB = [{"at": 1, "progress": 20, "api": "cqc"}, {"at": 3, "completed": {}}]

@pytest.mark.parametrize("faults", [[], [{"fault": "cut", "at": 2}], [{"fault": "silence"}]])
def test_of_our_own(scenario, faults):
    runner = scenario(Scenario(cause="Ours.", family="ours", job=JOB, faults=faults))
    runner.run()
    runner.finish()
    runner.judged()
"""


def test_scenarios_of_one_s_own_make_families_too(torn: Project) -> None:
    (torn.folder / "test_ours.py").write_text(OWN, encoding="utf-8")
    done = torn.run("-q", "-rN", "--runner-check", "channels-agree")
    assert done.returncode == 1, done.stdout
    assert "3 passed" in done.stdout
    assert "family ours [chromium]" in done.stdout
    assert "in test_of_our_own-1 the outcome at 3 s was /results/<job>" in done.stdout


def test_one_scenario_agrees_with_nothing(torn: Project) -> None:
    chosen = ("--scenario", "told-by-both", "--check", "channels-agree")
    done = run(torn, "verify", *chosen, "--", "--junitxml=report.xml")
    assert done.returncode == 0, done.stdout
    assert 'tests="1"' in (torn.folder / "report.xml").read_text(encoding="utf-8")
    assert (
        "\nNothing to judge there: 1 scenario, 1 family × 1 check, 0 passed, 1 not applicable." in done.stdout  # noqa: RUF001
    )
