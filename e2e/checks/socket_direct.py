import json

from e2e.checks._asked import asked_elsewhere, asked_in, none_asked, previous_end
from e2e.checks._runs import each_run
from e2e.evidence import Evidence
from e2e.evidence.lines import second, span
from e2e.evidence.outages import put_off
from e2e.evidence.truth import Run, runs
from e2e.evidence.wire import Connection, connections, decoded
from e2e.urls import origin
from e2e.verdict import Verdict, failed, not_applicable, passed

ID = "socket-direct"
MOST = 80
"""Characters of a frame that are told."""


def socket_direct(evidence: Evidence) -> Verdict:
    """The progress socket is opened to the configured backend URL (`ws://localhost:8000/ws/test-progress` in
    development), never through the page's own origin where the two differ. On open it sends `{"job_id"}` for
    its own job."""
    if origin(evidence.terms.socket_url) == origin(evidence.terms.page_origin):
        return not_applicable(ID, "the page and the backend are on one origin")
    return (
        asked_elsewhere(ID, evidence)
        or _through_the_page(evidence)
        or each_run(ID, evidence, lambda run: _judged(run, evidence))
    )


def _through_the_page(evidence: Evidence) -> Verdict | None:
    """Over TLS one listener serves both origins: only the address asked for tells them apart."""
    apart = not evidence.terms.page_origin.startswith("https:")
    for connection in connections(evidence.journal):
        handshake = connection.first("socket.handshake")
        if apart and handshake and handshake.listener == "front":
            wanted = f"the socket was promised to go to {evidence.terms.socket_url}"
            sentence = f"{wanted}; a handshake came through the page's own origin at {second(handshake.at)}"
            return failed(ID, sentence, handshake.at, handshake)
    return None


def _judged(run: Run, evidence: Evidence) -> Verdict:
    without = none_asked(ID, run, evidence)
    if without:
        return without
    for connection in connections(evidence.journal):
        verdict = _first_frame(connection, run, evidence)
        if verdict:
            return verdict
    asked = [seen.asked_at for seen in asked_in(run, evidence)]
    sentence = f"every socket, asked for {span(asked)}, went to {evidence.terms.socket_url}"
    return passed(ID, f"{sentence} and named its own job", asked[0])


def _jobs_before(run: Run, evidence: Evidence) -> set[str]:
    return {other.job for other in runs(evidence) if other.started_at < run.started_at}


def _first_frame(connection: Connection, run: Run, evidence: Evidence) -> Verdict | None:
    """The failure of this connection's subscription, if it was due in this run."""
    opened = connection.first("socket.accepted")
    if opened is None or not previous_end(run, evidence) <= opened.at < run.midway_until:
        return None
    slack = evidence.terms.slack
    since = max(opened.at, run.known_at)
    due = put_off(run.outages, since, since + slack, slack)
    frame = connection.first("socket.received")
    if frame is not None and frame.at < run.started_at and frame.job in _jobs_before(run, evidence):
        return None
    if frame is not None and frame.at <= due:
        if decoded(frame.payload) == {"job_id": run.job}:
            return None
        sentence = f'the first frame was promised to be {{"job_id": "{run.job}"}}'
        came = json.dumps(decoded(frame.payload), ensure_ascii=False)[:MOST]
        return failed(ID, f"{sentence}; {came} came at {second(frame.at)}", frame.at, opened, frame)
    if min(due, run.midway_until) < due or connection.over_at < due:
        return None
    sentence = f'{{"job_id": "{run.job}"}} was promised on open, at {second(opened.at)}'
    late = f"it came at {second(frame.at)}" if frame else "no frame came"
    return failed(ID, f"{sentence}; {late} on connection {connection.number}", due, opened, frame)
