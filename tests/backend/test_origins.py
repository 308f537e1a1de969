"""Which pages are let in."""

import pytest

from mock_backend.server import Server, Settings
from tests.backend.conftest import Visit
from tests.backend.peer import Peer
from tests.backend.telling import lines

ALLOWED = ["http://localhost:3000", "http://localhost:5173"]


@pytest.mark.parametrize("origin", ALLOWED)
def test_a_socket_of_an_allowed_page_is_accepted(visit: Visit, origin: str) -> None:
    assert visit().knocking({"Origin": origin}).status_line() == "HTTP/1.1 101 Switching Protocols"


def test_a_socket_of_the_front_s_page_is_accepted(visit: Visit, server: Server) -> None:
    assert server.front_url is not None
    peer = visit().knocking({"Origin": server.front_url})
    assert peer.status_line() == "HTTP/1.1 101 Switching Protocols"


@pytest.mark.parametrize("origin", ["http://localhost:3001", "https://localhost:3000", "null"])
def test_a_socket_of_another_page_is_403(visit: Visit, origin: str) -> None:
    visitor = visit()
    peer = visitor.knocking({"Origin": origin})
    assert peer.status_line() == "HTTP/1.1 403 Forbidden"
    assert peer.rest().decode() == f"The origin {origin} is not allowed.\n"
    visitor.wait_for("socket.ended")
    assert visitor.told() == lines(
        """
        0 socket.handshake connection=1
        0 socket.refused status=403 connection=1
        0 socket.ended connection=1 code=1006 clean=false
        """
    )
    assert visitor.control.journal(visitor.session)[0].origin == origin


@pytest.mark.parametrize("origin", ALLOWED)
def test_an_allowed_page_may_read_answers(visit: Visit, origin: str) -> None:
    headers = visit().ask("GET", "/health", headers={"Origin": origin}).headers
    assert headers["access-control-allow-origin"] == origin
    assert headers["access-control-allow-credentials"] == "true"


def test_another_page_may_not(visit: Visit) -> None:
    answer = visit().ask("GET", "/health", headers={"Origin": "http://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_an_allowed_page_may_post_json(visit: Visit) -> None:
    asked = {
        "Origin": ALLOWED[0],
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = visit().ask("OPTIONS", "/api/test/comprehensive", headers=asked)
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == ALLOWED[0]
    assert answer.headers["access-control-allow-headers"] == "content-type"


def test_faults_keep_the_cors_headers(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "error-answer", "call": "health", "status": 503}])
    answer = visitor.ask("GET", "/health", headers={"Origin": ALLOWED[0]})
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (503, ALLOWED[0])


def test_the_list_can_be_chosen() -> None:
    with Server(Settings(port=0, origins=("http://one.example",))) as server:
        statuses = []
        for origin in ("http://one.example", ALLOWED[0]):
            with Peer(server.port) as peer:
                peer.knock({"Origin": origin})
                statuses.append(peer.status_line().split()[1])
    assert statuses == ["101", "403"]
