"""What was seen in one run of one scenario: the only thing that a check may read. No I/O.

All times (`at`) are seconds of the session's own clock, the same on the page and on the backend.
Within one tuple the order is exact; across tuples only between different times.
"""

from dataclasses import dataclass
from math import inf
from typing import Literal

from mock_backend.journal import Entry

Level = Literal["debug", "log", "info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Picture:
    """What the page showed from `at` until the next picture: recorded as the page changed it."""

    at: float
    path: str
    """`location.pathname`, with the route in its hash: `/#/test`."""
    progress: str | None = None
    """The percentage as it is shown, without the % sign: "40", but also "NaN" or "33.3"."""
    bar: str | None = None
    """What the only progress bar that is shown says, or how far it is filled where that is farther from
    `progress`; None, too, where the page is not asked for its bars."""
    step: str | None = None
    """The step that is shown as being tested, None when none is."""
    busy: bool = False
    """The run button is there and is disabled or says that a job runs."""
    runnable: bool = False
    """The run button is there and can be pressed."""
    alerts: tuple[str, ...] = ()
    """The texts of the alert regions that have any."""
    outcome: bool = False
    """What shows the results is in sight; asked for where `Terms.results_found` is."""


@dataclass(frozen=True, slots=True)
class ConsoleLine:
    at: float
    level: Level
    text: str
    own: bool = True
    """False for the browser's own lines and those of a development server."""


@dataclass(frozen=True, slots=True)
class PageError:
    """An uncaught exception or an unhandled rejection."""

    at: float
    text: str
    rejection: bool = False


@dataclass(frozen=True, slots=True)
class Blocked:
    """A connection that the page's Content-Security-Policy forbids; it was not made."""

    at: float
    url: str


@dataclass(frozen=True, slots=True)
class Dialog:
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Navigation:
    """A change of route or document, same-document ones too, each push counted."""

    at: float
    path: str


@dataclass(frozen=True, slots=True)
class ResultsText:
    """All that could be read on the page when its results came into sight, at their address where that alone
    tells of them, or when it changed."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class SocketSeen:
    """One progress socket as the page itself saw it, in order of construction."""

    asked_at: float
    url: str
    """The URL handed to the constructor, made absolute."""
    opened_at: float | None = None
    messages: tuple[float, ...] = ()
    """When each of its messages was delivered to the page."""
    sent: tuple[tuple[float, str], ...] = ()
    """Each text frame that the page sent, with its time."""
    close_called_at: float | None = None
    """The page's own call of `close()` that had an effect; one on a closed socket has none."""
    error_at: float | None = None
    closed_at: float | None = None
    code: int | None = None
    """The close code that the page was told."""
    threw: str | None = None
    """What the constructor threw, if it did."""
    unloaded_at: float | None = None
    """When the browser had left its document, if the page was told of no close by then."""


@dataclass(frozen=True, slots=True)
class Absence:
    """The user was not on the page, from `since` on; a reload ends as it begins."""

    since: float
    until: float = inf


@dataclass(frozen=True, slots=True)
class Press:
    """The user pressed Run once more, or would have."""

    at: float
    hindrance: str | None = None
    """Why nobody could."""
    since: float = inf
    """When they came for it, and put away what was in the way, if that was before."""

    @property
    def came_at(self) -> float:
        return min(self.at, self.since)


@dataclass(frozen=True, slots=True)
class AnswerSeen:
    """How one HTTP request of the page ended, as the page itself saw it."""

    at: float
    path: str
    """Of the request; a redirect is followed to another one."""
    status: int | None
    """None when no answer came: a reset, or given up."""
    given_up: bool = False
    """The page itself put an end to it."""


@dataclass(frozen=True, slots=True)
class SpellSeen:
    """A while in which the browser or its machine was not as usual; see `mock_backend.visit`."""

    at: float
    kind: Literal["offline", "freeze", "hide", "sleep"]
    until: float = inf
    """When it was over; infinity while it was not."""


@dataclass(frozen=True, slots=True)
class Words:
    """How the page under test words what it says: regular expressions, found anywhere in it.

    The first five are of its console lines; the `notice_of_...` of what it tells its user, where case doesn't
    matter: a page that speaks another language than English says its own.
    """

    connected: str = r"WebSocket connected"
    acknowledged: str = r"WebSocket connection confirmed"
    closed: str = r"WebSocket closed"
    failed: str = r"WebSocket connection failed|Failed to create WebSocket"
    lost: str = r"WebSocket (connection )?(lost|closed)"
    notice_of_socket: str = (
        r"socket|\bws\b|(dis|re)connect|connection\b(?! test)|could not connect"
        r"|\blive (updates?|channel|progress)|\breal.?time"
    )
    """It is about the live channel."""
    notice_of_failure: str = (
        r"\b(fail(ed|ure|s)?|errors?|aborted|unable|could not|interrupted|went wrong|was lost)\b"
    )
    """Something failed."""
    notice_of_success: str = r"\b(success(ful|fully)?|succeeded|completed|passed|finished)\b"
    """The job is done."""
    notice_of_none: str = (
        r"\b(0|no|none|nothing|never|without)\b(\W+\w+){0,3}?\W+(fail\w*|errors?|problems?|lost)\b"
        r"|\b(fail\w*|errors?|problems?|lost)\b(\W+\w+){0,2}?\W{1,3}(0|none|no)\b|\berror.free\b"
    )
    """That nothing failed: "no errors", "0 failed". It is read as if it was not there."""
    notice_of_denial: str = (
        r"\b(not|never|un(able|successful\w*|finished))\b|n't\b|\b(re)?connected\b|\b(resumed|restored)\b"
    )
    """That a word of success is meant otherwise: "not successful"."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the page is held to: addresses and limits, in seconds."""

    socket_url: str = "ws://localhost:8000/ws/test-progress"
    page_origin: str = "http://localhost:3000"
    results_path: str | None = r"^/results/(?P<job>[^/]+)$"
    """Regular expression over `Picture.path` and `Navigation.path`; None where results have no address."""
    results_found: bool = False
    """They are shown where `Picture.outcome` says so, at their address if any; else that will do."""
    poll_interval: float = 2.0
    slack: float = 0.5
    poll_timeout: float = 10.0
    words: Words = Words()
    release: bool = False
    """The page is a release build."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Equal to itself alone, so that what many checks read in it can be kept: there may be much of it."""

    scenario: str
    browser: str
    started_at: float
    """When the user pressed Run."""
    ended_at: float
    """When the observation ended; nothing after it was looked at."""
    journal: tuple[Entry, ...] = ()
    pictures: tuple[Picture, ...] = ()
    results: tuple[ResultsText, ...] = ()
    console: tuple[ConsoleLine, ...] = ()
    errors: tuple[PageError, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    dialogs: tuple[Dialog, ...] = ()
    navigations: tuple[Navigation, ...] = ()
    sockets: tuple[SocketSeen, ...] = ()
    answers: tuple[AnswerSeen, ...] = ()
    terms: Terms = Terms()
    absences: tuple[Absence, ...] = ()
    """Each time that the page was left from outside (a link, a reload, a closed tab)."""
    again: tuple[Press, ...] = ()
    """Each time that Run was to be pressed after the first."""
    standing: tuple[str, ...] = ()
    """The texts of the alert regions that stood there before Run was pressed first: no notices of a run."""
    elsewhere: tuple[Entry, ...] = ()
    """What the journal has of other tabs and of their jobs; it is not in `journal`."""
    pointers: tuple[float, ...] = ()
    """Each time that a button of the mouse went down on the page, as the page itself saw it."""
    spells: tuple[SpellSeen, ...] = ()
    slowed: float = 1.0
    """How many times slower than this machine the browser took it to be."""
    leaks: tuple[str, ...] = ()
    """Addresses of this machine that a release has in its files, as `assets/index.js: ws://localhost:8000`."""
    imitated: tuple[str, ...] = ()
    """What did not happen to the browser itself and was only played to the page, a sentence each."""
    real_time: bool = False
    """The clock was the real one: times are exact to about the slack, not to the instant."""

    def away(self, since: float, until: float) -> bool:
        """Whether the user was not on the page at some time of that span, or left the document of `since`."""
        return any(gone.since <= until and since < gone.until for gone in self.absences)
