"""What the page showed or did in mid-run that nothing it was told accounts for, and what caused it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from e2e.checks._disturbances import Cause, Disturbance, disturbances
from e2e.checks._words import complaint, says
from e2e.evidence import Evidence, Picture
from e2e.evidence.cause import on
from e2e.evidence.lines import second
from e2e.evidence.provenance import Effect, Provenance
from e2e.evidence.shown import lasting, notices, number, pictures_in, results_sights
from e2e.evidence.told import percent
from e2e.evidence.truth import INSTANT, Run, tolerance
from e2e.evidence.wire import decoded
from mock_backend.journal import Entry

Kind = Literal["notice", "results", "elsewhere", "idle", "progress"]


@dataclass(frozen=True, slots=True)
class Harm:
    at: float
    kind: Kind
    what: str
    """Completes "the page …": `showed a notice in mid-run`."""
    piece: Effect
    value: str | None = None
    """The progress that is shown, where that is the harm."""


def laid_to(harm: Harm, evidence: Evidence) -> tuple[str, tuple[Entry, ...]]:
    """`the page …`, with what it followed in the same instant, and the lines of evidence for that."""
    cause = Provenance(evidence).cause(harm.piece)
    what = f"the page {harm.what} at {second(harm.at)}"
    return (what, ()) if cause is None else (f"{what}{on(cause)}", cause.pieces)


def blamed(run: Run, evidence: Evidence, cause: Cause) -> tuple[tuple[Harm, Disturbance], ...]:
    """The harms of that cause, each with the first disturbance that it is laid to."""
    return tuple(
        (harm, guilty[0])
        for harm in (*premature_ends(run, evidence), *false_progress(run, evidence))
        if (guilty := [one for one in culprits(harm, run, evidence) if one.cause == cause])
    )


def culprits(harm: Harm, run: Run, evidence: Evidence) -> list[Disturbance]:
    """What came just before the harm: what carries the value that is shown, else all of the last instant.

    Nobody is accused when a channel itself broke in that instant, or of progress where the page adds to it by
    itself: the harm may be of that.
    """
    near = _before(harm, run, evidence)
    carriers = [one for one in near if harm.value is not None and carries(one, harm.value)]
    latest = [one for one in near if one.at >= near[-1].at - INSTANT]
    if carriers:
        return carriers
    if any(one.cause in ("socket", "polling") for one in latest):
        return []
    return [] if harm.kind == "progress" and _creeps(run, evidence) else latest


def _before(harm: Harm, run: Run, evidence: Evidence) -> list[Disturbance]:
    late, early = harm.at + tolerance(evidence), harm.at - evidence.terms.slack
    return [one for one in disturbances(run, evidence) if early <= one.at <= late]


@lru_cache(maxsize=4)
def _creeps(run: Run, evidence: Evidence) -> bool:
    """Whether the shown progress moves by the page's own timers: when nothing came just before, or again with
    nothing new since the last time."""
    moves = [(harm, _before(harm, run, evidence)[-1:]) for harm in false_progress(run, evidence)]
    pairs = pairwise(moves)
    again = any(first == then and two.at - one.at > INSTANT / 2 for (one, first), (two, then) in pairs)
    return again or any(not latest for _, latest in moves)


def carries(one: Disturbance, value: str) -> bool:
    """Whether that message says the progress that is shown."""
    body = decoded(one.piece.payload) if isinstance(one.piece, Entry) else None
    data = body.get("data") if isinstance(body, dict) else None
    said = percent(data.get("progress")) if isinstance(data, dict) else None
    shown = number(value)
    return one.cause != "told" and said is not None and shown is not None and abs(said - shown) <= 1


def premature_ends(run: Run, evidence: Evidence) -> tuple[Harm, ...]:
    """All by which the page ended the run, or told its user of trouble, before anything told it an end."""
    ways = (_notices, _results, _elsewhere, _idle)
    until = run.midway_until - tolerance(evidence)
    inside = (harm for way in ways for harm in way(run, evidence) if run.known_at <= harm.at < until)
    return tuple(sorted(inside, key=lambda harm: harm.at))


def _notices(run: Run, evidence: Evidence) -> Iterator[Harm]:
    """But for what the page says of the start itself: "Please wait", "The test has started"."""
    wrong = complaint(evidence.terms.words)
    for notice in notices(evidence):
        if notice.at <= run.known_at + evidence.terms.slack and not says(
            evidence.terms.words, wrong, notice.text
        ):
            continue
        yield Harm(notice.at, "notice", f"told its user {notice.text!r} in mid-run", notice.piece)


def _results(run: Run, evidence: Evidence) -> Iterator[Harm]:
    for sight in results_sights(evidence):
        yield Harm(sight.at, "results", "showed results in mid-run", sight.piece)
    for fetch in run.results:
        yield Harm(fetch.at, "results", "asked for the results in mid-run", fetch.request)


def _elsewhere(run: Run, evidence: Evidence) -> Iterator[Harm]:
    homes = _homes(run, evidence)
    for navigation in evidence.navigations:
        if homes and navigation.path not in homes:
            yield Harm(navigation.at, "elsewhere", f"went to {navigation.path} in mid-run", navigation)


def _homes(run: Run, evidence: Evidence) -> set[str]:
    """Where the page was when the run began, and the run's own address where it got one at once."""
    began = pictures_in(evidence, run.started_at, run.known_at + evidence.terms.slack)
    return {picture.path for picture in began if picture.at <= run.until}


def _idle(run: Run, evidence: Evidence) -> Iterator[Harm]:
    """The page no longer says that a job runs, having said so, were it for a moment."""
    stays = set(map(id, lasting(evidence)))
    busy = False
    for picture in pictures_in(evidence, run.started_at - evidence.terms.slack, run.until):
        if busy and not picture.busy and id(picture) in stays and not _unlocked(picture, run, evidence):
            yield Harm(picture.at, "idle", "no longer showed the run as running", picture)
        busy = picture.busy or (busy and id(picture) not in stays)


def _unlocked(picture: Picture, run: Run, evidence: Evidence) -> bool:
    """The page was busy with the start alone: it follows the job, and lets Run be pressed meanwhile."""
    begun = run.known_at + evidence.terms.slack
    return picture.at <= begun and any(poll.at > begun for poll in run.polls)


@lru_cache(maxsize=4)
def false_progress(run: Run, evidence: Evidence) -> tuple[Harm, ...]:
    """Changes of the shown progress that no answer and no event of the own job accounts for."""
    return tuple(_false_progress(run, evidence))


def _false_progress(run: Run, evidence: Evidence) -> Iterator[Harm]:
    pictures = lasting(evidence)
    blank = [replace(picture, progress=None) for picture in pictures[:1]]
    until = run.midway_until - tolerance(evidence)
    for before, after in pairwise([*blank, *pictures]):
        inside = run.known_at <= after.at < until
        changed = before.progress != after.progress and before.path == after.path
        if inside and changed and not _accounted(before, after, run, evidence):
            yield Harm(after.at, "progress", _change(before, after), after, after.progress)


def _change(before: Picture, after: Picture) -> str:
    names = ["no percentage" if shown is None else f"{shown}%" for shown in (before.progress, after.progress)]
    return f"showed {names[1]} after {names[0]}"


def _accounted(before: Picture, after: Picture, run: Run, evidence: Evidence) -> bool:
    terms = evidence.terms
    begun = after.at <= run.known_at + terms.slack or before.progress is None
    if begun and (after.progress is None or number(after.progress) == 0):
        return True
    if after.progress is None:
        return False
    back = (number(after.progress) or 0) < (number(before.progress) or 0)
    recent = after.at - terms.slack - (0 if back else terms.poll_interval)
    told = [one for one in run.told if recent <= one.at <= after.at + tolerance(evidence)]
    return any(
        one.percent is None or _between(number(before.progress), number(after.progress), one.percent)
        for one in told
    )


def _between(before: float | None, after: float | None, told: float) -> bool:
    """Whether what is shown is what was told, or on its way there: a number may glide, the first from 0."""
    if after is None:
        return False
    start = before or 0
    return min(start, told) - 1 <= after <= max(start, told) + 1
