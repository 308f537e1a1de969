"""The doctor's visits: brings up what is configured, opens the page, plays short scenarios, looks.

config ─► servers, mock backend ─► browser ─► success, job-fails, lines apart, refused ─► Seen
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace

from playwright.sync_api import Browser as Driven
from playwright.sync_api import Error, Page, sync_playwright
from playwright.sync_api import Request as PageRequest

from e2e.browsers.browser import KINDS, find, launch_arguments, missing
from e2e.browsers.nagle import launched
from e2e.config import Config
from e2e.doctor.seen import Browser, Look, Request, Seen, Visit
from e2e.errors import BrowserMissing, NotSettled, Unavailable, UsageError, near
from e2e.lost import as_suite_error
from e2e.runner_page import RunnerPage
from e2e.servers.hosting import Hosting
from e2e.servers.leaks import leaks
from e2e.visit.stage import Stage, Suite
from mock_backend.client import Control, ControlError
from mock_backend.journal import Entry
from mock_backend.scenario import Scenario

READ = "() => window.__runnerObserver.legible()"
DEFAULT_SESSION = "default"

LINES_APART = Scenario.model_validate(
    {
        "name": "lines-apart",
        "cause": "Handshake, greeting and reset come at moments of their own, so that each has its line.",
        "faults": [
            {"fault": "handshake-delay", "seconds": 0.3},
            {"fault": "ack-delay", "seconds": 0.3},
            {"fault": "reset", "at": 2.7},
        ],
    }
)


@dataclass
class Watch:
    """All that a page asks for, whatever the configuration expects."""

    page: Page
    requests: dict[PageRequest, int | None] = field(default_factory=dict)
    sockets: list[str] = field(default_factory=list)
    status: int | None = None

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)
        self.page.on("response", lambda answer: self._answered(answer.request, answer.status))
        self.page.on("websocket", lambda socket: self.sockets.append(socket.url))

    def _asked(self, request: PageRequest) -> None:
        if request.resource_type in ("fetch", "xhr"):
            self.requests[request] = None

    def _answered(self, request: PageRequest, status: int) -> None:
        if request in self.requests:
            self.requests[request] = status
        elif request.is_navigation_request() and self.status is None:
            self.status = status

    @property
    def made(self) -> tuple[Request, ...]:
        return tuple(Request(each.method, each.url, status) for each, status in self.requests.items())


class Examination:
    def __init__(self, suite: Suite, browser: Driven, name: str) -> None:
        self.suite = suite
        self.browser = browser
        self.name = name
        self.status: int | None = None
        self.title = ""
        self._strays = 0

    def visit(self, scenario: str | Scenario, *moments: float, whole: bool = False) -> Visit:
        """Looks at the page before Run, and at these seconds after it; `whole` plays the rest too."""
        control = self.suite.control
        chosen = control.scenario(scenario) if isinstance(scenario, str) else scenario
        with self.browser.new_context() as context:
            page = context.new_page()
            watch = Watch(page)
            stage = Stage(self.suite, page, chosen, self.name, real=False)
            try:
                return self._played(RunnerPage(stage), watch, moments, whole)
            finally:
                self.status = watch.status if self.status is None else self.status
                with suppress(Error):
                    stage.close()

    def _played(self, runner: RunnerPage, watch: Watch, moments: Sequence[float], whole: bool) -> Visit:
        looks: list[Look] = []
        hindrance = unsettled = None
        try:
            runner.open()
            runner.driver.awaken()
            hindrance = runner.stage.run_button(runner.page).get("hindrance")
            looks.append(look(runner))
            self.title = runner.page.title()
            if hindrance is None:
                runner.run()
                for moment in moments:
                    runner.reach(moment)
                    looks.append(look(runner))
                if whole:
                    runner.finish()
                    looks.append(look(runner))
        except NotSettled as error:
            unsettled = str(error)
        started = runner.driver.now if runner.started_at is None else runner.started_at
        return Visit(
            evidence=runner.stage.evidence(started),
            looks=tuple(looks),
            requests=watch.made,
            sockets=tuple(watch.sockets),
            strays=tuple(self._stray()),
            hindrance=hindrance,
            unsettled=unsettled,
        )

    def _stray(self) -> Iterator[Entry]:
        """What came without the session's cookie since the last visit."""
        entries = self.suite.control.journal(DEFAULT_SESSION, self._strays)
        self._strays += len(entries)
        yield from entries


def look(runner: RunnerPage) -> Look:
    read = runner.page.evaluate(READ)
    regions = tuple((role, text) for role, text in read["regions"])
    marked = tuple((css, text) for css, text in read["marked"] if text)
    return Look(
        runner.driver.now, read["text"], tuple(read["buttons"]), tuple(read["links"]), regions, marked
    )


def examined(config: Config, names: Sequence[str], hosting: Hosting) -> Seen:
    """`names`: of the browsers; the first that is there is driven. `hosting`: of what is configured.

    Raises SuiteError where nothing can be seen.
    """
    try:
        return _examined(config, names, hosting)
    except (ControlError, Error) as error:
        first = str(error).splitlines()[0].rstrip(".")
        raise as_suite_error(error) or Unavailable(f"The browser could not do it: {first}.") from error


def _examined(config: Config, names: Sequence[str], hosting: Hosting) -> Seen:
    with ExitStack() as undo:
        browsers = tuple(found(name) for name in names)
        name = next((browser.name for browser in browsers if browser.found), None)
        if name is None:
            raise BrowserMissing(browsers[0].missing)
        playwright = undo.enter_context(sync_playwright())
        addresses = hosting.addresses()
        control = undo.enter_context(Control(addresses.backend))
        arguments = launch_arguments(name, mapped=addresses.mapped, certificate=addresses.certificate)
        browser = launched(getattr(playwright, name), arguments)
        undo.callback(browser.close)
        suite = Suite(config, addresses, control, leaks(config, addresses))
        return seen(Examination(suite, browser, name), browsers)


def found(name: str) -> Browser:
    """Raises UsageError for a name that is none."""
    if name not in KINDS:
        raise UsageError(
            f"No browser is named '{name}'{near(name, [*KINDS])}. There are: {', '.join(KINDS)}."
        )
    try:
        browser = find(name)
    except BrowserMissing as error:
        return Browser(name, None, str(error))
    if browser is None:
        return Browser(name, None, str(missing(name)))
    return Browser(name, f"{browser.executable or 'as installed'} ({browser.origin})")


def seen(examination: Examination, browsers: tuple[Browser, ...]) -> Seen:
    """What there is on the page of that suite. Raises what Playwright and the control client raise."""
    config, addresses = examination.suite.config, examination.suite.addresses
    success = examination.visit("success", 1.4, 3.4, whole=True)
    first = Seen(
        page=addresses.page_url + config.page.path,
        backend=addresses.backend,
        browsers=browsers,
        status=examination.status,
        title=examination.title,
        served=config.backend.dist is not None,
        success=success,
    )
    if success.unsettled or not success.started or success.strays:
        return first
    return replace(
        first,
        fails=examination.visit("job-fails", 3.4, 5 + config.poll_interval),
        unstarted=examination.visit("start-500", config.slack, whole=True),
        spaced=examination.visit(LINES_APART, 2.7 + config.slack),
        refused=examination.visit("refused-handshake", config.slack),
    )
