"""The front: the page's origin."""

from pathlib import Path

import pytest
from starlette.requests import Request

from mock_backend.errors import FrontError
from mock_backend.front import Front
from mock_backend.server import Server
from tests.backend.conftest import Visit
from tests.backend.peer import Peer
from tests.backend.visitor import Visitor


@pytest.fixture
def at_front(visit: Visit, server: Server) -> Visitor:
    """A session whose page comes by the front."""
    visitor = visit()
    assert server.front_port is not None
    visitor.port = server.front_port
    return visitor


@pytest.mark.parametrize("path", ["/", "/test", "/results/4f9c", "/index.html"])
def test_a_path_without_a_file_is_the_page(at_front: Visitor, path: str) -> None:
    answer = at_front.ask("GET", path)
    assert (answer.status, answer.headers["content-type"], answer.body) == (
        200,
        "text/html; charset=utf-8",
        "<!doctype html><title>Page</title>",
    )


def test_a_file_is_served_as_what_it_is(at_front: Visitor) -> None:
    answer = at_front.ask("GET", "/assets/main.js")
    assert (answer.status, answer.headers["content-type"], answer.body) == (
        200,
        "text/javascript; charset=utf-8",
        "console.log('main')",
    )


def answered(front: Front, path: str) -> tuple[int, str]:
    scope = {"type": "http", "method": "GET", "path": path, "server": ("localhost", 80), "headers": []}
    answer = front.answer(Request(scope))
    return answer.status_code, bytes(answer.body).decode()


def export(directory: Path, *files: str) -> Front:
    """Each of these files says its own name."""
    for file in files:
        (directory / file).parent.mkdir(parents=True, exist_ok=True)
        (directory / file).write_text(file)
    return Front(directory)


@pytest.mark.parametrize(
    "path,file",
    [
        ("/", "index.html"),
        ("/help", "help.html"),
        ("/help/", "help.html"),
        ("/about", "about/index.html"),
        ("/about/", "about/index.html"),
        ("/both", "both.html"),
        ("/both/deeper", "both/deeper.html"),
        ("/v1.2", "v1.2.html"),
        ("/test", "index.html"),
    ],
)
def test_a_path_without_a_file_is_its_prerendered_page(tmp_path: Path, path: str, file: str) -> None:
    pages = ("index.html", "help.html", "about/index.html", "both.html", "both/index.html")
    front = export(tmp_path, *pages, "both/deeper.html", "v1.2.html")
    assert answered(front, path) == (200, file)


def test_an_export_without_an_index_says_what_it_looked_for(tmp_path: Path) -> None:
    front = export(tmp_path, "about/index.html")
    assert answered(front, "/about") == (200, "about/index.html")
    sought = "test, test.html, test/index.html, index.html"
    assert answered(front, "/test") == (404, f"None of these is a file in {tmp_path}: {sought}\n")
    assert answered(front, "/gone.js") == (404, "")


@pytest.mark.parametrize("path", ["/../secret", "/../secrets", "/..", "/a/../../secret", "/leak", "//secret"])
def test_no_prerendered_page_outside_the_directory_is_served(tmp_path: Path, path: str) -> None:
    export(tmp_path, "secret.html", "secrets/index.html", "out.html")
    front = export(tmp_path / "out", "index.html")
    (tmp_path / "out" / "leak.html").symlink_to(tmp_path / "secret.html")
    assert answered(front, path) in {(404, ""), (200, "index.html")}


@pytest.mark.parametrize("path", ["/%00", "/" + "x" * 300], ids=["nul", "long"])
def test_a_path_that_no_file_can_have_is_404(at_front: Visitor, path: str) -> None:
    assert at_front.ask("GET", path).status == 404


def test_a_file_that_is_missing_is_404(at_front: Visitor) -> None:
    assert at_front.ask("GET", "/assets/gone.js").status == 404


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "//etc/passwd", "/assets/../../secret.txt"]
)
def test_nothing_outside_the_directory_is_served(at_front: Visitor, built: Path, path: str) -> None:
    (built.parent / "secret.txt").write_text("secret")
    answer = at_front.ask("GET", path)
    assert "secret" not in answer.body
    assert "root:" not in answer.body


def test_only_reading_is_allowed(at_front: Visitor) -> None:
    answer = at_front.ask("POST", "/test", {})
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_the_calls_are_answered_by_the_same_handlers(at_front: Visitor) -> None:
    job = at_front.start()
    at_front.advance(2)
    assert at_front.status(job).json["progress"] == 20
    assert at_front.ask("GET", "/health").json == {"status": "healthy"}
    assert at_front.ask("GET", "/api/other").status == 404


def test_the_journal_tells_by_which_listener_a_request_came(at_front: Visitor, server: Server) -> None:
    at_front.ask("GET", "/health")
    at_front.knocking().head()
    at_front.port = server.port
    at_front.ask("GET", "/health")
    at_front.knocking().head()
    journal = at_front.control.journal(at_front.session)
    assert [(entry.kind, entry.listener) for entry in journal if entry.listener] == [
        ("http.request", "front"),
        ("socket.handshake", "front"),
        ("http.request", "backend"),
        ("socket.handshake", "backend"),
    ]
    assert [connection.listener for connection in at_front.state().connections] == ["front", "backend"]


@pytest.mark.parametrize("port", ["port", "front_port"])
def test_there_is_always_a_favicon(visit: Visit, server: Server, port: str) -> None:
    with Peer(getattr(server, port)) as peer:
        peer.ask("GET", "/favicon.ico", {"Connection": "close"})
        assert peer.status_line() == "HTTP/1.1 200 OK"
        assert peer.rest().startswith(b"\x89PNG")


def test_a_directory_without_a_page_is_told(tmp_path: Path) -> None:
    with pytest.raises(FrontError) as caught:
        Front(tmp_path)
    assert str(caught.value) == f"There is no .html file in {tmp_path}: build the page first."


def test_a_scenario_may_forbid_the_socket_to_the_page(visit: Visit, server: Server) -> None:
    visitor = visit(visit=[{"act": "forbidden-socket"}])
    assert server.front_port is not None
    visitor.port = server.front_port
    policy = "connect-src http: https:"
    assert visitor.ask("GET", "/test").headers["content-security-policy"] == policy
    assert visitor.ask("GET", "/index.html").headers["content-security-policy"] == policy
    assert "content-security-policy" not in visitor.ask("GET", "/assets/main.js").headers


def test_any_other_scenario_forbids_it_nothing(at_front: Visitor) -> None:
    assert "content-security-policy" not in at_front.ask("GET", "/test").headers


@pytest.mark.parametrize(
    "fault,kept", [("answer-reset", False), ("answer-cut", False), ("answer-hold", True)]
)
def test_the_page_s_files_leave_no_connection_behind_where_an_answer_is_broken_off(
    visit: Visit, server: Server, fault: str, kept: bool
) -> None:
    more = {"seconds": 1} if fault == "answer-hold" else {}
    visitor = visit(faults=[{"fault": fault, **more}])
    assert server.front_port is not None
    visitor.port = server.front_port
    assert (visitor.ask("GET", "/test").headers.get("connection") != "close") == kept
