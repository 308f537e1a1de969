"""A piece of evidence is one line."""

from math import inf
from typing import Any

import pytest

from e2e.evidence import Blocked, ConsoleLine, Dialog, Navigation, PageError, Picture, SocketSeen, SpellSeen
from e2e.evidence.lines import Piece, line, second
from mock_backend.journal import Entry


def entry(kind: Any, **fields: Any) -> Entry:
    return Entry(index=0, at=1.5, kind=kind, **fields)


def picture(**fields: Any) -> Picture:
    rest = {"progress": None, "step": None, "busy": False, "runnable": False, "alerts": ()}
    return Picture(at=2, path="/test", **{**rest, **fields})


@pytest.mark.parametrize(
    "piece,words",
    [
        (entry("socket.ended", connection=1, code=1006, clean=False), "connection 1  code 1006  not clean"),
        (entry("socket.ended", connection=1, code=1000, clean=True), "connection 1  code 1000  clean"),
        (
            entry("socket.close_sent", connection=2, code=1012, reason="deploy", fault="close-1"),
            "connection 2  code 1012  reason deploy  by close-1",
        ),
        (
            entry("socket.sent", connection=1, message="event", size=7, payload={"a": 1}),
            'connection 1  event  {"a": 1}',
        ),
        (entry("socket.sent", connection=1, message="raw", size=7), "connection 1  size 7  raw"),
        (
            entry("socket.sent", connection=1, message="raw", size=7, payload="{", times=10_000),
            "connection 1  raw  10,000 times  {",
        ),
        (entry("job.completed", job="a"), "job a"),
        (
            entry(
                "http.request", number=3, call="status", method="GET", path="/s/a", job="a", listener="front"
            ),
            "status GET /s/a  request 3  by listener front",
        ),
        (picture(progress="40", step="cqc", busy=True), "/test  40%  testing cqc  busy"),
        (picture(runnable=True, alerts=("Oh",)), "/test  runnable  alert 'Oh'"),
        (ConsoleLine(2, "log", "said"), "said"),
        (ConsoleLine(2, "log", "said", own=False), "said  (not the page's own)"),
        (PageError(2, "Oh"), "Oh"),
        (Dialog(2, "Oh"), "Oh"),
        (Navigation(2, "/test"), "/test"),
        (SocketSeen(2, "ws://a", threw="SecurityError"), "ws://a  threw SecurityError"),
        (
            SocketSeen(2, "ws://a", opened_at=2, error_at=3, closed_at=3, code=1006),
            "ws://a  opened at 2 s  error at 3 s  closed 1006 at 3 s",
        ),
        (SpellSeen(2, "offline", inf), "not over"),
        (SpellSeen(2, "offline", 12), "until 12 s"),
    ],
)
def test_a_line_tells_all_that_a_piece_has(piece: Piece, words: str) -> None:
    time, _, rest = line(piece).strip().partition("  ")
    _, _, told = rest.partition("  ")
    assert (time, told.strip()) == ("1.500" if isinstance(piece, Entry) else "2.000", words)


@pytest.mark.parametrize(
    "piece,kind",
    [
        (SpellSeen(2, "offline", 12), "browser.offline"),
        (PageError(2, "Oh", rejection=True), "page.rejection"),
        (PageError(2, "Oh"), "page.error"),
        (Blocked(2, "https://a"), "page.blocked"),
        (ConsoleLine(2, "warning", "said"), "console.warning"),
    ],
)
def test_its_kind_stands_after_its_second(piece: Piece, kind: str) -> None:
    assert line(piece).split()[1] == kind


def test_a_long_payload_is_cut() -> None:
    told = line(entry("socket.sent", connection=1, message="raw", payload="x" * 91))
    assert told.endswith("x" * 87 + "...")
    assert line(entry("socket.sent", connection=1, message="raw", payload="x" * 90)).endswith("x" * 90)


@pytest.mark.parametrize(
    "at,told", [(5, "5 s"), (12.25, "12.25 s"), (10, "10 s"), (0, "0 s"), (0.1234, "0.123 s")]
)
def test_seconds_have_no_zeros_behind(at: float, told: str) -> None:
    assert second(at) == told
