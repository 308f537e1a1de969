"""The control API, under /__mock__/: thin, because a test driver calls it all the time.

    POST   /sessions                     {"scenario": name or scenario, "clock", "speed"} → SessionInfo
    GET    /sessions/{id}/state          ?newer_than=&wait= → State
    POST   /sessions/{id}/advance        {"to", "fire", "one"} → State
    POST   /sessions/{id}/emit           {"message", "times"} → State
    POST   /sessions/{id}/faults         a fault, as in a scenario file → {"id"}
    DELETE /sessions/{id}/faults/{fault}
    GET    /sessions/{id}/journal        ?since= → [Entry]
    DELETE /sessions/{id}
    GET    /scenarios                    → [ScenarioSummary]
    GET    /scenarios/{name}             → Scenario
    POST   /reset

What cannot be done is answered {"detail": sentence}. Only programs on this machine are let in: the
Host must be loopback (against DNS rebinding), an Origin must be of a page that this program serves.
"""

import ipaddress
from collections.abc import Awaitable, Callable
from math import isfinite, nan
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from mock_backend import library
from mock_backend.backend import Backend
from mock_backend.bodies import read
from mock_backend.errors import ControlError, InvalidBodyError, MockBackendError, StrangerError
from mock_backend.explain import sentences
from mock_backend.faults.base import Fault, MomentFault
from mock_backend.faults.catalogue import MODELS, any_fault
from mock_backend.journal import Entry
from mock_backend.scenario import Scenario
from mock_backend.session import Session
from mock_backend.state import ClockKind, ScenarioSummary, SessionInfo
from mock_backend.timeline import Seconds

PREFIX = "/__mock__"

LONGEST_WAIT = 30.0
"""Real seconds of a long poll."""

M = TypeVar("M", bound=BaseModel)

_any_object: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])
_entries = TypeAdapter(list[Entry])
_summaries = TypeAdapter(list[ScenarioSummary])


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Create(_Body):
    scenario: Any = Field(description="a scenario, or the name of one")
    clock: ClockKind = Field(default="manual", description="manual or real")
    speed: float = Field(default=1.0, gt=0, le=1000, description="a number above 0, at most 1000")


class Advance(_Body):
    to: Seconds = Field(description="seconds of the session's clock, 0 or more")
    fire: bool = Field(default=True, description="true or false")
    one: bool = Field(default=False, description="true or false")


class Emit(_Body):
    message: dict[str, Any] = Field(description="a JSON object")
    times: int = Field(default=1, ge=1, le=100_000, description="a number from 1 to 100,000")


class Control:
    """One method for each call; the routes are in `application`."""

    def __init__(self, backend: Backend) -> None:
        self._sessions = backend.sessions

    def _session(self, request: Request) -> Session:
        return self._sessions.get(request.path_params["session"])

    async def create(self, request: Request) -> Response:
        wanted = await _body(request, Create)
        session = self._sessions.create(_scenario(wanted.scenario), wanted.clock, wanted.speed)
        return _json(SessionInfo(session=session.name, epoch=session.clock.epoch))

    async def state(self, request: Request) -> Response:
        session = self._session(request)
        query = request.query_params
        if "newer_than" in query:
            wait = min(_number(query.get("wait", "0")), LONGEST_WAIT)
            await session.version.newer_than(int(_number(query["newer_than"])), wait)
            self._session(request)
        return _json(session.state())

    async def advance(self, request: Request) -> Response:
        session = self._session(request)
        wanted = await _body(request, Advance)
        await session.advance(wanted.to, wanted.fire, wanted.one)
        return _json(session.state())

    async def emit(self, request: Request) -> Response:
        session = self._session(request)
        wanted = await _body(request, Emit)
        session.sockets.emit(wanted.message, wanted.times)
        return _json(session.state())

    async def fault(self, request: Request) -> Response:
        session = self._session(request)
        body = await _object(request)
        model = MODELS.get(str(body.get("fault")), Fault)
        at_once = issubclass(model, MomentFault) and "at" not in body
        fault_id = session.put_on(_fault({**body, "at": 0} if at_once else body), at_once)
        await session.flush()
        return JSONResponse({"id": fault_id})

    async def unfault(self, request: Request) -> Response:
        self._session(request).take_off(request.path_params["fault"])
        return Response(status_code=204)

    async def journal(self, request: Request) -> Response:
        since = int(_number(request.query_params.get("since", "0")))
        entries = self._session(request).journal.since(max(since, 0))
        return _bytes(_entries.dump_json(list(entries)))

    async def end(self, request: Request) -> Response:
        self._sessions.end(request.path_params["session"])
        return Response(status_code=204)

    async def scenarios(self, request: Request) -> Response:  # noqa: ARG002
        return _bytes(_summaries.dump_json([each.summary() for each in library.scenarios().values()]))

    async def scenario(self, request: Request) -> Response:
        return _bytes(library.named(request.path_params["name"]).model_dump_json(by_alias=True).encode())

    async def reset(self, request: Request) -> Response:  # noqa: ARG002
        self._sessions.reset()
        return Response(status_code=204)


Handler = Callable[[Request], Awaitable[Response]]


def application(backend: Backend) -> ASGIApp:
    control = Control(backend)
    table: list[tuple[str, str, Handler]] = [
        ("POST", "/sessions", control.create),
        ("GET", "/sessions/{session}/state", control.state),
        ("POST", "/sessions/{session}/advance", control.advance),
        ("POST", "/sessions/{session}/emit", control.emit),
        ("POST", "/sessions/{session}/faults", control.fault),
        ("DELETE", "/sessions/{session}/faults/{fault}", control.unfault),
        ("GET", "/sessions/{session}/journal", control.journal),
        ("DELETE", "/sessions/{session}", control.end),
        ("GET", "/scenarios", control.scenarios),
        ("GET", "/scenarios/{name}", control.scenario),
        ("POST", "/reset", control.reset),
    ]
    return Starlette(
        routes=[
            Route(PREFIX + path, _guarded(backend, handler), methods=[method])
            for method, path, handler in table
        ],
        exception_handlers={HTTPException: _no_such_call},
    )


def _no_such_call(request: Request, error: Exception) -> Response:
    """404, or 405 where the path has another method."""
    assert isinstance(error, HTTPException)
    allowed = (error.headers or {}).get("Allow")
    but = f", but {allowed}" if allowed else ""
    sentence = f"The control API has no call {request.method} {request.url.path}{but}."
    return JSONResponse({"detail": sentence}, error.status_code, error.headers)


def _guarded(backend: Backend, handler: Handler) -> Handler:
    async def endpoint(request: Request) -> Response:
        try:
            _admit(backend, request)
            return await handler(request)
        except MockBackendError as error:
            return JSONResponse({"detail": str(error)}, error.status)
        except ClientDisconnect:
            return Response()

    return endpoint


async def _body(request: Request, model: type[M]) -> M:
    """Raises InvalidBodyError."""
    text = await read(request)
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise InvalidBodyError(sentences(error, model)) from None


async def _object(request: Request) -> dict[str, Any]:
    """Raises InvalidBodyError."""
    text = await read(request)
    try:
        return _any_object.validate_json(text)
    except ValidationError:
        raise InvalidBodyError("expected a JSON object") from None


def _scenario(wanted: Any) -> Scenario:
    """Raises UnknownScenarioError, InvalidBodyError."""
    if isinstance(wanted, str):
        return library.named(wanted)
    try:
        return Scenario.model_validate(wanted)
    except ValidationError as error:
        raise InvalidBodyError(sentences(error, Scenario)) from None


def _fault(wanted: dict[str, Any]) -> Fault:
    """Raises InvalidBodyError."""
    try:
        return any_fault.validate_python(wanted)
    except ValidationError as error:
        raise InvalidBodyError(sentences(error, Scenario, root=("faults", 0))) from None


def _admit(backend: Backend, request: Request) -> None:
    """Raises StrangerError."""
    host = _host(request.headers.get("host", ""))
    if not _loopback(host):
        raise StrangerError(
            f"The control API is for this machine: the Host must be a loopback address, not '{host}'."
        )
    origin = request.headers.get("origin")
    if origin is not None and origin not in backend.own_origins:
        raise StrangerError(f"The control API is not for pages of {origin}.")


def _host(header: str) -> str:
    """The name or address in it; the header itself where there is none."""
    try:
        return urlsplit(f"//{header}").hostname or header
    except ValueError:
        return header


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = nan
    if not isfinite(number):
        raise ControlError(f"Expected a number, got '{text}'.")
    return number


def _json(model: BaseModel) -> Response:
    return _bytes(model.model_dump_json().encode())


def _bytes(content: bytes) -> Response:
    return Response(content, media_type="application/json")
