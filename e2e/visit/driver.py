"""One clock for the page and the backend, moved together from event to event.

    step to `at`:   backend's clock ─► page's clock ─► what the backend has due at `at` ─► one frame
                    (settled after each one, and after each thing that is due)

The page asks at `at` and is answered by the truth of `at`, before whatever the backend does at that
same instant. Nothing here sleeps: between two steps the driver waits until nothing is in flight.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from math import ceil, inf
from typing import Any, Protocol

from playwright.sync_api import Error, Page, Request

from e2e.errors import NotSettled, OutOfReach
from e2e.visit.answered import GIVE_UP, answered
from e2e.visit.loads import Loads
from e2e.visit.settle import BETWEEN, Habits, View, differences, parse_view, together
from e2e.visit.tape import Tape
from e2e.visit.workers import out_of_reach
from mock_backend.client import Control
from mock_backend.journal import Entry
from mock_backend.state import State

FRAME = 16
"""Milliseconds after which the fake clock draws an animation frame."""

MARGIN = 4
"""Milliseconds by which the last frame of what a page animates is drawn before the slack is over."""

AWAKE = 60
"""Milliseconds within which a page that was just loaded does by timers what makes it of use: jQuery's `ready`
waits for one of 0, `requestIdleCallback` for one of 50."""

REACH = """(at) => {
    const ahead = at - Date.now();
    return ahead > 0 ? window.__pwClock.controller.fastForward(ahead) : undefined;
}"""
"""Moves a document's fake clock on to those milliseconds, if it is not there yet; its timers fire once.

Playwright's own call does this, and adds an init script each time: one more for every document to come.
"""

LOOK = f"async ({{ at, ...how }}) => {{ await ({REACH})(at); return window.__runnerObserver.view(how); }}"

DOCUMENT = "() => window.__runnerObserver?.document ?? null"

TURNS = "() => window.__runnerObserver.turns()"

LATE = 3
"""Round trips to the page after which a browser that tells late of a load has told. On two busy cores 1 of
250 took two."""

BACK = "() => window.__runnerObserver.back()"

BREATH = 1.0
"""Real seconds between two looks at a page that goes by itself."""

GLANCE = 0.02
"""Real seconds to wait for a change in the backend before looking at the page again."""

DAY = 86_400


class Observation:
    """Reads the page's observer and the backend's state until both agree."""

    def __init__(self, page: Page, control: Control, session: str, epoch: float, habits: Habits) -> None:
        self.page = page
        self._loads = {page: Loads(page, habits.lazy)}
        self.tabs: list[Page] = []
        """Other tabs of the session, once they are on its page; time goes on in all of them."""
        self.control = control
        self.session = session
        self.epoch = epoch
        self.habits = habits
        self.clock = 0
        """The milliseconds that the page's fake clock has to have reached when it is looked at."""
        self.reached = 0
        """Those that it had reached when it was looked at last, or moved."""
        self.asleep = False
        """The page can do nothing: nobody looks at it, and its clock stands still."""
        self._refused = 0
        """Documents that the page asked for and that never came, since the last look."""
        page.on("requestfailed", self._failed)
        self.tape = Tape(epoch)
        self._journal: list[Entry] = []
        """So far as it was needed."""
        self._asked: set[str] = set()
        """The paths that the page was seen to ask for."""
        self.state = control.state(session)
        self.view: View | None = None

    def look(self, expecting: bool = False) -> View:
        """The page as it is now, what it noted since the last look put on the tape.

        `expecting`: something is on its way to the page; look when it is there, or a few milliseconds later.
        Raises OutOfReach where its socket or its polling is in a worker.
        """
        self.reached = self.clock
        if self.tape.workers:
            self._journal += self.control.journal(self.session, since=len(self._journal))
        view = self._seen(self.page, expecting)
        self.tape.add(view.tape, view.now)
        self._asked.update(request.path for request in view.requests)
        self._within_reach(view)
        if self.tabs:
            view = together([view, *(self._seen(tab, expecting) for tab in self.tabs)])
        self.view = view
        return view

    def _within_reach(self, view: View) -> None:
        """Nothing is said while a document hands its notes to the next one, nor of what other tabs may have
        done: by then the page has had a run of its own."""
        if not self.tape.workers or view.between or self.tabs:
            return
        asked = self._asked.union(answer.path for answer in self.tape.answers)
        if what := out_of_reach(self._journal, self.tape, asked):
            raise OutOfReach(what)

    def add_tab(self, tab: Page) -> None:
        self.tabs.append(tab)
        self._loads[tab] = Loads(tab, self.habits.lazy)

    def go_back(self) -> None:
        """Press the browser's Back; returns when the page is where that leads.

        Playwright's own waits for a load that never comes where the document was in the browser's cache.
        """
        left = self._evaluated(self.page, DOCUMENT)
        try:
            if answered(self.page, "evaluate", BACK) == "here":
                return
        except Error as error:
            if not _navigates(error):
                raise
        deadline = time.monotonic() + GIVE_UP
        while self._evaluated(self.page, DOCUMENT) in (left, None):
            if time.monotonic() > deadline:
                raise NotSettled([BETWEEN])

    def _seen(self, page: Page, expecting: bool) -> View:
        stays, self._refused = self._refused, 0
        how = {"at": self.clock, "expecting": expecting, "held": len(self.state.held), "stays": stays}
        if len(page.frames) > 1:
            self._reach(page)
        loads = self._loads[page]
        loads.begin()
        view = parse_view(self._evaluated(page, LOOK, how))
        loads.seen(view.document)
        return replace(view, loading=loads.paths())

    def reach(self) -> None:
        """Moves the page's clock to where it has to be; nothing is due there."""
        if self.asleep:
            return
        self.reached = self.clock
        for page in (self.page, *self.tabs):
            self._reach(page)

    def _reach(self, page: Page) -> None:
        """Inner frames after the page itself, which notes by its own clock what they do to it. A frame may go
        at any moment, and is not missed."""
        self._evaluated(page, REACH, self.clock)
        for frame in page.frames[1:]:
            with suppress(Error):
                answered(frame, "evaluate", REACH, self.clock)

    def _evaluated(self, page: Page, expression: str, argument: object = None) -> Any:
        """In the document that is there; where one is just left, in the next."""
        deadline = time.monotonic() + GIVE_UP
        while True:
            try:
                return answered(page, "evaluate", expression, argument)
            except Error as error:
                if not _navigates(error):
                    raise
                if time.monotonic() > deadline:
                    raise NotSettled([BETWEEN]) from error

    def _failed(self, request: Request) -> None:
        """What is to be downloaded fails the request for a document. Nothing tells of an answer with 204."""
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self._refused += 1

    @property
    def wires(self) -> tuple[object, ...]:
        """What the backend has to do with the page: it changes with whatever is written to it."""
        return self.state.connections, self.state.held, self.state.working

    @property
    def framed(self) -> bool:
        """The page has inner frames."""
        return any(len(page.frames) > 1 for page in (self.page, *self.tabs))

    @property
    def linked(self) -> bool:
        """The backend can write to the page."""
        return any(self.wires)

    @property
    def drawing(self) -> bool:
        """The page waits for an animation frame."""
        return not self.asleep and self.view is not None and self.view.drawing

    def advance(self, at: float, fire: bool) -> None:
        """The backend's clock alone; with `fire`, the first thing that it has due by `at` happens."""
        self.state = self.control.advance(self.session, at, fire, one=fire)

    def settle(self, advanced: bool = False) -> None:
        """Returns when nothing is in flight.

        `advanced`: only time went on since all was settled, by `advance`. Then one look is enough, if the
        backend's state after it agrees.
        Raises NotSettled, with what is still on its way, after GIVE_UP real seconds. A page that storms comes
        to no rest, and is not waited for.
        """
        if self.asleep:
            return
        before, view = self.view, self.look()
        if not (advanced and before is not None and self._agree(before, view)):
            self._converse(view)
        while self._told_late():
            self._converse(self.look())

    def _agree(self, before: View, view: View) -> bool:
        """Page and backend, where all was settled `before` and only time went on. Of what the page sent since
        then only a state that is taken now can know."""
        if view.document != before.document:
            return False
        if view.sent != before.sent:
            self.state = self.control.state(self.session)
        return not differences(view, self.state, self.habits)

    def _told_late(self) -> bool:
        """The page loads something that the browser had not told of when it was looked at."""
        if not (self.habits.lazy and self.habits.tells_late) or self.tape.storm:
            return False
        for page in (self.page, *self.tabs):
            for _ in range(LATE):
                self._evaluated(page, TURNS)
        return any(loads.paths() for loads in self._loads.values())

    def _converse(self, view: View) -> None:
        """Until nothing is missing by a state taken between two looks at a page that did nothing from the one
        to the other."""
        deadline = time.monotonic() + GIVE_UP
        while True:
            self.state = self.control.state(self.session)
            on_its_way = differences(view, self.state, self.habits)
            before, view = view, self._wait(view) if on_its_way else self.look()
            missing = differences(view, self.state, self.habits)
            if self.tape.storm or (not missing and view.same_as(before)):
                return
            if time.monotonic() > deadline:
                raise NotSettled(missing or ["the page goes on doing things by itself"])

    def _wait(self, view: View) -> View:
        """The page after whatever came first, in the page or else in the backend."""
        following = self.look(expecting=True)
        if following.same_as(view):
            self.control.state(self.session, newer_than=self.state.version, wait=GLANCE)
        return following


def _navigates(error: Error) -> bool:
    return "context was destroyed" in error.message or "navigation" in error.message


class Driver(Protocol):
    """Moves time for one page and one session; `now` is the session's time in seconds."""

    page: Page
    observation: Observation
    tape: Tape

    @property
    def now(self) -> float: ...
    @property
    def state(self) -> State: ...
    def advance_to(self, at: float) -> None: ...

    def awaken(self) -> None:
        """What the page does by a timer as soon as it is loaded is done: nobody acts in that very instant."""

    def settle(self) -> None: ...
    def fall_asleep(self) -> None:
        """The page stands still from now on; the backend goes on."""

    def wake(self, resume: Callable[[float | None], None] = lambda _: None) -> None:
        """The page goes on, and all is settled. Its clock, if it is a virtual one, jumps to now.

        `resume` lets the page run again, and is told its clock's milliseconds then, None for a real clock.
        """

    def go_back(self) -> None: ...
    def add_tab(self, tab: Page) -> None:
        """One that is not opened yet; time goes on in it too."""


COME_LATE = """(now) => {
    if (window.__runnerObserver?.first) window.__pwClock.controller.log("pauseAt", 0, now);
}"""
"""The clock of a tab's first document, where the tab is opened in mid-run."""


class VirtualTime:
    """Page and backend stand still but for `advance_to`; milliseconds are counted whole."""

    def __init__(self, observation: Observation, poll_interval: float, slack: float) -> None:
        self.observation = observation
        self.page = observation.page
        self.tape = observation.tape
        self._epoch_ms = round(observation.epoch * 1000)
        self._longest = round(poll_interval * 1000)
        self._slack = round(slack * 1000)
        self._now = round(observation.state.now * 1000)
        observation.clock = observation.reached = self._wall

    @staticmethod
    def install(page: Page, epoch: float) -> None:
        """Before the page is opened: its clock stands at the session's second 0."""
        page.context.clock.install(time=epoch - DAY)
        page.context.clock.pause_at(epoch)

    @property
    def now(self) -> float:
        return self._now / 1000

    @property
    def _wall(self) -> int:
        """What the page's clock shows now."""
        return self._epoch_ms + self._now

    @property
    def state(self) -> State:
        return self.observation.state

    def settle(self) -> None:
        """Nothing is in flight any more; what the page wants drawn is drawn, one frame later."""
        self.observation.settle()
        self._draw()

    def go_back(self) -> None:
        self.observation.go_back()
        self.settle()

    def add_tab(self, tab: Page) -> None:
        # Danger: Playwright's own `pause_at` would hold for the documents to come of every tab.
        tab.add_init_script(f"({COME_LATE})({self._wall})")
        self.observation.add_tab(tab)

    def advance_to(self, at: float) -> None:
        """Ends one frame later than `at` when the page waits for one; before it where the page storms.

        Raises NotSettled when something that should arrive does not.
        """
        target = round(at * 1000)
        while self._now < target and not self.tape.storm:
            self._move(min(target, self._unforeseen(), self._tween()))
            self._draw()

    def awaken(self) -> None:
        if self._page_next() <= self._now + AWAKE:
            self.advance_to((self._now + AWAKE) / 1000)

    def fall_asleep(self) -> None:
        self.observation.asleep = True

    def wake(self, resume: Callable[[float | None], None] = lambda _: None) -> None:
        resume(self._wall)
        self.observation.asleep = False
        self.settle()

    def _draw(self) -> None:
        """Two whole frames, for what begins in the second; and one more where something fell due in that one,
        maybe after the page had drawn."""
        for frame in (1, 2, 3):
            drawn = self._now + FRAME
            eventful = min(self._page_next(), self._backend_next()) <= drawn
            while self.observation.drawing and self._now < drawn:
                self._move(drawn)
            if frame > 1 and not eventful:
                return

    def _unforeseen(self) -> float:
        """The next stop for a page that may have more to do than its timers say: in an inner frame, or in the
        next animation frame."""
        observation = self.observation
        if observation.asleep or not (observation.framed or observation.drawing):
            return inf
        return self._due(observation.reached - self._epoch_ms + self._longest)

    def _tween(self) -> float:
        """The next stop for a page that draws on after it was told something: it may be on the way to what it
        shows of it. There are four within the slack, the last so that two more frames end in it; and more
        while it is seen to change, since it may move by no more than so much in a frame."""
        if self.tape.told_at is None or not self.observation.drawing:
            return inf
        told = round(self.tape.told_at * 1000)
        last = told + self._slack - 2 * FRAME - MARGIN
        quarters = [told + self._slack * quarter // 4 for quarter in (1, 2, 3)]
        changed = self._now - round(self.tape.pictures[-1].at * 1000) <= 2 * FRAME
        soon = [self._now + 2 * FRAME] if changed and self._now < last - 2 * FRAME else []
        return min((at for at in (*soon, *quarters, last) if at > self._now), default=inf)

    def _move(self, furthest: float) -> None:
        """To the next event of page or backend, or to `furthest` if there is none before.

        Before that, a page to which the backend can write nothing stays behind.
        """
        if self._backend_next() <= self._now:
            # By what the page did in this instant, an answer with an event right behind it.
            self._happen()
            return
        in_page, in_backend = self._due(self._page_next()), self._due(self._backend_next())
        to = int(min(furthest, in_page, in_backend))
        self._now, self.observation.clock = to, self._epoch_ms + to
        if in_backend == to < in_page:
            if to == furthest or self.observation.linked:
                self.observation.reach()
        else:
            self.observation.advance(self.now, fire=False)
            self.observation.settle(advanced=True)
        if in_backend == to:
            self._happen()

    def _happen(self) -> None:
        """What the backend has due, one thing after the other: of two in one instant the page knows the
        first before the second."""
        while self._backend_next() <= self._now:
            wires = self.observation.wires
            self.observation.advance(self.now, fire=True)
            if self.observation.wires != wires:
                self.observation.settle(advanced=True)

    def _due(self, event: float) -> float:
        """Later than now, so that time goes on."""
        return max(event, self._now + 1)

    def _page_next(self) -> float:
        view = None if self.observation.asleep else self.observation.view
        return inf if view is None or view.next is None else ceil(view.next) - self._epoch_ms

    def _backend_next(self) -> float:
        following = self.observation.state.next
        return inf if following is None else ceil(round(following * 1000, 3))


class RealTime:
    """Page and backend run by themselves; to advance is to wait."""

    def __init__(self, observation: Observation) -> None:
        self.observation = observation
        self.page = observation.page
        self.tape = observation.tape

    @property
    def now(self) -> float:
        return round(time.time() - self.observation.epoch, 3)

    @property
    def state(self) -> State:
        return self.observation.state

    def settle(self) -> None:
        self.observation.settle()

    def go_back(self) -> None:
        self.observation.go_back()
        self.settle()

    def add_tab(self, tab: Page) -> None:
        self.observation.add_tab(tab)

    def advance_to(self, at: float) -> None:
        """Ends before `at` when the page storms."""
        while (rest := at - self.now) > 0 and not self.tape.storm:
            self.page.wait_for_timeout(min(rest, BREATH) * 1000)
            if not self.observation.asleep:
                self.observation.look()
        self.observation.settle()

    def awaken(self) -> None:
        """It has done so by now."""

    def fall_asleep(self) -> None:
        self.observation.asleep = True

    def wake(self, resume: Callable[[float | None], None] = lambda _: None) -> None:
        resume(None)
        self.observation.asleep = False
        self.settle()
