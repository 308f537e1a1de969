from collections.abc import Iterator
from math import inf

from e2e.checks._runs import each_run
from e2e.evidence import Evidence
from e2e.evidence.lines import second, span
from e2e.evidence.outages import within_reach
from e2e.evidence.truth import INSTANT, Run
from e2e.evidence.wire import exchanges
from e2e.verdict import Verdict, failed, not_applicable, passed

ID = "polling-always"


def polling_always(evidence: Evidence) -> Verdict:
    """From the start of the job to its end there is never more than poll interval + slack in which no status
    request is outstanding and none is sent, whether the socket works or not, however long the job takes."""
    return each_run(ID, evidence, lambda run: _judged(run, evidence))


def _judged(run: Run, evidence: Evidence) -> Verdict:
    terms = evidence.terms
    limit = terms.poll_interval + terms.slack
    end = min(run.end_at, run.midway_until)
    if end - run.known_at <= limit:
        return not_applicable(ID, f"the run lasted no longer than {second(limit)}: no status request was due")
    parts = (part for gap in gaps(run, end) for part in within_reach(run.outages, *gap))
    since, until = max(parts, key=lambda gap: gap[1] - gap[0])
    if until - since > limit + INSTANT:
        sentence = (
            f"a status request was promised at least every {second(limit)} while the job ran; "
            f"none was sent or outstanding from {second(since)} to {second(until)}"
        )
        calls = exchanges(evidence.journal, "status")
        strays = [call.request for call in calls if since < call.at < until]
        if strays:
            sentence += f", but for {len(strays)} of another job, {strays[0].job}"
        around = [poll.request for poll in run.polls if poll.at <= since][-1:]
        after = [poll.request for poll in run.polls if poll.at >= until][:1]
        return failed(ID, sentence, since + limit, *around, *strays[:1], *after)
    sentence = f"never more than {second(until - since)} without a status request {span((run.known_at, end))}"
    return passed(ID, sentence, since)


def gaps(run: Run, end: float) -> Iterator[tuple[float, float]]:
    """The spans (from, until) of the run in which no status request was outstanding; at least one."""
    since = run.known_at
    for poll in run.polls:
        if poll.at >= end:
            break
        yield since, poll.at
        since = max(since, inf if poll.ended_at is None else poll.ended_at)
    yield min(since, end), end
