"""When page and backend could not reach each other, and what that puts off. Pure.

An outage excuses what it makes impossible: within it nothing can be asked, told or closed, and what was due
in it is due as long after it as the promise allows at any time.
"""

from collections.abc import Iterator, Mapping, Sequence

from e2e.evidence import Evidence, SpellSeen
from e2e.evidence.wire import paired

NEVER = float("inf")

ABSENT = ("freeze", "sleep")
"""The page itself stands still."""


def outages(evidence: Evidence) -> tuple[SpellSeen, ...]:
    """In order of time. A hidden page is reached like any other."""
    found = (spell for spell in evidence.spells if spell.kind != "hide")
    return tuple(sorted(found, key=lambda spell: spell.at))


def absences(evidence: Evidence) -> tuple[SpellSeen, ...]:
    """Those in which the page could do nothing."""
    return tuple(spell for spell in outages(evidence) if spell.kind in ABSENT)


def outage_at(spells: Sequence[SpellSeen], at: float, after: float = 0.0) -> SpellSeen | None:
    """The one that lasts at that moment, or has been over for no longer than `after`."""
    return next((spell for spell in spells if spell.at <= at <= spell.until + after), None)


def offline_at(spells: Sequence[SpellSeen], at: float) -> bool:
    """Whether the browser has no network then, of which a page may tell its user."""
    return any(spell.kind == "offline" and spell.at <= at < spell.until for spell in spells)


def put_off(spells: Sequence[SpellSeen], since: float, due: float, limit: float) -> float:
    """A deadline for what began at `since`: each outage that comes before it is over puts it off until
    `limit` seconds after its end."""
    for spell in spells:
        if spell.at < due and since < spell.until:
            due = max(due, spell.until + limit)
    return due


def within_reach(spells: Sequence[SpellSeen], since: float, until: float) -> Iterator[tuple[float, float]]:
    """The parts of that span that no outage takes away; at least one, which may be empty."""
    for spell in spells:
        if spell.at < until and since < spell.until:
            yield since, max(since, spell.at)
            since = spell.until
    yield min(since, until), until


def arrivals(evidence: Evidence) -> Mapping[int, float]:
    """When what the backend wrote in an outage was delivered, by the index of its `socket.sent`; NEVER where
    the page did not get it. What is not in here came when it was written."""
    spells = outages(evidence)
    found: dict[int, float] = {}
    if not spells:
        return found
    for connection, seen in paired(evidence):
        for entry, at in connection.delivered(seen.messages if seen else ()):
            spell = outage_at(spells, entry.at)
            if spell is not None and entry.at < spell.until:
                came = at if seen else spell.until
                found[entry.index] = NEVER if came is None else came
    return found


def doubtful(evidence: Evidence) -> frozenset[int]:
    """Those messages of an outage of which the page's own sockets do not show that they were delivered."""
    late = arrivals(evidence)
    if all(seen for _, seen in paired(evidence)):
        return frozenset(index for index, at in late.items() if at == NEVER)
    return frozenset(late)
