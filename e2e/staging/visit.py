"""Whether user, browser and machine did in a visit what its scenario lets them do. Pure."""

from collections.abc import Callable, Iterator
from math import inf

from e2e.evidence import Evidence, Press, SpellSeen
from e2e.evidence.lines import second
from e2e.evidence.shown import picture_at
from e2e.evidence.truth import tolerance
from e2e.staging.together import ENDS
from mock_backend.journal import Entry
from mock_backend.scenario import Scenario
from mock_backend.visit import (
    Back,
    BrokenSocket,
    ClosedPort,
    DoubleClick,
    ForbiddenSocket,
    Leave,
    Reload,
    Return,
    RunAgain,
    SecondTab,
    SlowDevice,
    Spell,
)

WHILE = {"offline": "offline", "freeze": "frozen", "sleep": "asleep"}


def unstaged_visit(scenario: Scenario, evidence: Evidence) -> Iterator[str]:
    """A sentence for each act that did not show."""
    yield from _user_acts(scenario, evidence)
    yield from _spells(scenario, evidence)
    for act in scenario.visit:
        match act:
            case BrokenSocket():
                yield from _broken(evidence)
            case ForbiddenSocket() | ClosedPort():
                yield from _out_of_reach(act.act, evidence)
            case SlowDevice(factor=factor) if evidence.slowed != factor:
                yield "slow-device: the browser was not slowed down"
            case DoubleClick():
                yield from _double_click(evidence)
            case _:
                pass


def _user_acts(scenario: Scenario, evidence: Evidence) -> Iterator[str]:
    """What the user was to do, and what nothing shows."""
    for act in scenario.visit:
        match act:
            case Leave() | Reload() | Return() | Back():
                yield from _move(act, evidence)
            case RunAgain():
                yield from _second_run(act, evidence)
            case SecondTab() if not any(entry.kind == "job.started" for entry in evidence.elsewhere):
                yield f"no job was started in the second tab of {second(act.at)}"


def _move(act: Leave | Reload | Return | Back, evidence: Evidence) -> Iterator[str]:
    at = evidence.started_at + act.at
    slack = evidence.terms.slack
    if not any(abs(move.at - at) <= slack for move in evidence.navigations):
        yield f"{act.act} at {second(at)} led to no other page and to no new document"
    elif act.act == "leave" and not any(abs(gone.since - at) <= slack for gone in evidence.absences):
        yield f"the page kept its user, who was to leave it at {second(at)}"


def _second_run(act: RunAgain, evidence: Evidence) -> Iterator[str]:
    """A job was started, or a fault kept it from that; a page that is still busy cannot be asked to."""
    at, slack = evidence.started_at + act.at, evidence.terms.slack
    # Whoever presses has waited by then for a page that is faded in.
    press = next((press for press in evidence.again if -slack <= press.at - at <= 2 * slack), None)
    if press is None:
        yield f"Run was not pressed again at {second(at)}"
    elif press.hindrance:
        picture = picture_at(evidence, press.at)
        if not (picture and picture.busy) and not _taken_up(press, evidence):
            yield f"Run could not be pressed again at {second(at)}: {press.hindrance}"
    elif not any(entry.at >= press.at and _starts_or_hinders(entry) for entry in evidence.journal):
        yield f"Run was pressed again at {second(at)}, and no job was started"


def _taken_up(press: Press, evidence: Evidence) -> bool:
    """Whether the page shows a job that it took up again when it came back, and no button beside it."""
    back = max((gone.until for gone in evidence.absences if gone.until <= press.at), default=inf)
    asked = [each.job for each in evidence.journal if back <= each.at <= press.at and _asks(each)]
    ended = {each.job for each in evidence.journal if each.at <= press.at and each.kind in ENDS}
    return any(job not in ended for job in asked)


def _asks(entry: Entry) -> bool:
    return entry.call == "status" or entry.kind == "socket.received"


def _starts_or_hinders(entry: Entry) -> bool:
    return entry.kind == "job.started" or (entry.fault is not None and entry.call in ("health", "start"))


def _spells(scenario: Scenario, evidence: Evidence) -> Iterator[str]:
    seen = list(evidence.spells)
    spells = [act for act in scenario.visit if isinstance(act, Spell)]
    for act in sorted(spells, key=lambda act: act.from_):
        begins = evidence.started_at + act.from_
        if evidence.away(begins, begins):
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
    edge = tolerance(evidence)

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


def _double_click(evidence: Evidence) -> Iterator[str]:
    since, until = evidence.started_at, evidence.started_at + evidence.terms.slack
    if sum(since <= at <= until for at in evidence.pointers) < 2:
        yield f"double-click: the page was not clicked twice at {second(since)}"


def _broken(evidence: Evidence) -> Iterator[str]:
    if not any(seen.threw for seen in evidence.sockets):
        yield "broken-socket: no WebSocket constructor of the page threw"


def _out_of_reach(condition: str, evidence: Evidence) -> Iterator[str]:
    for entry in evidence.journal:
        if entry.kind == "socket.handshake":
            yield f"{condition}: a handshake reached the backend at {second(entry.at)}"
            return
    # Firefox throws where a policy forbids the socket, Chromium closes it.
    if not any((seen.error_at, seen.closed_at, seen.threw) != (None,) * 3 for seen in evidence.sockets):
        yield f"{condition}: no socket of the page failed"
