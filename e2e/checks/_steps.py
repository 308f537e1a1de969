"""The step that a page shows as being tested, against what it was told."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from e2e.checks._disturbances import Disturbance, disturbances
from e2e.checks._words import garbled, wordless
from e2e.evidence import Evidence, Picture
from e2e.evidence.outages import absences, put_off
from e2e.evidence.provenance import said
from e2e.evidence.shown import lasting, number, picture_at, pictures_in
from e2e.evidence.told import Told, percent
from e2e.evidence.truth import INSTANT, Run, tolerance
from e2e.evidence.wire import decoded
from mock_backend.journal import Entry


@dataclass(frozen=True, slots=True)
class Alike:
    """Two steps that were told, and for both of which the page showed the same."""

    at: float
    """When the second had to be shown."""
    steps: tuple[str, str]
    told: tuple[Entry, Entry]
    picture: Picture


def alike(run: Run, evidence: Evidence) -> Iterator[Alike]:
    """A page may word a step as it likes, but not two of them in the same words."""
    first: dict[str, Told] = {}
    for told, due in _due(run, evidence):
        picture = picture_at(evidence, due)
        if picture is None or picture.step is None:
            continue
        other = first.setdefault(picture.step, told)
        if _step(other) != _step(told):
            yield Alike(due, (_step(other), _step(told)), (other.entry, told.entry), picture)


def garbled_steps(run: Run, evidence: Evidence) -> Iterator[tuple[float, Entry, Picture]]:
    """When a step had to be shown, what told it, and the picture that has JavaScript's word for nothing."""
    for told, due in _due(run, evidence):
        picture = picture_at(evidence, due)
        if picture and garbled(picture.step or "") and not garbled(_step(told)):
            yield due, told.entry, picture


def garbled_step_before(run: Run, evidence: Evidence) -> Picture | None:
    """The picture that has such a word for longer than the slack before any step was told."""
    first = next((told.at for told in run.told if _step(told)), run.midway_until)
    early, late = first - evidence.terms.slack, first - tolerance(evidence)
    if early < run.known_at:
        return None
    seen = [picture_at(evidence, at) for at in (early, late)]
    return seen[0] if all(each and garbled(each.step or "") for each in seen) else None


def wordless_step(run: Run, evidence: Evidence) -> tuple[Entry, Picture] | None:
    """What told a step that is no text, and the picture that shows it as JavaScript's word for such.

    None where a page may have meant another thing by it: a text that it was told so, a channel's trouble.
    """
    told = [one for one in run.told if _of_no_text(one)]
    if not told or any(wordless(_step(one)) for one in run.told):
        return None
    troubles = (one.at for one in disturbances(run, evidence) if one.cause in ("socket", "polling", "raw"))
    until, early = min(troubles, default=run.midway_until), tolerance(evidence)
    for picture in lasting(evidence):
        before = [one.entry for one in told if one.at <= picture.at + early]
        if before and picture.at < until and wordless(picture.step or ""):
            return before[-1], picture
    return None


@dataclass(frozen=True, slots=True)
class NamedStep:
    """A step that the job took, where its progress did not go back."""

    entry: Entry
    name: str
    newer: frozenset[str]
    """Its name, and those of the steps after it."""
    older: frozenset[str]
    """Those of the steps before it alone."""


def named_steps(run: Run) -> Iterator[NamedStep]:
    names = [said(entry).step or "" for entry in run.steps]
    reached = -1.0
    for place, (entry, name) in enumerate(zip(run.steps, names, strict=True)):
        newer = frozenset(filter(None, names[place:]))
        if name and (progress(entry) or 0) >= reached:
            yield NamedStep(entry, name, newer, frozenset(names[:place]) - newer)
        reached = max(reached, (progress(entry) or 0))


def outdated(step: NamedStep, picture: Picture, due: float, run: Run, evidence: Evidence) -> str | None:
    """The older step that the picture names in place of this one, which was due by then.

    None where something told it anew, or where the page believes the job to be further than it is.
    """
    furthest = max(progress(entry) or 0 for entry in run.steps if entry.at <= due)
    names_newer = any(named(name, picture.step) for name in step.newer)
    if names_newer or (number(picture.progress) or 0) > furthest + 1:
        return None
    older = step.older - _told_since(step, due, run, evidence)
    return next((name for name in sorted(older) if _usual(name, picture, step, evidence)), None)


def _usual(name: str, picture: Picture, step: NamedStep, evidence: Evidence) -> bool:
    """Whether the picture names that step in the words in which the page names another one: "Ratings by CQC"
    may be of a step that is worded otherwise."""
    around = _around(name, picture.step)
    return around is not None and any(
        around == _around(other, seen)
        for seen in {each.step for each in evidence.pictures}
        for other in (step.newer | step.older) - {name}
    )


def _told_since(step: NamedStep, due: float, run: Run, evidence: Evidence) -> set[str]:
    """What the page may have read as the step under test, since it was surely told this or a newer one."""
    known = [told for told in run.told if told.entry.index > step.entry.index and told.at <= due]
    news = [told for told in known if told.sure and _step(told) in step.newer]
    since = max((told.at for told in news if told.at <= due - evidence.terms.slack), default=step.entry.at)
    misread = _misread(disturbances(run, evidence))
    return {_step(told) for told in known if told.at >= since} | {
        name for at, name, _ in misread if since - INSTANT <= at <= due
    }


def foreign_step(event: Entry, at: float, run: Run, evidence: Evidence) -> Picture | None:
    """The picture in which the page names the step that nothing but that event of another job told it."""
    step, terms = said(event).step, evidence.terms
    until = min(at + terms.slack, run.midway_until)
    known = [told for told in run.told if told.at <= until and _step(told)]
    recent = [*known[-1:], *(told for told in known if told.at >= at - terms.slack - terms.poll_interval)]
    if not step or any(named(step, _step(told)) for told in recent):
        return None
    before, *after = _from(at - tolerance(evidence), until, evidence)
    if before and named(step, before.step):
        return None
    return next((picture for picture in after if picture and named(step, picture.step)), None)


def kept_step(old: Run, new: Run, picture: Picture, evidence: Evidence) -> bool:
    """Whether the picture still names a step that the old run was told, and the new one was not."""
    if any(told.at <= picture.at for told in new.told if _step(told)):
        return False
    steps = {_step(told) for told in old.told if _step(told)}
    first = min((told.at for told in old.told if _step(told)), default=old.until)
    began = {each.step for each in pictures_in(evidence, old.known_at, first) if each.at < first}
    return picture.step not in began and any(named(step, picture.step) for step in steps)


def progress(step: Entry) -> float | None:
    """That of a step of the truth, in percent."""
    return percent(step.payload.get("progress")) if isinstance(step.payload, dict) else None


def named(step: str, shown: str | None) -> bool:
    """Whether those words name that step, however they are spelt: `companies_house`, "Companies House"."""
    return _around(step, shown) is not None


def _around(step: str, shown: str | None) -> str | None:
    """Those words but for the step that they name; None where they do not name it."""
    signs = [*filter(str.isalnum, step)]
    if not signs:
        return None
    before, after = (r"\d" if sign.isdigit() else "[a-z]" for sign in (signs[0], signs[-1]))
    whole = f"(?<!{before})" + r"[\W_]*".join(map(re.escape, signs)) + f"(?!{after})"
    around, found = re.subn(whole, "", shown or "", count=1, flags=re.IGNORECASE)
    return around if found else None


def _from(since: float, until: float, evidence: Evidence) -> Sequence[Picture | None]:
    """What was shown before, and all that came in that span."""
    seen = pictures_in(evidence, since, until)
    return seen if seen and seen[0].at < since else (None, *seen)


@lru_cache(maxsize=4)
def _due(run: Run, evidence: Evidence) -> tuple[tuple[Told, float], ...]:
    """The steps that the page had to show for a while, and by when.

    Nothing else that came by then could be what is shown instead, or the reason to ignore it.
    """
    return tuple(_steps_due(run, evidence))


def _steps_due(run: Run, evidence: Evidence) -> Iterator[tuple[Told, float]]:
    slack, spells, came = evidence.terms.slack, absences(evidence), disturbances(run, evidence)
    # A page may say where the steps stand that its socket is lost, or that polling fails.
    until = min((one.at for one in came if one.cause in ("socket", "polling")), default=run.midway_until)
    told_steps = [(told, _step(told)) for told in sorted(run.told, key=lambda told: told.at)]
    coming = deque(sorted([*_news(told_steps), *_misread(came)]))
    most: dict[str, float] = {}
    for told, step in told_steps:
        due = put_off(spells, told.at, told.at + slack, slack)
        while coming and coming[0][0] <= due:
            _, other, reached = coming.popleft()
            most[other] = max(most.get(other, 0), reached)
        if due >= until:
            return
        others = max((most[each] for each in most if each != step), default=-1)
        if told.sure and step and others < (told.percent or 0):
            yield told, due


def _news(told_steps: Iterable[tuple[Told, str]]) -> Iterator[tuple[float, str, float]]:
    """When, which step, and with which progress; infinity where a page may take it for anything."""
    for told, step in told_steps:
        yield told.at, step, inf if told.percent is None else told.percent


def _misread(came: Iterable[Disturbance]) -> Iterator[tuple[float, str, float]]:
    """The same of what tells of other jobs, or not as the protocol does, and may be taken for news."""
    for one in came:
        if one.cause != "told" and isinstance(one.piece, Entry) and (step := said(one.piece).step):
            yield one.at, step, inf


def _step(told: Told) -> str:
    return said(told.entry).step or ""


def _of_no_text(told: Told) -> bool:
    """Whether the step that it names is a mapping or a list."""
    body = decoded(told.entry.payload)
    data = body.get("data", body) if isinstance(body, dict) else None
    return isinstance(data, dict) and isinstance(data.get("current_api"), dict | list)
