import re
from collections.abc import Iterator
from math import inf

from e2e.checks._disturbances import SOCKET_TROUBLES, Disturbance, poll_troubles, socket_troubles
from e2e.checks._false_outcomes import false_outcomes
from e2e.checks._harms import Harm, culprits, laid_to, premature_ends
from e2e.checks._outcome import polled_outcome_deadline, shown
from e2e.checks._runs import each_run
from e2e.checks._words import complaint, says
from e2e.checks.failure_shown import HEALTH_TIMEOUT, unhealthy
from e2e.evidence import Evidence, SocketSeen
from e2e.evidence.lines import second
from e2e.evidence.outages import offline_at, outage_at, outages
from e2e.evidence.shown import notices, picture_at
from e2e.evidence.truth import Run, tolerance
from e2e.evidence.wire import exchanges
from e2e.verdict import Verdict, failed, not_applicable, passed
from mock_backend.journal import Entry

ID = "run-independent"
WELCOME = re.compile(r"\b(connection|network|internet)\b.{0,20}?\b(back|restored|again)\b", re.IGNORECASE)


def run_independent(evidence: Evidence) -> Verdict:
    """No socket trouble ends the run, changes its outcome or is put in the user's way: no dialog, no alert
    region, no error screen for it."""
    return _never_asked_for(evidence) or each_run(ID, evidence, lambda run: _judged(run, evidence))


def _never_asked_for(evidence: Evidence) -> Verdict | None:
    """The failure of a page that wants a socket before it starts a job, and has none."""
    pressed = evidence.started_at
    due = pressed + HEALTH_TIMEOUT + evidence.terms.slack
    hindered = any(map(unhealthy, exchanges(evidence.journal, "health"))) or bool(outages(evidence))
    if hindered or due > evidence.ended_at or evidence.away(pressed, due):
        return None
    troubles: list[Entry | SocketSeen] = [
        *(entry for entry in evidence.journal if entry.kind in SOCKET_TROUBLES),
        *(seen for seen in evidence.sockets if (seen.error_at, seen.threw) != (None, None)),
    ]
    if not troubles or exchanges(evidence.journal, "start"):
        return None
    first = troubles[0]
    at = first.asked_at if isinstance(first, SocketSeen) else first.at
    sentence = f"socket trouble, first at {second(at)}, was promised not to touch the run; Run was pressed at"
    return failed(
        ID, f"{sentence} {second(pressed)}, and by {second(due)} the page asked for no job", due, first
    )


def _judged(run: Run, evidence: Evidence) -> Verdict:
    if said_for_good := _said_for_good(run, evidence):
        return said_for_good
    troubles = socket_troubles(run, evidence)
    if not troubles:
        return not_applicable(ID, "the socket met no trouble")
    first = troubles[0]
    for harm in _harms(run, evidence, first.at):
        last = [trouble.piece for trouble in troubles if trouble.at <= harm.at + tolerance(evidence)][-1:]
        sentence = f"socket trouble, first at {second(first.at)}, was promised not to touch the run"
        what, caused = laid_to(harm, evidence)
        shown_by = [*(piece for piece in last if piece not in caused), *caused, harm.piece]
        return failed(ID, f"{sentence}; {what}", harm.at, *shown_by)
    due = polled_outcome_deadline(run, evidence.terms)
    if not run.misled and due <= run.until and shown(run, evidence) is None:
        sentence = f"socket trouble at {second(first.at)} was promised not to end the run"
        return failed(ID, f"{sentence}; its outcome was never shown", due, first.piece, run.end)
    return passed(
        ID, f"the run went on as if nothing had happened to the socket at {second(first.at)}", first.at
    )


def _said_for_good(run: Run, evidence: Evidence) -> Verdict | None:
    """That there is no network, told in an outage and still told when it is over."""
    for spell in run.outages:
        due = spell.until + evidence.terms.slack
        picture = picture_at(evidence, due)
        if spell.kind != "offline" or picture is None or due >= min(run.midway_until, evidence.ended_at):
            continue
        told = {notice.text for notice in notices(evidence) if spell.at <= notice.at < spell.until}
        if still := sorted(told.intersection(picture.alerts)):
            sentence = f"the network was back at {second(spell.until)}, and the page was promised to go on"
            what = f"it still told its user {still[0]!r} at {second(due)}"
            return failed(ID, f"{sentence}; {what}", due, spell, picture)
    return None


def _harms(run: Run, evidence: Evidence, since: float) -> Iterator[Harm]:
    for harm in premature_ends(run, evidence):
        if harm.at >= since - tolerance(evidence) and _of_the_socket(harm, run, evidence):
            yield harm
    if not run.misled:
        words = evidence.terms.words
        about = words.notice_of_socket if poll_troubles(run, evidence) else complaint(words)
        yield from false_outcomes(run, evidence, about)


def _of_the_socket(harm: Harm, run: Run, evidence: Evidence) -> bool:
    """Whether the harm may be laid to the socket's trouble, and to nothing else that happened."""
    causes = {one.cause for one in culprits(harm, run, evidence)}
    if causes and causes <= {"ack", "foreign"}:
        return False
    if harm.kind == "notice" and offline_at(run.outages, harm.at):
        return False
    words = evidence.terms.words
    if harm.kind == "notice" and _welcomes(harm, run, evidence):
        return False
    before, lately = harm.at + tolerance(evidence), harm.at - evidence.terms.slack
    polls, sockets = (
        _last(poll_troubles(run, evidence), before),
        _last(socket_troubles(run, evidence), before),
    )
    if harm.kind == "notice" and says(words, words.notice_of_socket, harm.what):
        return polls <= sockets or polls < lately  # what polling met just before has a connection, too
    return polls < sockets and (polls == -inf or lately <= sockets)


def _welcomes(harm: Harm, run: Run, evidence: Evidence) -> bool:
    """Whether the page says that there is a network again: "You are back online"."""
    words = evidence.terms.words
    back = outage_at(run.outages, harm.at, evidence.terms.slack)
    what = re.sub(WELCOME, "", harm.what)
    return back is not None and back.kind == "offline" and not says(words, complaint(words), what)


def _last(troubles: tuple[Disturbance, ...], before: float) -> float:
    return max((trouble.at for trouble in troubles if trouble.at <= before), default=-inf)
