"""The front over TLS: page, calls and socket on one origin, and faults that are as real as without."""

import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import trustme

from mock_backend.client import Control
from mock_backend.errors import TlsError
from mock_backend.scenario import Scenario
from mock_backend.server import FrontSettings, Server, Settings
from tests.backend.peer import CLOSE, TEXT, Peer

AUTHORITY = trustme.CA()
JOB = [{"at": 1, "progress": 40, "api": "cqc"}, {"at": 9, "failed": "Too late"}]


@pytest.fixture(scope="module")
def secured(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    pem = tmp_path_factory.mktemp("tls") / "front.pem"
    AUTHORITY.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(pem))
    with Server(Settings(port=0, front=FrontSettings(0, built, pem))) as server:
        yield server


@dataclass
class Page:
    """What a browser does that trusts the authority."""

    server: Server
    control: Control
    session: str
    closing: ExitStack

    def peer(self) -> Peer:
        trusting = ssl.create_default_context()
        AUTHORITY.configure_trust(trusting)
        assert self.server.front_port is not None
        return self.closing.enter_context(Peer(self.server.front_port, tls=trusting))

    @property
    def cookie(self) -> dict[str, str]:
        return {"Cookie": f"mock_session={self.session}", "Origin": str(self.server.front_url)}

    def asked(self, method: str, path: str, body: str = "") -> str:
        peer = self.peer()
        peer.ask(method, path, {**self.cookie, "Content-Length": str(len(body)), "Connection": "close"})
        peer.socket.sendall(body.encode())
        return peer.head() + peer.rest().decode()

    def start(self) -> None:
        body = '{"homeName": "Rose Court", "apisToTest": ["cqc"]}'
        assert "200 OK" in self.asked("POST", "/api/test/comprehensive", body)

    def connected(self) -> Peer:
        peer = self.peer()
        peer.knock(self.cookie)
        assert peer.status_line() == "HTTP/1.1 101 Switching Protocols"
        assert peer.message()["type"] == "connected"
        return peer

    def advance(self, to: float) -> None:
        self.control.advance(self.session, to)

    def told(self, kind: str) -> list[Any]:
        return [entry for entry in self.control.journal(self.session) if entry.kind == kind]


@pytest.fixture
def page(secured: Server, request: pytest.FixtureRequest) -> Iterator[Page]:
    faults = getattr(request, "param", [])
    with ExitStack() as closing:
        control = closing.enter_context(Control(secured.url))
        scenario = Scenario.model_validate({"cause": "A test.", "job": JOB, "faults": faults})
        page = Page(secured, control, control.create(scenario).session, closing)
        closing.callback(control.end, page.session)
        yield page


def faulty(*faults: dict[str, Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", [list(faults)], indirect=True, ids=[faults[0]["fault"]])


def test_its_addresses_say_so(secured: Server) -> None:
    assert secured.front_url == f"https://localhost:{secured.front_port}"
    assert secured.url == f"http://localhost:{secured.port}"


def test_page_and_calls_are_on_one_origin(page: Page) -> None:
    assert "<title>Page</title>" in page.asked("GET", "/test")
    assert '{"status":"healthy"}' in page.asked("GET", "/health").replace(" ", "")
    assert {entry.listener for entry in page.told("http.request")} == {"front"}


def test_whoever_does_not_trust_the_authority_gets_nothing(secured: Server) -> None:
    assert secured.front_port is not None
    with pytest.raises(ssl.SSLCertVerificationError):
        Peer(secured.front_port, tls=ssl.create_default_context())


def test_the_socket_is_there_too(page: Page) -> None:
    page.start()
    peer = page.connected()
    peer.send(TEXT, b'{"job_id": "a"}')
    page.advance(1)
    assert peer.message()["event"] == "progress"
    peer.close(1000)
    assert peer.frame() == (CLOSE, b"\x03\xe8")
    assert peer.rest() == b""


@faulty({"fault": "reset", "at": 1.5})
def test_a_reset_is_a_rst(page: Page) -> None:
    page.start()
    peer = page.connected()
    page.advance(1.5)
    peer.message()
    with pytest.raises(ConnectionResetError):
        peer.rest()


@faulty({"fault": "cut", "at": 1.5})
def test_a_cut_is_a_fin_without_a_close_frame(page: Page) -> None:
    page.start()
    peer = page.connected()
    page.advance(1.5)
    peer.message()
    assert peer.rest() == b""
    assert [entry.fault for entry in page.told("socket.cut")] == ["cut-1"]


@faulty({"fault": "close", "at": 1.5, "code": 1011})
def test_a_close_frame_comes_with_its_code(page: Page) -> None:
    page.start()
    peer = page.connected()
    page.advance(1.5)
    peer.message()
    assert peer.frame() == (CLOSE, b"\x03\xf3")


@faulty({"fault": "refusal", "status": 503})
def test_a_refused_handshake_has_its_status(page: Page) -> None:
    peer = page.peer()
    peer.knock(page.cookie)
    assert peer.status_line() == "HTTP/1.1 503 Service Unavailable"


@faulty({"fault": "answer-reset", "call": "health"})
def test_a_reset_call_is_a_rst(page: Page) -> None:
    with pytest.raises(ConnectionResetError):
        page.asked("GET", "/health")


@faulty({"fault": "answer-cut", "call": "health"})
def test_a_cut_answer_ends_in_its_middle(page: Page) -> None:
    head, _, body = page.asked("GET", "/health").partition("{")
    assert "200 OK" in head
    assert not body.endswith("}")


@faulty({"fault": "half-open", "at": 0.5}, {"fault": "reset", "at": 1.5})
def test_a_half_open_connection_can_be_reset(page: Page) -> None:
    page.start()
    peer = page.connected()
    page.advance(1.5)
    with pytest.raises(ConnectionResetError):
        peer.rest()


def test_a_file_without_a_key_is_told(built: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("no key")
    with pytest.raises(TlsError, match=r"wrong\.pem cannot be used for TLS: no PEM file with a key"):
        Server(Settings(port=0, front=FrontSettings(0, built, wrong)))
    with pytest.raises(TlsError, match=r"gone\.pem cannot be used for TLS: No such file or directory\."):
        Server(Settings(port=0, front=FrontSettings(0, built, tmp_path / "gone.pem")))
