"""A waived failure is told, and fails nothing; one that does not come fails the run."""

from dataclasses import replace
from datetime import date

import pytest

from e2e.config import Waiver
from e2e.report.closing import closing, never_judged
from e2e.report.explanation import explanation
from e2e.report.outcome import Outcome
from e2e.report.table import DRAWN, table
from e2e.report.waivers import applied, needless, remarks
from e2e.verdict import Verdict, failed, passed

DAY = date(2026, 3, 1)
LOUD = Waiver(check="log-quiet", reason="noise of a library", scenario="reset-*")


def outcome(scenario: str = "reset-mid-run") -> Outcome:
    verdicts = (failed("log-quiet", "It warned at 3 s"), passed("log-loss", "It was told"))
    return Outcome(scenario, "chromium", verdicts)


def results(judged: Outcome) -> dict[str, str]:
    return {verdict.check: verdict.result for verdict in judged.verdicts}


def test_a_failure_that_is_covered_is_waived_and_keeps_its_sentence() -> None:
    waived = applied(outcome(), [LOUD], DAY)
    assert results(waived) == {"log-quiet": "waived", "log-loss": "passed"}
    assert waived.verdicts[0].sentence == "It warned at 3 s"
    assert waived.failures == ()
    assert explanation(waived) == ""


def test_another_scenario_check_or_day_is_not_covered() -> None:
    assert results(applied(outcome("success"), [LOUD], DAY))["log-quiet"] == "failed"
    other = LOUD.model_copy(update={"check": "log-loss"})
    assert results(applied(outcome(), [other], DAY)) == {"log-quiet": "failed", "log-loss": "passed"}
    over = LOUD.model_copy(update={"until": date(2026, 2, 28)})
    assert results(applied(outcome(), [over], DAY))["log-quiet"] == "failed"


def test_what_is_waived_has_a_sign_and_a_count_of_its_own() -> None:
    waived = applied(outcome(), [LOUD], DAY)
    assert f" {DRAWN.waived}" in table([waived]).plain.splitlines()[-1]
    assert closing([waived], whole=False).endswith("1 waived, 1 passed.")
    assert "log-quiet" not in {check.id for check in never_judged([waived])}


def test_each_waiver_says_what_became_of_it() -> None:
    visits = [outcome(), outcome("reset-before-the-end"), outcome("success")]
    waivers = [
        LOUD.model_copy(update={"until": date(2026, 12, 31)}),
        Waiver(check="log-loss", reason="was mended"),
        Waiver(check="close-clean", reason="soon", until=date(2026, 2, 1)),
    ]
    judged = [applied(visit, waivers, DAY) for visit in visits]
    assert list(remarks(judged, waivers, DAY, whole=False)) == [
        (
            "Waived until 2026-12-31: log-quiet in reset-*, broken in reset-mid-run [chromium] and 1 more "
            "(noise of a library)."
        ),
        "The waiver of log-loss was not needed here (was mended).",
        "The waiver of close-clean ended on 2026-02-01, and counts no more (soon).",
    ]


def test_a_waiver_of_what_was_not_judged_says_nothing() -> None:
    verdicts = (Verdict("log-loss", "passed", ""),)
    assert list(remarks([Outcome("success", "chromium", verdicts)], [LOUD], DAY, whole=True)) == []


MENDED = Waiver(check="log-loss", reason="was mended")
NOT_HERE = Outcome("success", "chromium", (Verdict("log-loss", "not applicable", ""),))


@pytest.mark.parametrize(
    "waiver,whole,kept",
    [
        (MENDED, True, True),
        (MENDED, False, False),
        (MENDED.model_copy(update={"scenario": "reset-*"}), False, False),
        (MENDED.model_copy(update={"scenario": "reset-mid-run"}), False, True),
        (MENDED.model_copy(update={"scenario": "success"}), True, False),
        (MENDED.model_copy(update={"until": date(2026, 2, 28)}), True, False),
        (LOUD, True, False),
    ],
)
def test_a_promise_that_is_kept_after_all_needs_no_waiver(waiver: Waiver, whole: bool, kept: bool) -> None:
    judged = [applied(visit, [waiver], DAY) for visit in (outcome(), NOT_HERE)]
    assert needless(judged, [waiver], DAY, whole) == ((waiver,) if kept else ())
    said = "A promise is kept, and this run fails: take the waiver of log-loss out (was mended)."
    assert (said in remarks(judged, [waiver], DAY, whole)) is (kept and waiver.scenario == "*")


def test_a_contract_that_is_kept_beyond_its_waivers_says_so() -> None:
    kept = [Outcome("success", "chromium", (passed("log-loss", "It was told"),))]
    assert closing(kept, whole=False, outlived=True).startswith(
        "Contract kept beyond its waivers: 1 scenario"
    )
    assert closing([outcome()], whole=False, outlived=True).startswith("Contract broken: 1 scenario")


def test_a_scenario_that_was_not_staged_shows_no_promise_kept() -> None:
    unstaged = replace(outcome(), unstaged=("no reset",))
    assert needless([unstaged], [MENDED], DAY, whole=True) == ()


@pytest.mark.parametrize(
    "scenario,hint", [("reset-mid-rum", " (did you mean 'reset-mid-run'?)"), ("our-vpn", "")]
)
def test_in_a_whole_run_a_waiver_of_no_scenario_is_told(scenario: str, hint: str) -> None:
    waiver = Waiver(check="log-quiet", reason="loud", scenario=scenario)
    told = f"The waiver of log-quiet in {scenario} covers nothing: no such scenario{hint} (loud)."
    assert list(remarks([outcome()], [waiver], DAY, whole=True)) == [told]
    assert list(remarks([outcome()], [waiver], DAY, whole=False)) == []
