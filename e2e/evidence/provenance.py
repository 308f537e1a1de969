"""What made the page change: of each effect the message or the answer that it is laid to. Pure.

journal ─► Delivery, at the time when the page got it ─► the last ones before an effect ─► Cause

Order is exact within a channel, across channels only between different instants. So of all that reached the
page in the instant of an effect, the last that says what is shown (or most of it) is its cause; else, more
guardedly, the last of all. What nothing preceded is the doing of the page's own timers or of its user.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from e2e.evidence import Dialog, Evidence, Navigation, PageError, Picture
from e2e.evidence.cause import ANSWERS, LOSSES, Cause
from e2e.evidence.shown import number, results_job
from e2e.evidence.told import EVENTS, STATUSES, greeting, percent
from e2e.evidence.truth import INSTANT, tolerance
from e2e.evidence.wire import decoded, paired
from mock_backend.journal import Entry, Kind

Effect = Picture | Dialog | Navigation | PageError | Entry
"""An entry: a request of the page."""

DELIVERED: frozenset[Kind] = frozenset({"socket.sent", *ANSWERS, *LOSSES})
TRUTHS: tuple[Kind, ...] = ("job.progress", "job.completed", "job.failed")
TROUBLES: frozenset[Kind] = frozenset({"http.reset", "http.cut", *LOSSES})
ENDS = ("completed", "failed")


@dataclass(frozen=True, slots=True)
class Said:
    """What a message or an answer says of a job, true or not; None where it says nothing of that."""

    job: str | None = None
    status: str | None = None
    progress: Any = None
    step: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that reached the page."""

    at: float
    """When it did: later than the backend wrote it where the browser kept it back."""
    entry: Entry
    said: Said


class Provenance:
    """Of all that was seen in one visit."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence

    def cause(self, effect: Effect) -> Cause | None:
        """None where nothing reached the page in the instant of the effect.

        An answer stands for its request.
        """
        if isinstance(effect, Entry) and effect.kind in ANSWERS:
            effect = self._same_request(effect, "http.request") or effect
        before = self._before(effect)
        near = self._near(effect)
        if not near or (isinstance(effect, Picture) and (before is None or _by_hand(before, effect))):
            return None
        scores = [self._agreement(delivery, before, effect) for delivery in near]
        # A greeting says nothing that a page shows: it is the cause where nothing else is.
        greets = [isinstance(effect, Picture) and greeting(delivery.entry) for delivery in near]
        best = max(range(len(near)), key=lambda which: (scores[which], not greets[which], -which))
        return self._told(near[best], says=scores[best] > 0)

    def of(self, entry: Entry) -> Cause:
        """All that is known of that message or answer."""
        found = (one for one in self._deliveries if one.entry.index == entry.index)
        return self._told(next(found, None) or Delivery(entry.at, entry, said(entry)), says=True)

    @cached_property
    def _deliveries(self) -> list[Delivery]:
        got = _got_at(self._evidence)
        entries = [entry for entry in self._evidence.journal if entry.kind in DELIVERED]
        times = [(got.get(entry.index, entry.at), entry) for entry in entries]
        found = [Delivery(at, entry, said(entry)) for at, entry in times if at is not None]
        return sorted(found, key=lambda one: (one.at, one.entry.index))

    def _near(self, effect: Effect) -> list[Delivery]:
        """Of the same instant: what came before the effect, the last first; then what came after it."""
        around = tolerance(self._evidence)
        first = bisect_left(self._deliveries, effect.at - around, key=_at)
        then = bisect_right(self._deliveries, effect.at + INSTANT / 10, key=_at)
        late = bisect_right(self._deliveries, effect.at + around, key=_at) if self._evidence.real_time else 0
        near = [*reversed(self._deliveries[first:then]), *self._deliveries[then:late]]
        return [one for one in near if not isinstance(effect, Entry) or one.entry.index < effect.index]

    def _before(self, effect: Effect) -> Picture | None:
        pictures = self._evidence.pictures
        index = next((index for index, other in enumerate(pictures) if other is effect), 0)
        return pictures[index - 1] if index else None

    def _agreement(self, delivery: Delivery, before: Picture | None, effect: Effect) -> int:
        """How much of the effect that says."""
        told = delivery.said
        match effect:
            case Picture():
                fresh = set(effect.alerts) - set(before.alerts if before else ())
                complaints = max((_complaint(delivery, alert) for alert in fresh), default=0)
                return sum(self._shown(delivery, before or effect, effect)) + complaints
            case Dialog():
                return _complaint(delivery, effect.text)
            case Navigation():
                return int(self._leads(told, effect.path))
            case PageError():
                return int(told == Said())
            case Entry():
                return int(told.job == effect.job and told.status in ENDS)

    def _shown(self, delivery: Delivery, before: Picture, after: Picture) -> Iterator[bool]:
        told = delivery.said
        if after.progress is not None and after.progress != before.progress:
            yield _same(told.progress, after.progress)
            yield told.status == "completed" and number(after.progress) == 100
        if after.step is not None and after.step != before.step:
            yield told.step == after.step
        if after.path != before.path:
            yield self._leads(told, after.path)
        if after.outcome and not before.outcome:
            yield told.status == "completed"
        if before.busy and not after.busy:
            yield told.status in ENDS or _troubled(delivery.entry)

    def _leads(self, told: Said, path: str) -> bool:
        job = results_job(self._evidence, path)
        return job is not None and told.job == job and told.status == "completed"

    def _told(self, delivery: Delivery, says: bool) -> Cause:
        entry = delivery.entry
        asked = self._same_request(entry, "http.request") if entry.kind in ANSWERS else None
        late = asked is not None and delivery.at - asked.at > INSTANT
        known = asked or entry
        return Cause(
            at=delivery.at,
            entry=entry,
            says=says,
            whose=self._whose(delivery.said.job, known),
            asked=asked if late else None,
            held=self._same_request(entry, "http.held") if late else None,
            truth=self._past(delivery, known),
        )

    def _same_request(self, answer: Entry, kind: Kind) -> Entry | None:
        of_it = (entry for entry in self._evidence.journal if entry.number == answer.number)
        return next((entry for entry in of_it if entry.kind == kind), None)

    def _whose(self, job: str | None, known: Entry) -> str:
        started = [entry for entry in self._evidence.journal if entry.kind == "job.started"]
        before = [entry.job for entry in started if entry.index < known.index]
        if job is None or before[-1:] == [job] or known.call == "start":
            return ""
        return " of the earlier job" if job in before else " of another job"

    def _past(self, delivery: Delivery, known: Entry) -> Entry | None:
        """The step of the job that was told, if it was told late, or after a later one had been taken."""
        told = delivery.said
        steps = [
            entry
            for entry in self._evidence.journal
            if entry.kind in TRUTHS and entry.job == told.job and entry.index < known.index
        ]
        same = [step for step in steps if _tells(told, step)]
        if not same:
            return None
        late = delivery.entry.kind == "socket.sent" and delivery.at - same[-1].at > INSTANT
        return same[-1] if late or same[-1] is not steps[-1] else None


def said(entry: Entry) -> Said:
    """Of any message or answer; nothing where it is no JSON object, or an answer that is an error."""
    body = decoded(entry.payload)
    refused = entry.status is not None and not 200 <= entry.status < 300
    if not isinstance(body, dict) or refused:
        return Said()
    data = body.get("data")
    fields = {**body, **data} if isinstance(data, dict) else body
    return Said(
        job=_text(body, "job_id"),
        status=EVENTS.get(_text(body, "event") or "") or STATUSES.get(_text(fields, "status") or ""),
        progress=fields.get("progress"),
        step=_text(fields, "current_api"),
        error=_text(fields, "error"),
    )


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) else None


def _got_at(evidence: Evidence) -> dict[int, float | None]:
    """When the page got each message, by its index; None if never. Nothing where that cannot be told."""
    found: dict[int, float | None] = {}
    for connection, seen in paired(evidence):
        if seen:
            found |= {entry.index: at for entry, at in connection.delivered(seen.messages)}
    return found


def _by_hand(before: Picture, after: Picture) -> bool:
    """Nothing but the button changed, as when a run is begun."""
    return not before.busy and after == replace(before, at=after.at, busy=after.busy, runnable=after.runnable)


def _same(told: Any, shown: str) -> bool:
    """What is shown is what was told, as it was written or rounded."""
    if json.dumps(told).strip('"').lower() == shown.lower():
        return True
    one, other = number(shown), number(str(told))
    return one is not None and other is not None and abs(one - other) <= 1


def _complaint(delivery: Delivery, text: str) -> int:
    """How well it accounts for a notice with that text: any trouble may, a failure that was told does."""
    told = delivery.said
    if told.status == "failed" or (told.error and told.error in text):
        return 2
    return int(_troubled(delivery.entry))


def _troubled(entry: Entry) -> bool:
    """Whether it is a channel's own trouble."""
    return entry.kind in TROUBLES or (entry.status is not None and entry.status >= 400)


def _tells(told: Said, step: Entry) -> bool:
    if step.kind != "job.progress" or told.status != "running":
        return step.kind == f"job.{told.status}"
    return isinstance(step.payload, dict) and percent(told.progress) == step.payload.get("progress")


def _at(delivery: Delivery) -> float:
    return delivery.at
