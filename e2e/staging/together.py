"""Whether both channels told the end in one instant, where a fault is to see to that. Pure."""

from collections.abc import Iterator, Sequence

from e2e.evidence import Evidence
from e2e.evidence.lines import second
from e2e.evidence.truth import tolerance
from mock_backend.journal import Entry, Kind

ENDS: tuple[Kind, ...] = ("job.completed", "job.failed")

GONE: dict[str, tuple[Kind, ...]] = {
    "event-behind-answer": ("socket.close_received", "socket.ended"),
    "answer-behind-event": ("http.abandoned",),
}
"""The faults, and what shows that the page itself ended the second channel once the first had told it."""


def apart(word: str, acts: Sequence[Entry], evidence: Evidence) -> Iterator[str]:
    """A sentence where the fault of that word acted, and not at the end."""
    end = next((entry for entry in evidence.journal if entry.kind in ENDS), None)
    if word not in GONE or not acts or end is None:
        return
    soon = tolerance(evidence)
    first = _first_told(word, end, evidence)
    if first is None or evidence.away(end.at, first.at):
        return
    seconds = [
        entry
        for entry in evidence.journal
        if entry.index > first.index and (entry in acts or entry.kind in GONE[word])
    ]
    if not any(entry.at - first.at <= soon for entry in seconds):
        yield f"{acts[0].fault} let nothing tell the end right behind what told it at {second(first.at)}"


def _first_told(word: str, end: Entry, evidence: Evidence) -> Entry | None:
    """What told the end first: an answer, or an event."""
    kind, call = ("http.answered", "status") if word == "event-behind-answer" else ("socket.sent", None)
    return next(
        (
            entry
            for entry in evidence.journal
            if entry.index > end.index and entry.job == end.job and (entry.kind, entry.call) == (kind, call)
        ),
        None,
    )
