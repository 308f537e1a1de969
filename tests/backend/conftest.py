"""One mock backend for a worker's tests; each test has a session of its own."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from mock_backend.client import Control
from mock_backend.scenario import Scenario
from mock_backend.server import FrontSettings, Server, Settings
from mock_backend.state import ClockKind
from tests.backend.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What the server logs as a warning or an error fails the test."""
    yield
    logged = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert [record.getMessage() for record in logged] == []


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built page."""
    directory = tmp_path_factory.mktemp("page")
    (directory / "index.html").write_text("<!doctype html><title>Page</title>")
    (directory / "assets").mkdir()
    (directory / "assets" / "main.js").write_text("console.log('main')")
    return directory


@pytest.fixture(scope="session")
def server(built: Path) -> Iterator[Server]:
    with Server(Settings(port=0, front=FrontSettings(0, built))) as server:
        yield server


@pytest.fixture(scope="session")
def control(server: Server) -> Iterator[Control]:
    with Control(server.url) as control:
        yield control


@pytest.fixture
def visit(server: Server, control: Control) -> Iterator[Visit]:
    """Makes a session of a scenario's name, or of the fields of one: job, faults."""
    with ExitStack() as closing:

        def visit(
            scenario: str | None = None, clock: ClockKind = "manual", speed: float = 1.0, **fields: Any
        ) -> Visitor:
            chosen = scenario or Scenario.model_validate({"cause": "A test.", **fields})
            session = control.create(chosen, clock, speed).session
            visitor = Visitor(control, session, server.port, closing)
            closing.callback(visitor.end)
            return visitor

        yield visit
