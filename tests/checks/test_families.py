"""The outcomes of families, from those of the visits."""

from dataclasses import replace

import pytest

from e2e.checks import CHECKS, EVERY_CHECK, FAMILY_CHECKS
from e2e.checks.channels_agree import Ending
from e2e.report.closing import closing
from e2e.report.explanation import explanation
from e2e.report.families import families
from e2e.report.outcome import Outcome
from e2e.report.reproduction import Reproduction
from e2e.verdict import passed

BOTH = Ending(
    "told-by-both", "chromium", "20% cqc, job.completed", "/results/<job>", "/results/<job>", 6.0, 12.0
)
POLLED = replace(BOTH, scenario="told-by-polling", at=8.0)
ODD = replace(POLLED, outcome="never in sight", last="/test, 100%", at=None)


def visit(ending: Ending | None, family: str = "transport", note: str = "") -> Outcome:
    name, browser = (ending.scenario, ending.browser) if ending else ("unfinished", "chromium")
    verdict = passed("log-quiet", "quiet")
    return Outcome(name, browser, (verdict,), note=note, family=family, ending=ending)


def found(*visits: Outcome) -> dict[str, str]:
    return {each.label: each.verdicts[0].result for each in families(visits, EVERY_CHECK)}


def test_a_family_has_an_outcome_in_each_browser_and_by_each_clock() -> None:
    firefox = [visit(replace(each, browser="firefox")) for each in (BOTH, ODD)]
    real = [visit(each, note="real time") for each in (BOTH, POLLED)]
    assert found(visit(BOTH), visit(POLLED), *firefox, *real) == {
        "family transport [chromium]": "passed",
        "family transport [firefox]": "failed",
        "family transport, real time [chromium]": "passed",
    }


def test_each_family_is_judged_by_itself() -> None:
    assert found(visit(BOTH), visit(POLLED), visit(BOTH, "other"), visit(ODD, "other")) == {
        "family transport [chromium]": "passed",
        "family other [chromium]": "failed",
    }


def test_what_is_told_does_not_depend_on_what_came_first() -> None:
    assert families([visit(BOTH), visit(ODD)], EVERY_CHECK) == families(
        [visit(ODD), visit(BOTH)], EVERY_CHECK
    )


def test_scenarios_of_no_family_and_visits_without_an_end_are_left_aside() -> None:
    assert found(visit(BOTH, ""), visit(ODD, "")) == {}
    assert found(visit(BOTH), visit(None)) == {}


def test_a_family_of_which_one_scenario_was_played_is_told_only_where_nothing_else_is() -> None:
    assert families([visit(BOTH), visit(BOTH)], EVERY_CHECK) == []
    (alone,) = families([visit(BOTH)], FAMILY_CHECKS)
    assert alone.verdicts[0].result == "not applicable"
    assert closing([visit(BOTH), alone], checks=FAMILY_CHECKS, whole=False) == (
        "Nothing to judge there: 1 scenario, 1 family × 1 check, 1 passed, 1 not applicable."  # noqa: RUF001
    )


def test_where_no_check_of_families_decides_there_are_none() -> None:
    assert families([visit(BOTH), visit(ODD)], CHECKS) == []


def test_a_family_that_is_broken_is_told_with_all_endings_and_two_scenarios_show_it_again() -> None:
    dropped = replace(BOTH, scenario="told-until-dropped")
    (broken,) = families([visit(BOTH), visit(dropped), visit(ODD)], EVERY_CHECK)
    told = explanation(broken).splitlines()
    assert told[0] == "family transport [chromium]"
    assert told[-2:] == [
        "      6.000  told-by-both [chromium]  outcome: /results/<job>; at last: /results/<job>",
        "          -  told-by-polling [chromium]  outcome: never in sight; at last: /test, 100%",
    ]
    assert broken.members == ("told-by-both", "told-by-polling")
    known = Reproduction({"told-by-both", "told-by-polling"})
    assert known.command(broken, "channels-agree", "test.py::a", "test.py::b") == (
        "runner-e2e verify --scenario told-by-both --scenario told-by-polling --check channels-agree"
    )
    assert Reproduction({}).command(broken, "channels-agree", "test.py::a", "test.py::b") == (
        "pytest test.py::a test.py::b"
    )


def test_a_family_of_several_jobs_is_an_error_of_its_scenarios() -> None:
    (several,) = families([visit(BOTH), visit(replace(POLLED, job="job.failed"))], EVERY_CHECK)
    assert several.verdicts[0].result == "not applicable"
    assert "".join(several.unstaged) == (
        "its scenarios have to tell the same job, and told-by-both tells 20% cqc, job.completed; "
        "told-by-polling tells job.failed"
    )


@pytest.mark.parametrize(
    "visits, size",
    [
        ([visit(BOTH)], "1 scenario × 25 checks, 1 passed"),  # noqa: RUF001
        (
            [visit(BOTH), visit(POLLED)],
            "2 scenarios × 25 checks, 1 family × 1 check, 3 passed",  # noqa: RUF001
        ),
        (
            [visit(BOTH), visit(ODD)],
            "2 scenarios × 25 checks, 1 family × 1 check, 1 failed, 2 passed",  # noqa: RUF001
        ),
    ],
)
def test_the_closing_line_counts_families_apart(visits: list[Outcome], size: str) -> None:
    line = closing([*visits, *families(visits, EVERY_CHECK)], whole=False)
    assert line.partition(": ")[2] == f"{size}."
