"""Driver and settle under load: 500 looks at each kind of page, every core busy, not one of them wrong.

A look is taken once, right after the driver says that nothing is in flight, and compared with the truth.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bench.load import busy
from e2e.browsers.browser import launch_arguments
from e2e.config import Backend, Config
from e2e.servers import Addresses, start
from e2e.visit.stage import Stage, Suite
from mock_backend.client import Control
from mock_backend.scenario import Scenario

pytestmark = pytest.mark.stress

LOOKS = 500
STEP = 0.5
"""Virtual seconds between two looks; the pages poll every 2 s."""

SMALL, LARGE, BURST = 100, 1 << 20, 10_000


@pytest.fixture(scope="module")
def busy_cores() -> Iterator[None]:
    with busy(os.cpu_count() or 1):
        yield


@pytest.fixture(scope="module")
def suite() -> Iterator[Suite]:
    pages = Path(__file__).parent / "pages"
    with ExitStack() as undo:
        config = Config(backend=Backend(dist=pages)).with_backend_port(0)
        addresses = start(config, undo)
        yield Suite(config, addresses, undo.enter_context(Control(addresses.backend)))


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def launched(request: pytest.FixtureRequest) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = getattr(playwright, request.param).launch(**launch_arguments(request.param))
        yield browser
        browser.close()


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", ["interval", "chained", "drawn", "lazy"])
@pytest.mark.usefixtures("busy_cores")
def test_no_look_of_five_hundred_is_wrong(suite: Suite, launched: Browser, kind: str) -> None:
    with launched.new_context() as context:
        stage = Stage(suite, context.new_page(), climbing(), launched.browser_type.name, real=False)
        job = started(suite.addresses, stage.session)
        query = urlencode({"socket": suite.addresses.socket_url, "job": job})
        stage.page.goto(f"{suite.addresses.page_url}/{kind}.html?{query}")
        stage.driver.settle()
        wrong = [look for look in range(LOOKS) if not right(stage, look)]
        stage.close()
    assert wrong == []


def right(stage: Stage, look: int) -> bool:
    """Something is sent, time goes on, and the page is looked at once."""
    control, session = stage.suite.control, stage.session
    if look % 50 == 49:
        control.emit(session, frame(SMALL), times=BURST)
    else:
        control.emit(session, frame(LARGE if look % 10 == 9 else SMALL))
    stage.driver.advance_to(stage.driver.now + STEP)
    return shown(stage.page) == expected(stage)


def frame(size: int) -> dict[str, str]:
    """Of so many bytes as JSON."""
    return {"pad": "x" * (size - len('{"pad": ""}'))}


def shown(page: Page) -> dict[str, str]:
    texts: dict[str, str] = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('p')].map((p) => [p.id, p.innerText]))"
    )
    return texts


def expected(stage: Stage) -> dict[str, str]:
    """What the backend has written so far, and the truth at the last instant at which the page asked."""
    polls = int(stage.driver.now // 2)
    polled = str(min(100, polls * 2 // 10)) if polls else "none"
    return {"messages": str(stage.driver.state.connections[0].written), "polled": polled}


def climbing() -> Scenario:
    """One percent more every 10 s, at an odd moment."""
    steps = [{"at": 10 * percent - 0.25, "progress": percent} for percent in range(1, 100)]
    return Scenario.model_validate({"cause": "A job that climbs slowly.", "job": steps})


def started(addresses: Addresses, session: str) -> str:
    body = {"homeName": "Stress", "apisToTest": ["cqc"]}
    url = f"{addresses.backend}/api/test/comprehensive"
    answer = httpx.post(url, json=body, cookies={"mock_session": session}, trust_env=False)
    return str(answer.json()["job_id"])
