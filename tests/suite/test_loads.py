"""Settled counts what a page loads at run time: scripts, modules and style sheets."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from e2e.browsers.browser import find, launch_arguments
from e2e.browsers.nagle import launched
from e2e.visit.driver import Observation
from e2e.visit.loads import lazy
from e2e.visit.settle import View
from e2e.visit.stage import Stage, Suite
from mock_backend.scenario import Scenario

FILES = {
    "/late.js": ("text/javascript", 'document.getElementById("shown").textContent = "50%";'),
    "/chain.js": ("text/javascript", 'import "./late.js";'),
    "/long.js": (
        "text/javascript",
        "".join(f"function f{n}(a) {{ return [a, f{n + 1}]; }}\n" for n in range(10_000))
        + 'document.getElementById("shown").textContent = "50%";',
    ),
    "/late.css": ("text/css", "p { color: green }"),
}


class Late(ThreadingHTTPServer):
    """Answers when it is told to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.told = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: Any) -> None:
        """A page that was left hears no answer."""


class Answer(BaseHTTPRequestHandler):
    server: Late

    def do_GET(self) -> None:
        kind, body = FILES[self.path]
        self.server.told.wait()
        self.send_response(200)
        for name, value in {"Content-Type": kind, "Access-Control-Allow-Origin": "*"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> Iterator[Late]:
    """It answers once the driver is found waiting."""
    wait = Observation._wait

    def waiting(self: Observation, view: View) -> View:
        server.told.set()
        return wait(self, view)

    monkeypatch.setattr(Observation, "_wait", waiting)
    with Late() as server:
        threading.Thread(target=server.serve_forever).start()
        yield server
        server.told.set()
        server.shutdown()


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def browser_found(request: pytest.FixtureRequest, playwright: Playwright) -> Iterator[Browser]:
    if find(request.param) is None:
        pytest.skip(f"there is no {request.param} here")
    browser = launched(getattr(playwright, request.param), launch_arguments(request.param))
    yield browser
    browser.close()


@pytest.fixture
def trial(pages: Suite, browser_found: Browser) -> Iterator[Callable[[str], Stage]]:
    with browser_found.new_context() as context:
        staged = Scenario.model_validate({"cause": "A page loads something late."})
        stage = Stage(pages, context.new_page(), staged, browser_found.browser_type.name, real=False)

        def put_on(name: str) -> Stage:
            stage.page.goto(f"{pages.addresses.page_url}/trials.html?{name}")
            stage.driver.settle()
            return stage

        yield put_on
        stage.close()


@pytest.mark.parametrize(
    "what", ["imports&/late.js", "imports&/chain.js", "imports&/long.js", "adds&/late.js", "styles&/late.css"]
)
def test_time_stands_still_until_what_the_page_loads_has_run(
    trial: Callable[[str], Stage], late: Late, what: str
) -> None:
    stage = trial(what.replace("&", f"&{late.url}"))
    stage.driver.advance_to(3)
    pictures = [(picture.at, picture.progress) for picture in stage.driver.tape.pictures if picture.progress]
    assert pictures == [(1, "50")]


@pytest.mark.parametrize("what", ["leavesWhileItLoads&/late.js", "shares"])
def test_a_load_whose_end_nobody_tells_is_not_waited_for(
    trial: Callable[[str], Stage], late: Late, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("e2e.visit.loads.LONGEST", 3600.0)
    stage = trial(what.replace("&", f"&{late.url}"))
    stage.driver.advance_to(3)
    assert stage.driver.now == 3


def test_nor_one_that_takes_too_long(
    trial: Callable[[str], Stage], late: Late, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("e2e.visit.loads.LONGEST", 0.1)
    monkeypatch.setattr(late.told, "set", lambda: None)
    stage = trial(f"imports&{late.url}/late.js")
    stage.driver.advance_to(3)
    monkeypatch.undo()
    assert stage.driver.now == 3


LAZY = {
    "a module": 'const route = () => import("./results.js")',
    "one that webpack named": "import(/* webpackChunkName: 'results' */ './results.js')",
    "a script element": 'const e=document.createElement("script")',
    "a style sheet": "document.createElement('link').rel = 'stylesheet'",
}
EAGER = {
    "what a framework has in case": "let n=await import(e.module)",
    "React's own elements": '(o=r.createElement("script"))',
    "Vite's question": "let e=document.createElement(`link`).relList",
    "a static import": 'import "./page.js"; // import() is for others',
}


@pytest.mark.parametrize("name", [*LAZY, *EAGER])
def test_whether_a_page_loads_parts_later_is_read_from_its_files(name: str, tmp_path: Path) -> None:
    (tmp_path / "index.js").write_text((LAZY | EAGER)[name], encoding="utf-8")
    assert lazy(tmp_path) == (name in LAZY)


def test_a_page_whose_files_nobody_knows_may_load_parts_later(tmp_path: Path) -> None:
    assert lazy(None)
    assert lazy(tmp_path / "elsewhere")
