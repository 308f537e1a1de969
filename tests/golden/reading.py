"""Golden journals: whole visits, written by hand from docs/protocol.md and docs/contract.md.

Neither the backend nor the checks had a hand in them, so they tell when both are wrong together. A file has

    story            what happens, in a sentence
    until            the second at which nobody looked any more
    lines            what happened, in order: second, kind, fields
    passed, failed, not applicable
                     the verdict that each check has to give

A line's kind is one of the journal's, or one of these, which are what was seen of the page:

    page.shows       path, and as it is shown: progress, step, busy, runnable, alert
    page.says        level, text                 (console)
    page.alerts      text                        (dialog)
    page.goes        path                        (navigation)
    page.leaves                                  (its user does, for good)
    page.presses                                 (its user presses Run once more)
    page.asks        url                         (the page constructs a socket; the next words are of it)
    page.opens, page.reads, page.closes          (its open and message events, the page's call of close())
    page.sends       data
    page.closed      code

Ids and timestamps are not known beforehand: JOB-1, FOREIGN-1, CONNECTION-1 and TIME stand for them.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import yaml

from e2e.evidence import Absence, ConsoleLine, Dialog, Evidence, Level, Navigation, Picture, Press, SocketSeen
from mock_backend.journal import Entry

DIRECTORY = Path(__file__).parent

FILES = sorted(DIRECTORY.glob("*.yaml"))

FIELD = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)')
ISO = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00")
UNTOLD = {"index", "at", "kind", "size"}

Result = Literal["passed", "failed", "not applicable"]
RESULTS: tuple[Result, ...] = ("passed", "failed", "not applicable")


@dataclass(frozen=True)
class Line:
    at: float
    kind: str
    fields: dict[str, Any]

    @property
    def of_page(self) -> bool:
        return self.kind.startswith("page.")


@dataclass(frozen=True)
class Golden:
    name: str
    until: int
    lines: tuple[Line, ...]
    verdicts: dict[str, Result]

    @property
    def journal(self) -> tuple[Entry, ...]:
        own = [line for line in self.lines if not line.of_page]
        return tuple(
            Entry.model_validate({"index": index, "at": line.at, "kind": line.kind, **line.fields})
            for index, line in enumerate(own)
        )


def read(path: Path) -> Golden:
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    verdicts = {check: result for result in RESULTS for check in written[result]}
    lines = tuple(map(_line, written["lines"].splitlines()))
    return Golden(path.stem, written["until"], lines, verdicts)


def _line(text: str) -> Line:
    head, _, payload = text.partition(" payload=")
    at, kind = FIELD.sub("", head).split()
    fields = {name: _value(value) for name, value in FIELD.findall(head)}
    return Line(float(at), kind, {**fields, **({"payload": json.loads(payload)} if payload else {})})


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


# As evidence


def evidence(golden: Golden) -> Evidence:
    seen = Seen()
    for line in golden.lines:
        if line.of_page:
            getattr(seen, line.kind.removeprefix("page."))(line.at, **line.fields)
    return Evidence(
        scenario=golden.name,
        browser="none",
        started_at=0,
        ended_at=golden.until,
        journal=golden.journal,
        pictures=tuple(seen.pictures),
        console=tuple(seen.console),
        dialogs=tuple(seen.dialogs),
        navigations=tuple(seen.navigations),
        sockets=tuple(seen.sockets),
        absences=tuple(seen.absences),
        again=tuple(seen.again),
    )


class Seen:
    """What was seen of the page; a method for each of its words."""

    def __init__(self) -> None:
        self.pictures: list[Picture] = []
        self.console: list[ConsoleLine] = []
        self.dialogs: list[Dialog] = []
        self.navigations: list[Navigation] = []
        self.sockets: list[SocketSeen] = []
        self.absences: list[Absence] = []
        self.again: list[Press] = []

    def shows(self, at: float, path: str, progress: int | None = None, alert: str = "", **more: Any) -> None:
        shown = None if progress is None else str(progress)
        self.pictures.append(Picture(at, path, shown, alerts=(alert,) if alert else (), **more))

    def says(self, at: float, level: Level, text: str) -> None:
        self.console.append(ConsoleLine(at, level, text))

    def alerts(self, at: float, text: str) -> None:
        self.dialogs.append(Dialog(at, text))

    def goes(self, at: float, path: str) -> None:
        self.navigations.append(Navigation(at, path))

    def leaves(self, at: float) -> None:
        self.absences.append(Absence(at))

    def presses(self, at: float) -> None:
        self.again.append(Press(at))

    def asks(self, at: float, url: str) -> None:
        self.sockets.append(SocketSeen(at, url))

    def opens(self, at: float) -> None:
        self._socket(opened_at=at)

    def reads(self, at: float) -> None:
        self._socket(messages=(*self.sockets[-1].messages, at))

    def sends(self, at: float, data: str) -> None:
        self._socket(sent=(*self.sockets[-1].sent, (at, data)))

    def closes(self, at: float) -> None:
        self._socket(close_called_at=at)

    def closed(self, at: float, code: int) -> None:
        self._socket(closed_at=at, code=code)

    def _socket(self, **news: Any) -> None:
        self.sockets[-1] = replace(self.sockets[-1], **news)


# As text


def told(journal: Sequence[Entry]) -> str:
    """A line for each entry, ids and timestamps masked, without sizes."""
    text = "\n".join(map(_told, journal))
    jobs = [entry.job for entry in journal if entry.kind == "job.started"]
    others = [entry.job for entry in journal if (entry.fault or "").startswith("foreign-event")]
    greetings = [entry.payload for entry in journal if entry.message == "connected"]
    names = {
        **{job: f"JOB-{number}" for number, job in enumerate(jobs, 1)},
        **{job: f"FOREIGN-{number}" for number, job in enumerate(others, 1)},
        **{each["connection_id"]: f"CONNECTION-{number}" for number, each in enumerate(greetings, 1)},
    }
    for real, name in names.items():
        text = text.replace(str(real), name)
    return ISO.sub("TIME", text)


def _told(entry: Entry) -> str:
    fields = entry.model_dump(exclude_none=True, exclude=UNTOLD)
    return " ".join([f"{entry.at:g}", entry.kind, *(f"{name}={value}" for name, value in fields.items())])
