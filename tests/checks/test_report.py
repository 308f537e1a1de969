import io
from dataclasses import replace

from rich.console import Console
from rich.text import Text

from e2e.checks import CHECKS, Check, judge
from e2e.evidence import Evidence
from e2e.evidence.cause import NOTHING
from e2e.report.closing import asides, closing, complaints, never_judged
from e2e.report.explanation import explanation, happened, picture
from e2e.report.outcome import Outcome, merged, repeated, unsteady
from e2e.report.table import DRAWN, PLAIN, signs, table
from e2e.verdict import Result, Verdict
from tests.checks.story import Story, dropped, failure, success


def sunny(evidence: Evidence) -> Verdict:
    """The sun shines."""
    raise NotImplementedError


def calm(evidence: Evidence) -> Verdict:
    """The sea is
    calm."""
    raise NotImplementedError


def warm(evidence: Evidence) -> Verdict:
    """It is warm."""
    raise NotImplementedError


THREE = (Check("sunny", "core", sunny), Check("calm", "core", calm), Check("warm", "extended", warm))


def outcome(name: str, results: str, *unstaged: str, browser: str = "chromium") -> Outcome:
    """`results` is a letter for each check: p, f or n."""
    named: dict[str, Result] = {"p": "passed", "f": "failed", "n": "not applicable"}
    verdicts = [
        Verdict(check.id, named[letter], f"{check.id} was {named[letter]}", 1.0, ("piece one", "piece two"))
        for check, letter in zip(THREE, results, strict=True)
    ]
    return Outcome(name, browser, tuple(verdicts), unstaged)


def test_visits_of_the_same_are_one_row_with_the_worst_of_each_check() -> None:
    visits = [outcome("fog", "pnf"), outcome("still-water", "ppp"), outcome("fog", "fpp", "no fog came")]
    assert [
        (each.label, *(verdict.result for verdict in each.verdicts), each.unstaged) for each in merged(visits)
    ] == [
        ("fog [chromium]", "failed", "passed", "failed", ("no fog came",)),
        ("still-water [chromium]", "passed", "passed", "passed", ()),
    ]


def test_visits_of_the_same_that_came_to_different_ends_are_named() -> None:
    fog = [
        outcome("fog", "ppp"),
        outcome("fog", "pfp"),
        outcome("fog", "ppp"),
        outcome("fog", "ppp", "no fog"),
    ]
    always = [outcome("still-water", "ppf"), outcome("still-water", "ppf")]
    assert [*unsteady([*fog, *always])] == ["Not the same each time: fog [chromium] failed in 2 of 4 visits."]


def test_how_often_each_was_visited_is_told_where_it_was_more_than_once() -> None:
    success, fog = Outcome("success", "chromium"), Outcome("fog", "chromium")
    assert repeated([]) == repeated([success, fog]) == ""
    assert repeated([success, fog] * 3) == "3 visits each"
    assert repeated([success, fog, success]) == "up to 2 visits each"


def test_a_visit_with_a_note_is_a_row_of_its_own() -> None:
    left = replace(outcome("fog", "ppp"), note="left")
    assert [each.label for each in merged([outcome("fog", "ppp"), left])] == [
        "fog [chromium]",
        "fog, left [chromium]",
    ]


KEPT = [outcome("still-water", "ppp"), outcome("long-swell", "pnn", browser="firefox")]
BROKEN = [outcome("still-water", "pfp"), outcome("fog", "npp", "no fog came", "nor mist")]


def drawn(text: Text) -> str:
    """As a terminal shows it."""
    console = Console(file=io.StringIO(), soft_wrap=True)
    with console.capture() as capture:
        console.print(text)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def test_the_table_leads_from_each_name_to_its_column() -> None:
    dash = DRAWN.not_applicable
    assert (
        drawn(table(KEPT, checks=THREE))
        == f"""\
                        ╭─────── sunny
                        │ ╭───── calm
                        │ │   ╭─ warm
still-water [chromium]  ✓ ✓   ✓
long-swell [firefox]    ✓ {dash}   {dash}"""
    )


def test_what_failed_stands_out_and_what_was_not_staged_counts_for_nothing() -> None:
    assert drawn(table(BROKEN, checks=THREE)).splitlines()[3:] == [
        "still-water [chromium]  ✓ ✗   ✓",
        "fog [chromium]          · ·   ·  not staged",
    ]


def test_a_promise_seen_broken_is_broken_though_the_scenario_was_not_staged() -> None:
    seen = [outcome("fog", "fpn", "no fog came")]
    assert drawn(table(seen, checks=THREE)).splitlines()[3:] == ["fog [chromium]  ✗ ·   ·  not staged"]
    assert closing(seen, checks=THREE) == (
        "Contract broken: 1 scenario × 3 checks, 1 failed, 0 passed, 1 scenario not staged."  # noqa: RUF001
    )


def test_the_table_in_plain_letters() -> None:
    assert (
        drawn(table(BROKEN, PLAIN, THREE))
        == """\
                        ,------- sunny
                        | ,----- calm
                        | |   ,- warm
still-water [chromium]  + X   +
fog [chromium]          . .   .  not staged"""
    )


def test_all_checks_fit_into_a_terminal() -> None:
    rows = [Outcome("reset-before-first-event", "chromium", judge(dropped().evidence(12)))]
    assert max(map(len, drawn(table(rows)).splitlines())) <= 110


def test_the_table_of_no_outcome_is_the_checks_alone() -> None:
    assert len(drawn(table([], checks=THREE)).splitlines()) == 3


def test_signs_are_those_that_the_terminal_can_show() -> None:
    assert [signs(name) for name in ("utf-8", "ascii", "latin-1", "no-such", None)] == [
        DRAWN,
        PLAIN,
        PLAIN,
        PLAIN,
        PLAIN,
    ]


def test_the_contract_kept() -> None:
    assert closing(KEPT, checks=THREE) == (
        "Contract kept: 2 scenarios × 3 checks, 4 passed, 2 not applicable."  # noqa: RUF001
    )


def test_the_visits_to_each_scenario_stand_beside_their_number() -> None:
    line = closing([*KEPT, Outcome("ours", "chromium", members=("one", "two"))], repeated="3 visits each")
    assert f"× {len(CHECKS)} checks, 3 visits each, 1 family × 1 check, 4 passed" in line  # noqa: RUF001


def test_the_contract_broken() -> None:
    assert closing(BROKEN, PLAIN, THREE) == (
        "Contract broken: 2 scenarios x 3 checks, 1 failed, 2 passed, 1 scenario not staged."
    )


def test_a_scenario_that_was_not_staged_is_no_pass() -> None:
    run = [outcome("still-water", "ppp"), outcome("fog", "ppp", "no fog came")]
    assert closing(run, checks=THREE) == (
        "Contract not judged: 2 scenarios × 3 checks, 3 passed, 1 scenario not staged."  # noqa: RUF001
    )
    assert complaints(run, THREE) == ("fog [chromium] was not staged: no fog came.",)


def test_no_run_at_all_is_no_pass() -> None:
    assert complaints([], THREE) == ("No scenario was run: nothing was judged.",)
    assert closing([], checks=THREE) == "Contract not judged: 0 scenarios × 3 checks, 0 passed."  # noqa: RUF001


def test_a_core_check_that_was_never_judged_is_no_pass() -> None:
    run = [outcome("still-water", "pnp"), outcome("fog", "ppp", "no fog came")]
    assert complaints(run, THREE) == (
        "fog [chromium] was not staged: no fog came.",
        "Core checks were never judged: calm.",
    )


def test_an_extended_check_that_was_never_judged_is_an_aside() -> None:
    run = [outcome("still-water", "ppn")]
    assert (complaints(run, THREE), asides(run, THREE)) == ((), ("Never judged: warm.",))
    assert [check.id for check in never_judged(run, THREE)] == ["warm"]


def test_a_check_that_failed_was_judged() -> None:
    assert never_judged([outcome("fog", "fff", "no fog came")], THREE) == ()


def test_an_outcome_is_explained_by_promise_and_evidence() -> None:
    assert (
        explanation(outcome("fog", "pfn", "no fog came"), THREE)
        == """\
fog [chromium]

calm: calm was failed
  promised: The sea is calm.
  piece one
  piece two

not staged: no fog came"""
    )


def test_what_came_of_nothing_that_is_known_is_explained_by_what_it_may_have_come_of() -> None:
    fog = outcome("fog", "fpp")
    late = replace(fog.verdicts[0], sentence=f"the sun was late, {NOTHING}")
    told = explanation(replace(fog, verdicts=(late,)), THREE)
    assert "\n  maybe: the page was late of its own accord, or" in told


def test_nothing_is_explained_where_nothing_failed() -> None:
    assert explanation(KEPT[0], THREE) == ""


def test_what_happened_is_told_by_its_last_lines() -> None:
    story = failure().throws(6, "TypeError: no").alerts(6, "Test failed")
    assert (
        happened(story.evidence(12), journal=3, console=1, pictures=2)
        == """\
journal:
      6.000  socket.sent            connection 1  event  {"job_id": "job-1", "event": "failed", "data": \
{"error": "the cqc API is down"}, "times...
      6.000  socket.close_received  connection 1  code 1005
      6.000  socket.ended           connection 1  code 1005  clean

console:
      6.000  console.log            WebSocket closed 1005

errors:
      6.000  page.error             TypeError: no

dialogs:
      6.000  page.dialog            Test failed

sockets:
      0.000  page.socket            ws://localhost:8000/ws/test-progress  \
opened at 0 s  close() called at 6 s  closed 1005 at 6 s

page:
      5.000  page.shows             /test  90%  busy  (on the `progress` event at 5 s)
      6.000  page.shows             /test  90%  runnable  alert 'Test failed: the cqc API is down'  \
(on the `failed` event at 6 s)

page at 12 s:
  +------------------------------------+
  | /test                              |
  | [ run ]                            |
  | ##################.. 90%           |
  | ! Test failed: the cqc API is down |
  +------------------------------------+"""
    )


def test_the_page_while_it_runs() -> None:
    assert (
        picture(Story().shows(1, "7", step="cqc").evidence(2))
        == """\
  +-------------------------+
  | /test                   |
  | [ running ]             |
  | #................... 7% |
  | testing cqc             |
  +-------------------------+"""
    )


def test_a_percentage_that_is_none_has_an_empty_bar() -> None:
    for shown in ("NaN", "-5", "250", "33.3", "²"):
        assert f"| {'.' * 20} {shown}%" in picture(Story().shows(1, shown).evidence(2))


def test_a_page_that_was_never_seen() -> None:
    assert picture(Story().evidence(2)) == "  (the page was never seen)"


def test_a_long_notice_stays_within_the_frame() -> None:
    story = Story().shows(1, None, alerts=("Oh no.\n\nTry later.", "x" * 500))
    rows = picture(story.evidence(2)).splitlines()
    assert [row.strip(" |")[:12] for row in rows[3:-1]] == ["! Oh no.", "Try later.", "! xxxxxxxxxx"]
    assert {len(row) for row in rows} == {106}


def test_the_checks_are_those_of_the_contract_in_its_order() -> None:
    assert [check.id for check in CHECKS if check.level == "core"] == [
        "socket-direct",
        "socket-optional",
        "polling-always",
        "run-independent",
        "ack-handled",
        "events-handled",
        "error-contained",
        "close-clean",
        "log-lifecycle",
        "production-url",
    ]
    assert all(check.promise for check in CHECKS)
    assert len({check.id for check in CHECKS}) == len(CHECKS)


def test_verdicts_come_in_the_order_of_the_checks_and_by_their_ids() -> None:
    verdicts = judge(success().evidence(12))
    assert [verdict.check for verdict in verdicts] == [check.id for check in CHECKS]
    assert {verdict.result for verdict in verdicts} <= {"passed", "not applicable"}


def test_nothing_seen_is_judged_without_an_error() -> None:
    nothing = replace(Story().evidence(0), pictures=())
    assert {verdict.result for verdict in judge(nothing)} == {"not applicable"}
