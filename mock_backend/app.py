"""Who answers which HTTP request.

    /__mock__/…             control API
    /health, /api/…         the four calls of the protocol, wherever it has them, with CORS
    /auth/login             where an expired login is redirected to
    front: anything else    the built page

Progress sockets never come here: see `socket_protocol`.
"""

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mock_backend import api, control
from mock_backend.backend import Backend
from mock_backend.errors import UnknownSessionError
from mock_backend.front import Front, favicon
from mock_backend.scenario import Scenario
from mock_backend.visit import ForbiddenSocket


class Application:
    def __init__(self, backend: Backend, front: Front | None) -> None:
        self._backend = backend
        self._front = front
        self._control = control.application(backend)
        self._protocol = protocol(backend)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._part(scope)(scope, receive, send)

    def _part(self, scope: Scope) -> ASGIApp:
        path: str = scope["path"]
        if path.startswith(f"{control.PREFIX}/"):
            return self._control
        front = self._front
        if front is None or self._backend.listener(scope["server"][1]) != "front" or self._concerns(path):
            return self._protocol
        request = Request(scope)
        scenario = self._scenario(request)
        answer = front.answer(request, None if scenario is None else _policy(scenario))
        if scenario is not None and any(fault.fault in BREAKS for fault in scenario.faults):
            answer.headers["Connection"] = "close"
        return answer

    def _concerns(self, path: str) -> bool:
        return path == api.LOGIN or self._backend.protocol.concerns(path)

    def _scenario(self, request: Request) -> Scenario | None:
        try:
            return self._backend.sessions.find(request.cookies).scenario
        except UnknownSessionError:
            return None


BREAKS = ("answer-cut", "answer-reset")
"""Faults after which a browser itself asks once more, on each connection that it has kept. How many of those
the page's files leave behind is chance: here they leave none."""


def _policy(scenario: Scenario) -> str | None:
    """Where it forbids the socket: the page may ask whom it likes, and over HTTP alone."""
    forbidden = any(isinstance(act, ForbiddenSocket) for act in scenario.visit)
    return "connect-src http: https:" if forbidden else None


def protocol(backend: Backend) -> ASGIApp:
    application = FastAPI(openapi_url=None)
    application.include_router(api.routes(backend))
    application.add_middleware(
        CORSMiddleware,
        allow_origins=sorted(backend.origins),
        allow_credentials=True,
        allow_methods=["*"],
        allow_headers=["*"],
    )

    @application.get("/favicon.ico", include_in_schema=False)
    async def icon() -> Response:
        return favicon()

    return application
