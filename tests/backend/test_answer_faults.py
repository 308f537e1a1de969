"""Each fault on HTTP answers alone, as bytes on the wire."""

import asyncio

import pytest
from pydantic import ValidationError

from mock_backend.answer import Answer
from mock_backend.clock import ManualClock
from mock_backend.faults.altered_answer import AlteredAnswer
from mock_backend.faults.decisions import Reply
from mock_backend.faults.error_answer import ErrorAnswer
from mock_backend.scenario import Scenario
from mock_backend.server import Server
from mock_backend.session import Session
from tests.backend.conftest import Visit
from tests.backend.loop import finished
from tests.backend.peer import Peer
from tests.backend.telling import lines

BEHIND_EVENT = {"fault": "answer-behind-event"}


@pytest.mark.parametrize("status", [500, 503])
def test_error_answer_is_an_http_error(visit: Visit, status: int) -> None:
    visitor = visit(
        faults=[
            {"fault": "error-answer", "status": status, "body": "broken", "headers": {"Retry-After": "5"}}
        ]
    )
    job = visitor.start()
    answer = visitor.status(job)
    assert (answer.status, answer.body, answer.headers["retry-after"]) == (status, "broken", "5")
    assert visitor.told("http.answered") == lines(
        f"""
        0 http.answered job=ID-1 number=1 call=start status=200
        0 http.answered fault=error-answer-1 job=ID-1 number=2 call=status status={status}
        """
    )


def test_answer_reset_is_a_rst_without_a_byte(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "answer-reset"}])
    peer = visitor.asking("/api/test/status/nobody")
    with pytest.raises(ConnectionResetError):
        peer.rest()
    assert visitor.told() == lines(
        """
        0 http.request job=nobody number=1 call=status
        0 http.reset fault=answer-reset-1 job=nobody number=1 call=status
        """
    )
    assert visitor.state().working == 0


def test_answer_hold_leaves_late_and_tells_what_was_true(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "answer-hold", "seconds": 3, "requests": [1]}])
    job = visitor.start()
    visitor.advance(2)
    peer = visitor.asking(f"/api/test/status/{job}")
    visitor.wait_for("http.held")
    held = visitor.state()
    assert (held.working, [request.path for request in held.held]) == (0, [f"/api/test/status/{job}"])
    assert visitor.status(job).json["progress"] == 20
    released = visitor.advance(5)
    assert (released.working, released.held) == (0, [])
    assert peer.status_line() == "HTTP/1.1 200 OK"
    assert visitor.told("http.held", "http.answered") == lines(
        """
        0 http.answered job=ID-1 number=1 call=start status=200
        2 http.held fault=answer-hold-1 job=ID-1 number=2 call=status
        2 http.answered job=ID-1 number=3 call=status status=200
        5 http.answered fault=answer-hold-1 job=ID-1 number=2 call=status status=200
        """
    )
    (answered,) = visitor.control.journal(visitor.session, since=len(visitor.told().splitlines()) - 1)
    assert answered.payload["progress"] == 20


def test_an_answer_held_for_ever_is_cut_off_with_the_session(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "answer-hold", "seconds": None}])
    peer = visitor.asking("/api/test/status/nobody")
    visitor.wait_for("http.held")
    assert len(visitor.advance(1000).held) == 1
    visitor.end()
    assert peer.rest() == b""


def test_a_client_that_gives_up_first_is_told(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "answer-hold", "seconds": 3}])
    peer = visitor.asking("/api/test/status/nobody")
    visitor.wait_for("http.held")
    peer.socket.close()
    visitor.wait_for("http.abandoned")
    state = visitor.advance(10)
    assert (state.held, state.working, state.next) == ([], 0, None)
    assert visitor.told() == lines(
        """
        0 http.request job=nobody number=1 call=status
        0 http.held fault=answer-hold-1 job=nobody number=1 call=status
        0 http.abandoned job=nobody number=1 call=status
        """
    )


def test_a_start_that_is_held_has_started_the_job(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "answer-hold", "call": "start", "seconds": 5}])
    peer = visitor.peer()
    body = '{"homeName": "Rose Court", "apisToTest": ["cqc"]}'
    peer.ask("POST", "/api/test/comprehensive", {**visitor.cookie, "Content-Length": str(len(body))})
    peer.socket.sendall(body.encode())
    visitor.wait_for("http.held")
    assert visitor.told("job", "http.held") == lines(
        """
        0 job.started job=ID-1
        0 http.held fault=answer-hold-1 job=ID-1 number=1 call=start
        """
    )


def test_a_start_that_fails_has_started_nothing(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "error-answer", "call": "start", "status": 500}])
    assert (
        visitor.ask("POST", "/api/test/comprehensive", {"homeName": "x", "apisToTest": ["cqc"]}).status == 500
    )
    assert visitor.state().job is None


def test_html_answer_is_a_page_where_json_is_expected(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "html-answer"}])
    answer = visitor.status("nobody")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.body == "<!doctype html>\n<title>Bad gateway</title><h1>Bad gateway</h1>\n"
    assert visitor.told("http.answered") == (
        "0 http.answered fault=html-answer-1 job=nobody number=1 call=status status=200"
    )


def test_results_late_are_400_for_a_while_after_the_end(visit: Visit) -> None:
    visitor = visit(job=[{"at": 1, "completed": {}}], faults=[{"fault": "results-late", "seconds": 2}])
    job = visitor.start()
    statuses = []
    for at in (0, 1, 2.9, 3):
        visitor.advance(at)
        statuses.append(visitor.results(job).status)
    assert statuses == [400, 400, 400, 200]
    assert visitor.told("http.answered") == lines(
        """
        0 http.answered job=ID-1 number=1 call=start status=200
        0 http.answered job=ID-1 number=2 call=results status=400
        1 http.answered fault=results-late-1 job=ID-1 number=3 call=results status=400
        2.9 http.answered fault=results-late-1 job=ID-1 number=4 call=results status=400
        3 http.answered job=ID-1 number=5 call=results status=200
        """
    )


def test_it_concerns_the_named_requests_of_its_call_only(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "error-answer", "status": 500, "requests": [1, 3]}])
    job = visitor.start()
    visitor.results(job)
    assert [visitor.status(job).status for _ in range(4)] == [500, 200, 500, 200]


def test_requests_are_counted_anew_for_each_job(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "error-answer", "status": 500, "requests": [1]}])
    first, second = visitor.start(), visitor.start()
    assert [visitor.status(job).status for job in (first, first, second, second)] == [500, 200, 500, 200]


def test_an_answer_to_a_client_that_is_gone_is_told_as_abandoned() -> None:
    class Gone(asyncio.Transport):
        def is_closing(self) -> bool:
            return True

    async def answered(session: Session) -> None:
        exchange = session.requests.received(
            "health",
            path="/health",
            job=None,
            abort=lambda: None,
            method="GET",
            listener="backend",
            origin=None,
            payload=None,
        )
        await Answer(session, exchange, Gone(), Reply(200, "{}"))({}, None, None)  # type: ignore[arg-type]

    session = Session("a", Scenario(cause="A test."), ManualClock())
    finished(answered(session))
    assert [entry.kind for entry in session.journal.since(0)] == ["http.request", "http.abandoned"]
    assert session.requests.working == 0


@pytest.mark.parametrize("call", ["health", "start", "status", "results"])
def test_every_call_can_be_concerned(visit: Visit, call: str) -> None:
    visitor = visit(faults=[{"fault": "error-answer", "status": 503, "call": call}])
    answers = {
        "health": visitor.ask("GET", "/health").status,
        "start": visitor.ask("POST", "/api/test/comprehensive", {}).status,
        "status": visitor.status("nobody").status,
        "results": visitor.results("nobody").status,
    }
    true = {"health": 200, "start": 400, "status": 200, "results": 404}
    assert answers == {**true, call: 503}


def test_it_holds_in_its_window_of_the_job(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "error-answer", "status": 503, "from": 2, "until": 4}])
    visitor.advance(10)
    job = visitor.start()
    statuses = []
    for at in (11.9, 12, 13.9, 14):
        visitor.advance(at)
        statuses.append(visitor.status(job).status)
    assert statuses == [200, 503, 503, 200]


def test_without_from_it_holds_before_any_job(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "error-answer", "call": "health", "status": 503, "until": 4}])
    assert visitor.ask("GET", "/health").status == 503


@pytest.mark.parametrize(
    "status, body, headers",
    [
        (200, '{"job_id": "1", "stat', {}),
        (200, "", {}),
        (200, '{"error": "Something went wrong"}', {}),
        (204, "", {}),
        (429, '{"detail": "Too many requests"}', {"Retry-After": "4"}),
        (502, "<h1>502 Bad Gateway</h1>", {"Content-Type": "text/html"}),
        (302, "", {"Location": "/auth/login"}),
    ],
)
def test_error_answer_is_any_answer_at_all(
    visit: Visit, status: int, body: str, headers: dict[str, str]
) -> None:
    visitor = visit(faults=[{"fault": "error-answer", "status": status, "body": body, "headers": headers}])
    answer = visitor.status("nobody")
    expected = {"content-type": "application/json", **{name.lower(): text for name, text in headers.items()}}
    assert (answer.status, answer.body) == (status, body)
    assert expected.items() <= answer.headers.items()


def test_a_status_without_a_body_gets_none(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "error-answer", "status": 204}])
    peer = visitor.asking("/api/test/status/nobody")
    assert peer.status_line() == "HTTP/1.1 204 No Content"


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"status": 199}, "status"),
        ({"status": 204, "body": "x"}, "body"),
        ({"status": 500, "headers": {"Content-Length": "3"}}, "headers"),
        ({"status": 500, "headers": {"X": "a\r\nb: c"}}, "headers"),
        ({"status": 500, "headers": {"a b": "c"}}, "headers"),
    ],
)
def test_an_error_answer_that_no_server_can_send_is_refused(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        ErrorAnswer.model_validate(wrong)
    assert [error["loc"] for error in caught.value.errors()] == [(field,)]


@pytest.mark.parametrize("port", ["port", "front_port"])
def test_the_login_page_answers_on_both_listeners(server: Server, visit: Visit, port: str) -> None:
    visitor = visit()
    with Peer(getattr(server, port)) as peer:
        peer.ask("GET", "/auth/login", {**visitor.cookie, "Connection": "close"})
        head, body = peer.head(), peer.rest()
    assert head.startswith("HTTP/1.1 200 OK\r\n")
    assert "content-type: text/html; charset=utf-8" in head
    assert b"<h1>Sign in</h1>" in body
    assert visitor.told() == lines("0 http.request number=1\n0 http.answered number=1 status=200")


def test_answer_cut_is_the_head_and_half_of_the_body_then_a_fin(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "answer-cut"}])
    peer = visitor.asking("/api/test/status/nobody")
    whole = '{"job_id": "nobody", "status": "pending", "progress": 0, "message": "Job not known yet"}'
    head = peer.head()
    assert head.startswith("HTTP/1.1 200 OK\r\n")
    assert f"content-length: {len(whole)}" in head
    assert peer.rest().decode() == whole[: len(whole) // 2]
    visitor.wait_for("http.cut")
    assert visitor.told() == lines(
        """
        0 http.request job=nobody number=1 call=status
        0 http.cut fault=answer-cut-1 job=nobody number=1 call=status status=200
        """
    )
    assert visitor.state().working == 0


def test_stale_answer_tells_what_was_true_at_its_beginning(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "stale-answer", "from": 4, "until": 12}])
    job = visitor.start()
    progress = []
    for at in (3.9, 4, 8, 11.5, 12):
        visitor.advance(at)
        answer = visitor.status(job).json
        progress.append((answer["status"], answer["progress"], answer["current_api"]))
    assert progress == [
        *[("running", 40, "fsa")] * 4,
        ("completed", 100, None),
    ]
    assert visitor.told("http.answered").count("stale-answer-1") == 3


def test_stale_results_are_not_there_yet(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "stale-answer", "call": "results", "from": 10}])
    job = visitor.start()
    visitor.advance(12)
    assert visitor.results(job).status == 400


def test_pending_answer_knows_no_job_yet(visit: Visit) -> None:
    visitor = visit(
        faults=[{"fault": "pending-answer", "requests": [1]}, {"fault": "pending-answer", "call": "results"}]
    )
    job = visitor.start()
    visitor.advance(3)
    assert [visitor.status(job).json["status"] for _ in range(2)] == ["pending", "running"]
    assert (visitor.results(job).status, visitor.results(job).json) == (404, {"detail": "Job not found"})


@pytest.mark.parametrize("value", [None, "50", -5, 250, 33.333])
def test_altered_answer_has_other_values(visit: Visit, value: object) -> None:
    visitor = visit(faults=[{"fault": "altered-answer", "set": {"progress": value}}])
    job = visitor.start()
    visitor.advance(3)
    answer = visitor.status(job).json
    assert (answer["progress"], answer["current_api"], answer["status"]) == (value, "fsa", "running")
    assert "fault=altered-answer-1" in visitor.told("http.answered")


def test_altered_answer_lacks_fields(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "altered-answer", "remove": ["progress", "results"]}])
    answer = visitor.status(visitor.start()).json
    assert sorted(answer) == ["current_api", "job_id", "started_at", "status"]


def test_an_alteration_that_alters_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match="nothing is altered"):
        AlteredAnswer()


def test_a_fresh_answer_tells_what_is_true_when_it_leaves(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "answer-hold", "seconds": 1, "fresh": True}])
    job = visitor.start()
    visitor.advance(10)
    peer = visitor.asking(f"/api/test/status/{job}")
    visitor.wait_for("http.held")
    visitor.advance(11)
    assert peer.status_line() == "HTTP/1.1 200 OK"
    assert visitor.told("job.completed", "http.answered").splitlines()[-2:] == [
        "11 job.completed job=ID-1",
        "11 http.answered fault=answer-hold-1 job=ID-1 number=2 call=status status=200",
    ]
    assert visitor.control.journal(visitor.session)[-1].payload["status"] == "completed"


def test_answer_behind_event_waits_for_the_next_step(visit: Visit) -> None:
    job = [{"at": 1, "progress": 20}, {"at": 3, "completed": {}}]
    visitor = visit(job=job, faults=[BEHIND_EVENT])
    assert visitor.status("nobody").json["status"] == "pending"
    name = visitor.start()
    peer = visitor.connected()
    visitor.advance(1.5)
    assert peer.message()["data"]["progress"] == 20
    given_up = visitor.asking(f"/api/test/status/{name}")
    visitor.wait_for("http.held")
    asked = visitor.asking(f"/api/test/status/{name}")
    visitor.wait_for("http.held", 2)
    given_up.socket.close()
    visitor.wait_for("http.abandoned")
    assert visitor.advance(3).held == []
    assert asked.status_line() == "HTTP/1.1 200 OK"
    assert visitor.status(name).json["status"] == "completed"
    assert (
        visitor.told("http.held", "http.abandoned", "socket.sent", "http.answered").splitlines()[-6:]
        == lines(
            """
        1.5 http.held fault=answer-behind-event-1 job=ID-1 number=3 call=status
        1.5 http.held fault=answer-behind-event-1 job=ID-1 number=4 call=status
        1.5 http.abandoned job=ID-1 number=3 call=status
        3 socket.sent job=ID-1 connection=1 message=event
        3 http.answered fault=answer-behind-event-1 job=ID-1 number=4 call=status status=200
        3 http.answered job=ID-1 number=5 call=status status=200
        """
        ).splitlines()
    )


def test_answer_behind_event_waits_for_a_step_of_its_own_job(visit: Visit) -> None:
    visitor = visit(job=[{"at": 1, "progress": 20}, {"at": 3, "completed": {}}], faults=[BEHIND_EVENT])
    first = visitor.start()
    visitor.advance(1.5)
    visitor.start()
    asked = visitor.asking(f"/api/test/status/{first}")
    visitor.wait_for("http.held")
    assert len(visitor.advance(2.8).held) == 1
    assert visitor.advance(3).held == []
    assert asked.status_line() == "HTTP/1.1 200 OK"
