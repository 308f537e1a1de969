from collections.abc import Iterator
from itertools import pairwise
from math import inf

from e2e.evidence import Evidence, SocketSeen
from e2e.evidence.lines import second, span
from e2e.evidence.truth import runs
from e2e.verdict import Verdict, failed, not_applicable, passed, worst

ID = "socket-single"
PAUSE = 0.5
"""Seconds that a page waits at least before it connects again."""

EXACT = 0.05
"""Seconds by which a timer may be early; in real time, where timers are late on a busy machine, the slack."""


def socket_single(evidence: Evidence) -> Verdict:
    """At most one progress socket is open or opening at a time. A page that reconnects waits at least 0.5 s,
    while attempts keep failing never less than the time before (a connection that was open may reset that),
    and stops at the end."""
    if not evidence.sockets:
        return not_applicable(ID, "the page opened no socket")
    return worst(*_overlaps(evidence), *_haste(evidence), *_after_end(evidence), _alone(evidence))


def _alone(evidence: Evidence) -> Verdict:
    when = span(seen.asked_at for seen in evidence.sockets)
    return passed(ID, f"{len(evidence.sockets)} sockets {when}, one at a time")


def over_at(seen: SocketSeen) -> float:
    """When that socket was neither open nor opening any more, as far as the page can tell."""
    if seen.threw is not None:
        return seen.asked_at
    failed_at = seen.error_at if seen.opened_at is None else None
    ends = (seen.close_called_at, failed_at, seen.closed_at, seen.unloaded_at)
    return min((at for at in ends if at is not None), default=inf)


def _overlaps(evidence: Evidence) -> Iterator[Verdict]:
    for number, seen in enumerate(evidence.sockets):
        for before in evidence.sockets[:number]:
            if over_at(before) > seen.asked_at:
                sentence = "one progress socket at a time was promised; a second was asked for"
                yield failed(ID, f"{sentence} at {second(seen.asked_at)}", seen.asked_at, before, seen)


def _haste(evidence: Evidence) -> Iterator[Verdict]:
    """Attempts within a run that came too soon after the one before."""
    early = evidence.terms.slack if evidence.real_time else EXACT
    for run in runs(evidence):
        own = [seen for seen in evidence.sockets if run.started_at <= seen.asked_at <= run.midway_until]
        longest = PAUSE
        for before, after in pairwise(own):
            if before.opened_at is not None:
                longest = PAUSE
            waited = after.asked_at - over_at(before)
            if 0 <= waited < longest - early and not _undone_at_once(before):
                sentence = (
                    f"{second(longest)} at least were promised before the next attempt; the page waited"
                )
                yield failed(ID, f"{sentence} {second(waited)}", after.asked_at, before, after)
            longest = max(longest, waited)


def _undone_at_once(seen: SocketSeen) -> bool:
    """Closed by the page itself in the moment of asking: a mount that is undone and done again."""
    return seen.opened_at is None and seen.close_called_at == seen.asked_at


def _after_end(evidence: Evidence) -> Iterator[Verdict]:
    for run in runs(evidence):
        for seen in evidence.sockets:
            if run.knew_at + evidence.terms.slack < seen.asked_at <= run.until:
                sentence = f"no attempt was promised after the end, known at {second(run.knew_at)}; one came"
                yield failed(ID, f"{sentence} at {second(seen.asked_at)}", seen.asked_at, seen)
