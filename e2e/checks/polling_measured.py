from collections.abc import Sequence

from e2e.checks._runs import each_run
from e2e.evidence import Evidence
from e2e.evidence.lines import second, span
from e2e.evidence.truth import Run, tolerance
from e2e.evidence.wire import Exchange, exchanges
from e2e.verdict import Verdict, failed, not_applicable, passed
from mock_backend.journal import Call

ID = "polling-measured"
MOST = 2
"""Status requests within one poll interval."""
STORM, STORM_SECONDS = 20, 1.0
"""So many calls of any other kind within so many seconds are one that nobody can want."""
OTHERS: tuple[Call, ...] = ("health", "start", "results")


def polling_measured(evidence: Evidence) -> Verdict:
    """No more than two status requests for a job within one poll interval, second runs included, and no other
    call 20 times within a second."""
    return _storm(evidence) or each_run(ID, evidence, lambda run: _judged(run, evidence))


def _storm(evidence: Evidence) -> Verdict | None:
    for call in OTHERS:
        asked = exchanges(evidence.journal, call)
        for first, last in zip(asked, asked[STORM - 1 :], strict=False):
            if last.at - first.at <= STORM_SECONDS:
                sentence = f"no call was promised to come {STORM} times within {second(STORM_SECONDS)};"
                what = f"{call} did, from {second(first.at)} to {second(last.at)}"
                return failed(ID, f"{sentence} {what}", last.at, first.request, last.request)
    return None


def _judged(run: Run, evidence: Evidence) -> Verdict:
    if not run.polls:
        return not_applicable(ID, "no status request was sent")
    interval = evidence.terms.poll_interval
    tight = interval - tolerance(evidence)
    own = _own(run.polls, evidence)
    for first, last in zip(own, own[MOST:], strict=False):
        if last.at - first.at < tight:
            sentence = f"no more than {MOST} status requests within {second(interval)} were promised;"
            what = f"{MOST + 1} came {span((first.at, last.at))}"
            crowd = [poll.request for poll in own if first.at <= poll.at <= last.at]
            return failed(ID, f"{sentence} {what}", last.at, *crowd[:6])
    when = span(poll.at for poll in own)
    return passed(ID, f"{len(own)} status requests {when}, never more than {MOST} within {second(interval)}")


def _own(polls: Sequence[Exchange], evidence: Evidence) -> list[Exchange]:
    """The page's own requests: a browser by itself repeats one that was reset on a kept connection, and tells
    the page of one end."""
    soon = tolerance(evidence)
    resets = [poll.conclusion for poll in polls if poll.conclusion and poll.conclusion.kind == "http.reset"]
    own: list[Exchange] = []
    for poll in polls:
        repeats = any(0 <= poll.at - one.at <= soon and one.index < poll.request.index for one in resets)
        counted = sum(abs(other.at - poll.at) <= soon for other in own)
        if not repeats or counted < _ended(poll, soon, evidence):
            own.append(poll)
    return own


def _ended(poll: Exchange, soon: float, evidence: Evidence) -> int:
    """How many requests like that one ended for the page in that instant."""
    return sum(
        answer.path == poll.request.path and abs(answer.at - poll.at) <= soon and not answer.given_up
        for answer in evidence.answers
    )
