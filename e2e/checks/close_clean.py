from e2e.checks._runs import each_run
from e2e.evidence import Evidence, SocketSeen
from e2e.evidence.lines import second
from e2e.evidence.outages import absences, outage_at, put_off
from e2e.evidence.told import GOING_AWAY, closed_unopened
from e2e.evidence.truth import Run, tolerance
from e2e.evidence.wire import Connection, connections, withheld_greeting
from e2e.verdict import Verdict, failed, not_applicable, passed, worst
from mock_backend.journal import Entry, Kind

ID = "close-clean"
LIMIT = 1.0
"""Seconds from the page knowing the end to its Close frame."""

SPOILT: tuple[Kind, ...] = (
    "socket.reset",
    "socket.cut",
    "socket.close_sent",
    "socket.withheld",
    "socket.stalled",
    "socket.broken",
)
BROWSERS_OWN = (1002, 1003, 1007, 1009, 1010)
"""Close codes that a browser sends by itself when a frame breaks the protocol; no page can send them."""


def close_clean(evidence: Evidence) -> Verdict:
    """When the job has ended, the page itself closes the socket: the backend receives a Close frame and the
    closing handshake finishes, within 1 s of the page knowing the end. And not before: a page does not close
    a working socket in mid-run."""
    return each_run(ID, evidence, lambda run: _judged(run, evidence))


def _judged(run: Run, evidence: Evidence) -> Verdict:
    own = [
        connection
        for connection in connections(evidence.journal)
        if _subscribed(connection) in (None, run.job)
    ]
    early = [verdict for connection in own if (verdict := _too_early(connection, run, evidence))]
    if early:
        return early[0]
    if run.knew_at > run.until:
        return not_applicable(ID, "the page was not told that the job had ended")
    judged = [verdict for connection in own if (verdict := _at_end(connection, run, evidence))]
    return (
        worst(*judged) if judged else not_applicable(ID, "no socket was open when the page learned the end")
    )


def _subscribed(connection: Connection) -> str | None:
    """The job that the page asked for on this connection."""
    frame = connection.first("socket.received")
    return frame.job if frame else None


def _too_early(connection: Connection, run: Run, evidence: Evidence) -> Verdict | None:
    close = connection.first("socket.close_received")
    if close is None or close.code in BROWSERS_OWN or _spoilt(connection, close.at):
        return None
    if not run.known_at <= close.at < run.midway_until - tolerance(evidence):
        return None
    if outage_at(run.outages, close.at, evidence.terms.slack):
        return None  # nobody knows a socket to work that has just been cut off
    sentence = (
        f"a working socket was promised to stay open until the page knows the end; "
        f"the page closed connection {connection.number} in mid-run, at {second(close.at)}"
    )
    return failed(ID, sentence, close.at, close, run.end)


def _spoilt(connection: Connection, at: float) -> bool:
    """Whether a page may hold the socket for broken by then: not for a greeting that does not come."""
    met = (entry for entry in connection.entries if entry.at <= at and not withheld_greeting(entry))
    return any(entry.kind in SPOILT for entry in met)


def _at_end(connection: Connection, run: Run, evidence: Evidence) -> Verdict | None:
    opened = connection.first("socket.accepted") or connection.first("socket.held")
    over = connection.at(
        "socket.reset", "socket.cut", "socket.close_sent", "socket.close_received", "socket.ended"
    )
    if opened is None or (over is not None and over < run.may_know_at - tolerance(evidence)):
        return None
    since = max(run.knew_at, opened.at)
    extra = tolerance(evidence)
    due = put_off(run.outages, since, since + LIMIT + extra, LIMIT + extra)
    first = connection.first("socket.close_received", "socket.close_sent")
    close = first if first and first.kind == "socket.close_received" else None
    if close and close.at <= due:
        return _closed(connection, close, since, evidence)
    if over is not None and over <= due:
        return not_applicable(ID, f"the connection was ended by the other side at {second(over)}")
    if run.until < due:
        reason = f"nothing was looked at after {second(run.until)}: it could still be closed"
        return not_applicable(ID, reason)
    stalled = connection.first("socket.stalled")
    if stalled and stalled.at <= due:
        return _half_open(stalled, since, due, evidence)
    kept = opened.kind == "socket.accepted" or _never_closed(evidence.sockets, due)
    return _overdue(connection, close, run, since) if kept else None


def _overdue(connection: Connection, close: Entry | None, run: Run, since: float) -> Verdict:
    """No Close frame of the page came in time."""
    seen = f"it came at {second(close.at)}" if close else "none came"
    knew = [told.entry for told in run.told if run.truly(told)][:1]
    opened = connection.first("socket.accepted") or connection.first("socket.held")
    of = "the page knowing the end" if since == run.knew_at else "a connection being made after the end"
    sentence = f"{_promised('a Close frame', since, of)}; on connection {connection.number} {seen}"
    return failed(ID, sentence, since + LIMIT, opened, *knew, close)


def _promised(what: str, since: float, of: str = "the page knowing the end") -> str:
    return f"{what} was promised within {second(LIMIT)} of {of}, at {second(since)}"


def _half_open(stalled: Entry, since: float, due: float, evidence: Evidence) -> Verdict:
    """The backend reads nothing any more: what the page did is known of the page alone."""
    opened = [seen for seen in evidence.sockets if seen.opened_at is not None and seen.opened_at <= since]
    kept = [seen for seen in opened if not _over_by(due, seen)]
    if kept:
        what = f"on the socket that is half-open since {second(stalled.at)} the page did not call it"
        return failed(ID, f"{_promised('close()', since)}; {what}", due, stalled, *kept)
    closed = [(seen, seen.close_called_at) for seen in opened if seen.close_called_at is not None]
    if not closed:
        return not_applicable(ID, f"the connection was half-open from {second(stalled.at)} and was lost")
    last, at = closed[-1]
    return passed(ID, f"the page closed its half-open socket at {second(at)}", at, stalled, last)


def _over_by(due: float, seen: SocketSeen) -> bool:
    return any(at is not None and at <= due for at in (seen.close_called_at, seen.closed_at))


def _closed(connection: Connection, close: Entry, since: float, evidence: Evidence) -> Verdict:
    """By the page's own hand, and all the way?"""
    if close.code == GOING_AWAY and outage_at(absences(evidence), close.at, tolerance(evidence)):
        return not_applicable(ID, f"the browser gave up the socket of a frozen page at {second(close.at)}")
    if close.code == GOING_AWAY and not closed_unopened(connection, evidence):
        sentence = (
            f"the page itself was promised to close its socket, the end known at {second(since)}; "
            f"the browser did, at {second(close.at)}, as it left the page's document (Close {GOING_AWAY})"
        )
        return failed(ID, sentence, close.at, close)
    ended = connection.first("socket.ended")
    if ended and not ended.clean and not _hindered(connection, close):
        sentence = (
            f"the closing handshake was promised to finish; the page sent its Close frame at "
            f"{second(close.at)}, and the connection ended without the other one"
        )
        return failed(ID, sentence, ended.at, close, ended)
    return passed(ID, f"the page closed its socket at {second(close.at)}, the end known", close.at, close)


def _hindered(connection: Connection, close: Entry) -> bool:
    """Whether the backend's side of the closing handshake was kept from finishing, and not by the page."""
    spoilt = ("socket.reset", "socket.cut", "socket.withheld")
    return any(
        entry.index > close.index and (entry.fault or entry.kind in spoilt) for entry in connection.entries
    )


def _never_closed(sockets: tuple[SocketSeen, ...], due: float) -> bool:
    """Whether the page let a socket go on connecting."""
    return any(
        socket.asked_at <= due
        and (socket.opened_at, socket.error_at, socket.closed_at, socket.threw) == (None, None, None, None)
        and (socket.close_called_at is None or socket.close_called_at > due)
        for socket in sockets
    )
