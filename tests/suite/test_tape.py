"""What the observer noted becomes evidence, in the session's seconds."""

from typing import Any

import pytest

from e2e.evidence import AnswerSeen, Blocked, ConsoleLine, Navigation, PageError, Picture, SocketSeen
from e2e.visit.tape import Tape

EPOCH = 1_767_225_600.0


def note(kind: str, second: float, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "at": (EPOCH + second) * 1000, **fields}


def tape(*records: dict[str, Any]) -> Tape:
    made = Tape(EPOCH)
    made.add(records, (EPOCH + 20) * 1000)
    return made


def test_a_socket_from_its_construction_to_its_close() -> None:
    url = "ws://localhost:8000/ws/test-progress"
    seen = tape(
        note("socket.asked", 0, id=0, url=url),
        note("socket.opened", 0.001, id=0),
        note("socket.sent", 0.001, id=0, data='{"job_id": "1"}'),
        note("socket.message", 0.002, id=0, times=1),
        note("socket.message", 2, id=0, times=2),
        note("socket.close", 5, id=0),
        note("socket.closed", 5, id=0, code=1005, reason="", clean=True),
    )
    assert seen.sockets == [
        SocketSeen(
            asked_at=0,
            url=url,
            opened_at=0.001,
            messages=(0.002, 2, 2),
            sent=((0.001, '{"job_id": "1"}'),),
            close_called_at=5,
            closed_at=5,
            code=1005,
        )
    ]


def test_how_each_request_ended() -> None:
    path = "/api/test/status/1"
    seen = tape(
        note("answer", 0, path=path, status=500, givenUp=False),
        note("answer", 2, path=path, status=None, givenUp=True),
    )
    assert seen.answers == [AnswerSeen(0, path, 500), AnswerSeen(2, path, None, given_up=True)]


def test_how_many_workers_it_made() -> None:
    assert tape(note("worker", 0), note("worker", 3)).workers == 2


def test_a_constructor_that_threw() -> None:
    seen = tape(note("socket.asked", 1, id=0, url="ws://[", threw="SyntaxError: no"))
    assert seen.sockets == [SocketSeen(asked_at=1, url="ws://[", threw="SyntaxError: no")]


def test_socket_ids_start_anew_in_each_document() -> None:
    seen = tape(
        note("document", 0, path="/test", document=0.1),
        note("socket.asked", 1, id=0, url="ws://one/"),
        note("document", 2, path="/test", document=0.2),
        note("socket.asked", 3, id=0, url="ws://two/"),
        note("socket.error", 4, id=0),
    )
    assert [(socket.url, socket.error_at, socket.unloaded_at) for socket in seen.sockets] == [
        ("ws://one/", None, 2),
        ("ws://two/", 4, None),
    ]
    assert seen.navigations == [Navigation(0, "/test"), Navigation(2, "/test")]


def test_a_document_that_comes_back_goes_on_with_its_sockets() -> None:
    seen = tape(
        note("document", 0, path="/test", document=0.1),
        note("socket.asked", 1, id=0, url="ws://one/"),
        note("document", 2, path="/", document=0.2),
        note("socket.asked", 3, id=0, url="ws://other/"),
        note("document", 4, path="/test", document=0.1),
        note("socket.closed", 4, id=0, code=1006, reason="", clean=False),
        note("socket.asked", 5, id=1, url="ws://two/"),
        note("socket.opened", 6, id=1),
    )
    assert [(socket.url, socket.closed_at, socket.opened_at) for socket in seen.sockets] == [
        ("ws://one/", 4, None),
        ("ws://other/", None, None),
        ("ws://two/", None, 6),
    ]


def test_pictures_errors_and_navigations_keep_their_order_and_time() -> None:
    shown = {
        "path": "/test",
        "progress": "40",
        "bar": "20",
        "step": "cqc",
        "busy": True,
        "runnable": False,
        "alerts": ["no"],
        "outcome": True,
    }
    seen = tape(
        note("picture", 4, **shown),
        note("error", 5, text="TypeError: x"),
        note("rejection", 6, text="Error: y"),
        note("navigation", 7, path="/results/1"),
        note("console", 8, level="warning", text="lost"),
        note("blocked", 9, url="https://usage.example/"),
    )
    assert seen.pictures == [Picture(4, "/test", "40", "20", "cqc", True, alerts=("no",), outcome=True)]
    assert seen.errors == [PageError(5, "TypeError: x"), PageError(6, "Error: y", rejection=True)]
    assert seen.navigations == [Navigation(7, "/results/1")]
    assert seen.console == [ConsoleLine(8, "warning", "lost")]
    assert seen.blocked == [Blocked(9, "https://usage.example/")]


def test_a_kind_of_record_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"unknown kind of record: socket\.sneezed"):
        tape(note("socket.asked", 0, id=0, url="ws://one/"), note("socket.sneezed", 1, id=0))


@pytest.mark.parametrize("apart,storming", [(0.0, True), (0.14, True), (0.15, False), (0.5, False)])
def test_sockets_asked_for_far_too_soon_are_a_storm(apart: float, storming: bool) -> None:
    asked = [note("socket.asked", 3 + number * apart, id=number, url="ws://one/") for number in range(8)]
    assert tape(*asked).storm == ("asked for 8 sockets within 1 s" if storming else "")
    assert not tape(*asked[1:]).storm


@pytest.mark.parametrize("apart,paths,storming", [(0.05, 1, True), (0.06, 1, False), (0.0, 2, False)])
def test_calls_to_one_path_that_come_far_too_soon_are_a_storm(
    apart: float, paths: int, storming: bool
) -> None:
    answers = [
        note("answer", 3 + number * apart, path=f"/status/{number % paths}", status=200, givenUp=False)
        for number in range(20)
    ]
    assert tape(*answers).storm == ("called /status/0 20 times within 1 s" if storming else "")
    assert not tape(*answers[1:]).storm


def test_a_document_that_was_kept_begins_when_it_comes_back_and_not_when_it_was_left() -> None:
    seen = tape(note("document", 0, path="/test", document=1), note("document", 4.5, path="/", document=2))
    back = (
        note("document", 4.5, path="/test", document=1),
        note("console", 4.5, level="log", text="back"),
        note("console", 21, level="log", text="goes on"),
    )
    seen.add(back, (EPOCH + 21) * 1000)
    assert [move.at for move in seen.navigations] == [0, 4.5, 20]
    assert [line.at for line in seen.console] == [20, 21]
