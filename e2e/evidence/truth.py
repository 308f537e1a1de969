"""The job's truth over time, and how much of it the page was told: read from the journal. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import inf, nextafter

from e2e.evidence import Absence, Evidence, SpellSeen, Terms
from e2e.evidence.outages import outages, put_off
from e2e.evidence.told import Told, told_by_polling, told_by_socket
from e2e.evidence.wire import Exchange, exchanges
from mock_backend.journal import Entry

INSTANT = 0.02
"""What lies closer together is simultaneous in virtual time: an animation frame, the page's milliseconds."""


@dataclass(frozen=True, eq=False)
class Run:
    """One job that the page knows of, from the answer to its start to the next start or the last look.

    Equal to itself alone, as its evidence is.
    """

    job: str
    started_at: float
    known_at: float
    """When the page was told the job's id."""
    steps: tuple[Entry, ...]
    """The truth's `job.progress` entries."""
    end: Entry | None
    """The truth's `job.completed` or `job.failed`."""
    until: float
    """Nothing after this belongs to the run: the next run, the page left, or the end of the observation."""
    left: Absence | None
    """The leaving of the page, if that ended it. What a page resumes later is not its first run any more."""
    told: tuple[Told, ...]
    polls: tuple[Exchange, ...]
    results: tuple[Exchange, ...]
    outages: tuple[SpellSeen, ...] = ()
    """When page and backend could not reach each other."""

    @cached_property
    def end_at(self) -> float:
        """When the job ended in truth; infinity when it did not."""
        return self.end.at if self.end else inf

    @cached_property
    def may_know_at(self) -> float:
        """When the page could first believe that the job has ended; infinity when never."""
        return min((told.at for told in self.told if told.status != "running"), default=inf)

    @cached_property
    def knew_at(self) -> float:
        """When the page must have known the end, as it truly was; infinity when never."""
        return min((told.at for told in self.told if told.sure and self.truly(told)), default=inf)

    @cached_property
    def false_ends(self) -> tuple[Told, ...]:
        """Whatever told the page an end that was not the truth."""
        return tuple(told for told in self.told if told.status != "running" and not self.truly(told))

    @cached_property
    def misled(self) -> bool:
        return bool(self.false_ends)

    @cached_property
    def midway_until(self) -> float:
        """The end of mid-run: nobody can ask the page to go on after this."""
        return min(self.may_know_at, self.until)

    def truly(self, told: Told) -> bool:
        """Whether this tells the end, and the true one."""
        return (
            self.end is not None
            and self.end.kind == f"job.{told.status}"
            and told.entry.index > self.end.index
        )


@lru_cache(maxsize=1)
def runs(evidence: Evidence) -> tuple[Run, ...]:
    """The jobs that the page was told of, in the order of their starts."""
    starts = [entry for entry in evidence.journal if entry.kind == "job.started"]
    found = [(start, known_at(evidence, start)) for start in starts]
    known = [(start, at) for start, at in found if at is not None]
    asked = [_asked_at(evidence, start) for start, _ in known]
    return tuple(
        _run(evidence, start, at, asked_at, next_at)
        for (start, at), asked_at, next_at in zip(known, asked, [*asked[1:], inf], strict=False)
    )


def known_at(evidence: Evidence, start: Entry) -> float | None:
    """When the page learned that job's id: by the answer to its start, or at the latest when it names it."""
    answers = (
        exchange.conclusion
        for exchange in exchanges(evidence.journal, "start")
        if isinstance(exchange.body, dict) and exchange.body.get("job_id") == start.job
    )
    names = (
        entry
        for entry in evidence.journal
        if entry.job == start.job and (entry.kind == "socket.received" or entry.call in ("status", "results"))
    )
    told = next(answers, None) or next(names, None)
    return told.at if told else None


def polling_deadline(run: Run, terms: Terms, since: float, tells: Callable[[Exchange], bool]) -> float:
    """By when a page that polls as promised shows what is true since then.

    One poll interval + slack after `since`; later by as much as polling could not know: each answer
    that came after `since` and does not tell it, whatever the reason, grants another interval + slack,
    and an answer that tells it late grants the slack. An outage is like an answer that tells nothing.
    """
    limit = terms.poll_interval + terms.slack
    deadline = put_off(run.outages, since, since + limit, limit)
    telling: list[float] = []
    for poll in run.polls:
        if poll.at > deadline:
            break
        latest = poll.at + terms.poll_timeout + terms.slack
        ended = latest if poll.ended_at is None else poll.ended_at
        if tells(poll):
            telling.append(ended + terms.slack)
        elif ended >= since:
            deadline = max(deadline, min(ended, latest) + limit)
            deadline = put_off(run.outages, since, deadline, limit)
    return max(deadline, min(telling, default=0.0))


def tolerance(evidence: Evidence) -> float:
    """How far apart two things may be and still be simultaneous."""
    return evidence.terms.slack if evidence.real_time else INSTANT


def _run(evidence: Evidence, start: Entry, known: float, asked: float, next_asked: float) -> Run:
    job = start.job or ""
    own = [entry for entry in evidence.journal if entry.job == job]
    end = next((entry for entry in own if entry.kind in ("job.completed", "job.failed")), None)
    pressed = next((press.at for press in evidence.again if press.at > asked and not press.hindrance), inf)
    left = next((gone for gone in evidence.absences if gone.since > asked), None)
    left_at = left.since if left else inf
    # What happens in the instant in which another begins is not this run's.
    until = min(evidence.ended_at, nextafter(min(next_asked, pressed, left_at), 0))
    polls = exchanges(evidence.journal, "status", job)
    told = [
        *told_by_socket(evidence, job, known),
        *told_by_polling(polls, evidence.terms.poll_interval, outages(evidence)),
    ]
    return Run(
        job=job,
        started_at=start.at,
        known_at=known,
        steps=tuple(entry for entry in own if entry.kind == "job.progress"),
        end=end,
        until=until,
        left=left if until == nextafter(left_at, 0) else None,
        told=tuple(sorted((item for item in told if item.at <= until), key=lambda item: item.entry.index)),
        polls=polls,
        results=exchanges(evidence.journal, "results", job),
        outages=outages(evidence),
    )


def _asked_at(evidence: Evidence, start: Entry) -> float:
    """When the page asked for that job to be started."""
    asked = [entry.at for entry in evidence.journal if entry.index < start.index and _is_start(entry)]
    return asked[-1] if asked else start.at


def _is_start(entry: Entry) -> bool:
    return entry.kind == "http.request" and entry.call == "start"
