"""What holds for a whole visit, put on before its page is opened.

broken-socket      imitated in the page, by an init script
forbidden-socket   a header of the document, sent by the mock backend's front
closed-port        a browser of its own, see `own_browser`
slow-device        the browser's own throttle                                   Chromium
"""

import json
from urllib.parse import urlsplit

from playwright.sync_api import Page

from e2e.servers import Addresses
from mock_backend.scenario import Scenario
from mock_backend.visit import BrokenSocket, SlowDevice

BROKEN = "broken-socket: the page's WebSocket constructor was replaced by one that throws"

BREAK_SOCKET = """(path) => {
    const Native = window.WebSocket;
    window.WebSocket = class WebSocket extends Native {
        constructor(url, protocols) {
            if (new URL(url, location.href).pathname === path) {
                throw new DOMException("An insecure connection may not be initiated.", "SecurityError");
            }
            super(url, protocols);
        }
    };
}"""
"""Other sockets, a development server's, are left alone."""


class Conditions:
    """Those of one page, which is not opened yet; `imitated` and `slowed` are evidence."""

    def __init__(self, page: Page, scenario: Scenario, addresses: Addresses) -> None:
        self.imitated: list[str] = []
        self.slowed = 1.0
        for act in scenario.visit:
            match act:
                case BrokenSocket():
                    path = json.dumps(urlsplit(addresses.socket_url).path)
                    page.context.add_init_script(f"({BREAK_SOCKET})({path})")
                    self.imitated.append(BROKEN)
                case SlowDevice():
                    throttle = page.context.new_cdp_session(page)
                    throttle.send("Emulation.setCPUThrottlingRate", {"rate": act.factor})
                    self.slowed = act.factor
                case _:
                    pass
