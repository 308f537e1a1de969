"""One point of the doctor's: right, wrong with what to do, or not to be told. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """A field of the configuration and what it should say, as Python."""

    part: str
    """A field of `Config`: "locators", or "poll_interval" itself."""
    field: str
    """A field of that part; empty where the part is a value itself."""
    value: str


@dataclass(frozen=True, slots=True)
class Point:
    name: str
    right: bool | None
    """None: nothing could be told."""
    saw: str
    change: Change | None = None
    advice: str = ""
    """What to do where no line of the configuration mends it."""


def right(name: str, saw: str) -> Point:
    return Point(name, True, saw)


def wrong(name: str, saw: str, change: Change | None = None, advice: str = "") -> Point:
    return Point(name, False, saw, change, advice)


def untold(name: str, why: str) -> Point:
    return Point(name, None, why)
