"""Whether browser and machine did in a visit what its scenario lets them do. Pure."""

from collections.abc import Callable, Iterator
from math import inf

from e2e.evidence import Evidence, SpellSeen
from e2e.lines import second
from e2e.truth import INSTANT
from mock_backend.scenario import Scenario
from mock_backend.visit import BrokenSocket, ClosedPort, ForbiddenSocket, Spell

WHILE = {"offline": "offline", "freeze": "frozen", "sleep": "asleep"}


def unstaged_visit(scenario: Scenario, evidence: Evidence) -> Iterator[str]:
    """A sentence for each spell and condition that did not show."""
    yield from _spells(scenario, evidence)
    for act in scenario.visit:
        if isinstance(act, BrokenSocket):
            yield from _broken(evidence)
        elif isinstance(act, ForbiddenSocket | ClosedPort):
            yield from _out_of_reach(act.act, evidence)


def _spells(scenario: Scenario, evidence: Evidence) -> Iterator[str]:
    left_at = inf if evidence.left_at is None else evidence.left_at
    seen = list(evidence.spells)
    spells = [act for act in scenario.visit if isinstance(act, Spell)]
    for act in sorted(spells, key=lambda act: act.from_):
        if evidence.started_at + act.from_ >= left_at:
            continue
        found = next((spell for spell in seen if spell.kind == act.act), None)
        if found is None:
            yield f"{act.act} at {second(act.from_)} did not take place"
            continue
        seen.remove(found)
        if found.until == inf:
            yield f"{act.act} at {second(act.from_)} was not over when the visit was"
        elif found.kind != "hide":
            yield from _leaks(found, evidence)


def _leaks(spell: SpellSeen, evidence: Evidence) -> Iterator[str]:
    """What passed between page and backend while nothing could, and what the page did while it could not."""
    edge = evidence.terms.slack if evidence.real_time else INSTANT

    def inside(at: float) -> bool:
        return spell.at + edge < at < spell.until - edge

    span = f"{WHILE[spell.kind]} from {second(spell.at)} to {second(spell.until)}"
    missed = any(spell.at < entry.at < spell.until for entry in evidence.journal)
    if not missed and _short(spell, evidence):
        yield f"the page was {span}, and had nothing to miss"
    if got := [at for seen in evidence.sockets for at in seen.messages if inside(at)]:
        yield f"the page was {span}, and got a message at {second(got[0])}"
    if asked := [entry for entry in evidence.journal if entry.kind == "http.request" and inside(entry.at)]:
        yield f"the page was {span}, and its request arrived at {second(asked[0].at)}"
    if spell.kind != "offline" and (done := list(_doings(evidence, inside))):
        yield f"the page was {span}, and did something at {second(min(done))}"


def _short(spell: SpellSeen, evidence: Evidence) -> bool:
    """No poll need have fallen into it."""
    return spell.until - spell.at < evidence.terms.poll_interval


def _doings(evidence: Evidence, inside: Callable[[float], bool]) -> Iterator[float]:
    own = (line for line in evidence.console if line.own)
    times = (piece.at for pieces in (evidence.pictures, own, evidence.navigations) for piece in pieces)
    yield from filter(inside, times)


def _broken(evidence: Evidence) -> Iterator[str]:
    if not any(seen.threw for seen in evidence.sockets):
        yield "broken-socket: no WebSocket constructor of the page threw"


def _out_of_reach(condition: str, evidence: Evidence) -> Iterator[str]:
    for entry in evidence.journal:
        if entry.kind == "socket.handshake":
            yield f"{condition}: a handshake reached the backend at {second(entry.at)}"
            return
    if not any(seen.error_at is not None or seen.closed_at is not None for seen in evidence.sockets):
        yield f"{condition}: no socket of the page failed"
