from collections.abc import Iterator

from e2e.checks._outcome import shown
from e2e.checks._runs import each_run
from e2e.evidence import Dialog, Evidence, Picture
from e2e.evidence.cause import Cause, on
from e2e.evidence.lines import second
from e2e.evidence.outages import arrivals
from e2e.evidence.provenance import Provenance
from e2e.evidence.shown import Sight, picture_at
from e2e.evidence.told import surely_read
from e2e.evidence.truth import INSTANT, Run, tolerance
from e2e.evidence.wire import Exchange
from e2e.verdict import Verdict, failed, not_applicable, passed
from mock_backend.journal import Entry

ID = "terminal-final"


def terminal_final(evidence: Evidence) -> Verdict:
    """Nothing that arrives after the end changes what is shown."""
    return each_run(ID, evidence, lambda run: _judged(run, evidence))


def _judged(run: Run, evidence: Evidence) -> Verdict:
    sight = shown(run, evidence)
    if sight is None or any(told.at <= sight.at for told in run.false_ends):
        return not_applicable(ID, "the job's outcome was not shown")
    settled = max([sight.at, *(fetch.ended_at or 0.0 for fetch in _own_fetches(run, sight, evidence))])
    late = _arrivals(run, evidence, settled + tolerance(evidence))
    if not late:
        return not_applicable(ID, f"nothing arrived once the outcome was shown at {second(sight.at)}")
    for at, entry in late:
        before = picture_at(evidence, at - INSTANT)
        after = picture_at(evidence, min(at + evidence.terms.slack, run.until))
        if before and after and _changed(before, after):
            provenance = Provenance(evidence)
            cause = provenance.cause(after) or provenance.of(entry)
            what = f"{_promised(sight)}; it changed at {second(after.at)}{on(cause)}"
            return failed(ID, what, after.at, before, *cause.pieces, after)
    for dialog, cause in _dialogs(run, evidence, {entry.index for _, entry in late}):
        what = f"{_promised(sight)}; a dialog came at {second(dialog.at)}{on(cause)}"
        return failed(ID, what, dialog.at, sight.piece, *cause.pieces, dialog)
    return passed(ID, f"{len(late)} messages and answers after {second(sight.at)} changed nothing")


def _own_fetches(run: Run, sight: Sight, evidence: Evidence) -> list[Exchange]:
    """The requests for results that belong to the outcome: of a failed job, those made with its notice."""
    if run.end and run.end.kind == "job.completed":
        return list(run.results)
    return [fetch for fetch in run.results if fetch.at <= sight.at + tolerance(evidence)]


def _promised(sight: Sight) -> str:
    return f"what was shown at {second(sight.at)} was promised to stay"


def _dialogs(run: Run, evidence: Evidence, late: set[int]) -> Iterator[tuple[Dialog, Cause]]:
    """Those that are laid to one of these arrivals, named by their indexes."""
    provenance = Provenance(evidence)
    for dialog in evidence.dialogs:
        cause = provenance.cause(dialog)
        if dialog.at <= run.until and cause and cause.entry.index in late:
            yield dialog, cause


def _arrivals(run: Run, evidence: Evidence, since: float) -> list[tuple[float, Entry]]:
    """What reached the page after that, and when; results left aside."""
    read, delayed = surely_read(evidence), arrivals(evidence)
    polls = [
        poll.conclusion for poll in run.polls if poll.conclusion and poll.conclusion.kind == "http.answered"
    ]
    messages = [entry for entry in evidence.journal if entry.index in read]
    found = sorted([*polls, *messages], key=lambda entry: entry.index)
    timed = [(delayed.get(entry.index, entry.at), entry) for entry in found]
    return [(at, entry) for at, entry in timed if since < at <= run.until]


def _changed(before: Picture, after: Picture) -> bool:
    """Something else is shown; what is merely gone, a notice that was put away, does not count."""
    fresh = set(after.alerts) - set(before.alerts)
    other = after.progress not in (None, before.progress) or after.step not in (None, before.step)
    moved = (before.path, before.outcome) != (after.path, after.outcome)
    return moved or other or bool(fresh) or (after.busy and not before.busy)
