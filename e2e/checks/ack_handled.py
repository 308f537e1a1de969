from e2e.checks._disturbances import message_cause, socket_troubles
from e2e.checks._harms import Harm, blamed
from e2e.checks._outcome import polled_outcome_deadline, shown
from e2e.checks._runs import each_run
from e2e.evidence import Evidence
from e2e.evidence.lines import second, span
from e2e.evidence.truth import Run, runs
from e2e.evidence.wire import Connection, connections, withheld_greeting
from e2e.verdict import Verdict, failed, not_applicable, passed

ID = "ack-handled"


def ack_handled(evidence: Evidence) -> Verdict:
    """The initial connection message, in any of its forms, early, late or missing, changes neither progress
    nor outcome."""
    return each_run(ID, evidence, lambda run: _judged(run, evidence))


def _judged(run: Run, evidence: Evidence) -> Verdict:
    opened = [connection for connection in connections(evidence.journal) if _in_run(connection, run)]
    if not opened:
        return not_applicable(ID, "no socket was open in the run")
    for harm, ack in blamed(run, evidence, "ack"):
        if _old(harm, run, evidence):
            continue
        sentence = (
            f"the initial connection message at {second(ack.at)} was promised to change nothing; the page"
        )
        return failed(ID, f"{sentence} {harm.what} at {second(harm.at)}", harm.at, ack.piece, harm.piece)
    acks = [
        entry for connection in opened for entry in connection.entries if message_cause(entry, "") == "ack"
    ]
    due = polled_outcome_deadline(run, evidence.terms)
    alone = not acks and all(withheld_greeting(trouble.piece) for trouble in socket_troubles(run, evidence))
    if alone and not run.misled and due <= run.until and shown(run, evidence) is None:
        sentence = "an initial connection message that is missing was promised to change nothing"
        return failed(ID, f"{sentence}; by {second(due)} the outcome was not shown", due, run.end)
    when = (
        f"came {span(ack.at for ack in acks)}"
        if acks
        else f"was missing in the run of {second(run.started_at)}"
    )
    return passed(ID, f"the initial connection message {when} and changed nothing")


def _old(harm: Harm, run: Run, evidence: Evidence) -> bool:
    """What the run before showed last is not the greeting's, while nothing else was told."""
    told = any(one.at < harm.at and one.percent for one in run.told)
    before = [picture.progress for picture in evidence.pictures if picture.at < run.started_at]
    shown = [percent for percent in before if percent is not None]
    return not told and runs(evidence)[0] is not run and shown[-1:] == [harm.value]


def _in_run(connection: Connection, run: Run) -> bool:
    at = connection.at("socket.accepted")
    return at is not None and run.started_at <= at < run.midway_until
