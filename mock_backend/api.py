"""The four HTTP calls of the protocol."""

import json
from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from mock_backend import messages
from mock_backend.answer import Answer
from mock_backend.backend import Backend
from mock_backend.bodies import read
from mock_backend.clock import timestamp
from mock_backend.errors import MockBackendError
from mock_backend.faults.decisions import Reply, Reset
from mock_backend.job import Job
from mock_backend.journal import Call
from mock_backend.requests import Exchange
from mock_backend.session import Session

APIS = ("cqc", "fsa", "companies_house", "google_places", "perplexity", "besttime", "autumna")
"""What a run may test."""

Truth = Callable[[Session, Exchange, str], Reply]
"""The true answer to a request with that body."""


def routes(backend: Backend) -> APIRouter:
    router = APIRouter()

    @router.get("/health")
    async def health(request: Request) -> Response:
        return await _respond(backend, request, "health", None, _health)

    @router.post("/api/test/comprehensive")
    async def start(request: Request) -> Response:
        return await _respond(backend, request, "start", None, _start)

    @router.get("/api/test/status/{job_id}")
    async def status(request: Request, job_id: str) -> Response:
        return await _respond(backend, request, "status", job_id, _status)

    @router.get("/api/test/results/{job_id}")
    async def results(request: Request, job_id: str) -> Response:
        return await _respond(backend, request, "results", job_id, _results)

    return router


async def _respond(
    backend: Backend, request: Request, call: Call, job_id: str | None, truth: Truth
) -> Response:
    """Journals the request, asks the faults, then the truth, unless a fault stands in for it."""
    try:
        session = backend.sessions.find(request.cookies)
        text = (await read(request)).decode(errors="replace")
    except MockBackendError as error:
        return JSONResponse(messages.detail(str(error)), error.status)
    except ClientDisconnect:
        return Response()
    transport = request.scope["state"]["transport"]
    exchange = session.requests.received(
        call,
        path=request.url.path,
        job=job_id,
        abort=transport.abort,
        method=request.method,
        listener=backend.listener(request.scope["server"][1]),
        origin=request.headers.get("origin"),
        payload=messages.parsed(text) if text else None,
    )
    decision = session.requests.decide(exchange)
    match decision:
        case Reply():
            return Answer(session, exchange, transport, decision)
        case Reset():
            return Answer(session, exchange, transport, Reply(500, ""), decision)
        case _:
            return Answer(session, exchange, transport, truth(session, exchange, text), decision)


def _health(session: Session, exchange: Exchange, text: str) -> Reply:  # noqa: ARG001
    return _reply(200, {"status": "healthy"})


def _start(session: Session, exchange: Exchange, text: str) -> Reply:
    problem = _problem(text)
    if problem is not None:
        return _reply(400, messages.detail(problem))
    job = session.start_job()
    exchange.job = job.job_id
    return _reply(200, messages.started(job))


def _problem(text: str) -> str | None:
    """What is wrong with the body of a start call."""
    try:
        body = json.loads(text)
    except ValueError:
        return "The body must be JSON"
    if not isinstance(body, dict):
        return "The body must be a JSON object"
    name = body.get("homeName")
    if not isinstance(name, str) or not name.strip():
        return "homeName is required"
    apis = body.get("apisToTest")
    if not isinstance(apis, list) or not apis:
        return "At least one API must be selected"
    unknown = [str(api) for api in apis if api not in APIS]
    return f"Unknown API: {', '.join(unknown)}" if unknown else None


def _status(session: Session, exchange: Exchange, text: str) -> Reply:  # noqa: ARG001
    job = _job(session, exchange)
    if job is None:
        return _reply(200, messages.pending(exchange.job or ""))
    return _reply(200, messages.status(job, *_times(session, job)))


def _results(session: Session, exchange: Exchange, text: str) -> Reply:  # noqa: ARG001
    job = _job(session, exchange)
    if job is None:
        return _reply(404, messages.detail("Job not found"))
    if not job.ended:
        return _reply(400, messages.detail("Test not completed yet"))
    return _reply(200, messages.results(job, *_times(session, job)))


def _job(session: Session, exchange: Exchange) -> Job | None:
    return None if exchange.job is None else session.jobs.get(exchange.job)


def _times(session: Session, job: Job) -> tuple[str, str | None]:
    ended = None if job.ended_at is None else timestamp(session.clock, job.ended_at)
    return timestamp(session.clock, job.started_at), ended


def _reply(status: int, body: messages.Json) -> Reply:
    return Reply(status, json.dumps(body, ensure_ascii=False))
