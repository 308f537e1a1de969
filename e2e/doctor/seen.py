"""What the doctor saw: evidence of short visits, and whatever else could be read there. Pure."""

from dataclasses import dataclass

from e2e.evidence import Evidence
from mock_backend.journal import Entry


@dataclass(frozen=True, slots=True)
class Look:
    """All that a person could read on the page at one moment."""

    at: float
    text: str
    buttons: tuple[str, ...] = ()
    """The names of the buttons in sight."""
    links: tuple[str, ...] = ()
    """The paths that its links lead to."""
    regions: tuple[tuple[str, str], ...] = ()
    """Role and text, or value, of each region in sight: ("progressbar", "40")."""
    marked: tuple[tuple[str, str], ...] = ()
    """A CSS selector and the text of what class, tag or data call a notice: (".toast", "No answer")."""


@dataclass(frozen=True, slots=True)
class Request:
    """One that the page's scripts made, to whatever address."""

    method: str
    url: str
    status: int | None = None
    """None: no answer came."""


@dataclass(frozen=True, slots=True)
class Visit:
    evidence: Evidence
    looks: tuple[Look, ...] = ()
    requests: tuple[Request, ...] = ()
    sockets: tuple[str, ...] = ()
    """The URLs of all WebSockets, of other paths too; empty where the browser tells of none."""
    strays: tuple[Entry, ...] = ()
    """What came to the backend meanwhile without the session's cookie."""
    hindrance: str | None = None
    """Why nobody could press Run."""
    unsettled: str | None = None
    """What page and backend did not come to rest for."""

    @property
    def ran(self) -> bool:
        return self.hindrance is None

    @property
    def started(self) -> bool:
        """A job came of it, with its cookie or without."""
        entries = (*self.evidence.journal, *self.strays)
        return any(entry.kind == "job.started" for entry in entries)


@dataclass(frozen=True, slots=True)
class Browser:
    name: str
    found: str | None
    """Where it is; None where there is none."""
    missing: str = ""
    """Then: what can be done."""


@dataclass(frozen=True, slots=True)
class Seen:
    page: str
    """The URL of the runner page, as configured."""
    backend: str
    browsers: tuple[Browser, ...]
    """All that are configured; the first that was found is the one that was driven."""
    status: int | None
    """Of the answer to the page's URL."""
    title: str = ""
    served: bool = True
    """The page is served by the mock backend itself, so that calls to its own origin arrive."""
    success: Visit | None = None
    """None where the page could not be opened."""
    fails: Visit | None = None
    """The job fails. This visit and the next three are made only where the first came to a job."""
    unstarted: Visit | None = None
    """The start call is refused."""
    spaced: Visit | None = None
    """Handshake, greeting and reset, each at an instant of its own."""
    refused: Visit | None = None

    @property
    def untried(self) -> str:
        """Why what comes of a run was not tried."""
        if self.success is None:
            return "not tried, as the page could not be opened"
        if not self.success.ran:
            return "not tried, as nobody could press Run"
        if not self.success.started:
            return "not tried, as no job came of pressing Run"
        return "not tried, as not all of the above is right"
