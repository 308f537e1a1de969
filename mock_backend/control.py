"""The control API, under /__mock__/: thin, because a test driver calls it all the time.

    POST   /sessions                     {"scenario": name or scenario, "clock", "speed"} → SessionInfo
    GET    /sessions/{id}/state          ?newer_than=&wait= → State
    POST   /sessions/{id}/advance        {"to", "fire"} → State
    POST   /sessions/{id}/emit           {"message"} → State
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
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from mock_backend import library
from mock_backend.backend import Backend
from mock_backend.bodies import read
from mock_backend.errors import (
    BodyTooLarge,
    ControlError,
    MockBackendError,
    UnknownFault,
    UnknownScenario,
    UnknownSession,
)
from mock_backend.explain import explain
from mock_backend.faults.base import Fault, MomentFault
from mock_backend.faults.catalogue import MODELS, any_fault
from mock_backend.journal import Entry
from mock_backend.scenario import Scenario
from mock_backend.session import Session
from mock_backend.state import ClockKind, ScenarioSummary, SessionInfo

PREFIX = "/__mock__"

LONGEST_WAIT = 30.0
"""Real seconds of a long poll."""

_entries = TypeAdapter(list[Entry])
_summaries = TypeAdapter(list[ScenarioSummary])


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Create(_Body):
    scenario: str | Scenario
    clock: ClockKind = "manual"
    speed: Annotated[float, Field(gt=0, le=1000)] = 1.0


class Advance(_Body):
    to: Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
    fire: bool = True


class Emit(_Body):
    message: dict[str, Any]


class Control:
    """One method for each call; the routes are in `application`."""

    def __init__(self, backend: Backend) -> None:
        self._sessions = backend.sessions

    def _session(self, request: Request) -> Session:
        return self._sessions.get(request.path_params["session"])

    async def create(self, request: Request) -> Response:
        wanted = Create.model_validate_json(await read(request))
        chosen = wanted.scenario
        scenario = library.named(chosen) if isinstance(chosen, str) else chosen
        session = self._sessions.create(scenario, wanted.clock, wanted.speed)
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
        wanted = Advance.model_validate_json(await read(request))
        await session.advance(wanted.to, wanted.fire)
        return _json(session.state())

    async def emit(self, request: Request) -> Response:
        session = self._session(request)
        session.sockets.emit(Emit.model_validate_json(await read(request)).message)
        return _json(session.state())

    async def fault(self, request: Request) -> Response:
        session = self._session(request)
        body = _object.validate_json(await read(request))
        at_once = "at" not in body and issubclass(MODELS.get(body.get("fault", ""), Fault), MomentFault)
        fault = any_fault.validate_python({**body, "at": 0} if at_once else body)
        fault_id = session.put_on(fault, at_once)
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


_object: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])

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
        ]
    )


def _guarded(backend: Backend, handler: Handler) -> Handler:
    async def endpoint(request: Request) -> Response:
        stranger = _stranger(backend, request)
        if stranger is not None:
            return _problem(403, stranger)
        try:
            return await handler(request)
        except (UnknownSession, UnknownScenario, UnknownFault) as error:
            return _problem(404, str(error))
        except BodyTooLarge as error:
            return _problem(413, str(error))
        except MockBackendError as error:
            return _problem(409, str(error))
        except ValidationError as error:
            return _problem(422, explain(error))
        except ClientDisconnect:
            return Response()

    return endpoint


def _stranger(backend: Backend, request: Request) -> str | None:
    """Why a request is not let in."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    if not _loopback(host):
        return f"The control API is for this machine: the Host must be a loopback address, not '{host}'."
    origin = request.headers.get("origin")
    if origin is not None and origin not in backend.own_origins:
        return f"The control API is not for pages of {origin}."
    return None


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


def _problem(status: int, sentence: str) -> Response:
    return JSONResponse({"detail": sentence}, status)
