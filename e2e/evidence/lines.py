"""One formatter for all that is evidence: a piece is one line, its virtual second first."""

import json
from collections.abc import Iterable
from functools import singledispatch
from math import inf
from typing import Any

from e2e.evidence import (
    Blocked,
    ConsoleLine,
    Dialog,
    Navigation,
    PageError,
    Picture,
    SocketSeen,
    SpellSeen,
)
from mock_backend.journal import Entry

Piece = Entry | Picture | ConsoleLine | PageError | Blocked | Dialog | Navigation | SocketSeen | SpellSeen

WIDEST_PAYLOAD = 90


def line(piece: Piece) -> str:
    """`   5.000  socket.reset  connection 1  by reset-1`"""
    return _line(piece)


def second(at: float) -> str:
    """`5 s`, `12.25 s`: at most three decimals, no trailing zeros."""
    return f"{at:.3f}".rstrip("0").rstrip(".") + " s"


def span(times: Iterable[float]) -> str:
    """When the first and the last of them was: `at 2 s`, `from 2 s to 12.25 s`. At least one is needed."""
    known = [*times]
    first, last = second(min(known)), second(max(known))
    return f"at {first}" if first == last else f"from {first} to {last}"


@singledispatch
def _line(piece: object) -> str:
    raise TypeError(f"no line for {type(piece).__name__}")


@_line.register
def _entry(entry: Entry) -> str:
    return _written(entry.at, entry.kind, *_details(entry))


@_line.register
def _picture(picture: Picture) -> str:
    shown = [
        f"{picture.progress}%" if picture.progress is not None else "",
        f"bar {picture.bar}%" if picture.bar not in (None, picture.progress) else "",
        f"testing {picture.step}" if picture.step else "",
        "busy" if picture.busy else "",
        "runnable" if picture.runnable else "",
        "results" if picture.outcome else "",
        *(f"alert {alert!r}" for alert in picture.alerts),
    ]
    return _written(picture.at, "page.shows", picture.path, *shown)


@_line.register
def _console(console: ConsoleLine) -> str:
    whose = "" if console.own else "(not the page's own)"
    return _written(console.at, f"console.{console.level}", console.text, whose)


@_line.register
def _error(error: PageError) -> str:
    return _written(error.at, "page.rejection" if error.rejection else "page.error", error.text)


@_line.register
def _blocked(blocked: Blocked) -> str:
    return _written(blocked.at, "page.blocked", blocked.url)


@_line.register
def _dialog(dialog: Dialog) -> str:
    return _written(dialog.at, "page.dialog", dialog.text)


@_line.register
def _navigation(navigation: Navigation) -> str:
    return _written(navigation.at, "page.navigated", navigation.path)


@_line.register
def _socket(socket: SocketSeen) -> str:
    happened = [
        _when("opened", socket.opened_at),
        _when("close() called", socket.close_called_at),
        _when("error", socket.error_at),
        _when(f"closed {socket.code}", socket.closed_at),
        f"threw {socket.threw}" if socket.threw else "",
    ]
    return _written(socket.asked_at, "page.socket", socket.url, *happened)


@_line.register
def _spell(spell: SpellSeen) -> str:
    over = "not over" if spell.until == inf else f"until {second(spell.until)}"
    return _written(spell.at, f"browser.{spell.kind}", over)


def _when(what: str, at: float | None) -> str:
    return "" if at is None else f"{what} at {second(at)}"


def _details(entry: Entry) -> list[str]:
    named = {
        "connection": entry.connection,
        "request": entry.number,
        "status": entry.status,
        "code": entry.code,
        "reason": entry.reason,
        "job": entry.job if entry.path is None and entry.payload is None else None,
        "size": entry.size if entry.payload is None else None,
        "by listener": entry.listener,
    }
    words = [f"{name} {value}" for name, value in named.items() if value not in (None, "")]
    clean = {True: "clean", False: "not clean", None: ""}[entry.clean]
    call = " ".join(part for part in (entry.call, entry.method, entry.path) if part)
    fault = f"by {entry.fault}" if entry.fault else ""
    times = f"{entry.times:,} times" if entry.times else ""
    return [call, *words, clean, entry.message or "", times, _payload(entry.payload), fault]


def _payload(payload: Any) -> str:
    if payload is None:
        return ""
    text = payload if isinstance(payload, str) else json.dumps(payload, default=str, ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= WIDEST_PAYLOAD else text[: WIDEST_PAYLOAD - 3] + "..."


def _written(at: float, kind: str, *details: str) -> str:
    return "  ".join([f"{at:9.3f}", f"{kind:<21}", *(part for part in details if part)]).rstrip()
