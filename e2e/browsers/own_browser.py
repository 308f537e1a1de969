"""A browser for one scenario alone, where the browser that all others share cannot play it. Chromium.

closed-port   is led to a port that is held and where nothing listens
freeze        is driven without Playwright's emulation of a focused page, which keeps a page from freezing
"""

import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from e2e.errors import Unavailable
from e2e.servers import Addresses
from mock_backend.scenario import Scenario
from mock_backend.visit import ClosedPort, Freeze

TOLD_WHERE = ("--remote-debugging-port=0", "--enable-automation")
"""The browser takes any port for whoever attaches later; only when automated does it say with which profile
it runs, and there it leaves the port."""


COMING_UP = 10.0
"""Seconds that a browser may take until it listens."""

LOOK = 0.01
"""Seconds between two looks at whether it does."""


def needed(scenario: Scenario) -> bool:
    return any(isinstance(act, ClosedPort | Freeze) for act in scenario.visit)


@contextmanager
def own_page(
    launch: Callable[..., Browser],
    arguments: Sequence[str],
    context: Mapping[str, Any],
    scenario: Scenario,
    addresses: Addresses,
) -> Iterator[Page]:
    """A page of a browser that is launched for it and closed with it.

    `launch`: takes Playwright's launch options beyond those of the shared browser, whose `arguments` these
    are; `context`: what its contexts are made with.
    """
    acts = {type(act) for act in scenario.visit}
    with ExitStack() as stack:
        own = list(arguments)
        if ClosedPort in acts:
            own += _leading_nowhere(addresses, stack.enter_context(closing(_held_port())))
        if Freeze in acts:
            own += TOLD_WHERE
        browser = launch(args=own)
        stack.callback(browser.close)
        if Freeze in acts:
            attached = browser.browser_type.connect_over_cdp(_endpoint(browser), no_defaults=True)
            stack.callback(attached.close)
            yield attached.contexts[0].new_page()
        else:
            yield browser.new_context(**context).new_page()


def _held_port() -> socket.socket:
    """Bound and not listening: nobody else can take it, and whoever connects is refused."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    return held


def _leading_nowhere(addresses: Addresses, held: socket.socket) -> Sequence[str]:
    """The last of several such arguments counts, so this one has to say all."""
    asked = urlsplit(addresses.socket_url).netloc
    dead = f"127.0.0.1:{held.getsockname()[1]}"
    mapped = {**dict(addresses.mapped), asked: dead}
    rules = ", ".join(f"MAP {name} {there}" for name, there in mapped.items())
    return [f"--host-resolver-rules={rules}"]


def _endpoint(browser: Browser) -> str:
    """Where the browser can be attached to."""
    told = browser.new_browser_cdp_session().send("Browser.getBrowserCommandLine")
    option = "--user-data-dir="
    profile = next(word.removeprefix(option) for word in told["arguments"] if word.startswith(option))
    return f"http://127.0.0.1:{_port_left_in(Path(profile, 'DevToolsActivePort'))}"


def _port_left_in(file: Path, seconds: float = COMING_UP) -> str:
    """The browser writes it once it listens; nothing else tells of that. Raises Unavailable."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(FileNotFoundError):
            if written := file.read_text(encoding="utf-8").split():
                return written[0]
        time.sleep(LOOK)
    raise Unavailable(f"A browser of a scenario's own did not say within {seconds:g} s where it listens.")
