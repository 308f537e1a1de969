from collections.abc import Sequence

from e2e.checks._runs import each_run
from e2e.evidence import Evidence
from e2e.lines import second
from e2e.truth import INSTANT, Run, tolerance
from e2e.verdict import Verdict, failed, not_applicable, passed
from e2e.wire import Exchange

ID = "polling-measured"
MOST = 2
"""Status requests within one poll interval."""


def polling_measured(evidence: Evidence) -> Verdict:
    """No more than two status requests for a job within one poll interval, second runs included."""
    return each_run(ID, evidence, lambda run: _judged(run, evidence))


def _judged(run: Run, evidence: Evidence) -> Verdict:
    if not run.polls:
        return not_applicable(ID, "no status request was sent")
    interval = evidence.terms.poll_interval
    tight = interval - (evidence.terms.slack if evidence.real_time else INSTANT)
    own = _own(run.polls, tolerance(evidence))
    for first, last in zip(own, own[MOST:], strict=False):
        if last.at - first.at < tight:
            sentence = f"no more than {MOST} status requests within {second(interval)} were promised;"
            span = f"{MOST + 1} came from {second(first.at)} to {second(last.at)}"
            crowd = [poll.request for poll in own if first.at <= poll.at <= last.at]
            return failed(ID, f"{sentence} {span}", last.at, *crowd[:6])
    return passed(ID, f"{len(own)} status requests, never more than {MOST} within {second(interval)}")


def _own(polls: Sequence[Exchange], soon: float) -> list[Exchange]:
    """The page's own requests: a browser by itself repeats one that was reset on a kept connection."""
    resets = [poll.conclusion for poll in polls if poll.conclusion and poll.conclusion.kind == "http.reset"]
    return [
        poll
        for poll in polls
        if not any(0 <= poll.at - reset.at <= soon and reset.index < poll.request.index for reset in resets)
    ]
