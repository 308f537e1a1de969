"""Mutants of the reference page, each a small change of its sources that nobody chose by hand. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import unified_diff
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic.alias_generators import to_camel


class Place(NamedTuple):
    """Line and column, from 0."""

    line: int
    column: int


class Point(BaseModel):
    line: int
    column: int

    @property
    def place(self) -> Place:
        return Place(self.line, self.column)


class Location(BaseModel):
    start: Point
    end: Point


class Listed(BaseModel):
    """A mutant as `frontend/mutate.js` writes it."""

    model_config = ConfigDict(alias_generator=to_camel)

    id: str
    file_name: str
    mutator_name: str
    replacement: str
    location: Location


@dataclass(frozen=True, slots=True)
class Mutant:
    id: str
    """A number; another one after any change of the sources."""
    file: str
    """Relative to `frontend/src`, as in `run/polling.ts`."""
    line: int
    """From 1."""
    mutator: str
    code: str
    """The line in which it begins, without its indentation."""
    original: str
    replacement: str
    diff: str
    """Of the file, without a head."""

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"

    @property
    def change(self) -> str:
        """What was put in place of what, on one short line."""
        return f"{clipped(self.original)} → {clipped(self.replacement)}"


_listed = TypeAdapter(list[Listed])


def read(listed: bytes, sources: Mapping[str, str]) -> list[Mutant]:
    """The mutants of a `mutants.json`; `sources` are the texts of their files before, by name."""
    return [_mutant(each, sources[each.file_name]) for each in _listed.validate_json(listed)]


def _mutant(listed: Listed, source: str) -> Mutant:
    start, end = listed.location.start.place, listed.location.end.place
    begin, finish = offset(source, start), offset(source, end)
    mutated = source[:begin] + listed.replacement + source[finish:]
    return Mutant(
        id=listed.id,
        file=listed.file_name.removeprefix("src/"),
        line=start.line + 1,
        mutator=listed.mutator_name,
        code=source.splitlines()[start.line].strip(),
        original=folded(source[begin:finish]),
        replacement=folded(listed.replacement),
        diff=_diff(source, mutated),
    )


def offset(text: str, place: Place) -> int:
    """Where that place is in the text, in characters."""
    return sum(len(line) for line in text.splitlines(keepends=True)[: place.line]) + place.column


def _diff(before: str, after: str) -> str:
    lines = list(unified_diff(before.splitlines(), after.splitlines(), n=1, lineterm=""))
    return "\n".join(lines[2:])


def folded(text: str) -> str:
    """On one line, however it was broken."""
    return re.sub(r"\s+", " ", text).strip()


def clipped(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
