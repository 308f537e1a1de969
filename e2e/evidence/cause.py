"""What an effect on the page is laid to: a message or an answer, in words and as lines of evidence. Pure."""

from dataclasses import dataclass

from e2e.evidence.lines import second
from e2e.evidence.told import event, greeting
from e2e.evidence.truth import INSTANT
from mock_backend.journal import Call, Entry, Kind

ANSWERS: dict[Kind, str] = {
    "http.answered": "",
    "http.reset": " that was reset",
    "http.cut": " that was cut off",
}
LOSSES: dict[Kind, str] = {
    "socket.refused": "the refused handshake",
    "socket.broken": "the broken frame",
    "socket.reset": "the reset of the socket",
    "socket.cut": "the cut of the socket",
    "socket.close_sent": "the backend's Close frame",
}
CALLS: dict[Call | None, str] = {
    "health": "answer{code} to the health call",
    "start": "answer{code} to the start call",
    "status": "poll answer{code}",
    "results": "answer{code} to the results call",
    None: "login page",
}


@dataclass(frozen=True, slots=True)
class Cause:
    at: float
    """When the page got it."""
    entry: Entry
    says: bool = True
    """It says what is shown; else it merely came last."""
    whose: str = ""
    """" of another job", " of the earlier job", or nothing for the page's own."""
    asked: Entry | None = None
    """The request, where its answer was late."""
    held: Entry | None = None
    """The note that a fault held the answer back."""
    truth: Entry | None = None
    """The step of the job that it tells of, where that is past."""

    @property
    def pieces(self) -> tuple[Entry, ...]:
        found = (self.truth, self.asked, self.held, self.entry)
        return tuple(entry for entry in found if entry is not None)

    @property
    def foreign(self) -> bool:
        """It tells nothing of the page's own job: it is of another one, or a message that is no event."""
        return bool(self.whose) or (self.entry.kind == "socket.sent" and event(self.entry.payload) is None)

    @property
    def words(self) -> str:
        """the `progress` event of 3 s, delivered at 8 s"""
        if self.entry.kind in LOSSES:
            return f"{LOSSES[self.entry.kind]} at {second(self.at)}"
        return self._answer() if self.entry.kind in ANSWERS else self._message()

    @property
    def phrase(self) -> str:
        """`on the poll answer at 4 s`"""
        return f"{'on' if self.says else 'right after'} {self.words}"

    def _message(self) -> str:
        said = event(self.entry.payload)
        if said is None:
            initial = greeting(self.entry)
            return f"the {'initial connection ' if initial else ''}message at {second(self.at)}"
        since = self.truth.at if self.truth else self.entry.at
        late = self.at - since > INSTANT
        when = f"of {second(since)}, delivered at {second(self.at)}" if late else f"at {second(self.at)}"
        return f"the `{said['event']}` event{self.whose} {when}"

    def _answer(self) -> str:
        entry = self.entry
        code = "" if entry.status is None or 200 <= entry.status < 300 else f" {entry.status}"
        name = CALLS[entry.call].format(code=code)
        return f"the {name}{self.whose}{ANSWERS[entry.kind]} {self._answered()}"

    def _answered(self) -> str:
        old = f", which tells of {second(self.truth.at)}" if self.truth else ""
        if self.asked is None:
            return f"at {second(self.at)}{old}"
        held = f"held for {second(self.at - self.asked.at)}" if self.held else f"come at {second(self.at)}"
        return f"asked for at {second(self.asked.at)} and {held}{old}"


NOTHING = "on nothing that reached the page then"


def on(cause: Cause | None) -> str:
    """Ends a sentence on an effect: `, on the poll answer at 4 s`."""
    return f", {cause.phrase if cause else NOTHING}"


def pieces(cause: Cause | None) -> tuple[Entry, ...]:
    return () if cause is None else cause.pieces
