"""Everything that stops the suite itself. What a page does wrong is a verdict, never one of these.

SuiteError                 exit code 3: the run says nothing about the page
├── UsageError             exit code 2: asked for in a way that cannot be
│   ├── ConfigError        playwright.config.py, or an option that overrides it
│   └── FolderInUse        another run keeps its artifacts where this one would
└── Unavailable            something the suite needs cannot be had
    ├── BrowserMissing     no browser, or none that can do what is asked
    ├── BuildError         the page's build failed
    ├── PageMissing        nobody serves the page
    ├── OutOfReach         the page's socket or its polling is in a worker
    ├── ServerError        a web server or the mock backend did not come up
    │   └── PortInUse
    ├── NotSettled         page and backend do not come to rest
    └── NotStaged          a scenario's fault did not take place

Each text says what was expected, what came, and what to do; it survives pickling to another process.
"""

from difflib import get_close_matches
from pathlib import Path

INTERRUPTED = 2
"""The exit code of a command that Ctrl-C ended."""


class SuiteError(Exception):
    """Its text is one sentence or more for the person who has to act on it."""

    exit_code = 3


class UsageError(SuiteError):
    exit_code = 2


class ConfigError(UsageError):
    pass


class FolderInUse(UsageError):
    def __init__(self, folder: Path, pid: str) -> None:
        super().__init__(folder, pid)
        self.folder = folder
        self.pid = pid

    def __str__(self) -> str:
        return (
            f"Another run (process {self.pid}) keeps its artifacts in {self.folder}, and each would delete "
            "the other's: wait until it has ended, or give this run a folder of its own by --output DIR."
        )


class Unavailable(SuiteError):
    pass


class BrowserMissing(Unavailable):
    pass


class BuildError(Unavailable):
    pass


class PageMissing(Unavailable):
    pass


class OutOfReach(Unavailable):
    """`what` the page does in a worker, as a clause."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return (
            f"{self.what} in a worker, which the suite can neither see nor give its clock to: no visit can "
            "be judged. Let a build for the tests run the same transport in the page itself, by a build flag "
            "for example."
        )


class ServerError(Unavailable):
    pass


class PortInUse(ServerError):
    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.port = port

    def __str__(self) -> str:
        return (
            f"Port {self.port} on localhost is in use by another program: end that program, "
            "or let this run choose free ports with --backend-port 0. A web server that runs already is used "
            "as it is where the configuration says Server(..., reuse=True)."
        )


class BackendLost(Unavailable):
    pass


class BrowserLost(Unavailable):
    pass


class NotSettled(Unavailable):
    """`missing`: what was still on its way, one sentence each."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(missing)
        self.missing = missing

    def __str__(self) -> str:
        return f"Page and backend did not come to rest: {'; '.join(self.missing)}."


class NotStaged(Unavailable):
    pass


def near(word: str, known: list[str]) -> str:
    """` (did you mean 'x'?)` when a known word is close, up to three that begin with it; else nothing."""
    beginnings = [each for each in sorted(known) if each.startswith(f"{word}-")]
    matches = beginnings[:3] or get_close_matches(word, known, n=1)
    return f" (did you mean {' or '.join(map(repr, matches))}?)" if matches else ""
