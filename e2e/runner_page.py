"""The runner page in its own words: what a user does there and what a user sees."""

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import inf
from typing import Any, NoReturn

import pytest

from e2e.checks import EVERY_CHECK, AnyCheck, judge
from e2e.checks.channels_agree import ending
from e2e.errors import NotStaged, Unavailable, UsageError
from e2e.evidence import Absence, Evidence, Press
from e2e.evidence.in_words import drawn, goodbye, masked, worded
from e2e.evidence.lines import second as on_the_clock
from e2e.report.explanation import explanation, happened
from e2e.report.outcome import Outcome
from e2e.report.waivers import applied, today
from e2e.staging import unstaged
from e2e.visit.acts import moments
from e2e.visit.answered import answered
from e2e.visit.feasible import may_be_out_of_place, out_of_place
from e2e.visit.preparation import prepared
from e2e.visit.stage import RUN_BUTTON, Stage
from mock_backend.visit import DoubleClick, Leave, Reload, Way

NO_BUTTON = (
    "The run button cannot be pressed at {path}: {hindrance}. Say where it is by `locators` in the "
    "configuration, or at which `page.path` the runner page is."
)
SHUT = (
    "The run button cannot be pressed at {path}: {hindrance}. What a user has to do first, `page.prepare` in "
    "the configuration does; where another button is meant, say which by `locators.run`."
)
UNWELL = "Run cannot be pressed while the backend is not well: {hindrance}"

NONE = "there is none"
"""What hinders pressing Run on a page without such a button, in the words of `observer.js`."""

STOPPED = "it was stopped at {at}, when the page had {storm}"

MOST_BACKS = 3

BETWEEN_CLICKS = 0.08
"""Seconds between the two of a double click: a hand is no quicker."""

MODAL = "() => window.__runnerObserver.modal()"


class RunnerPage:
    """One visit to the page under test, in one scenario."""

    def __init__(
        self,
        stage: Stage,
        hurry: float = 1.0,
        record: Callable[[Outcome], None] = lambda _: None,
        checks: Sequence[AnyCheck] = EVERY_CHECK,
        leave_out: Callable[[str], None] = pytest.skip,
    ) -> None:
        """`hurry`: by how much the scenario was shortened; `reach` counts in its seconds before that.

        `record` is handed what the contract says of this visit, by these checks; `leave_out` ends the test
        where the scenario turned out not to apply to this page, with the reason.
        """
        self.stage = stage
        self.page = stage.page
        self.driver = stage.driver
        self.hurry = hurry
        self.record = record
        self.checks = {check.id for check in checks}
        self.leave_out = leave_out
        self.came_from = ""
        """Where the visit began that is left by the browser's Back."""
        self.moments = deque(moments(stage.scenario, self, stage.spells))
        self.started_at: float | None = None
        self.absences: list[Absence] = []
        self.again: list[Press] = []
        self.standing: tuple[str, ...] = ()
        self._twice = any(isinstance(act, DoubleClick) for act in stage.scenario.visit)
        self.finished = False
        self.outcome: Outcome | None = None
        self.told = False
        """The test failed by the contract, and said all that happened."""

    def open(self) -> None:
        config, acts = self.stage.suite.config, self.stage.scenario.visit
        if any(isinstance(act, Leave) and act.by == "back" for act in acts):
            self._go(config.page.home, "address")
            self.driver.awaken()
            self.came_from = self.driver.tape.pictures[-1].path
            self._go(config.page.path)
        else:
            self._go(config.page.path, "address")
        if config.page.prepare is not None:
            self.driver.advance_to(self.driver.now + config.slack)
            prepared(self.page, config.page.prepare)
            self.driver.settle()

    def run(self) -> None:
        """Press Run, with a real mouse. The page is at rest: what it may wait for still is time, where it is
        faded in, and it has the slack for that.

        Raises Unavailable when no user could press it.
        """
        self.driver.awaken()
        place = self.stage.run_button(self.page)
        if "hindrance" in place:
            self._not_to_be_pressed(place["hindrance"])
        self.started_at = self.driver.now
        self.standing = self.driver.tape.pictures[-1].alerts
        self._press(place)

    def _not_to_be_pressed(self, hindrance: str) -> NoReturn:
        """Ends the test where the page told its user that the backend is not well.

        Raises Unavailable where it did not, or where the backend is well.
        """
        seen = self.driver.tape.pictures[-1]
        unwell = any(entry.fault and entry.call == "health" for entry in self.stage.journal())
        if unwell and seen.alerts:
            self.leave_out(UNWELL.format(hindrance=hindrance))
        sentence = NO_BUTTON if hindrance == NONE else SHUT
        raise Unavailable(sentence.format(path=seen.path, hindrance=hindrance))

    def run_again(self) -> None:
        """Press Run once more; where there is no such button, on the runner page first.

        If it cannot be pressed, the evidence says so.
        """
        if self._away:
            self.come_back()
            self.driver.awaken()
        since, covered = self.driver.now, self._put_away()
        # A modal may fade out for a while.
        place = self.stage.run_button(self.page) if covered else self.page.evaluate(RUN_BUTTON)
        if place.get("hindrance") == NONE:
            cover = self._go(self.stage.suite.config.page.path)
            self.driver.awaken()
            # What was there before may fade out first.
            place = self.stage.run_button(self.page, lambda hindrance: hindrance != NONE)
            if cover and place.get("hindrance") == NONE:
                place["hindrance"] = f"{NONE}, and the page's link to it was covered by {cover}"
        self.again.append(Press(self.driver.now, place.get("hindrance"), since))
        if "hindrance" not in place:
            self._press(place)

    def _press(self, place: dict[str, Any]) -> None:
        answered(self.page.mouse, "click", place["x"], place["y"])
        self.driver.settle()
        if self._twice:
            self.driver.advance_to(self.driver.now + BETWEEN_CLICKS)
            answered(self.page.mouse, "down", "left", 2)
            answered(self.page.mouse, "up", "left", 2)
            self.driver.settle()

    def run_in_second_tab(self) -> None:
        """Open the runner page in another tab and press Run there; what happens there is no evidence of this
        page."""
        self.stage.run_in_second_tab()

    def reach(self, second: float) -> None:
        """Let time pass until so many seconds of the scenario after Run; on the way the user and the browser
        do what the scenario lets them do by then."""
        reached = second / self.hurry
        while self.moments and self.moments[0].at <= reached + 1e-6:
            moment = self.moments.popleft()
            self._advance(moment.at)
            moment.do()
        self._advance(reached)

    def _advance(self, second: float) -> None:
        self.driver.advance_to(self._started() + second)

    def finish(self) -> None:
        """Let time pass until the scenario is over and the page has had time for all it owes."""
        config = self.stage.suite.config
        self.reach(self.stage.scenario.length * self.hurry)
        tail = 2 * config.poll_interval + 1
        if self.driver.state.held:
            tail += config.poll_timeout
        self.driver.advance_to(self.driver.now + tail)
        self.finished = True

    def leave(self, by: Way = "link") -> None:
        """Go to the page's home: by its own link, so that it has to clean up itself, where it has one; by the
        address bar, so that the browser leaves the document; or by the browser's Back."""
        self.absences.append(Absence(self.driver.now))
        if by == "back":
            self._go_where_it_began()
        else:
            self._go(self.stage.suite.config.page.home, by)

    def _go_where_it_began(self) -> None:
        """A run may have got an address of its own, and what was done before it another. Whoever is kept by
        the page has not left it."""
        for _ in range(MOST_BACKS):
            self.driver.go_back()
            self.driver.settle()
            if self.driver.tape.pictures[-1].path == self.came_from:
                return
        self.absences.pop()

    def come_back(self) -> None:
        """Go to the runner page, by the page's own link where there is one."""
        self._end_absence()
        self._go(self.stage.suite.config.page.path)

    def back(self) -> None:
        """Press the browser's Back."""
        self._end_absence()
        self.driver.go_back()

    def reload(self) -> None:
        if not self._away:
            self.absences.append(Absence(self.driver.now, until=self.driver.now))
        self.page.reload()
        self.driver.settle()

    def _put_away(self) -> bool:
        """A modal keeps its user from all else: they close it first, as they close an alert box.

        Returns whether there was one.
        """
        there = bool(self.page.evaluate(MODAL))
        if there:
            answered(self.page.keyboard, "press", "Escape")
            self.driver.settle()
        if (still := self.page.evaluate(MODAL)) and (button := still["button"]):
            answered(self.page.mouse, "click", button["x"], button["y"])
            self.driver.settle()
        return there

    def _go(self, path: str, by: Way = "link") -> str | None:
        """Returns what covered the page's own link to it, where something did."""
        if by == "link":
            self._put_away()
        place = by == "link" and self.page.evaluate("(path) => window.__runnerObserver.link(path)", path)
        if place:
            answered(self.page.mouse, "click", place["x"], place["y"])
        else:
            self.page.goto(self.stage.suite.addresses.page_url + path)
        self.driver.settle()
        return place["cover"] if place else None

    @property
    def _away(self) -> bool:
        return bool(self.absences) and self.absences[-1].until == inf

    def _end_absence(self) -> None:
        if self._away:
            self.absences[-1] = replace(self.absences[-1], until=self.driver.now)

    def picture(self) -> str:
        """What the page shows now, one line each; the job's id is masked. The results have a line where the
        configuration says how they are found."""
        located = bool(self.stage.suite.config.locators.outcome)
        return drawn(self.driver.tape.pictures[-1], located)

    def path(self) -> str:
        return masked(self.driver.tape.pictures[-1].path)

    def failure(self) -> str:
        """What the page tells the user went wrong, over alert regions and dialogs; empty when nothing did."""
        told = [*(dialog.text for dialog in self.stage.dialogs.seen), *self.driver.tape.pictures[-1].alerts]
        return masked(" | ".join(told))

    def complaints(self) -> list[str]:
        """The page's own warnings and errors."""
        return [line for line in self.console() if line.startswith(("warning: ", "error: "))]

    def goodbyes(self) -> list[str]:
        """How each connection ended, as the backend saw it."""
        kinds = {"socket.close_received", "socket.ended"}
        return [goodbye(entry) for entry in self.stage.journal() if entry.kind in kinds]

    def console(self, about: str = "") -> list[str]:
        """The page's own lines that match `about`, as `level: text`; job ids are masked."""
        lines = (line for line in self.stage.console() if line.own and re.search(about, line.text))
        return [worded(line) for line in lines]

    def evidence(self) -> Evidence:
        return self.stage.evidence(self._started(), self.absences, self.again, self.standing)

    def judged(self) -> Outcome:
        """What was seen so far, held against every check; and, once it is over, whether the scenario took
        place at all."""
        evidence, stage = self.evidence(), self.stage
        outcome = Outcome(
            scenario=stage.scenario.name,
            browser=stage.browser,
            verdicts=tuple(verdict for verdict in judge(evidence) if verdict.check in self.checks),
            unstaged=self._unstaged(evidence),
            note=", ".join(self._notes()),
            family=stage.scenario.family,
            ending=ending(evidence) if stage.scenario.family else None,
        )
        self.outcome = applied(outcome, stage.suite.config.waivers, today())
        self.record(self.outcome)
        return self.outcome

    def _unstaged(self, evidence: Evidence) -> tuple[str, ...]:
        if storm := self.driver.tape.storm:
            return (STOPPED.format(at=on_the_clock(evidence.ended_at), storm=storm),)
        return unstaged(self.stage.scenario, evidence) if self.finished else ()

    def account(self, judging: bool) -> str:
        """All that happened so far, for a test that failed otherwise; when `judging` a run, with the promises
        that were broken by then."""
        ran = self.started_at is not None
        told = explanation(self.outcome or self.judged()) if judging and ran else ""
        evidence = self.evidence() if ran else self.stage.evidence(self.driver.now, self.absences)
        return "\n\n".join(filter(None, [told, happened(evidence)]))

    def keeps_the_contract(self) -> None:
        """Ends a test: plays the rest of the scenario, and fails with what happened if a promise was broken.

        Raises NotStaged when the page kept every promise but the scenario did not take place.
        """
        if not self.finished:
            self.finish()
        if why := self.stage.not_here or self._out_of_place():
            self.leave_out(why)
        outcome = self.judged()
        self.told = bool(outcome.failures or outcome.unstaged)
        if outcome.failures:
            pytest.fail(f"{explanation(outcome)}\n\n{happened(self.evidence())}", pytrace=False)
        if outcome.unstaged:
            raise NotStaged(f"{explanation(outcome)}\n\n{happened(self.evidence())}")

    def _out_of_place(self) -> str | None:
        if not may_be_out_of_place(self.stage.scenario):
            return None
        evidence = self.evidence()
        broken = any(verdict.result == "failed" for verdict in judge(evidence))
        return None if broken else out_of_place(evidence)

    def _notes(self) -> Iterator[str]:
        if self.stage.real:
            yield "real time"
        if self.absences and not any(isinstance(act, Leave | Reload) for act in self.stage.scenario.visit):
            yield "left"

    def _started(self) -> float:
        if self.started_at is None:
            raise UsageError("the page was not run: call run() first")
        return self.started_at
