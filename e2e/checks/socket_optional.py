from e2e.checks._outcome import polled_outcome_deadline, shown
from e2e.checks._runs import each_run
from e2e.evidence import Evidence
from e2e.evidence.cause import on, pieces
from e2e.evidence.lines import second
from e2e.evidence.provenance import Provenance
from e2e.evidence.truth import INSTANT, Run
from e2e.verdict import Verdict, failed, not_applicable, passed

ID = "socket-optional"


def socket_optional(evidence: Evidence) -> Verdict:
    """Whatever happens to the socket (refused, hanging, dropped, garbage, never constructed), the job's true
    outcome is shown, within one poll interval + slack of the moment polling could know it."""
    return each_run(ID, evidence, lambda run: _judged(run, evidence))


def _judged(run: Run, evidence: Evidence) -> Verdict:
    if run.end is None or run.end.at > run.until:
        return not_applicable(ID, "the job did not end while the page was watched")
    if run.misled:
        return not_applicable(ID, "the page was told an end that was not the job's")
    due = polled_outcome_deadline(run, evidence.terms)
    sight = shown(run, evidence)
    outcome = f"the job {run.end.kind.removeprefix('job.')} at {second(run.end.at)}"
    if sight and sight.at <= due + INSTANT:
        return passed(
            ID, f"{outcome} and was shown to have at {second(sight.at)}", sight.at, run.end, sight.piece
        )
    if due > run.until:
        return not_applicable(ID, f"{outcome}; the page had time to show it, but nothing was looked at")
    cause = Provenance(evidence).cause(sight.piece) if sight else None
    seen = f"it was shown at {second(sight.at)}{on(cause)}" if sight else "it was not shown"
    sentence = f"{outcome}, and that was promised to be shown by {second(due)}; {seen}"
    last = sight.piece if sight else evidence.pictures[-1] if evidence.pictures else None
    polls = [piece for poll in run.polls[-1:] for piece in (poll.request, poll.conclusion) if piece]
    return failed(ID, sentence, due, run.end, *polls, *pieces(cause), last)
