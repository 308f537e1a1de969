"""Browsers of a Playwright server, `playwright run-server`, on this machine or another.

Such a server launches what it has. It heeds `args` and an executable's path only when started with
`--unsafe`; without them it drives any page that needs no leading and no certificate.
"""

from collections.abc import Mapping
from json import dumps
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserType, Error

from e2e.errors import Unavailable
from e2e.urls import LOOPBACK

OWN = {"handle_sigint", "handle_sigterm", "handle_sighup"}
"""What concerns a browser that this process has started."""


def elsewhere(server: str) -> bool:
    """On another machine, as far as the address tells."""
    return urlsplit(server).hostname not in LOOPBACK


def connected(browser_type: BrowserType, server: str, launch: Mapping[str, Any]) -> Browser:
    """A browser launched there with these of Playwright's launch options. Raises Unavailable."""
    told = {_camel(name): _plain(value) for name, value in launch.items() if name not in OWN}
    try:
        return browser_type.connect(
            server,
            headers={"x-playwright-launch-options": dumps(told)},
            # Page and backend listen on loopback: a browser elsewhere comes to them through this connection.
            expose_network="<loopback>" if elsewhere(server) else None,
        )
    except Error as error:
        said = error.message.splitlines()[0] if error.message else "no answer"
        raise Unavailable(
            f"No {browser_type.name} came from the Playwright server at {server}: {said.rstrip('.')}. "
            "Start one of the same version there, with `playwright run-server --port PORT`, and give its "
            "address to --connect."
        ) from None


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value
