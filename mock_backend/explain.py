"""What pydantic found wrong, in sentences that name the field and what was expected there. No I/O.

What is expected is the field's own description in its model.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mock_backend.errors import near
from mock_backend.faults.catalogue import MODELS
from mock_backend.timeline import STEPS, Outcome
from mock_backend.visit import ACTS

Loc = tuple[int | str, ...]

KINDS: dict[str, tuple[str, Mapping[str, type[BaseModel]]]] = {
    "faults": ("fault", MODELS),
    "visit": ("act", ACTS),
}
"""Of the lists whose items are told apart by a word: the field that has it, and each word's model."""

INPUT_LIMIT = 60
"""Characters of what came instead."""


@dataclass(frozen=True, slots=True)
class Problem:
    path: Loc
    """Keys and indexes that lead to the field, as the file has them."""
    sentence: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))}: {self.sentence}" if self.path else self.sentence


def problems(error: ValidationError, model: type[BaseModel], root: Loc = ()) -> Iterator[Problem]:
    """`root` leads from the model to what was validated: ("faults", 0) for a fault alone, say."""
    for details in error.errors(include_url=False):
        place = _place((*root, *details["loc"]), model)
        yield Problem(place.path[len(root) :], _sentence(details, place))


def sentences(error: ValidationError, model: type[BaseModel], root: Loc = ()) -> str:
    return "\n".join(map(str, problems(error, model, root)))


@dataclass(frozen=True, slots=True)
class _Place:
    path: Loc
    model: type[BaseModel]
    field: str

    @property
    def fields(self) -> dict[str, str]:
        """The model's fields, as a file names them, with what each expects."""
        fields = self.model.model_fields.items()
        return {field.alias or name: field.description for name, field in fields if field.description}


def _place(loc: Loc, model: type[BaseModel]) -> _Place:
    """Finds the model that has the field; a tag of pydantic's, as the third part, leaves the path."""
    start: Loc = ()
    match loc:
        case (str(row), int(index), str(word), *inner) if row in KINDS and word in KINDS[row][1]:
            start, loc, model = (row, index), tuple(inner), KINDS[row][1][word]
    match loc:
        case ("job", int(index), "completed", "completed", field, *rest):
            return _within((*start, "job", index, "completed"), [field, *rest], Outcome)
        case ("job", int(index), str(kind), *rest) if kind in STEPS:
            return _within((*start, "job", index), rest, STEPS[kind])
    return _within(start, loc, model)


def _within(start: Loc, rest: Sequence[int | str], model: type[BaseModel]) -> _Place:
    """In the innermost model that is a field of another."""
    inner = model.model_fields.get(str(rest[0])) if len(rest) > 1 else None
    if inner is not None and isinstance(inner.annotation, type) and issubclass(inner.annotation, BaseModel):
        return _within((*start, rest[0]), rest[1:], inner.annotation)
    rest = [*(_as_written(name, model) for name in rest[:1]), *rest[1:]]
    return _Place((*start, *rest), model, str(rest[0]) if rest else "")


def _as_written(name: int | str, model: type[BaseModel]) -> int | str:
    """A default that is wrong is told by the field's name in the model."""
    field = model.model_fields.get(str(name))
    return name if field is None else field.alias or name


def _sentence(details: ErrorDetails, place: _Place) -> str:
    """One `details` of pydantic's, in the words of the field's own description."""
    came = details["input"]
    whole = "a JSON object" if details["type"] == "model_type" else "something else"
    expected = place.fields.get(place.field) or whole
    match details["type"]:
        case "missing":
            text = f"missing, expected {expected}"
        case "extra_forbidden":
            known = list(place.fields)
            others = f"one of: {', '.join(known)}" if known else "none"
            text = f"unknown field{near(str(place.path[-1]), known)}, expected {others}"
        case "union_tag_invalid":
            field, kinds = KINDS[place.field]
            word = str(came[field])
            text = f"unknown {field} '{word}'{near(word, list(kinds))}, expected one of: {', '.join(kinds)}"
        case "union_tag_not_found" if place.field == "job":
            text = f"expected a step with one of the fields {', '.join(STEPS)}, got {_shown(came)}"
        case "union_tag_not_found" | "model_attributes_type":
            field, kinds = KINDS.get(place.field, KINDS["faults"])
            words = ", ".join(kinds)
            text = f"expected {_articled(field)} with the field {field}, one of: {words}, got {_shown(came)}"
        case "json_invalid":
            text = f"expected JSON: {details['ctx']['error']}"
        case _:
            text = f"expected {expected}, got {_shown(came)}{_near_literal(details)}"
    return text


def _articled(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _near_literal(details: ErrorDetails) -> str:
    known = re.findall(r"'([^']+)'", details.get("ctx", {}).get("expected", ""))
    return near(str(details["input"]), known)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= INPUT_LIMIT else f"{text[:INPUT_LIMIT]}…"
