"""Why a scenario cannot be played with a browser, a clock or a page that it was not made for."""

from collections.abc import Iterator
from itertools import chain
from urllib.parse import urlsplit

from e2e.browsers.remote import elsewhere
from e2e.evidence import Evidence
from e2e.servers import Addresses
from mock_backend.scenario import Scenario
from mock_backend.visit import ClosedPort, ForbiddenSocket, Freeze, Offline, Sleep, SlowDevice

CHROMIUM_ALONE: dict[type, str] = {
    Offline: "elsewhere an open socket goes on when the browser is offline",
    Freeze: "no other browser freezes a page when told to",
    ClosedPort: "no other browser can be led to a port where nothing listens",
    SlowDevice: "no other browser slows itself down when told to",
}

MOST_AT_ONCE = 1_000
"""Messages of one instant, in real time: with more a page is busy for so long as the machine is slow."""


def hindrance(
    scenario: Scenario, browser: str, real: bool, addresses: Addresses, server: str | None = None
) -> str | None:
    """A clause that says why; None when it can be played. `server`: the Playwright server whose browser it
    is, None where it was launched here."""
    of_server = _of_server(scenario, server) if server else ()
    return next(chain(_hindrances(scenario, browser, real, addresses), of_server), None)


def may_be_out_of_place(scenario: Scenario) -> bool:
    """Whether only a visit shows if the scenario applies to a page."""
    return any(isinstance(act, ClosedPort) for act in scenario.visit)


def out_of_place(evidence: Evidence) -> str | None:
    """A clause that says why such a scenario does not apply to the page that was visited."""
    reached = any(entry.kind == "http.request" for entry in evidence.journal)
    failed = any(answer.status is None and not answer.given_up for answer in evidence.answers)
    if failed and not reached:
        return "closed-port needs a socket on another port than the page's calls"
    return None


def _of_server(scenario: Scenario, server: str) -> Iterator[str]:
    for act in scenario.visit:
        if isinstance(act, Freeze):
            yield "freeze needs to attach to the browser, and a Playwright server's can't be attached to"
        if isinstance(act, ClosedPort) and elsewhere(server):
            yield "no browser of another machine can be led to a port where nothing listens"


def _hindrances(scenario: Scenario, browser: str, real: bool, addresses: Addresses) -> Iterator[str]:
    if real and (most := at_once(scenario)) > MOST_AT_ONCE:
        yield (
            f"{most:,} messages of one instant are played by the virtual clock alone: in real time they "
            "would measure the machine"
        )
    for act in scenario.visit:
        if browser != "chromium" and (why := CHROMIUM_ALONE.get(type(act))):
            yield f"Chromium alone can play {act.act}: {why}"
        if real and isinstance(act, Sleep):
            yield "a sleep is played by the virtual clock alone: nothing else lets a page's clock jump"
        if isinstance(act, ForbiddenSocket) and addresses.front is None:
            yield "forbidden-socket needs a page that the mock backend serves, for a header of that page"
        if isinstance(act, ClosedPort) and _one_origin(addresses):
            yield "closed-port needs a socket on another port than the page's own"


def at_once(scenario: Scenario) -> int:
    """How many messages a fault sends in one instant."""
    return max((getattr(fault, "times", 1) for fault in scenario.faults), default=1)


def _one_origin(addresses: Addresses) -> bool:
    return urlsplit(addresses.socket_url).netloc == urlsplit(addresses.page_url).netloc
