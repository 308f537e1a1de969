"""The four HTTP calls of the protocol, and the login page that a lost session leads to."""

from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from functools import partial
from math import inf

from fastapi import APIRouter, Request
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from mock_backend import answers, messages
from mock_backend.answer import Answer
from mock_backend.answers import Question, Truth
from mock_backend.backend import Backend
from mock_backend.bodies import read
from mock_backend.errors import MockBackendError
from mock_backend.faults.decisions import Alter, AsOf, CutShort, FollowStep, Hold, Reply, Reset
from mock_backend.faults.decisions import Answer as Decision
from mock_backend.journal import Call
from mock_backend.requests import Exchange
from mock_backend.session import Session

LOGIN = "/auth/login"
"""Where an expired login is redirected to."""

LOGIN_PAGE = """<!doctype html>
<title>Sign in</title>
<h1>Sign in</h1>
<form><input name="user"><input name="password" type="password"><button>Sign in</button></form>
"""


def routes(backend: Backend) -> APIRouter:
    router = APIRouter()

    def answering(call: Call | None, truth: Truth) -> Callable[..., Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            return await _respond(backend, request, call, request.path_params.get("job"), truth)

        return answer

    for call, truth in TRUTHS.items():
        endpoint = backend.protocol.endpoint(call)
        router.add_api_route(endpoint.path, answering(call, truth), methods=[endpoint.method])
    router.add_api_route(LOGIN, answering(None, _login), methods=["GET"])
    return router


TRUTHS: dict[Call, Truth] = {
    "health": answers.health,
    "start": answers.start,
    "status": answers.status,
    "results": answers.results,
}


async def _respond(
    backend: Backend, request: Request, call: Call | None, job_id: str | None, truth: Truth
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
    told = partial(_told, session, exchange, text, truth)
    with ExitStack() as unanswered:
        unanswered.callback(session.requests.abandoned, exchange)
        answer = Answer(session, exchange, transport, *_carried_out(session.requests.decide(exchange), told))
        unanswered.pop_all()
    return answer


def _carried_out(
    decision: Decision | None, told: Callable[..., Reply]
) -> tuple[Reply | Callable[[], Reply], Reset | Hold | FollowStep | CutShort | None]:
    """The reply, and what becomes of it on the wire; `told` gives the truth."""
    match decision:
        case Reply():
            return decision, None
        case Reset():
            return Reply(500, ""), decision
        case AsOf(since_start):
            return told(since_start), None
        case Alter():
            return answers.altered(told(), decision), None
        case Hold(fresh=True) | FollowStep():
            return told, decision
        case _:
            return told(), decision


def _told(
    session: Session, exchange: Exchange, text: str, truth: Truth, since_start: float | None = inf
) -> Reply:
    """The truth as it was so many seconds after the job's start, and not later than now; None: before it."""
    job = None if exchange.job is None else session.jobs.get(exchange.job)
    if since_start is None:
        job = None
    elif job is not None and since_start < inf:
        job = job.as_of(since_start)
    return truth(Question(session, exchange, text, job))


def _login(question: Question) -> Reply:  # noqa: ARG001
    return Reply(200, LOGIN_PAGE, "text/html; charset=utf-8")
