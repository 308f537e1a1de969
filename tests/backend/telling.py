"""A journal as a text to compare whole: without payloads, ids by number in order of appearance."""

import json
import re
from collections.abc import Sequence

from mock_backend.journal import Entry

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

LEFT_OUT = {"index", "at", "kind", "payload", "size", "path", "method", "listener", "origin"}


def told(entries: Sequence[Entry]) -> str:
    return numbered("\n".join(map(_line, entries)))


def numbered(text: str) -> str:
    """Each id in the text as ID-1, ID-2 and so on."""
    order = list(dict.fromkeys(ID.findall(text)))
    return ID.sub(lambda found: f"ID-{order.index(found[0]) + 1}", text)


def lines(text: str) -> str:
    """An indented text as `told` gives it."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def _line(entry: Entry) -> str:
    fields = entry.model_dump(exclude_none=True, exclude=LEFT_OUT)
    shown = [f"{name}={_value(value)}" for name, value in fields.items()]
    return " ".join([f"{entry.at:g}", entry.kind, *shown])


def _value(value: object) -> str:
    return value if isinstance(value, str) and value else json.dumps(value)
