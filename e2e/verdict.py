"""What a check says of one piece of evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from e2e.evidence.lines import Piece, line

Result = Literal["passed", "failed", "waived", "not applicable"]
"""`waived`: failed where the configuration has a reason to let it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    check: str
    """The id in the page contract, `socket-direct`."""
    result: Result
    sentence: str
    """One line: what was promised, what was seen, at which second."""
    at: float | None = None
    """The second that decided it, None when no single one did."""
    pieces: tuple[str, ...] = ()
    """The lines of evidence that show it."""


def passed(check: str, sentence: str, at: float | None = None, *pieces: Piece | None) -> Verdict:
    return Verdict(check, "passed", sentence, at, _lines(pieces))


def failed(check: str, sentence: str, at: float | None = None, *pieces: Piece | None) -> Verdict:
    return Verdict(check, "failed", sentence, at, _lines(pieces))


def not_applicable(check: str, reason: str) -> Verdict:
    return Verdict(check, "not applicable", reason)


def worst(*verdicts: Verdict) -> Verdict:
    """The first that failed; else that was waived; else that passed; else of all. At least one is needed."""
    order: tuple[Result, ...] = ("failed", "waived", "passed", "not applicable")
    return min(verdicts, key=lambda verdict: order.index(verdict.result))


def _lines(pieces: Iterable[Piece | None]) -> tuple[str, ...]:
    return tuple(line(piece) for piece in pieces if piece is not None)
