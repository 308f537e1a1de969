from math import inf

from e2e.checks._outcome import had, shown
from e2e.checks._runs import each_run
from e2e.evidence import Evidence, SocketSeen
from e2e.evidence.lines import second
from e2e.evidence.truth import Run, runs
from e2e.evidence.wire import connections, exchanges
from e2e.verdict import Verdict, failed, not_applicable, passed
from mock_backend.journal import Entry

ID = "quiet-after-end"


def quiet_after_end(evidence: Evidence) -> Verdict:
    """Once the job has ended and the page knows it and has its results, or has told that it cannot have them:
    no status request, no frame, no new socket."""
    return each_run(ID, evidence, lambda run: _judged(run, evidence))


def _judged(run: Run, evidence: Evidence) -> Verdict:
    has = ready_at(run)
    ready = min(has, _given_up_at(run, evidence))
    if ready > run.until:
        return not_applicable(ID, "the page did not come to know the end and to have its results")
    since = ready + evidence.terms.slack
    noise = sorted(_noise(run, evidence, since), key=_at)
    if noise:
        first = noise[0]
        what = "a new socket" if isinstance(first, SocketSeen) else WORDS[first.kind]
        knew = "had its results" if has <= ready else "had told that it cannot have its results"
        sentence = f"the page knew the end and {knew} at {second(ready)}, and quiet was promised; {what}"
        return failed(ID, f"{sentence} came at {second(_at(first))}", _at(first), *noise[:5])
    if run.until < since + evidence.terms.poll_interval:
        return not_applicable(ID, f"nothing was looked at after {second(run.until)}: too soon to say")
    return passed(ID, f"nothing was sent from {second(ready)} to {second(run.until)}", ready)


WORDS = {
    "http.request": "a status request",
    "socket.received": "a frame",
    "socket.handshake": "a new socket",
}


def ready_at(run: Run) -> float:
    """From when on the page has nothing more to ask for; infinity when it never had its results."""
    if run.end is None or run.end.kind == "job.failed":
        return run.knew_at
    return min((fetch.conclusion.at for fetch in run.results if fetch.conclusion and had(fetch)), default=inf)


def _given_up_at(run: Run, evidence: Evidence) -> float:
    """When the page told that it cannot have the results, and asked for them no more; infinity if never."""
    asked_in_vain = bool(run.results) and not any(map(had, run.results))
    told = shown(run, evidence) if asked_in_vain else None
    again = told is None or any(fetch.at > told.at for fetch in run.results)
    return inf if told is None or again else told.at


def _noise(run: Run, evidence: Evidence, since: float) -> list[Entry | SocketSeen]:
    # Whoever comes back may ask what has become of the old job.
    back = run.left.until if run.left else inf
    jobs = {each.job for each in runs(evidence)}
    calls = exchanges(evidence.journal, "status")
    strays = [poll for poll in calls if poll.request.job not in jobs and poll.at <= run.until]
    polls = [poll.request for poll in (*run.polls, *strays) if since < poll.at < back]
    asked = [socket for socket in evidence.sockets if since < socket.asked_at <= run.until]
    early = sum(socket.asked_at <= since for socket in evidence.sockets)
    frames, handshakes = [], []
    for order, connection in enumerate(connections(evidence.journal)):
        entries = [entry for entry in connection.entries if since < entry.at <= run.until]
        frames += [entry for entry in entries if entry.kind == "socket.received"]
        unseen = order >= early + len(asked)
        handshakes += [entry for entry in entries if entry.kind == "socket.handshake" and unseen]
    return [*polls, *asked, *handshakes, *frames]


def _at(piece: Entry | SocketSeen) -> float:
    return piece.asked_at if isinstance(piece, SocketSeen) else piece.at
