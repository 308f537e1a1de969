"""What the wire's two kinds of conversation come to."""

from typing import Any

import pytest

from e2e.evidence.wire import connections, decoded, exchanges
from mock_backend.journal import Journal

BODY = {"status": "running"}


def answered(kind: Any = "http.answered", **answer: Any) -> Any:
    journal = Journal()
    journal.add(1, "http.request", number=1, call="status", job="a", path="/api/test/status/a")
    journal.add(2, kind, number=1, call="status", job="a", **answer)
    (exchange,) = exchanges(journal.since(0), "status")
    return exchange


@pytest.mark.parametrize("status", [200, 201, 299])
def test_the_body_of_an_answer_with_2xx_is_what_it_says(status: int) -> None:
    assert answered(status=status, payload=BODY).body == BODY


@pytest.mark.parametrize("status", [0, 199, 300, 302, 404, 500, None])
def test_another_answer_says_nothing(status: int | None) -> None:
    assert answered(status=status, payload=BODY).body is None


def test_of_an_object_that_was_cut_the_fields_that_can_be_read_are_read() -> None:
    fields = r'"job_id": "a", "event": "completed", "progress": 01, "status": "\q", "message": "rated \"B\""'
    cut = f'{{{fields}, "text": "{"x" * 2000}'
    assert decoded(cut) == {"job_id": "a", "event": "completed", "message": 'rated "B"'}


@pytest.mark.parametrize("kind", ["http.reset", "http.cut", "http.abandoned"])
def test_what_ends_a_request_without_an_answer_ends_it(kind: Any) -> None:
    exchange = answered(kind, status=200, payload=BODY)
    assert (exchange.ended_at, exchange.body) == (2, None)


def test_a_request_without_an_end_has_neither() -> None:
    journal = Journal()
    journal.add(1, "http.request", number=1, call="status", job="a", path="/api/test/status/a")
    journal.add(1, "http.held", number=1, call="status", job="a", fault="answer-hold-1")
    (exchange,) = exchanges(journal.since(0), "status", "a")
    assert (exchange.at, exchange.ended_at, exchange.body) == (1, None, None)
    assert exchange.held is not None
    assert exchanges(journal.since(0), "status", "b") == exchanges(journal.since(0), "start") == ()


def test_connections_come_in_order_each_with_its_own_entries() -> None:
    journal = Journal()
    for number in (1, 2, 1):
        journal.add(number, "socket.handshake" if number == 2 else "socket.accepted", connection=number)
    told = [(each.number, [entry.index for entry in each.entries]) for each in connections(journal.since(0))]
    assert told == [(1, [0, 2]), (2, [1])]
    assert connections(journal.since(0))[1].at("socket.accepted") is None


def test_many_alike_came_with_the_first_of_them_and_what_follows_comes_after_them_all() -> None:
    journal = Journal()
    for times in (None, 3, None, 2):
        journal.add(1, "socket.sent", connection=1, times=times)
    (connection,) = connections(journal.since(0))
    delivered = [(entry.index, at) for entry, at in connection.delivered([1.0, 2.0, 2.1, 2.2, 3.0])]
    assert delivered == [(0, 1.0), (1, 2.0), (2, 3.0), (3, None)]
