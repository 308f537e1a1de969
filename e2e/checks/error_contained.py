from e2e.checks._disturbances import message_cause
from e2e.checks._harms import blamed
from e2e.evidence import Evidence
from e2e.evidence.cause import on, pieces
from e2e.evidence.lines import second
from e2e.evidence.provenance import Provenance
from e2e.evidence.truth import runs
from e2e.verdict import Verdict, failed, not_applicable, passed

ID = "error-contained"


def error_contained(evidence: Evidence) -> Verdict:
    """Malformed, binary, oversized or unknown messages have no effect and throw nothing: no uncaught
    exception, no unhandled rejection, ever."""
    if evidence.errors:
        error = evidence.errors[0]
        what = "an unhandled rejection" if error.rejection else "an uncaught exception"
        cause = Provenance(evidence).cause(error)
        when = f"at {second(error.at)}{on(cause) if cause else ''}"
        sentence = f"nothing was promised to be thrown, ever; {what} came {when}: {error.text}"
        return failed(ID, sentence, error.at, *pieces(cause), *evidence.errors)
    known = runs(evidence)
    if not known:
        return not_applicable(ID, "nothing was thrown, and no run: the page was never told of a job")
    for run in known:
        for harm, message in blamed(run, evidence, "raw"):
            sentence = (
                f"the message at {second(message.at)} that is none was promised to have no effect; the page"
            )
            return failed(
                ID, f"{sentence} {harm.what} at {second(harm.at)}", harm.at, message.piece, harm.piece
            )
    raw = (entry for entry in evidence.journal if message_cause(entry, "") == "raw")
    broken = sum(entry.times or 1 for entry in raw)
    sentence = f"nothing was thrown until {second(evidence.ended_at)}"
    return passed(ID, f"{sentence}, and {broken} messages that are none had no effect")
