"""What was found on the page: run button, busy, progress, step, results. Pure."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, product

from e2e.doctor.patterns import (
    escaped,
    first_word,
    line_begun_alike,
    line_with,
    path_with,
    quoted,
    raw,
    reading,
)
from e2e.doctor.point import Change, Point, right, untold, wrong
from e2e.doctor.reading import after, lines_of, run_of, short
from e2e.doctor.seen import Look, Seen, Visit
from e2e.doctor.wire_points import WHERE
from e2e.evidence import Navigation, Picture
from e2e.evidence.lines import second
from e2e.evidence.shown import number, outcome_sight, picture_at, results_job
from e2e.evidence.truth import Run
from e2e.urls import place

SHOWN = 5

MOST_VALUES = 12
"""Told in full; a number that is animated has more."""


def run_button(seen: Seen) -> Point:
    visit = seen.success
    if visit is None:
        return untold("run button", seen.untried)
    if visit.ran:
        return right("run button", "found, and pressed")
    names = [name for name in visit.looks[0].buttons if name] if visit.looks else []
    said = f"the page has {_list(names)}" if names else "the page has no button at all"
    if visit.hindrance != "there is none":
        saw = f"found, but nobody could press it: {visit.hindrance}"
        return wrong("run button", saw, advice="bring the page to where a user can press it: page.prepare")
    if not names:
        return _nowhere(said, visit.looks, place(seen.page))
    find = f'(Find(role="button", name={raw(first_word(names[0], names[1:]))}),)'
    return wrong("run button", f"not found; {said}", Change("locators", "run", find))


def _nowhere(said: str, looks: tuple[Look, ...], configured: str) -> Point:
    """`configured`: the path at which the page was looked for."""
    links = list(dict.fromkeys(link for look in looks for link in look.links))
    if not links:
        return wrong("run button", said, WHERE, "say at which path the runner page is")
    likely = min(links, key=lambda link: (link == "/", link.endswith("/")))
    saw = f"{said}; its links lead to {', '.join(links[:SHOWN])}"
    if likely.rstrip("/") == configured.rstrip("/"):
        return wrong("run button", saw, advice=OTHER_PAGE.format(configured))
    return wrong("run button", saw, Change("page", "path", quoted(likely)))


OTHER_PAGE = (
    "the page at {} is not the one that was expected: see which page its server answers with there, or say "
    "another path"
)


def busy(seen: Seen) -> Point:
    run = run_of(seen.success)
    if seen.success is None or run is None:
        return untold("busy", seen.untried)
    before, meanwhile = seen.success.looks[0].buttons, _midway(seen.success, run)
    shown = [picture for look in meanwhile if (picture := picture_at(seen.success.evidence, look.at))]
    if any(picture.busy for picture in shown):
        return right("busy", "the button cannot be pressed while a job runs")
    changed = [name for look in meanwhile for name in look.buttons if name not in before]
    if not any(picture.runnable for picture in shown):
        instead = f', but "{short(changed[0])}"' if changed else ""
        return right("busy", f"there is no such button while a job runs{instead}")
    if not changed:
        return untold("busy", "the button can be pressed while a job runs, and nothing promises otherwise")
    return wrong("busy", f'the button then says "{changed[0]}"', Change("locators", "busy", raw(changed[0])))


def progress(seen: Seen) -> Point:
    run = run_of(seen.success)
    if seen.success is None or run is None:
        return untold("progress", seen.untried)
    values = list(dict.fromkeys(p.progress for p in _during(seen.success, run) if p.progress is not None))
    told = {step.payload["progress"] for step in run.steps}
    if any(number(value) in told for value in values):
        return right("progress", ", ".join(f"{value} %" if value else "..." for value in _some(values)))
    saw = f'reads "{values[-1]}"' if values else "none found"
    truth = [(look, f"{_step(run, look).get('progress', 0):g}") for look in _midway(seen.success, run)]
    find = _in_roles(truth, ("progressbar", "meter")) or _in_text(truth)
    if find is None:
        at = f"is at {', '.join(value for _, value in truth)} %" if truth else "runs"
        return wrong("progress", f"{saw} while the job {at}", advice=UNSEEN)
    return wrong("progress", f"{saw}; {_where(truth)}", Change("locators", "progress", find))


def _some(values: list[str]) -> list[str]:
    """The first ones and the last, and nothing for all between."""
    return values if len(values) <= MOST_VALUES else [*values[: SHOWN - 1], "", values[-1]]


UNSEEN = "the page shows it nowhere: say by a css selector or a text where it should"


def step(seen: Seen) -> Point:
    run = run_of(seen.success)
    if seen.success is None or run is None:
        return untold("step", seen.untried)
    shown = list(dict.fromkeys(picture.step for picture in _during(seen.success, run) if picture.step))
    truth = [(look, str(_step(run, look).get("current_api", ""))) for look in _midway(seen.success, run)]
    if shown:
        return right("step", ", ".join(shown[:SHOWN]))
    find = _in_text(truth)
    if find is None and _lists(truth):
        return untold("step", LISTED)
    if find is None:
        return untold("step", _own_words([look for look, _ in truth]))
    return wrong("step", f"none found; {_where(truth)}", Change("locators", "step", find))


LISTED = "the page lists them all, all the time: say by a css selector which is the one under test"


def _lists(truth: list[tuple[Look, str]]) -> bool:
    steps = {told.casefold() for _, told in truth}
    return len(steps) > 1 and all(told in look.text.casefold() for look, _ in truth for told in steps)


def _own_words(looks: Sequence[Look]) -> str:
    """Of lines that begin alike and go on otherwise at each step."""
    for first, second_look in pairwise(looks):
        for one, other in product(_apart(first, second_look), _apart(second_look, first)):
            if pattern := line_begun_alike(one, other):
                find = f"(Find(text={raw(pattern)}),)"
                return f'the page names none as it is told; if "{short(one)}" is one: locators.step={find}'
    return "the page shows none, and promises none"


def _apart(look: Look, other: Look) -> list[str]:
    """Its lines that are not in the other, and in which nothing is counted."""
    return [line for line in lines_of(look) if line not in lines_of(other) and not re.search(r"\d", line)]


def results(seen: Seen) -> Point:
    run = run_of(seen.success)
    if seen.success is None or run is None:
        return untold("results", seen.untried)
    evidence = seen.success.evidence
    if evidence.terms.results_found:
        return _outcome(seen.success, run)
    places: list[Navigation | Picture] = [*evidence.navigations, *evidence.pictures]
    places.sort(key=lambda each: each.at)
    paths = list(dict.fromkeys(each.path for each in places if each.at >= run.started_at))
    if any(results_job(evidence, path) == run.job for path in paths):
        return right("results", next(path for path in paths if results_job(evidence, path) == run.job))
    pattern = next((found for path in paths if (found := path_with(path, run.job))), None)
    saw = f"after the job's completion the page is at {paths[-1] if paths else 'no path'}"
    if pattern is None:
        advice = "a path names the job, or else page.results=None and locators.outcome say how they are known"
        return wrong("results", saw, _news(seen.success, run), advice)
    path = next(path for path in paths if run.job in path)
    return wrong("results", f"the page went to {path}", Change("page", "results", raw(pattern)))


def _outcome(visit: Visit, run: Run) -> Point:
    """Where `locators.outcome` says how they are known."""
    evidence = visit.evidence
    if any(picture.outcome for picture in _during(visit, run)):
        saw = "what locators.outcome finds is there while the job runs"
        return wrong("results", saw, advice="it is to find what is not there before the results are")
    if sight := outcome_sight(run, evidence):
        return right("results", f"in sight from {second(sight.at)}")
    if there := [picture.path for picture in evidence.pictures if picture.outcome]:
        pattern = next((found for path in there if (found := path_with(path, run.job))), None)
        saw = f"in sight at {there[-1]}, and page.results says otherwise"
        return wrong("results", saw, Change("page", "results", raw(pattern) if pattern else "None"))
    change = _news(visit, run)
    saw = "after the job's completion nothing that locators.outcome finds is there"
    return wrong("results", saw, change, "" if change else UNSEEN)


def _news(visit: Visit, run: Run) -> Change | None:
    """To find the first line that only a page says whose job has completed: none that names a step."""
    before = {line for look in visit.looks if look.at < run.end_at for line in lines_of(look)}
    steps = {str(step.payload.get("current_api") or "") for step in run.steps} - {""}
    news = (line for look in after(visit, run) for line in lines_of(look) if line not in before)
    fixed = (line for line in news if not re.search(r"\d|[0-9a-f]{8}-", line))
    line = next((line for line in fixed if not any(step in line for step in steps)), None)
    if line is None:
        return None
    return Change("locators", "outcome", f"(Find(text={raw(f'^{escaped(line)}$')}),)")


def _during(visit: Visit, run: Run) -> list[Picture]:
    """What was shown while the job ran."""
    since, until = run.started_at, min(run.may_know_at, run.until)
    return [picture for picture in visit.evidence.pictures if since <= picture.at < until]


def _midway(visit: Visit, run: Run) -> list[Look]:
    """Looks at a page that was told of a step."""
    return [look for look in visit.looks if _step(run, look) and look.at < run.end_at]


def _step(run: Run, look: Look) -> dict[str, float | str]:
    """The job's truth at that look."""
    told = [step.payload for step in run.steps if step.at <= look.at]
    return dict(told[-1]) if told else {}


def _in_roles(truth: list[tuple[Look, str]], roles: Iterable[str]) -> str | None:
    for role in roles:
        if truth and all((role, value) in look.regions for look, value in truth):
            return f'(Find(role="{role}"),)'
    return None


def _in_text(truth: list[tuple[Look, str]]) -> str | None:
    pattern = reading([(look.text, value) for look, value in truth]) if truth else None
    return f"(Find(text={raw(pattern)}),)" if pattern else None


def _where(truth: list[tuple[Look, str]]) -> str:
    look, value = truth[0]
    line = line_with(look.text, value)
    return f'the page shows "{short(line)}"' if line else f"a region of the page reads {value}"


def _list(names: list[str]) -> str:
    told = ", ".join(f'"{short(name)}"' for name in names[:SHOWN])
    return f"the buttons {told}" if len(names) > 1 else f"the button {told}"
