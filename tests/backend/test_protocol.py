"""A backend that words all in another way, seen by plain clients; its journal speaks protocol.md."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from pydantic import ValidationError

from mock_backend.client import Control
from mock_backend.protocol import NATIVE, Protocol
from mock_backend.scenario import Scenario
from mock_backend.server import Server, Settings
from tests.backend.peer import TEXT, Peer
from tests.backend.visitor import Visitor

FOREIGN = Protocol.model_validate(
    {
        "health": {"path": "/ping"},
        "start": {"method": "PUT", "path": "/v2/runs"},
        "status": {"path": "/v2/runs/{job}"},
        "results": {"path": "/v2/runs/{job}/report"},
        "any_start": True,
        "started": {"job_id": "/run/id", "status": "/run/state"},
        "state": {
            "job_id": "/run/id",
            "status": "/run/state",
            "progress": "/run/pct",
            "current_api": "/run/step",
            "error": "/run/why~1not",
            "results": "/report",
        },
        "detail": "/problem",
        "statuses": {"running": "RUNNING", "completed": "DONE", "failed": "BROKEN", "pending": "UNKNOWN"},
        "socket": "/v2/live",
        "subscription": {"follow": {"run": "{job}"}},
        "connected": {"hello": True},
        "event": {
            "job_id": "/run/id",
            "event": "/kind",
            "progress": "/run/pct",
            "current_api": "/run/step",
            "error": "/run/why",
            "data": "/more",
        },
        "events": {"progress": "STEP", "completed": "DONE", "failed": "BROKEN"},
        "percent": 1,
    }
)

JOB = [
    {"at": 1, "progress": 40, "api": "cqc"},
    {"at": 2, "completed": {"results": {"cqc": {}}, "fusion_analysis": {}, "total_cost": 0.5}},
]


@pytest.fixture(scope="module")
def foreign() -> Iterator[Server]:
    with Server(Settings(port=0, protocol=FOREIGN)) as server:
        yield server


@pytest.fixture
def visitor(foreign: Server) -> Iterator[Visitor]:
    with ExitStack() as closing:
        yield _visitor(foreign, closing, JOB)


def _visitor(server: Server, closing: ExitStack, job: list[dict[str, Any]], *faults: Any) -> Visitor:
    control = closing.enter_context(Control(server.url))
    scenario = Scenario.model_validate({"cause": "A test.", "job": job, "faults": faults})
    visitor = Visitor(control, control.create(scenario, "manual").session, server.port, closing)
    closing.callback(visitor.end)
    return visitor


def started(visitor: Visitor) -> str:
    job: str = visitor.ask("PUT", "/v2/runs", {"any": "thing"}).json["run"]["id"]
    return job


def opened(visitor: Visitor, path: str = "/v2/live") -> Peer:
    peer = visitor.knocking(path=path)
    assert peer.status_line() == "HTTP/1.1 101 Switching Protocols"
    assert peer.message() == {"hello": True}
    return peer


def test_its_calls_have_its_paths_and_methods(visitor: Visitor) -> None:
    assert visitor.ask("GET", "/ping").status == 200
    assert visitor.ask("GET", "/health").status == 404
    assert visitor.ask("POST", "/v2/runs", {}).status == 405
    assert visitor.ask("POST", "/api/test/comprehensive", {}).status == 404


def test_its_answers_have_its_shape_and_words(visitor: Visitor) -> None:
    answer = visitor.ask("PUT", "/v2/runs", {})
    job = visitor.state().job
    assert job is not None
    assert answer.json == {"run": {"id": job.job_id, "state": "RUNNING"}, "message": "Test started"}
    visitor.advance(1)
    status = visitor.ask("GET", f"/v2/runs/{job.job_id}").json
    assert status["run"] == {"id": job.job_id, "state": "RUNNING", "pct": 0.4, "step": "cqc"}
    early = visitor.ask("GET", f"/v2/runs/{job.job_id}/report")
    assert (early.status, early.json) == (400, {"problem": "Test not completed yet"})
    visitor.advance(2)
    report = visitor.ask("GET", f"/v2/runs/{job.job_id}/report").json
    assert (report["run"]["state"], report["report"]) == ("DONE", {"cqc": {}})


def test_its_events_have_its_shape_and_words(visitor: Visitor) -> None:
    job, peer = started(visitor), opened(visitor)
    visitor.advance(2)
    told = [peer.message(), peer.message()]
    for each in told:
        del each["timestamp"]
    assert told == [
        {"run": {"id": job, "pct": 0.4, "step": "cqc"}, "kind": "STEP"},
        {
            "run": {"id": job},
            "kind": "DONE",
            "more": {"results": {"cqc": {}}, "fusion_analysis": {}, "total_cost": 0.5},
        },
    ]


def test_its_failure_is_where_it_has_it(foreign: Server) -> None:
    with ExitStack() as closing:
        visitor = _visitor(foreign, closing, [{"at": 1, "failed": "Out of coffee"}])
        job, peer = started(visitor), opened(visitor)
        visitor.advance(1)
        assert peer.message()["run"] == {"id": job, "why": "Out of coffee"}
        status = visitor.ask("GET", f"/v2/runs/{job}").json["run"]
    assert (status["state"], status["why/not"]) == ("BROKEN", "Out of coffee")


def test_its_subscription_is_told_as_ours(visitor: Visitor) -> None:
    job, peer = started(visitor), opened(visitor)
    peer.send(TEXT, b'{"follow": {"run": "%s"}}' % job.encode())
    visitor.wait_for("socket.received")
    assert [(entry.payload, entry.job) for entry in received(visitor)] == [({"job_id": job}, job)]


@pytest.mark.parametrize(
    "frame", ['{"follow": {"run": 7}}', '{"follow": {"run": "a", "too": 1}}', "follow a"]
)
def test_another_frame_is_told_as_it_came(visitor: Visitor, frame: str) -> None:
    peer = opened(visitor)
    peer.send(TEXT, frame.encode())
    visitor.wait_for("socket.received")
    assert [entry.job for entry in received(visitor)] == [None]


def test_a_subscription_of_ours_is_none_of_its(visitor: Visitor) -> None:
    peer = opened(visitor)
    peer.send(TEXT, b'{"job_id": "a"}')
    visitor.wait_for("socket.received")
    assert [(entry.payload, entry.job) for entry in received(visitor)] == [('{"job_id": "a"}', None)]


def received(visitor: Visitor) -> Any:
    entries = visitor.control.journal(visitor.session)
    return [entry for entry in entries if entry.kind == "socket.received"]


def test_a_subscription_by_query_is_told_as_a_frame_is() -> None:
    by_query = FOREIGN.model_copy(update={"subscription_query": "run"})
    with Server(Settings(port=0, protocol=by_query)) as server, ExitStack() as closing:
        visitor = _visitor(server, closing, JOB)
        for path in ("/v2/live?run=a%20b", "/v2/live?other=a", "/v2/live"):
            opened(visitor, path)
        told = [(entry.connection, entry.payload, entry.job) for entry in received(visitor)]
        counted = [connection.received for connection in visitor.state().connections]
    assert told == [(1, {"job_id": "a b"}, "a b")]
    assert counted == [0, 0, 0]


def test_whoever_names_the_job_by_query_has_sent_a_first_frame() -> None:
    by_query = FOREIGN.model_copy(update={"subscription_query": "run"})
    late = {"fault": "ack-form", "message": {"message": "connected"}, "after_frame": True}
    with Server(Settings(port=0, protocol=by_query)) as server, ExitStack() as closing:
        visitor = _visitor(server, closing, JOB, late)
        opened(visitor, "/v2/live?run=a")
        told = [entry.kind for entry in visitor.control.journal(visitor.session)]
    assert told[-2:] == ["socket.received", "socket.sent"]


@pytest.mark.parametrize(
    "form,told",
    [
        ({"message": "connected", "connection_id": None}, {"hello": True}),
        ({"type": "connected", "server": "eu-2"}, {"hello": True, "server": "eu-2"}),
        (
            {"type": "connected", "event": None, "data": {"progress": 99}},
            {"hello": True, "kind": None, "run": {"pct": 0.99}},
        ),
    ],
)
def test_its_connection_message_is_one_of_its_own_in_any_form(foreign: Server, form: Any, told: Any) -> None:
    with ExitStack() as closing:
        visitor = _visitor(foreign, closing, JOB, {"fault": "ack-form", "message": form})
        peer = visitor.knocking(path="/v2/live")
        assert peer.status_line() == "HTTP/1.1 101 Switching Protocols"
        assert peer.message() == told


@pytest.mark.parametrize(
    "fault,told",
    [
        ({"fault": "results-late", "call": "results", "seconds": 9}, '{"problem": "Test not completed yet"}'),
        ({"fault": "error-answer", "call": "results", "status": 500}, '{"problem": "Internal server error"}'),
        (
            {"fault": "error-answer", "call": "results", "status": 200, "body": '{"status": "running"}'},
            '{"run": {"state": "RUNNING"}}',
        ),
        (
            {"fault": "error-answer", "call": "results", "status": 502, "body": "no upstream"},
            "no upstream",
        ),
        ({"fault": "error-answer", "call": "results", "status": 200, "body": "[]"}, "[]"),
    ],
)
def test_an_answer_in_place_of_the_true_one_has_its_words_where_it_is_an_object(
    foreign: Server, fault: Any, told: str
) -> None:
    with ExitStack() as closing:
        visitor = _visitor(foreign, closing, JOB, fault)
        job = started(visitor)
        visitor.advance(2)
        assert visitor.ask("GET", f"/v2/runs/{job}/report").body == told


def test_the_journal_speaks_as_ever(visitor: Visitor) -> None:
    job, peer = started(visitor), opened(visitor)
    visitor.advance(1)
    visitor.ask("GET", f"/v2/runs/{job}")
    peer.message()
    told = {entry.kind: entry.payload for entry in visitor.control.journal(visitor.session)}
    assert told["job.progress"] == {"progress": 40, "current_api": "cqc"}
    assert told["socket.sent"]["data"] == {"progress": 40, "current_api": "cqc"}
    assert told["http.answered"]["progress"] == 40


@pytest.mark.parametrize(
    "fault,told",
    [
        ({"fault": "burst", "times": 1}, {"kind": "STEP", "run": {"pct": 0.4, "step": "cqc"}}),
        ({"fault": "own-event", "message": {"event": "failed"}}, {"kind": "BROKEN", "run": {}}),
        (
            {"fault": "own-event", "message": {"event": "odd", "data": 5}},
            {"kind": "odd", "run": {}, "more": 5},
        ),
    ],
)
def test_what_a_fault_says_of_a_job_has_its_words_too(foreign: Server, fault: Any, told: Any) -> None:
    with ExitStack() as closing:
        visitor = _visitor(foreign, closing, JOB, {**fault, "at": 1.5})
        job, peer = started(visitor), opened(visitor)
        visitor.advance(1.5)
        peer.message()
        said = peer.message()
    del said["timestamp"]
    assert said == {**told, "run": {"id": job, **told["run"]}}


def test_what_is_no_json_has_none(foreign: Server) -> None:
    with ExitStack() as closing:
        visitor = _visitor(foreign, closing, JOB, {"fault": "malformed", "at": 0.5, "text": "no JSON"})
        _, peer = started(visitor), opened(visitor)
        visitor.advance(0.5)
        assert peer.text() == "no JSON"


def test_an_answer_with_other_fields_has_its_shape(foreign: Server) -> None:
    fault = {"fault": "altered-answer", "set": {"progress": "50"}, "remove": ["current_api"]}
    with ExitStack() as closing:
        visitor = _visitor(foreign, closing, JOB, fault)
        job = started(visitor)
        assert visitor.ask("GET", f"/v2/runs/{job}").json["run"] == {
            "id": job,
            "state": "RUNNING",
            "pct": "50",
        }


def test_the_default_changes_nothing() -> None:
    event = {
        "job_id": "1",
        "event": "progress",
        "data": {"progress": 5, "current_api": None},
        "timestamp": "t",
    }
    assert NATIVE.message(event) == event
    assert NATIVE.message({"event": "progress", "data": None}) == {"event": "progress", "data": None}
    assert NATIVE.answer("status", {"job_id": "1", "progress": 5}) == {"job_id": "1", "progress": 5}


@pytest.mark.parametrize(
    "wrong,place",
    [
        ({"status": {"path": "/runs"}}, "status.path"),
        ({"state": {"progress": "pct"}}, "state.progress"),
        ({"subscription": {"follow": True}}, ""),
        ({"socket": "live"}, "socket"),
        ({"percent": 0}, "percent"),
    ],
)
def test_what_cannot_be_is_refused(wrong: Any, place: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Protocol.model_validate(wrong)
    assert [".".join(map(str, error["loc"])) for error in caught.value.errors()] == [place]
