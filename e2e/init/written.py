"""A commented `playwright.config.py` from a few answers. Pure."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from e2e.config import Backend, Config, Page, Server
from e2e.config.load import explained
from e2e.doctor.patterns import quoted
from e2e.errors import UsageError

BOTH = "The page is served by --command or from --dist: say one of them."


@dataclass(frozen=True)
class Answers:
    url: str = Page().url
    path: str = Page().path
    results: str = Page().results or ""
    home: str = Page().home
    command: str = ""
    """Of a web server that serves the page, as in a shell; empty: none is started."""
    cwd: str = ""
    dist: str = ""
    """The directory of a built page; empty: it is served by a web server."""
    built_in: str = ""
    backend_port: int = Backend().port
    poll_interval: float = Config().poll_interval

    def validated(self) -> "Answers":
        """Raises UsageError in the words of the configuration."""
        if self.command and self.dist:
            raise UsageError(BOTH)
        page: dict[str, Any] = {
            "url": self.url,
            "path": self.path,
            "results": self.results,
            "home": self.home,
        }
        backend: dict[str, Any] = {"port": self.backend_port, "built_in": self.built_in or None}
        try:
            Config(
                page=Page(**page),
                backend=Backend(**backend),
                servers=(Server(command=words(self.command)),) if self.command else (),
                poll_interval=self.poll_interval,
            )
        except ValidationError as error:
            raise UsageError(explained(error)) from None
        return self


def words(command: str) -> tuple[str, ...]:
    """Raises UsageError for a command whose quotes do not end."""
    try:
        return tuple(shlex.split(command))
    except ValueError as error:
        raise UsageError(f"`{command}` is no command: {error}.") from None


def written(answers: Answers) -> str:
    return "\n".join([HEAD.format(names=", ".join(_names(answers))), *_body(answers), TAIL])


def _names(answers: Answers) -> Iterator[str]:
    yield from ("Backend", "Config", "Page")
    if answers.command:
        yield "Server"


def _body(answers: Answers) -> Iterator[str]:
    yield PAGE.format(
        url=quoted(answers.url),
        path=quoted(answers.path),
        results=_pattern(answers.results),
        home=quoted(answers.home),
    )
    yield BACKEND.format(port=answers.backend_port)
    if answers.dist:
        yield DIST.format(dist=quoted(Path(answers.dist).as_posix()))
    elif not answers.command:
        yield NO_DIST
    yield BUILT_IN.format(built_in=quoted(answers.built_in)) if answers.built_in else NOT_BUILT_IN
    yield "    ),"
    if answers.command:
        command = ", ".join(map(quoted, words(answers.command)))
        command += "," * (len(words(answers.command)) == 1)
        cwd = f", cwd=Path({quoted(answers.cwd)})" if answers.cwd else ""
        yield SERVERS.format(command=f"({command})", cwd=cwd)
    elif not answers.dist:
        yield NO_SERVER
    yield REST.format(poll_interval=answers.poll_interval)


def _pattern(pattern: str) -> str:
    return quoted(pattern) if '"' in pattern or pattern.endswith("\\") else f'r"{pattern}"'


HEAD = '''\
"""The page under test. `runner-e2e doctor` says which line here does not fit it.

Paths start at this file's directory, patterns are regular expressions.
"""

from pathlib import Path

from e2e.config import {names}

config = Config(\
'''

PAGE = """\
    page=Page(
        # Its origin, as a browser asks for it.
        url={url},
        # Where its run button is.
        path={path},
        # What location.pathname is once the results of a job are shown. If none:
        #   results=None, and locators=Locators(outcome=...)
        results={results},
        # Another path of the same application, where a user goes who leaves the page.
        home={home},
        # What a user does first, as a function of Playwright's page:
        #   prepare=log_in,
    ),\
"""

BACKEND = """\
    # The mock backend, in the place of the page's own.
    backend=Backend(
        # Where it listens; 0 takes free ports, for the page too.
        port={port},\
"""

DIST = """\
        # The built page that it serves at the page's origin.
        dist=Path({dist}),\
"""

NO_DIST = """\
        # It can serve a built page itself, in the place of a web server:
        #   dist=Path("web/dist"),\
"""

BUILT_IN = """\
        # The address that is built into the page: Chromium is led from there to it.
        built_in={built_in},\
"""

NOT_BUILT_IN = """\
        # Builds and servers are told where it is by VITE_WS_URL, RUNNER_BACKEND_URL.
        # For a page with another address built in, the browser is led from there:
        #   built_in="localhost:8000",\
"""

SERVERS = """\
    # What serves the page, its addresses in PORT, RUNNER_BACKEND_URL and VITE_WS_URL.
    servers=(Server(command={command}{cwd}),),\
"""

NO_SERVER = """\
    # The page is up already. To have it started and ended with each run:
    #   servers=(Server(command=("npm", "run", "dev"), cwd=Path("web")),),\
"""

REST = """\
    browsers=("chromium",),
    # Seconds between two of its status requests.
    poll_interval={poll_interval:g},
    # Where the page shows things and how it words its console lines, if not as usual:
    #   locators=Locators(run=(Find(role="button", name="^Go"),)),
    # What is there once its results are; else their address is enough:
    #   locators=Locators(outcome=(Find(role="heading", name="^Results"),)),
    #   words=Words(connected="live channel up"),
    # In another language than English, what it tells its user:
    #   words=Words(notice_of_success="erfolgreich", notice_of_failure="gescheitert"),
    # Promises that it is known to break:
    #   waivers=(Waiver(check="log-quiet", reason="the chart library warns (#412)"),),
    # Traces, screenshots and what servers printed.
    artifacts=Path("test-results"),\
"""

TAIL = ")\n"
