"""Evidence written by hand: each line of a story is one thing that happened, with its second.

The story tells both sides of it, what the backend journaled and what was seen of the page. Whatever
belongs to no such pair is told by itself: `shows`, `says`, `alerts`, `navigates`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from e2e.evidence import (
    Absence,
    AnswerSeen,
    ConsoleLine,
    Dialog,
    Evidence,
    Level,
    Navigation,
    PageError,
    Picture,
    Press,
    ResultsText,
    SocketSeen,
    SpellSeen,
    Terms,
)
from e2e.verdict import Verdict
from mock_backend.journal import Entry, Journal

JOB = "job-1"
URL = "ws://localhost:8000/ws/test-progress"
ACK = {"type": "connected", "connection_id": "c-1", "message": "WebSocket connected"}


@dataclass
class Story:
    """`job` is the one that is told of until the next `start`; `socket` the connection opened last."""

    job: str = JOB
    terms: Terms = field(default_factory=Terms)
    left_at: float | None = None
    """The page is left then, for good."""
    absences: tuple[Absence, ...] = ()
    again: tuple[Press, ...] = ()
    elsewhere: tuple[Entry, ...] = ()
    real_time: bool = False
    journal: Journal = field(default_factory=Journal)
    pictures: list[Picture] = field(default_factory=list)
    results: list[ResultsText] = field(default_factory=list)
    console: list[ConsoleLine] = field(default_factory=list)
    errors: list[PageError] = field(default_factory=list)
    dialogs: list[Dialog] = field(default_factory=list)
    navigations: list[Navigation] = field(default_factory=list)
    sockets: list[SocketSeen] = field(default_factory=list)
    answers: list[AnswerSeen] = field(default_factory=list)
    paths: dict[int, str] = field(default_factory=dict)
    """Of each request, by its number."""
    spells: list[SpellSeen] = field(default_factory=list)
    requests: int = 0
    connections: int = 0

    # the truth

    def start(self, at: float, job: str = JOB, answered: float | None = None) -> "Story":
        """Pressed, started, answered; the page shows that it is busy."""
        self.job = job
        number = self._request(at, "start", "/api/test/comprehensive", None)
        self.journal.add(at, "job.started", job=job)
        known = at if answered is None else answered
        body = {"job_id": job, "status": "running", "message": "Test started"}
        self.journal.add(
            known, "http.answered", number=number, call="start", job=job, status=200, payload=body
        )
        return self.shows(at, "0")

    def step(self, at: float, percent: float, name: str | None = "cqc") -> "Story":
        payload = {"progress": percent, "current_api": name}
        self.journal.add(at, "job.progress", job=self.job, payload=payload)
        return self

    def completes(self, at: float) -> "Story":
        self.journal.add(at, "job.completed", job=self.job)
        return self

    def fails(self, at: float, error: str = "the cqc API is down") -> "Story":
        self.journal.add(at, "job.failed", job=self.job, payload={"error": error})
        return self

    # the socket

    def asks(self, at: float, url: str = URL, **seen: Any) -> "Story":
        """The page constructs a socket; nothing comes of it yet."""
        self.sockets.append(SocketSeen(at, url, **seen))
        return self

    def handshake(self, at: float, listener: str = "backend") -> "Story":
        self.connections += 1
        return self._wire(at, "socket.handshake", path="/ws/test-progress", listener=listener)

    def connect(
        self, at: float, ack: Any = ACK, frame: Any = None, url: str = URL, subscribed: bool = True
    ) -> "Story":
        """Asked for, accepted, greeted, subscribed and told of; `ack` None sends no greeting."""
        self.asks(at, url).handshake(at)
        self._wire(at, "socket.accepted")._saw(opened_at=at)
        self.says(at, f"WebSocket connected for job: {self.job}")
        if ack is not None:
            self.greets(at, ack).says(at, "WebSocket connection confirmed")
        return self.frame(at, {"job_id": self.job} if frame is None else frame) if subscribed else self

    def greets(self, at: float, ack: Any = ACK) -> "Story":
        return self._wire(at, "socket.sent", message="connected", payload=ack)

    def frame(self, at: float, payload: Any) -> "Story":
        """A data frame of the page."""
        job = payload.get("job_id") if isinstance(payload, dict) else None
        self.sockets[-1] = replace(self.sockets[-1], sent=(*self.sockets[-1].sent, (at, json.dumps(payload))))
        return self._wire(at, "socket.received", payload=payload, size=9, job=job)

    def event(self, at: float, name: str, job: str | None = None, **data: Any) -> "Story":
        job = job or self.job
        payload = {"job_id": job, "event": name, "data": data, "timestamp": "2026-01-01T00:00:00Z"}
        return self._wire(at, "socket.sent", message="event", payload=payload, job=job)

    def progress(self, at: float, percent: float) -> "Story":
        """A step of the truth, told over the socket and shown."""
        told = self.step(at, percent).event(at, "progress", progress=percent, current_api="cqc")
        return told.shows(at, f"{percent:g}")

    def stuck(self, at: float, delivered: float | None, name: str, **data: Any) -> "Story":
        """An event that is written in an outage, and when the page got it; None: it never did."""
        messages = self.sockets[-1].messages
        self.event(at, name, **data)
        return self._saw(messages=messages if delivered is None else (*messages, delivered))

    def message(self, at: float, payload: Any, fault: str = "malformed-1", **fields: Any) -> "Story":
        return self._wire(at, "socket.sent", message="raw", payload=payload, fault=fault, **fields)

    def withholds(self, at: float, name: str = "progress", **data: Any) -> "Story":
        payload = {"job_id": self.job, "event": name, "data": data}
        return self._wire(
            at, "socket.withheld", message="event", payload=payload, job=self.job, fault="silence-1"
        )

    def refused(self, at: float, status: int = 403) -> "Story":
        self.asks(at).handshake(at)._wire(at, "socket.refused", status=status, fault="refusal-1")
        self._saw(error_at=at, closed_at=at, code=1006)
        return self.says(at, "WebSocket connection failed, using polling instead", "warning")

    def hangs(self, at: float) -> "Story":
        return self.asks(at).handshake(at)._wire(at, "socket.held", fault="handshake-silence-1")

    def reset(self, at: float) -> "Story":
        self._wire(at, "socket.reset", fault="reset-1")._wire(at, "socket.ended", code=1006, clean=False)
        return self._saw(closed_at=at, code=1006).says(at, "WebSocket closed 1006 ", "warning")

    def cut(self, at: float) -> "Story":
        self._wire(at, "socket.cut", fault="cut-1")._wire(at, "socket.ended", code=1006, clean=False)
        return self._saw(closed_at=at, code=1006).says(at, "WebSocket closed 1006 ", "warning")

    def closed_by_backend(self, at: float, code: int = 1011) -> "Story":
        self._wire(at, "socket.close_sent", code=code, reason="", fault="close-1")
        self._wire(at, "socket.close_received", code=code, reason="")
        self._wire(at, "socket.ended", code=code, clean=True)
        return self._saw(closed_at=at, code=code).says(at, f"WebSocket closed {code} ", "warning")

    def close(self, at: float, code: int = 1005) -> "Story":
        """The page closes its socket, and the closing handshake finishes."""
        self._saw(close_called_at=at)._wire(at, "socket.close_received", code=code, reason="")
        self._wire(at, "socket.ended", code=code, clean=True)
        return self._saw(closed_at=at, code=code).says(at, f"WebSocket closed {code} ")

    # browser and machine

    def offline(self, at: float, until: float) -> "Story":
        return self._spell(SpellSeen(at, "offline", until))

    def frozen(self, at: float, until: float) -> "Story":
        return self._spell(SpellSeen(at, "freeze", until))

    def asleep(self, at: float, until: float) -> "Story":
        return self._spell(SpellSeen(at, "sleep", until))

    def hidden(self, at: float, until: float) -> "Story":
        return self._spell(SpellSeen(at, "hide", until))

    def _spell(self, spell: SpellSeen) -> "Story":
        self.spells.append(spell)
        return self

    # polling

    def poll(
        self,
        at: float,
        status: str = "running",
        progress: Any = 0,
        answered: float | None = None,
        job: str | None = None,
        step: Any = None,
    ) -> "Story":
        """One status request and its answer, in the same instant unless `answered` says otherwise."""
        job = job or self.job
        number = self._request(at, "status", f"/api/test/status/{job}", job)
        done = at if answered is None else answered
        if done > at:
            self._http(at, "http.held", number, "status", fault="answer-hold-1")
        body = {"job_id": job, "status": status, "progress": progress, "current_api": step}
        return self._http(done, "http.answered", number, "status", job=job, status=200, payload=body)

    def polls(self, *times: float, progress: float = 0) -> "Story":
        for at in times:
            self.poll(at, progress=progress)
        return self

    def poll_fails(self, at: float, status: int = 500, payload: Any = None) -> "Story":
        number = self._request(at, "status", f"/api/test/status/{self.job}", self.job)
        return self._http(
            at, "http.answered", number, "status", status=status, payload=payload, fault="error-answer-1"
        )

    def poll_hangs(self, at: float, abandoned: float | None = None) -> "Story":
        number = self._request(at, "status", f"/api/test/status/{self.job}", self.job)
        self._http(at, "http.held", number, "status", fault="answer-hold-1")
        return self if abandoned is None else self._http(abandoned, "http.abandoned", number, "status")

    def fetches(self, at: float, status: int = 200, answered: float | None = None) -> "Story":
        """One request for the results and its answer."""
        number = self._request(at, "results", f"/api/test/results/{self.job}", self.job)
        body = {"job_id": self.job, "status": "completed"} if status == 200 else {"detail": "no"}
        done = at if answered is None else answered
        return self._http(done, "http.answered", number, "results", status=status, payload=body)

    # the page

    def shows(self, at: float, progress: str | None, **other: Any) -> "Story":
        """The test page, busy unless said otherwise."""
        shown: dict[str, Any] = {"path": "/test", "busy": not other.get("runnable", False), **other}
        self.pictures.append(Picture(at=at, progress=progress, **shown))
        return self

    def says(self, at: float, text: str, level: Level = "log", own: bool = True) -> "Story":
        self.console.append(ConsoleLine(at, level, text, own))
        return self

    def throws(
        self, at: float, text: str = "TypeError: data is undefined", rejection: bool = False
    ) -> "Story":
        self.errors.append(PageError(at, text, rejection))
        return self

    def alerts(self, at: float, text: str = "Test failed: the cqc API is down") -> "Story":
        self.dialogs.append(Dialog(at, text))
        return self

    def navigates(self, at: float, path: str | None = None) -> "Story":
        """To the results of the job unless said otherwise."""
        path = path or f"/results/{self.job}"
        self.navigations.append(Navigation(at, path))
        self.pictures.append(Picture(at=at, path=path))
        return self

    def finishes(self, at: float) -> "Story":
        """A page that knows that its job has completed: results fetched and shown, socket closed."""
        return self.fetches(at).close(at).navigates(at)

    # all of it

    def evidence(self, until: float) -> Evidence:
        """In order of time; things of one instant in the order in which they were told."""
        entries = sorted(self.journal.since(0), key=_at)
        return Evidence(
            scenario="by-hand",
            browser="none",
            started_at=0.0,
            ended_at=until,
            journal=tuple(entry.model_copy(update={"index": index}) for index, entry in enumerate(entries)),
            pictures=tuple(sorted(self.pictures, key=_at)),
            results=tuple(self.results),
            console=tuple(sorted(self.console, key=_at)),
            errors=tuple(sorted(self.errors, key=_at)),
            dialogs=tuple(sorted(self.dialogs, key=_at)),
            navigations=tuple(sorted(self.navigations, key=_at)),
            sockets=tuple(self.sockets),
            answers=tuple(self.answers),
            terms=self.terms,
            absences=(*self.absences, *([] if self.left_at is None else [Absence(self.left_at)])),
            again=self.again,
            elsewhere=self.elsewhere,
            spells=tuple(self.spells),
            real_time=self.real_time,
        )

    def _request(self, at: float, call: str, path: str, job: str | None) -> int:
        self.requests += 1
        self.paths[self.requests] = path
        self.journal.add(
            at,
            "http.request",
            number=self.requests,
            call=call,
            job=job,
            path=path,
            method="GET",
            listener="front",
        )
        return self.requests

    def _http(self, at: float, kind: Any, number: int, call: str, **fields: Any) -> "Story":
        self.journal.add(at, kind, number=number, call=call, **{"job": self.job, **fields})
        if kind in ("http.answered", "http.reset", "http.cut"):
            self.answers.append(AnswerSeen(at, self.paths.get(number, ""), fields.get("status")))
        return self

    def _wire(self, at: float, kind: Any, **fields: Any) -> "Story":
        self.journal.add(at, kind, connection=self.connections, **fields)
        if kind == "socket.sent":
            self._saw(messages=(*self.sockets[-1].messages, *[at] * fields.get("times", 1)))
        return self

    def _saw(self, **seen: Any) -> "Story":
        self.sockets[-1] = replace(self.sockets[-1], **seen)
        return self


def without(evidence: Evidence, unwanted: Callable[[Entry], bool]) -> Evidence:
    """The same evidence without the journal entries that are unwanted."""
    kept = [entry for entry in evidence.journal if not unwanted(entry)]
    return replace(
        evidence,
        journal=tuple(entry.model_copy(update={"index": index}) for index, entry in enumerate(kept)),
    )


def _at(piece: Any) -> float:
    at: float = piece.at
    return at


def success() -> Story:
    """A job of 6 s on a page that does all it promised; look until 12 s."""
    return running().completes(6).event(6, "completed", results={}).finishes(6)


def running() -> Story:
    """The same job before its end, at 6 s."""
    story = Story().start(0).connect(0).polls(0)
    story.progress(1, 20).poll(2, progress=20).progress(3, 60).poll(4, progress=60)
    return story.progress(5, 90).poll(6, progress=90)


def at_once() -> Story:
    """A job that is done before its first poll: the page closes a socket that it does not know to be open."""
    story = Story().start(0).completes(0).asks(0).handshake(0)._wire(0, "socket.accepted").greets(0)
    story.poll(0, "completed", 100).close(0, code=1001)._saw(error_at=0, code=1006, messages=())
    story.console.clear()
    return story.says(0, "WebSocket closed 1006").fetches(0).navigates(0)


def dropped() -> Story:
    """The same job, its socket reset at 2.5 s; polling tells the rest."""
    story = Story().start(0).connect(0).polls(0)
    story.progress(1, 20).poll(2, progress=20).reset(2.5)
    story.step(3, 60).poll(4, progress=60).shows(4, "60").step(5, 90)
    story.poll(6, progress=90).shows(6, "90").completes(6)
    return story.poll(8, "completed", 100).fetches(8).navigates(8)


def failure() -> Story:
    """The same job, failing at 6 s; look until 12 s."""
    story = running().fails(6).event(6, "failed", error="the cqc API is down").close(6)
    return story.shows(6, "90", runnable=True, alerts=("Test failed: the cqc API is down",))


def said(verdict: Verdict) -> str:
    """`failed: sentence`, the form in which tests compare verdicts."""
    return f"{verdict.result}: {verdict.sentence}"
