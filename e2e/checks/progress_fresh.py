from collections.abc import Iterator
from functools import partial
from math import floor

from e2e.checks._runs import each_run
from e2e.checks._standing import shown_by, standing
from e2e.checks._steps import NamedStep, named_steps, outdated, progress
from e2e.evidence import Evidence
from e2e.evidence.lines import second, span
from e2e.evidence.provenance import said
from e2e.evidence.shown import lowest, picture_at
from e2e.evidence.told import percent, status_answer
from e2e.evidence.truth import INSTANT, Run, polling_deadline
from e2e.evidence.wire import Exchange
from e2e.verdict import Verdict, failed, not_applicable, passed

ID = "progress-fresh"


def progress_fresh(evidence: Evidence) -> Verdict:
    """What is shown is never older than one poll interval + slack, also when the socket is open but
    silent."""
    return each_run(ID, evidence, lambda run: _judged(run, evidence))


def _judged(run: Run, evidence: Evidence) -> Verdict:
    verdicts = [*_steps(run, evidence), *_named(run, evidence)]
    stale = [verdict for verdict in verdicts if verdict.result == "failed"]
    if stale:
        return stale[0]
    if not verdicts:
        return not_applicable(ID, "the job made no step that had to be shown before its end")
    when = span(verdict.at for verdict in verdicts if verdict.at is not None)
    return passed(ID, f"each of {len(verdicts)} steps {when} was shown in time")


def _steps(run: Run, evidence: Evidence) -> Iterator[Verdict]:
    for step in run.steps:
        said = progress(step)
        if not said:
            continue
        since = max(step.at, run.known_at)
        due = polling_deadline(run, evidence.terms, since, partial(tells, said)) + INSTANT
        if due >= min(run.midway_until, run.end_at):
            continue
        # A truth that goes back may be shown as it is by then.
        least = min(progress(other) or 0 for other in run.steps if step.at <= other.at <= due)
        picture = picture_at(evidence, due)
        if picture and lowest(picture) >= floor(least):
            yield passed(ID, "shown", step.at)
        else:
            sentence = f"{said:g}% at {second(step.at)} was promised to be shown by {second(due - INSTANT)}"
            seen = standing(picture, since, evidence)
            yield failed(ID, f"{sentence}; {seen}", due, step, *shown_by(picture, since, evidence))


def _named(run: Run, evidence: Evidence) -> Iterator[Verdict]:
    """Where the page named an older one as the step that is tested."""
    for step in named_steps(run):
        since = max(step.entry.at, run.known_at)
        due = polling_deadline(run, evidence.terms, since, partial(_tells_step, step)) + INSTANT
        if due >= min(run.midway_until, run.end_at):
            continue
        picture = picture_at(evidence, due)
        if picture and (older := outdated(step, picture, due, run, evidence)):
            sentence = f"the step {step.name!r} at {second(step.entry.at)} was promised to be shown"
            seen = f"{picture.step!r} was, and that had been {older!r}"
            sentence = f"{sentence} by {second(due - INSTANT)}; {seen}"
            yield failed(ID, sentence, due, step.entry, *shown_by(picture, since, evidence))


def _tells_step(step: NamedStep, poll: Exchange) -> bool:
    """A page may drop whole what tells no progress that is one."""
    body = status_answer(poll)
    if body is None or poll.conclusion is None or percent(body.get("progress")) is None:
        return False
    return said(poll.conclusion).step in step.newer


def tells(least: float, poll: Exchange) -> bool:
    """The answer tells that progress, or a later one."""
    body = status_answer(poll)
    return body is not None and (percent(body.get("progress")) or 0) >= least
