"""Which sockets a page asked for, and whether it asked for one in time."""

from e2e.evidence import Evidence, SocketSeen
from e2e.evidence.lines import second
from e2e.evidence.truth import Run, runs
from e2e.urls import origin, same_address
from e2e.verdict import Verdict, failed, not_applicable


def asked_in(run: Run, evidence: Evidence) -> list[SocketSeen]:
    return [
        socket for socket in evidence.sockets if previous_end(run, evidence) <= socket.asked_at <= run.until
    ]


def previous_end(run: Run, evidence: Evidence) -> float:
    before = [other for other in runs(evidence) if other.started_at < run.started_at]
    ends = [other.end_at if other.end_at < run.started_at else other.until for other in before]
    return max(ends, default=0.0)


def none_asked(check: str, run: Run, evidence: Evidence) -> Verdict | None:
    """What that check says where no socket was given a chance to open; None where one was."""
    slack = evidence.terms.slack
    asked = asked_in(run, evidence)
    if any(_given_a_chance(socket, run, slack) for socket in asked):
        return None
    if run.midway_until < run.known_at + slack:
        return not_applicable(check, "the run was over before a socket was due")
    did = "closed each one before it could open" if asked else "opened none"
    sentence = f"a socket was promised for the job known at {second(run.known_at)}; the page {did}"
    return failed(check, sentence, run.known_at, *asked[:3])


def asked_elsewhere(check: str, evidence: Evidence) -> Verdict | None:
    """The failure by the first progress socket to another address, in a run or out of it."""
    wanted, own = evidence.terms.socket_url, origin(evidence.terms.page_origin)
    for socket in evidence.sockets:
        if not same_address(socket.url, wanted):
            through = " (its own origin)" if origin(socket.url) == own != origin(wanted) else ""
            sentence = f"the socket was promised to go to {wanted}; the page asked for {socket.url}{through}"
            return failed(check, f"{sentence} at {second(socket.asked_at)}", socket.asked_at, socket)
    return None


def _given_a_chance(socket: SocketSeen, run: Run, slack: float) -> bool:
    """Whether the page did not close it itself before it could open."""
    if socket.opened_at is not None or socket.close_called_at is None:
        return True
    return socket.close_called_at >= min(socket.asked_at + slack, run.midway_until)
