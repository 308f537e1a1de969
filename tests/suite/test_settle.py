"""When page and backend are at rest, and what is said when they are not."""

from typing import Any

import pytest

from e2e.visit.settle import Habits, LiveSocket, OpenRequest, View, differences, together
from mock_backend.state import Connection, HeldRequest, State

URL = "ws://localhost:8000/ws/test-progress"
STATUS = "/api/test/status/1"


def view(**given: Any) -> View:
    rest: dict[str, Any] = {
        "now": 0,
        "document": 0.5,
        "changes": 0,
        "sent": 0,
        "sockets": (),
        "requests": (),
        "awaiting": 0,
        "between": False,
        "next": None,
        "drawing": False,
        "tape": [],
    }
    return View(**{**rest, **given})


def state(**given: Any) -> State:
    rest: dict[str, Any] = {
        "version": 0,
        "now": 0,
        "next": None,
        "entries": 0,
        "job": None,
        "connections": [],
        "held": [],
        "working": 0,
    }
    return State(**{**rest, **given})


def live(phase: Any = "open", messages: int = 0, sent: int = 0, url: str = URL) -> LiveSocket:
    return LiveSocket(url=url, phase=phase, messages=messages, sent=sent)


def connection(phase: Any = "open", written: int = 0, received: int = 0, pings: int = 0) -> Connection:
    return Connection(
        number=1, phase=phase, listener="backend", written=written, received=received, pings=pings
    )


def held(*paths: str, at: float = 0) -> list[HeldRequest]:
    return [HeldRequest(number=number, path=path, at=at) for number, path in enumerate(paths, 1)]


def asked(*paths: str, lock: str | None = None, at: float = 0) -> tuple[OpenRequest, ...]:
    """`at`: the page's seconds."""
    return tuple(OpenRequest(path, lock, 1000 * at) for path in paths)


def missing(view: View, state: State) -> list[str]:
    return differences(view, state, Habits(frozenset({"localhost:8000"})))


AT_REST = {
    "nothing going on": (view(), state()),
    "an open socket, everything delivered": (
        view(sockets=(live(messages=3, sent=1),)),
        state(connections=[connection(written=3, received=1)]),
    ),
    "a handshake that a fault leaves unanswered": (
        view(sockets=(live("connecting"),)),
        state(connections=[connection("held")]),
    ),
    "a socket whose Close frame is not answered on purpose": (
        view(sockets=(live("closing", messages=1, sent=1),)),
        state(connections=[connection("withheld", written=1, received=1)]),
    ),
    "a half-open connection, from which nothing is read": (
        view(sockets=(live(messages=1, sent=5),)),
        state(connections=[connection("stalled", written=1, received=1)]),
    ),
    "a ping, after which the connection became half-open": (
        view(sockets=(live(),)),
        state(connections=[connection("stalled", pings=1)]),
    ),
    "a ping to a socket that the page had closed": (
        view(sockets=(live("closing"),)),
        state(connections=[connection("withheld", pings=1)]),
    ),
    "a half-open connection that the page closes": (
        view(sockets=(live("closing"),)),
        state(connections=[connection("stalled")]),
    ),
    "a half-open connection whose page is gone": (view(), state(connections=[connection("stalled")])),
    "a half-open connection that was given up, and a new one": (
        view(sockets=(live(),)),
        state(connections=[connection("stalled"), connection()]),
    ),
    "a request that a fault holds": (view(requests=asked(STATUS)), state(held=held(STATUS))),
    "a request that the browser had kept back for a while": (
        view(now=6000, requests=asked(STATUS, at=2)),
        state(now=6, held=held(STATUS, at=4)),
    ),
    "a request that left in the frame before the backend's clock moved": (
        view(now=6016, requests=asked(STATUS, at=6.016)),
        state(now=6.016, held=held(STATUS, at=6)),
    ),
    "one more like it, kept back by the browser's cache lock": (
        view(requests=asked(STATUS, STATUS, lock=STATUS)),
        state(held=held(STATUS)),
    ),
    "a seventh request to an origin, kept back by the browser": (
        view(requests=asked(*["/a"] * 6, "/b")),
        state(held=held(*["/a"] * 6)),
    ),
    "a socket to somewhere else": (view(sockets=(live("connecting", url="ws://localhost:3000/"),)), state()),
}


@pytest.mark.parametrize("name", AT_REST)
def test_at_rest(name: str) -> None:
    assert missing(*AT_REST[name]) == []


ON_THE_WAY = {
    "a message to the page": (
        view(sockets=(live(messages=2),)),
        state(connections=[connection(written=3)]),
        "socket 1: 3 messages written, 2 delivered",
    ),
    "a frame to the backend": (
        view(sockets=(live(sent=1),)),
        state(connections=[connection()]),
        "socket 1: 1 frames sent by the page, 0 received",
    ),
    "the browser's answer to a ping": (
        view(sockets=(live(),)),
        state(connections=[connection(pings=1)]),
        "socket 1: 1 pings not answered by the browser",
    ),
    "a handshake": (
        view(sockets=(live("connecting"),)),
        state(),
        "1 live sockets in the page, 0 connections in the backend",
    ),
    "the answer to a handshake": (
        view(sockets=(live("connecting"),)),
        state(connections=[connection()]),
        "socket 1 is connecting in the page and open in the backend",
    ),
    "a Close frame": (
        view(sockets=(live("closing"),)),
        state(connections=[connection()]),
        "socket 1 is closing in the page and open in the backend",
    ),
    "the end of a connection whose Close frames were exchanged": (
        view(sockets=(live("closing"),)),
        state(connections=[connection("closing")]),
        "socket 1 is closing in the page and closing in the backend",
    ),
    "a message to the page, before the connection became half-open": (
        view(sockets=(live(messages=2),)),
        state(connections=[connection("stalled", written=3)]),
        "socket 1: 3 messages written, 2 delivered",
    ),
    "the end of a page whose Close frame is not answered": (
        view(),
        state(connections=[connection("withheld")]),
        "0 live sockets in the page, 1 connections in the backend",
    ),
    "a reset": (
        view(sockets=(live(),)),
        state(),
        "1 live sockets in the page, 0 connections in the backend",
    ),
    "a request": (
        view(requests=asked(STATUS)),
        state(),
        f"{STATUS}: 1 open in the page, 0 held by the backend",
    ),
    "a request, and word that the one before it was given up": (
        view(now=6000, requests=asked(STATUS, at=6)),
        state(now=6, held=held(STATUS, at=4)),
        f"{STATUS}: the backend holds an older request than the page waits for",
    ),
    "a second request, which no lock keeps back": (
        view(requests=asked(STATUS, STATUS)),
        state(held=held(STATUS)),
        f"{STATUS}: 2 open in the page, 1 held by the backend",
    ),
    "a second request, whose query no lock keeps back": (
        view(requests=asked(STATUS, lock="?1") + asked(STATUS, lock="?2")),
        state(held=held(STATUS)),
        f"{STATUS}: 2 open in the page, 1 held by the backend",
    ),
    "a request given up": (
        view(),
        state(held=held(STATUS)),
        f"{STATUS}: 1 held by the backend, only 0 open in the page",
    ),
    "an answer being made": (view(), state(working=1), "the backend is answering 1 requests"),
    "a document being left": (view(between=True), state(), "the page goes from one document to the next"),
    "a module being loaded": (
        view(loading=("/results.js",)),
        state(),
        "/results.js: a script or style sheet that the page is loading",
    ),
    "bodies being read": (view(awaiting=2), state(), "the page waits for 2 answers of the browser itself"),
}


@pytest.mark.parametrize("name", ON_THE_WAY)
def test_on_the_way(name: str) -> None:
    page, backend, sentence = ON_THE_WAY[name]
    assert missing(page, backend) == [sentence]


def test_a_handshake_that_the_page_gave_up_is_at_rest_where_the_browser_keeps_its_connection() -> None:
    firefox = Habits(frozenset({"localhost:8000"}), keeps_handshakes=True)
    assert differences(view(), state(connections=[connection("held")]), firefox) == []
    assert missing(view(), state(connections=[connection("held")])) == [
        "0 live sockets in the page, 1 connections in the backend"
    ]


def test_a_new_document_is_never_the_same_as_the_one_before() -> None:
    assert view(changes=3).same_as(view(changes=3))
    assert not view(changes=3).same_as(view(changes=4))
    assert not view(changes=3).same_as(view(changes=3, document=0.7))


def test_two_tabs_are_one_page_whoever_connected_first() -> None:
    tabs = together(
        [
            view(document=0.1, changes=2, sockets=(live(messages=5, sent=1),), next=7.0),
            view(document=0.2, changes=3, sockets=(live(messages=2, sent=1),), requests=asked(STATUS)),
        ]
    )
    both = state(
        connections=[connection(written=2, received=1), connection(written=5, received=1)], held=held(STATUS)
    )
    assert missing(tabs, both) == []
    assert (tabs.document, tabs.changes, tabs.next, tabs.drawing) == (0.1 + 0.2, 5, 7.0, False)


def test_what_is_on_its_way_to_one_of_two_tabs_is_missing() -> None:
    tabs = together([view(sockets=(live(messages=4),)), view(sockets=(live(messages=4),))])
    both = state(connections=[connection(written=4), connection(written=5)])
    assert missing(tabs, both) == ["socket 1: 5 messages written, 4 delivered"]
