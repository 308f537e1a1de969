from dataclasses import replace

import pytest

from e2e.checks.production_url import production_url
from e2e.evidence import Blocked, ConsoleLine, Evidence, Terms
from tests.checks.story import Story, said

RELEASE = Terms(
    socket_url="wss://runner.example/ws/test-progress", page_origin="https://runner.example", release=True
)


def visited(url: str = RELEASE.socket_url) -> Evidence:
    return Story(terms=RELEASE).start(0).connect(0, url=url).polls(0, 2, 4).evidence(5)


def test_a_socket_to_the_configured_url_passes() -> None:
    assert said(production_url(visited())) == (
        "passed: every socket, asked for at 0 s, went to wss://runner.example/ws/test-progress, "
        "and nothing had to be blocked"
    )


def test_a_page_in_development_is_not_held_to_it() -> None:
    verdict = production_url(replace(visited(), terms=Terms()))
    assert said(verdict) == "not applicable: the page is no release build"


def test_the_default_port_may_be_named() -> None:
    assert production_url(visited("wss://runner.example:443/ws/test-progress")).result == "passed"


@pytest.mark.parametrize(
    "url",
    [
        "ws://runner.example/ws/test-progress",
        "ws://localhost:8000/ws/test-progress",
        "wss://runner.example/ws",
        "wss://runner.example:8443/ws/test-progress",
    ],
)
def test_a_socket_elsewhere_fails(url: str) -> None:
    assert said(production_url(visited(url))) == (
        f"failed: the socket was promised to go to wss://runner.example/ws/test-progress; "
        f"the page asked for {url} at 0 s"
    )


def test_a_release_without_a_socket_fails() -> None:
    verdict = production_url(Story(terms=RELEASE).start(0).polls(0, 2, 4).evidence(5))
    assert said(verdict) == "failed: a socket was promised for the job known at 0 s; the page opened none"


def test_an_address_left_in_its_files_fails_whatever_it_does() -> None:
    verdict = production_url(replace(visited(), leaks=("index.js: ws://localhost:8000",)))
    assert said(verdict) == (
        "failed: a release was promised to name no address of the developer's machine; "
        "it has left in index.js: ws://localhost:8000"
    )


def test_what_its_policy_forbids_fails() -> None:
    verdict = production_url(replace(visited(), blocked=(Blocked(3, "https://usage.example/socket"),)))
    assert said(verdict) == (
        "failed: a release was promised to ask for nothing that the browser has to block; "
        "its Content-Security-Policy forbade https://usage.example/socket at 3 s"
    )
    assert verdict.pieces == ("    3.000  page.blocked           https://usage.example/socket",)


@pytest.mark.parametrize("told", ["wss://runner.example", RELEASE.socket_url])
def test_a_policy_that_forbids_the_socket_itself_is_the_scenario_s(told: str) -> None:
    assert production_url(replace(visited(), blocked=(Blocked(3, told),))).result == "passed"


def test_mixed_content_fails() -> None:
    line = ConsoleLine(
        3, "error", "Mixed Content: The page at 'https://runner.example' was loaded", own=False
    )
    assert production_url(replace(visited(), console=(line,))).result == "failed"
    assert production_url(replace(visited(), console=(replace(line, own=True),))).result == "passed"
