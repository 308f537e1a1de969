"""What went between page and backend: the page's answer, calls, cookie, socket, polling. Pure."""

from collections.abc import Iterable
from itertools import pairwise
from statistics import median
from urllib.parse import urlsplit

from e2e.doctor.patterns import quoted
from e2e.doctor.point import Change, Point, right, untold, wrong
from e2e.doctor.reading import short
from e2e.doctor.seen import Request, Seen, Visit
from e2e.evidence.lines import second
from e2e.evidence.truth import INSTANT, Run, runs
from e2e.evidence.wire import exchanges
from e2e.urls import DEFAULT_PORTS, origin, port_of, same_address
from mock_backend.journal import Call, Entry

CALLS: tuple[Call, ...] = ("health", "start", "status", "results")
SHOWN = 3
"""Requests or addresses that are told."""


TWICE = 2
"""Answers that have to come for one to say that something happens at each of them."""

WHERE = Change("page", "path", '"/..."')


def rest(seen: Seen, well: bool) -> Point:
    """`well`: nothing is wrong with what it stands on."""
    visits = (seen.success, seen.fails, seen.spaced, seen.refused)
    unsettled = next((visit.unsettled for visit in visits if visit and visit.unsettled), None)
    if unsettled is None:
        return right("clock", "page and backend came to rest at every step")
    report = "where all else is right, that is a fault of the suite: report it"
    return wrong("clock", unsettled, advice=report if well else "that follows from what is wrong above")


def browsers(seen: Seen) -> Point:
    missing = [browser for browser in seen.browsers if browser.found is None]
    there = ", ".join(f"{browser.name}: {browser.found}" for browser in seen.browsers if browser.found)
    if not missing:
        return right("browsers", there)
    kept = [browser.name for browser in seen.browsers if browser.found]
    change = Change("browsers", "", f"({', '.join(map(quoted, kept))},)") if kept else None
    return wrong("browsers", f"there is no {missing[0].name}", change, missing[0].missing)


def servers(seen: Seen) -> Point:
    if seen.status is None:
        return untold("servers", "not tried")
    saw = f"{seen.page} answered {seen.status}" + (f', titled "{seen.title}"' if seen.title else "")
    if seen.status < 400:
        return right("servers", saw)
    return wrong("servers", saw, WHERE, "say at which path of that server the runner page is")


def backend(seen: Seen) -> Point:
    visit = seen.success
    if visit is None or not visit.ran:
        return untold("backend", seen.untried)
    entries = (*visit.evidence.journal, *visit.strays)
    counts = {call: _asked(entries, call) for call in CALLS}
    came = ", ".join(_counted(call, count) for call, count in counts.items() if count)
    refused = _refused_start(entries)
    if refused is not None:
        told = f"the start call was answered {refused.status}: {_detail(refused)}"
        return wrong("backend", told, Change("protocol", "any_start", "True"))
    if counts["start"] and counts["status"]:
        return right("backend", came)
    return _unheard(came, visit, seen)


def _unheard(came: str, visit: Visit, seen: Seen) -> Point:
    missing = "no call to start a job came" if "start" not in came else "nobody asked for the job's status"
    asked = [request for request in visit.requests if not _arrived(request, visit)]
    saw = f"{missing}; the page asked for {_requests(asked)}" if asked else f"{missing}, nor any other"
    away = next((request for request in asked if _elsewhere_served(request.url, seen)), None)
    if away is not None:
        return wrong("backend", saw, Change("backend", "built_in", quoted(_place(away.url))))
    if not asked:
        return wrong("backend", saw, advice="see whether the button that was pressed starts a run")
    if all(request.status in (404, 405) for request in asked) and _on_backend(asked, seen):
        start = Change("protocol", "start", _endpoint(asked[-1]))
        return wrong("backend", saw, start, "protocol says how the page's own backend words its calls")
    passed = "let the page's server pass these paths on to RUNNER_BACKEND_URL"
    return wrong("backend", saw, advice=f"{passed}, or say by `protocol` which they are")


def cookie(seen: Seen) -> Point:
    visit = seen.success
    if visit is None or not visit.started:
        return untold("cookie", seen.untried)
    lost = sorted({_carrier(entry) for entry in visit.strays} - {""})
    carried = sorted({_carrier(entry) for entry in visit.evidence.journal} - {""})
    if lost:
        hosts = ", ".join(sorted({urlsplit(request.url).netloc for request in visit.requests}))
        return wrong(
            "cookie",
            f"{' and '.join(lost)} came without the session's cookie; the page calls {hosts}",
            advice="let the page call its own origin, by a server that passes calls and their cookies on "
            "to RUNNER_BACKEND_URL: a browser adds cookies to nothing else",
        )
    return right("cookie", f"came with {' and '.join(carried)}")


def _carrier(entry: Entry) -> str:
    return {"http.request": "the calls", "socket.handshake": "the socket's handshake"}.get(entry.kind, "")


def socket(seen: Seen) -> Point:
    visit = seen.success
    if visit is None or not visit.ran:
        return untold("socket", seen.untried)
    wanted = visit.evidence.terms.socket_url
    asked = [socket.url for socket in visit.evidence.sockets]
    if asked and all(same_address(url, wanted) for url in asked):
        return right("socket", _opened(visit))
    others = [url for url in (*asked, *visit.sockets) if not same_address(url, wanted) and _progress(url)]
    if not others and not visit.started:
        return untold("socket", seen.untried)
    if not others:
        return wrong("socket", f"the page opened none; {wanted} was expected", advice=NO_SOCKET)
    return _elsewhere(others[0], wanted, seen)


NO_SOCKET = "the page promises one for each run (socket-direct)"


def _elsewhere(came: str, wanted: str, seen: Seen) -> Point:
    saw = f"the page asks for {came}, {wanted} was expected"
    if origin(came) != origin(wanted):
        own = origin(came) == origin(seen.page)
        if own:
            return wrong("socket", saw, advice=THROUGH_ITSELF)
        return wrong("socket", saw, Change("backend", "built_in", quoted(_place(came))))
    parts = urlsplit(came)
    return wrong("socket", saw, Change("protocol", "socket", quoted(parts.path)))


THROUGH_ITSELF = (
    "the page promises a socket to the backend itself (socket-direct): give it VITE_WS_URL, which the suite "
    "sets for builds and servers"
)


MANY_AT_ONCE = (
    "a page asks twice in an interval at most (polling-measured); one whose timers run in a worker does not "
    "follow the virtual clock, and needs `runner-e2e verify --real-time`"
)


def polling(seen: Seen) -> Point:
    visit = seen.success
    run = next(iter(runs(visit.evidence)), None) if visit else None
    if visit is None or run is None:
        return untold("polling", seen.untried)
    times = [poll.at for poll in run.polls]
    gaps = [after - before for before, after in pairwise(times)]
    terms = visit.evidence.terms
    if not gaps:
        return wrong(
            "polling",
            f"the status was asked for {len(times)} times in {second(visit.evidence.ended_at)}",
            advice="a page polls as long as its job runs: it breaks the promise polling-always",
        )
    every = round(median(gaps), 1)
    if abs(every - terms.poll_interval) <= terms.slack:
        return right("polling", f"{len(times)} times, every {every:g} s{_complaint(visit, run)}")
    if not every:
        return wrong("polling", f"{len(times)} times, many of them at once", advice=MANY_AT_ONCE)
    return wrong("polling", f"every {every:g} s", Change("poll_interval", "", f"{every:g}"))


def _complaint(visit: Visit, run: Run) -> str:
    """A remark where the page warns of each answer: what it polls for may be of no use to it."""
    ends = [poll.ended_at for poll in run.polls if poll.ended_at is not None]
    answered = [at for at in ends if at < run.may_know_at]
    loud = [line for line in visit.evidence.console if line.own and line.level in ("warning", "error")]
    said = [[line.text for line in loud if at <= line.at <= at + INSTANT] for at in answered]
    if len(said) < TWICE or not all(said):
        return ""
    return f'; after each answer the console has a warning or an error, such as "{short(said[0][0])}"'


def _asked(entries: Iterable[Entry], call: Call) -> int:
    return sum(entry.kind == "http.request" and entry.call == call for entry in entries)


def _counted(call: Call, count: int) -> str:
    return call if count == 1 else f"{count} x {call}"


def _refused_start(entries: tuple[Entry, ...]) -> Entry | None:
    answers = (exchange.conclusion for exchange in exchanges(entries, "start"))
    return next((answer for answer in answers if answer is not None and (answer.status or 0) >= 400), None)


def _detail(answer: Entry) -> str:
    return str(answer.payload.get("detail", answer.payload) if isinstance(answer.payload, dict) else "")


def _arrived(request: Request, visit: Visit) -> bool:
    path = urlsplit(request.url).path
    return any(entry.path == path for entry in (*visit.evidence.journal, *visit.strays))


def _requests(asked: list[Request]) -> str:
    told = [f"{each.method} {each.url} ({each.status or 'no answer'})" for each in asked]
    return ", ".join([*dict.fromkeys(told)][:SHOWN])


def _elsewhere_served(url: str, seen: Seen) -> bool:
    """By another server than the page's and the mock backend; no server has a `blob:`."""
    known = any(origin(url) == origin(known) for known in (seen.page, seen.backend))
    return not known and urlsplit(url).scheme in DEFAULT_PORTS


def _on_backend(asked: list[Request], seen: Seen) -> bool:
    """The mock backend itself answered."""
    return seen.served or all(origin(request.url) == origin(seen.backend) for request in asked)


def _place(url: str) -> str:
    """host:port."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{port_of(url)}"


def _endpoint(request: Request) -> str:
    return f'Endpoint(method="{request.method}", path={quoted(urlsplit(request.url).path)})'


def _progress(url: str) -> bool:
    """Not a dev server's own, which is on its root or says that it is for hot reload."""
    path = urlsplit(url).path
    return path not in ("", "/") and not any(word in path for word in ("hmr", "webpack", "hot"))


def _opened(visit: Visit) -> str:
    first = visit.evidence.sockets[0]
    came = f"opened at {second(first.opened_at)}" if first.opened_at is not None else "not opened"
    return f"{first.url}, {came}"
