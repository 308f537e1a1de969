"""How the page words its console lines. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from e2e.doctor.patterns import beginning, but_for_reason, raw
from e2e.doctor.point import Change, Point, right, untold, wrong
from e2e.doctor.seen import Seen, Visit
from e2e.evidence import ConsoleLine
from e2e.evidence.truth import INSTANT


@dataclass(frozen=True, slots=True)
class Happening:
    at: float
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A field of `Words`, what it is about, and the check that looks for it."""

    name: str
    about: str
    check: str = "log-lifecycle"
    warns: bool = False
    """Its line has to be a warning or an error."""


CONNECTED = Word("connected", "a socket that opens")
ACKNOWLEDGED = Word("acknowledged", "the connection message")
CLOSED = Word("closed", "a socket that closed, with its code")
FAILED = Word("failed", "a socket that could not be opened, as a warning or an error", warns=True)
LOST = Word("lost", "a connection that was lost in mid-run, as a warning or an error", "log-loss", warns=True)


def console(seen: Seen) -> Iterator[Point]:
    """A point for each of the words."""
    for word in (CONNECTED, ACKNOWLEDGED, CLOSED, LOST):
        yield _judged(word, seen.spaced, seen)
    yield _judged(FAILED, seen.refused, seen)


def _judged(word: Word, visit: Visit | None, seen: Seen) -> Point:
    name = f"words.{word.name}"
    if visit is None:
        return untold(name, seen.untried)
    one = _happened(word, visit)
    if one is None:
        return untold(name, "not tried, as the page opened no socket")
    near = _near(one, word, visit)
    wanted = str(getattr(visit.evidence.terms.words, word.name))
    fitting = [line for line in _loud(word, near) if re.search(wanted, line.text)]
    if fitting:
        return right(name, f'"{fitting[0].text}"')
    meant = min(_meant(word, near, one), key=lambda line: _often(line, visit), default=None)
    if meant is None:
        owed = f"it promises one ({word.check}): let it write one, or waive that check"
        return wrong(name, f"the page writes no line about {word.about}", advice=owed)
    told = f'the page writes "{meant.text}" about {word.about}'
    pattern = but_for_reason if word.warns else beginning
    return wrong(name, told, Change("words", word.name, raw(pattern(meant.text))))


def _happened(word: Word, visit: Visit) -> Happening | None:
    """When it first did."""
    evidence = visit.evidence
    if word == ACKNOWLEDGED:
        sent = (entry.at for entry in evidence.journal if entry.message == "connected")
        return next(map(Happening, sent), None)
    for seen in evidence.sockets:
        if word == CONNECTED and seen.opened_at is not None:
            return Happening(seen.opened_at)
        if word == FAILED and seen.opened_at is None and seen.closed_at is not None:
            return Happening(seen.closed_at)
        if word in (CLOSED, LOST) and seen.opened_at is not None and seen.closed_at is not None:
            return Happening(seen.closed_at, seen.code)
    return None


def _near(one: Happening, word: Word, visit: Visit) -> list[ConsoleLine]:
    """The page's own lines of that moment; a loss may be told a little later."""
    evidence = visit.evidence
    until = one.at + (evidence.terms.slack if word == LOST else INSTANT)
    return [line for line in evidence.console if line.own and one.at - INSTANT <= line.at <= until]


def _meant(word: Word, near: Sequence[ConsoleLine], one: Happening) -> list[ConsoleLine]:
    """The lines that may be meant: of the level, and with the code, that are due."""
    return [line for line in _loud(word, near) if word != CLOSED or str(one.code) in line.text]


def _loud(word: Word, lines: Sequence[ConsoleLine]) -> list[ConsoleLine]:
    return [line for line in lines if not word.warns or line.level in ("warning", "error")]


def _often(line: ConsoleLine, visit: Visit) -> int:
    """How many lines begin like this one: what comes with each poll is not meant."""
    return sum(bool(re.search(beginning(line.text), other.text)) for other in visit.evidence.console)
