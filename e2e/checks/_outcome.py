"""By when the job's outcome has to be in sight."""

from math import inf

from e2e.evidence import Evidence, Terms
from e2e.evidence.outages import put_off
from e2e.evidence.shown import Sight, notices, outcome_sight
from e2e.evidence.told import status_answer
from e2e.evidence.truth import Run, polling_deadline
from e2e.evidence.wire import Exchange


def had(fetch: Exchange) -> bool:
    """The fetch of the results brought them."""
    return isinstance(fetch.body, dict)


def polled_outcome_deadline(run: Run, terms: Terms) -> float:
    """By when a page that only polls shows the outcome; infinity when the job did not end."""
    if run.end is None:
        return inf
    status = run.end.kind.removeprefix("job.")
    since = max(run.end.at, run.known_at)
    known = polling_deadline(run, terms, since, lambda poll: tells(poll, status))
    return results_deadline(run, terms, since, known)


def results_deadline(run: Run, terms: Terms, since: float, deadline: float) -> float:
    """Later than the deadline by as much as the results could not be had: a page may wait for them.

    `since`: when it could ask for them.
    """
    limit = terms.poll_interval + terms.slack
    deadline = put_off(run.outages, since, deadline, limit)
    for fetch in run.results if run.end and run.end.kind == "job.completed" else ():
        if fetch.at > deadline:
            break
        again = terms.slack if had(fetch) else limit
        deadline = max(deadline, inf if fetch.ended_at is None else fetch.ended_at + again)
        deadline = put_off(run.outages, since, deadline, limit)
    return deadline


def tells(poll: Exchange, status: str) -> bool:
    return (status_answer(poll) or {}).get("status") == status


def shown(run: Run, evidence: Evidence) -> Sight | None:
    """The first sight of the outcome; where results can't be had, a notice of that will do."""
    sight = outcome_sight(run, evidence)
    lost_at = results_lost_at(run, evidence.terms)
    if sight or lost_at is None:
        return sight
    told = (notice for notice in notices(evidence) if lost_at <= notice.at <= run.until)
    return next((Sight(notice.at, notice.piece) for notice in told), None)


def results_lost_at(run: Run, terms: Terms) -> float | None:
    """When the page could first say that no results can be loaded; None if it had them or never asked.

    400 says that they are not there yet: a page asks again for an interval at least.
    """
    ends = [fetch.conclusion for fetch in run.results if fetch.conclusion]
    if not ends or any(map(had, run.results)):
        return None
    first = ends[0].at
    return next((end.at for end in ends if end.status != 400 or end.at - first >= terms.poll_interval), None)
