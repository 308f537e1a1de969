"""Whether page and backend agree that nothing is in flight between them. No I/O.

Settled is counted, not hoped for: each message that the backend wrote was delivered, each frame of the
page arrived, the requests open in the page are exactly those that a fault holds, each live socket is in
the same phase on both sides.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from e2e.visit.tape import Record
from mock_backend.state import Connection, State

Phase = Literal["connecting", "open", "closing"]
AT_REST: dict[Phase, set[str]] = {
    "connecting": {"held"},
    "open": {"open", "stalled"},
    "closing": {"withheld", "stalled"},
}
"""The phases of a connection that go with each of a socket's. Else closing is no rest: the close, or the
end of the connection, is on the way."""

BETWEEN = "the page goes from one document to the next"

CONNECTIONS_TO_ONE_ORIGIN = 6

FRAME = 0.02
"""Seconds by which the page's clock may be ahead of the backend's while a frame is drawn."""


@dataclass(frozen=True, slots=True)
class LiveSocket:
    url: str
    phase: Phase
    messages: int
    sent: int


@dataclass(frozen=True, slots=True)
class OpenRequest:
    path: str
    lock: str | None
    """The browser holds it back while another one of this URL, with its query, waits for its answer (cache
    lock). None: whatever waits."""
    at: float
    """The page's clock when it asked, in milliseconds."""


@dataclass(frozen=True, slots=True)
class View:
    """The page at one moment; `now` and `next` (its earliest timer) are its clock's milliseconds."""

    now: float
    document: float
    """A number of its own for each document."""
    changes: int
    """Goes up with all that the observer sees the page do."""
    sent: int
    """Goes up with each request, socket, frame and `close()` of the page."""
    sockets: tuple[LiveSocket, ...]
    requests: tuple[OpenRequest, ...]
    awaiting: int
    """Bodies, and whatever else the browser answers the page by itself, that it has not answered yet."""
    between: bool
    """The page goes to another document, or is not loaded yet."""
    next: float | None
    drawing: bool
    tape: list[Record]
    loading: tuple[str, ...] = ()
    """Paths of the scripts and style sheets that were on their way when it was looked at."""
    tabs: int = 1

    def same_as(self, before: "View") -> bool:
        """The page did nothing between the two."""
        return (self.document, self.changes) == (before.document, before.changes)


parse_view = TypeAdapter(View).validate_json


def together(views: Sequence[View]) -> View:
    """Several tabs as one page; the tape is the first one's."""
    return View(
        now=views[0].now,
        document=sum(view.document for view in views),
        changes=sum(view.changes for view in views),
        sent=sum(view.sent for view in views),
        sockets=tuple(chain.from_iterable(view.sockets for view in views)),
        requests=tuple(chain.from_iterable(view.requests for view in views)),
        awaiting=sum(view.awaiting for view in views),
        between=any(view.between for view in views),
        next=min((view.next for view in views if view.next is not None), default=None),
        drawing=any(view.drawing for view in views),
        tape=views[0].tape,
        loading=tuple(chain.from_iterable(view.loading for view in views)),
        tabs=len(views),
    )


@dataclass(frozen=True, slots=True)
class Habits:
    """What one has to know of page and browser to compare the two sides."""

    origins: frozenset[str]
    """host:port of the backend's listeners: sockets to others are not its business."""
    keeps_handshakes: bool = False
    """The browser keeps the connection of an unanswered handshake when the page has closed its socket
    (Firefox)."""
    tells_late: bool = False
    """The browser tells of a load of a script a little after the page has asked for it (Firefox)."""
    lazy: bool = True
    """The page may load scripts or style sheets at run time."""
    offline: bool = False
    """The browser has no network: what its sockets send and are sent waits until it has one again."""


def differences(view: View, state: State, habits: Habits) -> list[str]:
    """What is still on its way, one sentence each; empty when nothing is."""
    sockets = () if habits.offline else _of_sockets(view, state, habits)
    loads = (f"{path}: a script or style sheet that the page is loading" for path in view.loading)
    return [*_of_requests(view, state), *loads, *sockets]


def _of_requests(view: View, state: State) -> Iterator[str]:
    if state.working:
        yield f"the backend is answering {state.working} requests"
    if view.between:
        yield BETWEEN
    if view.awaiting:
        yield f"the page waits for {view.awaiting} answers of the browser itself"
    held = Counter(request.path for request in state.held)
    asked = Counter(request.path for request in view.requests)
    for path in sorted(held | asked):
        if asked[path] < held[path]:
            yield f"{path}: {held[path]} held by the backend, only {asked[path]} open in the page"
        elif asked[path] > held[path] and not _queued(path, held, view):
            yield f"{path}: {asked[path]} open in the page, {held[path]} held by the backend"
        elif asked[path] == held[path] and _outlived(path, view, state):
            yield f"{path}: the backend holds an older request than the page waits for"


def _outlived(path: str, view: View, state: State) -> bool:
    """The page has given up what the backend holds, and what it asked for since has not arrived yet."""
    asked = sorted((view.now - request.at) / 1000 for request in view.requests if request.path == path)
    held = sorted(state.now - request.at for request in state.held if request.path == path)
    return any(longer > waiting + FRAME for waiting, longer in zip(asked, held, strict=True))


def _queued(path: str, held: Counter[str], view: View) -> bool:
    """Kept back by the browser itself, so that the backend cannot know of it."""
    alike = Counter(request.lock for request in view.requests if request.path == path and request.lock)
    behind_itself = held[path] > 0 and any(number > 1 for number in alike.values())
    return behind_itself or held.total() >= CONNECTIONS_TO_ONE_ORIGIN


def _of_sockets(view: View, state: State, habits: Habits) -> Iterator[str]:
    page = [socket for socket in view.sockets if urlsplit(socket.url).netloc in habits.origins]
    backend = _wanted(state, page) if habits.keeps_handshakes else state.connections
    backend = _without_stalled(backend, len(page))
    if len(page) != len(backend):
        yield f"{len(page)} live sockets in the page, {len(backend)} connections in the backend"
        return
    if view.tabs > 1:
        # Nobody knows which tab's handshake came first. No socket delivers more than was written, none
        # receives more than was sent: where the numbers agree in any order, they do in the right one.
        page = sorted(page, key=lambda socket: (socket.messages, socket.sent))
        backend = sorted(backend, key=lambda connection: (connection.written, connection.received))
    for socket, connection in zip(page, backend, strict=True):
        yield from _of_socket(socket, connection)


def _wanted(state: State, page: list[LiveSocket]) -> list[Connection]:
    """Without the oldest unanswered handshakes, so many as the page has no socket for."""
    held = [connection for connection in state.connections if connection.phase == "held"]
    connecting = sum(socket.phase == "connecting" for socket in page)
    given_up = held[: max(0, len(held) - connecting)]
    return [connection for connection in state.connections if connection not in given_up]


def _without_stalled(connections: list[Connection], wanted: int) -> list[Connection]:
    """Without the oldest half-open ones that are too many: a backend that reads nothing learns of no end."""
    stalled = [connection for connection in connections if connection.phase == "stalled"]
    gone = stalled[: max(0, len(connections) - wanted)]
    return [connection for connection in connections if connection not in gone]


def _of_socket(socket: LiveSocket, connection: Connection) -> Iterator[str]:
    name = f"socket {connection.number}"
    if connection.phase not in AT_REST[socket.phase]:
        yield f"{name} is {socket.phase} in the page and {connection.phase} in the backend"
    if socket.messages != connection.written:
        yield f"{name}: {connection.written} messages written, {socket.messages} delivered"
    if connection.pings and connection.phase == socket.phase == "open":
        yield f"{name}: {connection.pings} pings not answered by the browser"
    if socket.sent != connection.received and connection.phase != "stalled":
        yield f"{name}: {socket.sent} frames sent by the page, {connection.received} received"
