"""Whether both channels told the end in one instant, where a fault is to see to that. Pure."""

from collections.abc import Iterator, Sequence

from e2e.evidence import Evidence
from e2e.evidence.lines import second
from e2e.evidence.truth import tolerance
from e2e.evidence.wire import decoded
from mock_backend.journal import Entry, Kind

ENDS: tuple[Kind, ...] = ("job.completed", "job.failed")
TOLD = ("completed", "failed")

GONE: dict[str, tuple[Kind, ...]] = {
    "event-behind-answer": ("socket.close_received", "socket.ended"),
    "answer-behind-event": ("http.abandoned",),
}
"""The faults, and what shows that the page itself ended the second channel once the first had told it."""


def apart(fault: object, acts: Sequence[Entry], evidence: Evidence) -> Iterator[str]:
    """A sentence where the fault acted, and not at the first job's end, though it was to.

    Nobody can hold back an event of a socket that is no more, nor an answer that the page did not wait for.
    """
    word: str = getattr(fault, "fault", "")
    end = next((entry for entry in evidence.journal if entry.kind in ENDS), None)
    if word not in GONE or not acts or end is None or not _meant_for(fault, end, evidence):
        return
    first = _first_told(word, end, evidence)
    if first is None or evidence.away(end.at, first.at) or _ended_before(word, end, evidence):
        return
    behind = [
        entry
        for entry in evidence.journal
        if entry.index > first.index and (entry in acts or entry.kind in GONE[word])
    ]
    if not any(entry.at - first.at <= tolerance(evidence) for entry in behind):
        yield f"{acts[0].fault} let nothing tell the end right behind what told it at {second(first.at)}"


def _meant_for(fault: object, end: Entry, evidence: Evidence) -> bool:
    """Its window is open at the end, for any request."""
    started = next((entry.at for entry in evidence.journal if entry.kind == "job.started"), 0.0)
    until: float | None = getattr(fault, "until", None)
    return getattr(fault, "requests", None) is None and (until is None or started + until > end.at)


def _first_told(word: str, end: Entry, evidence: Evidence) -> Entry | None:
    """What told the end first: an answer, or an event."""
    later = [entry for entry in evidence.journal if entry.index > end.index and entry.job == end.job]
    if word == "answer-behind-event":
        return next((entry for entry in later if entry.kind == "socket.sent"), None)
    answers = (entry for entry in later if entry.kind == "http.answered" and entry.call == "status")
    return next((entry for entry in answers if _says_the_end(entry)), None)


def _says_the_end(answer: Entry) -> bool:
    body = decoded(answer.payload)
    return isinstance(body, dict) and body.get("status") in TOLD


def _ended_before(word: str, end: Entry, evidence: Evidence) -> bool:
    """The page was in no position to be told twice: its last socket had ended, or it had given up waiting."""
    before = [entry for entry in evidence.journal if entry.index < end.index]
    if word == "event-behind-answer":
        made = [entry for entry in before if entry.kind == "socket.accepted"]
        ended = {entry.connection for entry in before if entry.kind == "socket.ended"}
        return all(entry.connection in ended for entry in made)
    held = {entry.number for entry in before if entry.kind == "http.held"}
    return any(entry.kind == "http.abandoned" and entry.number in held for entry in before)
