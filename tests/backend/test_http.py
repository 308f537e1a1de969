"""The four calls of the protocol, without faults."""

import gc
import weakref
from typing import Any

import pytest

from mock_backend.server import Server, Settings
from tests.backend.conftest import Visit
from tests.backend.peer import TEXT, Peer
from tests.backend.visitor import START


def test_health_says_that_the_backend_is_there(visit: Visit) -> None:
    answer = visit().ask("GET", "/health")
    assert (answer.status, answer.json) == (200, {"status": "healthy"})


def test_a_start_makes_a_running_job(visit: Visit) -> None:
    visitor = visit()
    answer = visitor.ask("POST", "/api/test/comprehensive", START)
    job = visitor.state().job
    assert job is not None
    assert answer.status == 200
    assert answer.json == {"job_id": job.job_id, "status": "running", "message": "Test started"}
    assert job.model_dump(exclude={"job_id"}) == {
        "status": "running",
        "progress": 0.0,
        "current_api": None,
        "error": None,
    }


@pytest.mark.parametrize(
    "body,detail",
    [
        ({}, "homeName is required"),
        ({"homeName": " ", "apisToTest": ["cqc"]}, "homeName is required"),
        ({"homeName": "Rose Court"}, "At least one API must be selected"),
        ({"homeName": "Rose Court", "apisToTest": []}, "At least one API must be selected"),
        ({"homeName": "Rose Court", "apisToTest": ["cqc", "cqs"]}, "Unknown API: cqs"),
        (["Rose Court"], "The body must be a JSON object"),
        (None, "The body must be JSON"),
    ],
)
def test_a_start_without_name_or_apis_is_400(visit: Visit, body: Any, detail: str) -> None:
    visitor = visit()
    answer = visitor.ask("POST", "/api/test/comprehensive", body)
    assert (answer.status, answer.json) == (400, {"detail": detail})
    assert visitor.state().job is None


def test_a_job_that_is_not_known_is_pending(visit: Visit) -> None:
    answer = visit().status("nobody")
    assert answer.status == 200
    assert answer.json == {
        "job_id": "nobody",
        "status": "pending",
        "progress": 0,
        "message": "Job not known yet",
    }


def test_a_running_job_tells_its_progress(visit: Visit) -> None:
    visitor = visit()
    job = visitor.start()
    visitor.advance(2)
    assert visitor.status(job).json == {
        "job_id": job,
        "status": "running",
        "progress": 20,
        "current_api": "cqc",
        "started_at": "2026-01-01T00:00:00.000+00:00",
        "results": {},
    }


def test_a_completed_job_tells_its_results_and_when(visit: Visit) -> None:
    visitor = visit()
    visitor.advance(1)
    job = visitor.start()
    visitor.advance(20)
    assert visitor.status(job).json == {
        "job_id": job,
        "status": "completed",
        "progress": 100,
        "current_api": None,
        "started_at": "2026-01-01T00:00:01.000+00:00",
        "results": {"cqc": {"rating": "Good"}},
        "completed_at": "2026-01-01T00:00:12.000+00:00",
    }


def test_a_failed_job_tells_its_error_and_keeps_its_progress(visit: Visit) -> None:
    visitor = visit(job=[{"at": 1, "progress": 30, "api": "cqc"}, {"at": 2, "failed": "cqc: 401"}])
    job = visitor.start()
    visitor.advance(2)
    assert visitor.status(job).json == {
        "job_id": job,
        "status": "failed",
        "progress": 30,
        "current_api": None,
        "started_at": "2026-01-01T00:00:00.000+00:00",
        "results": {},
        "completed_at": "2026-01-01T00:00:02.000+00:00",
        "error": "cqc: 401",
    }


def test_results_are_400_while_the_job_runs(visit: Visit) -> None:
    visitor = visit()
    answer = visitor.results(visitor.start())
    assert (answer.status, answer.json) == (400, {"detail": "Test not completed yet"})


def test_results_of_no_job_are_404(visit: Visit) -> None:
    answer = visit().results("nobody")
    assert (answer.status, answer.json) == (404, {"detail": "Job not found"})


def test_results_are_the_whole_job(visit: Visit) -> None:
    visitor = visit(job=[{"at": 1, "completed": {"fusion_analysis": {"score": 7}, "total_cost": 0.5}}])
    job = visitor.start()
    visitor.advance(1)
    answer = visitor.results(job)
    assert answer.status == 200
    assert answer.json == {
        **visitor.status(job).json,
        "fusion_analysis": {"score": 7},
        "total_cost": 0.5,
    }


def test_a_body_over_the_limit_is_413(visit: Visit) -> None:
    visitor = visit()
    answer = visitor.ask("POST", "/api/test/comprehensive", {"homeName": "x" * 2_097_152})
    assert (answer.status, answer.json) == (
        413,
        {"detail": "The body is too large: 2,097,152 bytes at most."},
    )
    assert visitor.told() == ""


def test_answers_carry_no_cache_headers(visit: Visit) -> None:
    answer = visit().ask("GET", "/health")
    assert set(answer.headers) == {"date", "content-type", "content-length", "vary"}
    assert answer.headers["vary"] == "Origin"


def test_nothing_is_kept_of_a_connection_that_its_client_reset() -> None:
    with Server(Settings(port=0)) as server, Peer(server.port) as peer:
        peer.ask("GET", "/health", {})
        peer.head()
        assert peer._exactly(21) == b'{"status": "healthy"}'
        (kept,) = map(weakref.ref, server._uvicorn.server_state.connections)
        peer.reset()
        with Peer(server.port) as later:
            later.ask("GET", "/health", {})
            later.status_line()
        gc.collect()
        assert kept() is None


DEEP = "[" * 100_000
SURROGATE = '{"homeName": "x", "apisToTest": ["\\ud800"]}'


@pytest.mark.parametrize("body", [DEEP, SURROGATE], ids=["deep", "surrogate"])
def test_a_body_that_no_reader_survives_is_400_and_the_session_goes_on(visit: Visit, body: str) -> None:
    visitor = visit()
    answer = visitor.ask("POST", "/api/test/comprehensive", body, raw=True)
    assert answer.status == 400
    assert answer.json["detail"]
    assert visitor.state().working == 0
    assert "http.answered" in visitor.told("http")


@pytest.mark.parametrize(
    "frame",
    [DEEP[:1500], "[" * 220 + "]" * 220, "[" * 900 + "]" * 900, '{"note": "\\ud800"}'],
    ids=["deep", "deep-for-readers", "deep-for-the-journal", "surrogate"],
)
def test_a_frame_that_no_reader_survives_is_kept_as_text(visit: Visit, frame: str) -> None:
    visitor = visit()
    peer = visitor.connected()
    peer.send(TEXT, frame.encode())
    visitor.wait_for("socket.received")
    (entry,) = [each for each in visitor.control.journal(visitor.session) if each.kind == "socket.received"]
    assert entry.payload == frame
