"""Checks are promises about one run; evidence may hold several."""

from collections.abc import Callable

from e2e.evidence import Evidence
from e2e.evidence.truth import Run, runs
from e2e.verdict import Verdict, not_applicable, worst


def each_run(check: str, evidence: Evidence, judged: Callable[[Run], Verdict]) -> Verdict:
    """The worst verdict over all runs that the page knew of; not applicable where there was none."""
    verdicts = [judged(run) for run in runs(evidence)]
    if not verdicts:
        return not_applicable(check, "no run: the page was never told of a job")
    return worst(*verdicts)
