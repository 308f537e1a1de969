from math import inf

from e2e.checks._runs import each_run
from e2e.evidence import Evidence, SocketSeen
from e2e.lines import second
from e2e.truth import INSTANT, Run, tolerance
from e2e.verdict import Verdict, failed, not_applicable, passed, worst
from e2e.wire import Connection, connections
from mock_backend.journal import Entry

ID = "close-clean"
LIMIT = 1.0
"""Seconds from the page knowing the end to its Close frame."""

UNLOADED = 1001
"""A browser's own Close code when it leaves a document whose socket is open; no page can send it."""

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
    spoilt = connection.at("socket.reset", "socket.cut", "socket.close_sent", "socket.withheld")
    if close is None or close.code in BROWSERS_OWN or (spoilt is not None and spoilt <= close.at):
        return None
    if not run.known_at <= close.at < run.midway_until - tolerance(evidence):
        return None
    sentence = (
        f"a working socket was promised to stay open until the page knows the end; "
        f"the page closed connection {connection.number} in mid-run, at {second(close.at)}"
    )
    return failed(ID, sentence, close.at, close, run.end)


def _at_end(connection: Connection, run: Run, evidence: Evidence) -> Verdict | None:
    opened = connection.first("socket.accepted") or connection.first("socket.held")
    over = connection.at(
        "socket.reset", "socket.cut", "socket.close_sent", "socket.close_received", "socket.ended"
    )
    if opened is None or (over or inf) < run.may_know_at - tolerance(evidence):
        return None
    since = max(run.knew_at, opened.at)
    due = since + LIMIT + (evidence.terms.slack if evidence.real_time else INSTANT)
    first = connection.first("socket.close_received", "socket.close_sent")
    close = first if first and first.kind == "socket.close_received" else None
    if close and close.at <= due:
        return _closed(connection, close, since)
    if over is not None and over <= due:
        return not_applicable(ID, f"the connection was ended by the other side at {second(over)}")
    if run.until < due:
        return not_applicable(
            ID, f"nothing was looked at after {second(run.until)}: it could still be closed"
        )
    if opened.kind == "socket.held" and not _never_closed(evidence.sockets, due):
        return None
    sentence = (
        f"a Close frame was promised within {second(LIMIT)} of the page knowing the end, at {second(since)}; "
        f"on connection {connection.number} " + (f"it came at {second(close.at)}" if close else "none came")
    )
    knew = [told.entry for told in run.told if run.truly(told)][:1]
    return failed(ID, sentence, due, opened, *knew, close)


def _closed(connection: Connection, close: Entry, since: float) -> Verdict:
    """By the page's own hand, and all the way?"""
    if close.code == UNLOADED:
        sentence = (
            f"the page itself was promised to close its socket, the end known at {second(since)}; "
            f"the browser did, at {second(close.at)}, as it left the page's document (Close {UNLOADED})"
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
