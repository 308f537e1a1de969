"""Scenario files, and what is said about wrong ones: file, line, field, what was expected."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from mock_backend import library
from mock_backend.errors import ScenarioError, UnknownScenarioError
from mock_backend.faults.catalogue import MODELS
from mock_backend.faults.refusal import Refusal
from mock_backend.loader import load
from mock_backend.scenario import Scenario
from mock_backend.timeline import DEFAULT, Completed, Outcome, Progress
from mock_backend.visit import ACTS
from tests.backend.telling import lines

WORDS = ", ".join(MODELS)


def problems(directory: Path, text: str) -> str:
    """What is said about a file x.yaml, without the directory."""
    path = directory / "x.yaml"
    path.write_text("\n".join(line.removeprefix("        ") for line in text.strip("\n").splitlines()))
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return str(caught.value).replace(f"{directory}/", "")


def test_a_file_is_a_scenario_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "some-name.yaml"
    path.write_text(
        """
        cause: Something happened.
        job:
          - {at: 1, progress: 50, api: cqc}
          - at: 2
            completed: {total_cost: 0.5}
        faults:
          - fault: refusal
            status: 503
            connections: [1]
        """
    )
    assert load(path) == Scenario(
        name="some-name",
        folder=tmp_path.name,
        cause="Something happened.",
        job=(Progress(at=1, progress=50, api="cqc"), Completed(at=2, completed=Outcome(total_cost=0.5))),
        faults=(Refusal(status=503, connections=(1,)),),
    )


def test_a_cause_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("cause: Nothing.")
    assert (load(path).job, load(path).faults) == (DEFAULT, ())


def test_a_missing_or_misspelt_field_is_told(tmp_path: Path) -> None:
    said = problems(
        tmp_path,
        """
        cuase: Oh.
        faults:
          - {fault: refusal}
          - fault: silence
            form: 3
        """,
    )
    assert said == lines(
        """
        x.yaml:1: cause: missing, expected one sentence that says what brings this about in the real world
        x.yaml:3: faults.0.status: missing, expected an HTTP status from 200 to 599
        x.yaml:5: faults.1.form: unknown field (did you mean 'from'?), expected one of: from, until
        x.yaml:1: cuase: unknown field (did you mean 'cause'?), expected one of: cause, family, job, faults, visit
        """  # noqa: E501
    )


def test_a_wrong_act_of_the_visit_is_told(tmp_path: Path) -> None:
    said = problems(
        tmp_path,
        """
        cause: Oh.
        visit:
          - {act: reload, at: 3}
          - {act: relod, at: 3}
          - {act: offline, from: 4}
          - {act: freeze, from: 4, until: 4}
          - {at: 3}
        """,
    )
    assert said == lines(
        f"""
        x.yaml:4: visit.1: unknown act 'relod' (did you mean 'reload'?), expected one of: {", ".join(ACTS)}
        x.yaml:5: visit.2.until: missing, expected seconds after Run, later than `from`
        x.yaml:6: visit.3.until: expected seconds after Run, later than `from`, got 4
        x.yaml:7: visit.4: expected an act with the field act, one of: {", ".join(ACTS)}, got {{"at": 3}}
        """
    )


def test_a_wrong_value_is_told(tmp_path: Path) -> None:
    said = problems(
        tmp_path,
        """
        cause: [Oh]
        job:
          - at: soon
            progress: 120
          - at: -1
            completed: {total_cost: free}
        faults:
          - {fault: refusal, status: 600, connections: 1}
          - {fault: close, at: 1, code: 1006}
          - {fault: malformed, at: 1, text: "{}"}
          - {fault: foreign-event, at: 1, event: progres}
          - {fault: answer-hold, seconds: 0}
          - {fault: pings, at: 1, every: 0}
          - {fault: reset, at: true}
        """,
    )
    assert said == lines(
        """
        x.yaml:1: cause: expected one sentence that says what brings this about in the real world, got ["Oh"]
        x.yaml:3: job.0.at: expected seconds after the job's start, 0 or more, got "soon"
        x.yaml:4: job.0.progress: expected a percentage from 0 to 100, got 120
        x.yaml:5: job.1.at: expected seconds after the job's start, 0 or more, got -1
        x.yaml:6: job.1.completed.total_cost: expected a number, got "free"
        x.yaml:8: faults.0.connections: expected a list of the handshakes concerned, counted from 1, \
or null for all, got 1
        x.yaml:8: faults.0.status: expected an HTTP status from 200 to 599, got 600
        x.yaml:9: faults.1.code: expected a code that may stand in a Close frame \
(1000-1003, 1007-1014, 3000-4999), got 1006
        x.yaml:10: faults.2.text: expected text that is no JSON, got "{}"
        x.yaml:11: faults.3.event: expected one of progress, completed, failed, got "progres" \
(did you mean 'progress'?)
        x.yaml:12: faults.4.seconds: expected seconds, more than 0, or null for an answer that never leaves, \
got 0
        x.yaml:13: faults.5.every: expected seconds from one to the next, 0.001 or more, got 0
        x.yaml:14: faults.6.at: expected seconds after the job's start, 0 or more, got true
        """
    )


def test_a_number_or_a_truth_in_another_dress_is_told(tmp_path: Path) -> None:
    said = problems(
        tmp_path,
        """
        cause: Oh.
        job:
          - {at: 1, progress: "40"}
          - {at: 2, progress: true}
          - {at: 3, completed: {total_cost: "5"}}
        faults:
          - {fault: refusal, status: "503"}
          - {fault: reset, at: 1, connections: [true]}
          - {fault: ack-form, message: {}, after_frame: 1}
          - {fault: burst, at: 1, times: "5"}
          - {fault: close-after, events: "2", code: "1001"}
        visit:
          - {act: slow-device, factor: "4"}
        """,
    )
    for place in (
        'x.yaml:3: job.0.progress: expected a percentage from 0 to 100, got "40"',
        "x.yaml:4: job.1.progress: expected a percentage from 0 to 100, got true",
        'x.yaml:5: job.2.completed.total_cost: expected a number, got "5"',
        'x.yaml:7: faults.0.status: expected an HTTP status from 200 to 599, got "503"',
        "x.yaml:8: faults.1.connections.0: expected a list of the handshakes concerned, counted from 1, ",
        "x.yaml:9: faults.2.after_frame: expected true: not before the page's first frame; or false, got 1",
        'x.yaml:10: faults.3.times: expected a number from 1 to 100,000, got "5"',
        'x.yaml:11: faults.4.events: expected how many events of a connection, 1 or more, got "2"',
        "x.yaml:11: faults.4.code: ",
        'x.yaml:13: visit.0.factor: expected how many times slower, 1 to 20, got "4"',
    ):
        assert place in said


def test_what_json_cannot_say_is_told(tmp_path: Path) -> None:
    said = problems(
        tmp_path,
        """
        cause: Oh.
        job:
          - {at: 3, completed: {results: {when: 2026-01-01}}}
        faults:
          - {fault: foreign-event, at: 1, event: progress, data: {progress: .nan}}
          - {fault: altered-answer, set: {started_at: 2026-01-01}}
        """,
    )
    assert said == lines(
        """
        x.yaml:3: job.0.completed.results: expected a mapping of what JSON can say, got {"when": "2026-01-01"}
        x.yaml:5: faults.0.data: expected a mapping of what JSON can say, \
or null for what such an event usually carries, got {"progress": NaN}
        x.yaml:6: faults.1.set: expected a mapping of fields to values that JSON can say, \
needed where `remove` names none, got {"started_at": "2026-01-01"}
        """
    )


def test_a_body_where_none_may_be_is_told(tmp_path: Path) -> None:
    said = problems(
        tmp_path,
        """
        cause: Oh.
        faults:
          - {fault: refusal, status: 204, body: Hi}
          - {fault: refusal, status: 204}
          - {fault: html-answer, status: 304}
        """,
    )
    assert said == lines(
        """
        x.yaml:3: faults.0.body: expected text, none with status 204 and 304, got "Hi"
        x.yaml:5: faults.2.status: expected an HTTP status from 200 to 599, \
but 204 and 304, which have no body, got 304
        """
    )


def test_a_fault_without_what_it_needs_or_a_word_without_fields_is_told(tmp_path: Path) -> None:
    said = problems(
        tmp_path,
        """
        cause: Oh.
        faults:
          - {fault: altered-answer}
        visit:
          - {act: double-click, at: 3}
        """,
    )
    assert said == lines(
        """
        x.yaml:3: faults.0.set: expected a mapping of fields to values that JSON can say, \
needed where `remove` names none, got {}
        x.yaml:5: visit.0.at: unknown field, expected none
        """
    )


def test_a_fault_that_ends_before_it_begins_is_told(tmp_path: Path) -> None:
    said = problems(
        tmp_path,
        """
        cause: Oh.
        faults:
          - {fault: silence, from: 6, until: 3}
          - {fault: html-answer, from: 6, until: 6}
          - {fault: stale-answer, from: 6, until: 3}
          - {fault: silence, until: 0}
          - {fault: silence, from: 0}
          - {fault: silence, from: 6, until: null}
        """,
    )
    assert said == lines(
        """
        x.yaml:3: faults.0.until: expected seconds after the job's start, later than `from`, or null, got 3
        x.yaml:4: faults.1.until: expected seconds after the job's start, later than `from`, or null, got 6
        x.yaml:5: faults.2.until: expected seconds after the job's start, later than `from`, or null, got 3
        """
    )


def test_a_misspelt_fault_is_told(tmp_path: Path) -> None:
    said = problems(tmp_path, "cause: Oh.\nfaults:\n  - {fault: rest, at: 5}")
    assert (
        said == f"x.yaml:3: faults.0: unknown fault 'rest' (did you mean 'reset'?), expected one of: {WORDS}"
    )


@pytest.mark.parametrize("item,got", [("{at: 3}", '{"at": 3}'), ("4", "4")])
def test_what_is_no_fault_is_told(tmp_path: Path, item: str, got: str) -> None:
    said = problems(tmp_path, f"cause: Oh.\nfaults:\n  - {item}")
    assert said == f"x.yaml:3: faults.0: expected a fault with the field fault, one of: {WORDS}, got {got}"


@pytest.mark.parametrize("item,got", [("{at: 3}", '{"at": 3}'), ("4", "4")])
def test_what_is_no_step_is_told(tmp_path: Path, item: str, got: str) -> None:
    said = problems(tmp_path, f"cause: Oh.\njob:\n  - {item}")
    assert said == (
        f"x.yaml:3: job.0: expected a step with one of the fields progress, completed, failed, got {got}"
    )


def test_a_step_after_the_end_is_told(tmp_path: Path) -> None:
    said = problems(tmp_path, "cause: Oh.\njob:\n  - {at: 2, failed: Broken}\n  - {at: 2, progress: 3}")
    assert said == (
        "x.yaml:2: job: expected a list of steps, none at or after the one that ends the job, "
        'got [{"at": 2, "failed": "Broken"}, {"at": 2, "progress": 3}]'
    )


def test_a_second_end_is_told_wherever_it_stands(tmp_path: Path) -> None:
    said = problems(tmp_path, "cause: Oh.\njob:\n  - {at: 3, completed: {}}\n  - {at: 1, failed: Broken}")
    assert said.startswith(
        "x.yaml:2: job: expected a list of steps, none at or after the one that ends the job"
    )


def test_a_moment_needs_its_time(tmp_path: Path) -> None:
    said = problems(tmp_path, "cause: Oh.\nfaults:\n  - fault: reset")
    assert said == "x.yaml:3: faults.0.at: missing, expected seconds after the job's start, 0 or more"


@pytest.mark.parametrize(
    "text,said",
    [
        ("", "x.yaml:1: expected the fields cause, job and faults"),
        ("- a\n- b", "x.yaml:1: expected the fields cause, job and faults"),
        ("cause: a\nname: b", "x.yaml:2: name: comes from the file's path, leave it out"),
        ("cause: a\ncause: b", "x.yaml:2: expected YAML: the key 'cause' is there twice"),
        ("cause: a\njob: [", "x.yaml:2: expected YAML: expected the node content, but found '<stream end>'"),
        ("cause: a\n? [b]\n: c", "x.yaml:2: expected YAML: expected a plain key"),
        ("cause: a\nb: !!python/none", "x.yaml:2: expected YAML: could not determine a constructor"),
        ("cause: a\n---\ncause: b", "x.yaml:2: expected YAML: but found another document"),
        (
            "cause: \0",
            "x.yaml:1: expected YAML: the character U+0000 is not allowed in it",
        ),
    ],
)
def test_what_is_no_scenario_at_all_is_told(tmp_path: Path, text: str, said: str) -> None:
    assert problems(tmp_path, text).startswith(said)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "x.yaml")
    assert str(caught.value) == f"{tmp_path}/x.yaml: cannot be read: No such file or directory"


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "x.yaml")
    assert str(caught.value) == f"{tmp_path}/x.yaml: expected a text file in UTF-8"


def test_a_file_over_the_limit_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("#" * 1_048_577)
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "x.yaml")
    assert str(caught.value) == f"{tmp_path}/x.yaml: expected a file of at most 1,048,576 bytes"


def test_a_scenario_is_the_same_after_a_trip_through_json() -> None:
    for scenario in library.scenarios().values():
        assert Scenario.model_validate_json(scenario.model_dump_json(by_alias=True)) == scenario


def test_a_scenario_can_be_chosen_by_name_or_file(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("cause: Mine.")
    assert [library.chosen("success").name, library.chosen(str(path)).name] == ["success", "own"]


def visit_of(*acts: str) -> str:
    """Each act as `word second`."""
    rows = [f"{{act: {word}, at: {at}}}" for word, at in map(str.split, acts)]
    return f"{{cause: Oh., visit: [{', '.join(rows)}]}}"


@pytest.mark.parametrize("word", ["return", "back"])
def test_nobody_comes_back_who_has_not_left(word: str, tmp_path: Path) -> None:
    expected = "expected a list of acts of the user and the browser, no `return` or `back` without a `leave`"
    for acts in (
        [f"{word} 4"],
        [f"{word} 4", "leave 5"],
        ["leave 2", "return 4", f"{word} 5"],
        ["leave 2", "run-again 4", f"{word} 5"],
    ):
        assert problems(tmp_path, visit_of(*acts)).startswith(f"x.yaml:1: visit: {expected} before it, ")


@pytest.mark.parametrize("word", ["freeze", "sleep"])
def test_nobody_acts_on_a_page_that_does_nothing(word: str) -> None:
    spell = {"act": word, "from": 4.5, "until": 20.5}

    def reloaded(at: float) -> Scenario:
        return Scenario.model_validate({"cause": "Oh.", "visit": [spell, {"act": "reload", "at": at}]})

    with pytest.raises(ValidationError, match="reload while the page does nothing"):
        reloaded(5.5)
    assert len(reloaded(20.5).visit) == 2


def test_whoever_has_left_may_come_back(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(visit_of("leave 2", "return 4", "leave 6", "reload 7", "second-tab 7", "back 8"))
    assert len(load(path).visit) == 6


def test_of_two_scenarios_with_one_name_both_files_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("end", "start"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "late.yaml").write_text("cause: Tried here.\n")
    monkeypatch.setattr(library, "DIRECTORY", tmp_path)
    with pytest.raises(ScenarioError) as caught:
        library._paths.__wrapped__()
    path = tmp_path / "start" / "late.yaml"
    assert str(caught.value) == f"{path}: a scenario named 'late' is in end/ too."


def test_an_unknown_scenario_is_told_with_the_near_miss() -> None:
    with pytest.raises(UnknownScenarioError) as caught:
        library.named("sucess")
    assert str(caught.value) == (
        "No scenario is named 'sucess' (did you mean 'success'?). `mock-backend --scenarios` lists them."
    )


@pytest.mark.parametrize(
    "job, faults, visit, length",
    [
        ([{"at": 4, "completed": {}}], [], [], 4),
        ([{"at": 4, "completed": {}}], [{"fault": "reset", "at": 6}], [], 6),
        ([{"at": 4, "completed": {}}], [{"fault": "delay", "seconds": 3}], [], 7),
        ([{"at": 4, "completed": {}}], [], [{"act": "sleep", "from": 2, "until": 100}], 100),
        (
            [{"at": 4, "completed": {}}],
            [{"fault": "delay", "seconds": 3}],
            [{"act": "run-again", "at": 9}],
            16,
        ),
        (
            [{"at": 4, "completed": {}}],
            [{"fault": "reset", "at": 2}],
            [{"act": "run-again", "at": 9, "job": [{"at": 8, "failed": "no"}]}],
            17,
        ),
    ],
)
def test_a_scenario_is_over_when_all_that_it_names_has_happened(
    job: object, faults: object, visit: object, length: float
) -> None:
    written = {"cause": "Oh.", "job": job, "faults": faults, "visit": visit}
    assert Scenario.model_validate(written).length == length


def test_each_run_has_its_own_job_or_the_scenario_s() -> None:
    last = {"act": "run-again", "at": 20, "job": [{"at": 8, "failed": "no"}]}
    written = {
        "cause": "Oh.",
        "job": [{"at": 4, "completed": {}}],
        "visit": [last, {"act": "run-again", "at": 9}],
    }
    scenario = Scenario.model_validate(written)
    ends = [[step.at for step in scenario.timeline(nth)] for nth in range(4)]
    assert ends == [[4], [4], [8], [4]]
    assert [step.at for step in scenario.faster(2).timeline(2)] == [4]


def test_a_mistake_in_a_further_run_s_job_is_told(tmp_path: Path) -> None:
    text = "cause: Oh.\nvisit:\n  - act: run-again\n    at: 9\n    job:\n      - {at: 1, progress: 120}\n"
    assert problems(tmp_path, text) == (
        "x.yaml:6: visit.0.job.0.progress: expected a percentage from 0 to 100, got 120"
    )
    late = "{at: 1, failed: Oh}, {at: 2, progress: 3}"
    assert problems(
        tmp_path, f"{{cause: Oh., visit: [{{act: run-again, at: 9, job: [{late}]}}]}}"
    ).startswith(
        "x.yaml:1: visit.0.job: expected a list of steps, none at or after the one that ends the job, got ["
    )


def test_all_of_a_scenario_goes_faster() -> None:
    written = {
        "cause": "Oh.",
        "job": [{"at": 4, "completed": {}}],
        "faults": [{"fault": "reset", "at": 2}],
        "visit": [{"act": "offline", "from": 1, "until": 3}, {"act": "slow-device", "factor": 4}],
    }
    faster = Scenario.model_validate(written).faster(2)
    assert faster.model_dump(by_alias=True)["visit"] == (
        {"act": "offline", "from": 0.5, "until": 1.5},
        {"act": "slow-device", "factor": 4},
    )
    assert (faster.length, faster.faults[0].model_dump()["at"]) == (2, 1)


@pytest.mark.parametrize("value", ["!!timestamp x", "!!bool x", "!!int ''"])
def test_a_value_that_is_not_of_its_tag_is_told(tmp_path: Path, value: str) -> None:
    tag, text = value.split()
    text = text.strip("'")
    assert problems(tmp_path, f"cause: {value}") == (
        f"x.yaml:1: expected YAML: '{text}' is no value of tag:yaml.org,2002:{tag[2:]}"
    )


@pytest.mark.parametrize(
    "text,said",
    [
        ("cause: 2026-99-99", "x.yaml:1: expected YAML: '2026-99-99' is no value: month must be in 1..12"),
        (
            'cause: "\\ud800"',
            "x.yaml:1: expected YAML: '\\ud800' is no text: it has half of a pair of surrogates",
        ),
        ("cause: &a [*a]", "x.yaml:1: expected YAML without endless or very deep nesting"),
        ("cause: " + "[" * 5000, "x.yaml:1: expected YAML without endless or very deep nesting"),
    ],
    ids=["date", "surrogate", "endless", "deep"],
)
def test_values_that_no_reader_survives_are_told(tmp_path: Path, text: str, said: str) -> None:
    assert problems(tmp_path, text) == said
