"""Whether the faults on answers over HTTP took place: at the requests they were meant for, while the job
ran, and so that the page was answered like that. Pure."""

from collections.abc import Iterator, Sequence

from e2e.evidence import AnswerSeen, Evidence
from e2e.evidence.lines import second
from e2e.evidence.truth import tolerance
from e2e.evidence.wire import exchanges
from mock_backend.journal import Entry, Kind

ANSWERS: tuple[Kind, ...] = ("http.answered", "http.reset", "http.cut")
BAD_GATEWAY = 502
"""What a proxy makes of an answer that was broken off."""


def misplaced(fault: object, fault_id: str, acts: Sequence[Entry], evidence: Evidence) -> Iterator[str]:
    """What keeps a fault on answers, which acted then, from having acted as it was meant to."""
    if getattr(fault, "call", None) == "status":
        yield from _missed(fault, fault_id, acts, evidence)
        yield from _after_end(fault, fault_id, acts, evidence)
    yield from _unseen(fault_id, acts, evidence)


def never_asked(fault: object, evidence: Evidence) -> bool:
    """It is meant for a status request that the page did not come to before the end, waiting for an answer
    that was held; or for any, where the page gave up its start call, and knows of no job."""
    requests: tuple[int, ...] | None = getattr(fault, "requests", None)
    made = _asked_in_run(evidence)
    starts = [call.conclusion for call in exchanges(evidence.journal, "start")]
    if starts and all(end is not None and end.kind == "http.abandoned" for end in starts):
        return not made
    held = {entry.number for entry in evidence.journal if entry.kind == "http.held"}
    waited = any(entry.number in held for entry in made)
    return requests is not None and waited and min(requests) > len(made)


def _missed(fault: object, fault_id: str, acts: Sequence[Entry], evidence: Evidence) -> Iterator[str]:
    """The status requests that the fault names and the page made before the end, and that went without it."""
    made = _asked_in_run(evidence) if acts else []
    for number in getattr(fault, "requests", None) or ():
        if number <= len(made) and made[number - 1].number not in _numbers(acts):
            yield f"{fault_id} was meant for status request {number}, and did not act on it"


def _after_end(fault: object, fault_id: str, acts: Sequence[Entry], evidence: Evidence) -> Iterator[str]:
    """A page that cannot know of its job before the end is let off: it asks for nothing before."""
    start, end = _entry(evidence, "job.started"), _entry(evidence, "job.completed", "job.failed")
    if not acts or start is None or end is None or never_asked(fault, evidence):
        return
    meant_for_run = start.at + (getattr(fault, "from_", None) or 0) < end.at
    made = [entry.number for entry in _asked_in_run(evidence)]
    if meant_for_run and made and not _numbers(acts).intersection(made):
        yield f"{fault_id} acted at {second(acts[0].at)} for the first time, when the job had ended"


def _asked_in_run(evidence: Evidence) -> list[Entry]:
    """The status requests for the first job that came before its end."""
    start, end = _entry(evidence, "job.started"), _entry(evidence, "job.completed", "job.failed")
    polls = exchanges(evidence.journal, "status", start.job) if start else ()
    return [poll.request for poll in polls if end is None or poll.request.index < end.index]


def _unseen(fault_id: str, acts: Sequence[Entry], evidence: Evidence) -> Iterator[str]:
    """The answers that the page did not get like that; each is the end of one of its requests.

    Nothing can be said of a path whose requests a page makes out of the observer's sight, in a worker.
    """
    requests = {entry.number: entry for entry in evidence.journal if entry.kind == "http.request"}
    paths = {number: request.path for number, request in requests.items()}
    answers = list(evidence.answers)
    watched = {seen.path for seen in answers}
    ends = [act for act in acts if act.kind in ANSWERS and paths[act.number] in watched]
    repeated = [act for act in ends if _repeated(act, paths[act.number], evidence)]
    if repeated and not any(_fitting(answers, act, paths[act.number], evidence) for act in ends):
        at = second(repeated[0].at)
        yield f"{fault_id} acted at {at}, and the browser asked again by itself: the page saw nothing of it"
    for act in (act for act in ends if act not in repeated):
        path = paths[act.number]
        seen = _fitting(answers, act, path, evidence)
        if seen:
            answers.remove(seen[0])
        elif not evidence.away(requests[act.number].at, act.at):
            yield f"{fault_id} acted at {second(act.at)}, and the page saw no {_worded(act)} at {path}"


def _fitting(
    answers: Sequence[AnswerSeen], act: Entry, path: str | None, evidence: Evidence
) -> list[AnswerSeen]:
    return [seen for seen in answers if seen.path == path and _is(seen, act, evidence)]


def _is(seen: AnswerSeen, act: Entry, evidence: Evidence) -> bool:
    if abs(seen.at - act.at) > evidence.terms.slack:
        return False
    if seen.given_up:
        return True
    if act.kind == "http.answered":
        return seen.status == act.status or _redirects(act)
    return seen.status in (None, act.status) or seen.status == BAD_GATEWAY


def _redirects(act: Entry) -> bool:
    """The page sees the answer of the place that it was sent to."""
    return 300 < (act.status or 0) < 400


def _repeated(act: Entry, path: str | None, evidence: Evidence) -> bool:
    """After the reset of a kept connection a browser itself asks once more: the page knows nothing of it."""
    return act.kind == "http.reset" and any(
        entry.kind == "http.request"
        and entry.path == path
        and entry.index > act.index
        and entry.at - act.at <= tolerance(evidence)
        for entry in evidence.journal
    )


def _worded(act: Entry) -> str:
    return f"answer {act.status}" if act.kind == "http.answered" else "broken answer"


def _numbers(acts: Sequence[Entry]) -> set[int | None]:
    return {act.number for act in acts}


def _entry(evidence: Evidence, *kinds: Kind) -> Entry | None:
    """The first of these kinds."""
    return next((entry for entry in evidence.journal if entry.kind in kinds), None)
