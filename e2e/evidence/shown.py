"""What the page showed to its user, and when. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf, isfinite

from e2e.evidence import Dialog, Evidence, Navigation, Picture
from e2e.evidence.lines import second
from e2e.evidence.truth import INSTANT, Run, runs, tolerance

NOBODY = ""
"""The job of results that no run of the visit can have brought."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A dialog, or a text that appeared in an alert region."""

    at: float
    text: str
    piece: Dialog | Picture


@dataclass(frozen=True, slots=True)
class Sight:
    """Something that was shown, and the evidence of it."""

    at: float
    piece: Dialog | Picture | Navigation


def lasting(evidence: Evidence) -> tuple[Picture, ...]:
    """The pictures that a user could see: those that stayed longer than an instant, and the last one."""
    nexts = [picture.at for picture in evidence.pictures[1:]] + [inf]
    pairs = zip(evidence.pictures, nexts, strict=True) if evidence.pictures else ()
    return tuple(picture for picture, until in pairs if until - picture.at > INSTANT)


def picture_at(evidence: Evidence, at: float) -> Picture | None:
    """The last picture drawn by then; None before the first."""
    drawn = bisect_right(evidence.pictures, at, key=_drawn_at)
    return evidence.pictures[drawn - 1] if drawn else None


def pictures_in(evidence: Evidence, since: float, until: float) -> Sequence[Picture]:
    """All that was shown in that span: the picture that stood before it, and those drawn in it."""
    first = bisect_left(evidence.pictures, since, key=_drawn_at)
    last = bisect_right(evidence.pictures, until, key=_drawn_at)
    return evidence.pictures[max(0, first - 1) : last]


def _drawn_at(picture: Picture) -> float:
    return picture.at


def number(progress: str | None) -> float | None:
    """The percentage that is shown, as a number, in the digits of any script and with a decimal comma, too;
    None where none is shown or it is no number."""
    try:
        value = float(re.sub("[,\u066b]", ".", progress or "nan"))
    except ValueError:
        return None
    return value if isfinite(value) else None


def lowest(picture: Picture) -> float:
    """The lower one of the two percentages that are shown, by a number and by a bar; 0 where none is. Nobody
    sees that a bar is short of the number by less than half a percent."""
    told, drawn = number(picture.progress), number(picture.bar)
    if told is not None and drawn is not None and told - 0.5 < drawn < told:
        return told
    return min((value for value in (told, drawn) if value is not None), default=0)


def highest(picture: Picture) -> float:
    """The higher one of them."""
    shown = [number(text) for text in (picture.progress, picture.bar)]
    return max((value for value in shown if value is not None), default=0)


def notices(evidence: Evidence) -> tuple[Notice, ...]:
    """In order of time; a text that stays in an alert region is one notice."""
    found = [Notice(dialog.at, dialog.text, dialog) for dialog in evidence.dialogs]
    return tuple(sorted([*found, *_appearances(evidence)], key=lambda notice: notice.at))


READABLE = 2.0
"""Seconds for which a notice has to stand; the shortest toasts of the usual libraries do for three."""


def readable(notice: Notice, until: float, evidence: Evidence) -> bool:
    """Whether some notice stands there for so long, or `until` then; a dialog waits for its user."""
    if isinstance(notice.piece, Dialog):
        return True
    stood = _stood(evidence, min(notice.at + READABLE, until))
    return stood and _gone_on_return(notice, until, evidence) is None


def unread(notice: Notice, until: float, evidence: Evidence) -> str:
    """What is said of one that is not readable."""
    back = _gone_on_return(notice, until, evidence)
    hidden = "" if back is None else f" in sight: the page was hidden until {second(back)}"
    return f"the notice that came at {second(notice.at)} did not stand for {second(READABLE)}{hidden}"


def _gone_on_return(notice: Notice, until: float, evidence: Evidence) -> float | None:
    """When its user looked again, where it came while the tab was hidden and went in that moment."""
    hidden = (spell.until for spell in evidence.spells if spell.kind == "hide" and spell.at <= notice.at)
    back = next((at for at in hidden if notice.at < at < until), None)
    if back is None or not _stood(evidence, back - INSTANT):
        return None
    return None if _stood(evidence, back + tolerance(evidence)) else back


def _stood(evidence: Evidence, at: float) -> bool:
    picture = picture_at(evidence, at)
    return picture is not None and bool(Counter(picture.alerts) - Counter(evidence.standing))


def _appearances(evidence: Evidence) -> Iterator[Notice]:
    before = Counter(evidence.standing)
    for picture in lasting(evidence):
        now = Counter(picture.alerts)
        yield from (Notice(picture.at, text, picture) for text in (now - before).elements())
        before = now


def results_job(evidence: Evidence, path: str) -> str | None:
    """The job whose results are at that path, None if it is no results path."""
    match = re.search(evidence.terms.results_path, path) if evidence.terms.results_path else None
    return match.group("job") if match else None


def results_of(evidence: Evidence, picture: Picture) -> str | None:
    """The job whose results are there, by their address or else by what is in sight; None where none are."""
    by_address = results_job(evidence, picture.path)
    return _owners(evidence).get(id(picture)) if by_address is None else by_address


@lru_cache(maxsize=1)
def _owners(evidence: Evidence) -> dict[int, str]:
    """Whose results are in sight, by the `id` of each picture that has any: NOBODY's before any job.

    They are the last job's that did not fail. Where some were in sight already, they are a newer job's once
    the page was told that it has ended.
    """
    found: dict[int, str] = {}
    job = None
    for picture in evidence.pictures:
        if not picture.outcome:
            job = None
            continue
        now = picture.at + tolerance(evidence)
        known = [run for run in runs(evidence) if run.known_at <= now and not _failed_by(run, now)]
        if job is not None:
            known = [run for run in known if run.may_know_at <= now or run.job == job]
        job = known[-1].job if known else NOBODY
        found[id(picture)] = job
    return found


def _failed_by(run: Run, at: float) -> bool:
    return run.end is not None and run.end.kind == "job.failed" and run.end.at <= at


def results_sights(evidence: Evidence, job: str | None = None) -> tuple[Sight, ...]:
    """Each time that results came into sight, or the page went to their address; of that job or of any."""
    pictures = lasting(evidence)
    owners = [results_of(evidence, picture) for picture in pictures]
    places: list[tuple[Picture | Navigation, str | None]] = [
        *((move, results_job(evidence, move.path)) for move in evidence.navigations),
        *(
            (picture, own)
            for picture, own, last in zip(pictures, owners, [None, *owners], strict=False)
            if own != last
        ),
    ]
    sights = [Sight(place.at, place) for place, found in places if found is not None and job in (None, found)]
    return tuple(sorted(sights, key=lambda sight: sight.at))


def outcome_sight(run: Run, evidence: Evidence) -> Sight | None:
    """The first sight of the job's true outcome at or after its end: its results, or a notice of failure."""
    if run.end is None:
        return None
    since = run.end.at - tolerance(evidence)
    if run.end.kind == "job.failed":
        told = (Sight(notice.at, notice.piece) for notice in notices(evidence))
        return next((sight for sight in told if since <= sight.at <= run.until), None)
    if evidence.terms.results_found:
        drawn = [picture for picture in lasting(evidence) if _drawn(run, picture, evidence)]
        sights = [Sight(picture.at, picture) for picture in drawn if _stays(run, picture, evidence)]
    else:
        sights = [sight for sight in results_sights(evidence, run.job) if sight.at <= run.until]
    after = next((sight for sight in sights if sight.at >= since), None)
    return after or _still_there(run, evidence, sights)


def _drawn(run: Run, picture: Picture, evidence: Evidence) -> bool:
    """What shows the results is there, at their address where they have one."""
    in_place = evidence.terms.results_path is None
    own = results_of(evidence, picture) if in_place else results_job(evidence, picture.path)
    return picture.outcome and own == run.job


def _stays(run: Run, picture: Picture, evidence: Evidence) -> bool:
    """The results that are shown there are no flash."""
    later = picture_at(evidence, min(picture.at + evidence.terms.slack, run.until))
    return picture.at <= run.until and later is not None and _drawn(run, later, evidence)


def _still_there(run: Run, evidence: Evidence, sights: list[Sight]) -> Sight | None:
    """Results that were in sight before the end and still are."""
    picture = picture_at(evidence, run.until)
    if sights and picture and results_of(evidence, picture) == run.job:
        return Sight(run.end_at, picture)
    return None
