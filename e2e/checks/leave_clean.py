import re
from collections.abc import Iterator

from e2e.checks._runs import each_run
from e2e.evidence import Absence, Evidence, Navigation
from e2e.evidence.lines import second
from e2e.evidence.outages import put_off
from e2e.evidence.shown import notices, results_sights
from e2e.evidence.truth import INSTANT, Run, runs, tolerance
from e2e.evidence.wire import Connection, connections, exchanges
from e2e.verdict import Verdict, failed, not_applicable, passed
from mock_backend.journal import Entry

ID = "leave-clean"
LIMIT = 1.0
"""Seconds from leaving to the end of the socket."""
ABORTED = (
    r"AbortError|CanceledError|signal is aborted|operation was aborted|aborted a request|(^|: )canceled$"
)
"""How browsers, and axios, word the error of a request that was given up."""
BROKEN_OFF = rf"{ABORTED}|Failed to fetch|NetworkError when|Load failed"
"""How browsers word it where the document was left; so they do where the network fails."""


def leave_clean(evidence: Evidence) -> Verdict:
    """Leaving the page in mid-run closes the socket within 1 s and ends the polling. Who has left it is not
    taken to the results nor told that its requests were aborted, and no job is started for them."""
    return (
        _started_away(evidence)
        or _told_away(evidence)
        or each_run(ID, evidence, lambda run: _taken_to_results(run, evidence) or _judged(run, evidence))
    )


def _started_away(evidence: Evidence) -> Verdict | None:
    """The failure of a page that goes on to start a job when its user has left it."""
    for call in exchanges(evidence.journal, "start"):
        left = next((gone for gone in evidence.absences if gone.since + INSTANT < call.at < gone.until), None)
        if left is not None:
            sentence = (
                f"the page was left at {second(left.since)}, and no job was promised to be started then"
            )
            return failed(ID, f"{sentence}; it asked for one at {second(call.at)}", call.at, call.request)
    return None


def _left_midway(run: Run) -> Absence | None:
    return run.left if min(run.may_know_at, run.end_at) > run.until else None


def _judged(run: Run, evidence: Evidence) -> Verdict:
    left = _left_midway(run)
    if left is None:
        return not_applicable(ID, "the page was not left in mid-run")
    slack = evidence.terms.slack
    late = [poll.request for poll in run.polls if left.since + slack < poll.at < left.until]
    if late:
        sentence = f"the page was left at {second(left.since)}, and its polling was promised to end"
        return failed(ID, f"{sentence}; a request came at {second(late[0].at)}", late[0].at, *late[:3])
    limit = LIMIT + tolerance(evidence)
    due = put_off(run.outages, left.since, left.since + limit, limit)
    if due > evidence.ended_at:
        return not_applicable(ID, f"nothing was looked at after {second(evidence.ended_at)}: too soon to say")
    for connection in connections(evidence.journal):
        if _open_at(connection, run.until) and connection.over_at > due:
            sentence = f"the page was left at {second(left.since)}, and its socket was promised to close"
            accepted = connection.first("socket.accepted")
            return failed(ID, f"{sentence}; connection {connection.number} stayed open", due, accepted)
    for connection, opened in _opened_away(left, evidence):
        if connection.over_at > opened.at + limit and opened.at + limit <= evidence.ended_at:
            sentence = f"the page was left at {second(left.since)}, and its socket was promised to close"
            what = f"connection {connection.number} opened at {second(opened.at)} and stayed open"
            return failed(ID, f"{sentence}; {what}", opened.at + limit, opened)
    return passed(ID, f"the page was left at {second(left.since)}, its socket closed and its polling ended")


def _told_away(evidence: Evidence) -> Verdict | None:
    """The failure of a page that takes what its user gave up for a failure, and tells them so."""
    in_mid_run = [_left_midway(run) for run in runs(evidence) if not run.outages]
    for left in evidence.absences:
        words = BROKEN_OFF if left in in_mid_run else ABORTED
        for notice in notices(evidence):
            if re.search(words, notice.text) and left.since <= notice.at < left.until:
                sentence = (
                    f"the page was left at {second(left.since)}, "
                    "and nothing of its run was promised to follow"
                )
                what = f"at {second(notice.at)} it told its user {notice.text!r}"
                return failed(ID, f"{sentence}; {what}", notice.at, notice.piece)
    return None


def _taken_to_results(run: Run, evidence: Evidence) -> Verdict | None:
    left = run.left
    if left is None:
        return None
    for sight in results_sights(evidence, run.job):
        if left.since + INSTANT < sight.at < left.until:
            sentence = f"the page was left at {second(left.since)}, and its run was promised to show no more"
            what = (
                f"it went to {sight.piece.path}"
                if isinstance(sight.piece, Navigation)
                else "results were shown"
            )
            return failed(ID, f"{sentence}; {what} at {second(sight.at)}", sight.at, sight.piece)
    return None


def _opened_away(left: Absence, evidence: Evidence) -> Iterator[tuple[Connection, Entry]]:
    """Connections that were made when nobody was there who would want them."""
    for connection in connections(evidence.journal):
        opened = connection.first("socket.accepted")
        if opened is not None and left.since < opened.at < left.until:
            yield connection, opened


def _open_at(connection: Connection, at: float) -> bool:
    opened = connection.at("socket.accepted")
    return opened is not None and opened <= at <= connection.over_at
