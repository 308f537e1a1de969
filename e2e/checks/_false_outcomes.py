"""What a page shows from the end on that is not the job's outcome."""

import re
from collections.abc import Iterator

from e2e.checks._harms import Harm
from e2e.checks._outcome import had
from e2e.evidence import Evidence
from e2e.shown import notices, results_sights
from e2e.truth import Run, tolerance

ABOUT_SOCKET = re.compile(r"socket|connect|\bws\b|live|real.?time", re.IGNORECASE)
COMPLAINT = re.compile(
    ABOUT_SOCKET.pattern
    + r"|fail|error|lost|abort|unable|could not|unavailable|problem|interrupt|offline|wrong",
    re.IGNORECASE,
)
NONE_OF_IT = re.compile(
    r"\b(0|no|without)\s+(\w+\s+)?(fail\w*|errors?|problems?)|\b(fail\w*|errors?|problems?)\W{1,3}0\b",
    re.IGNORECASE,
)


def says(about: re.Pattern[str], text: str) -> bool:
    """Whether the text is such a complaint; "0 failed" and "no errors" are none."""
    return about.search(NONE_OF_IT.sub("", text)) is not None


def false_outcomes(run: Run, evidence: Evidence, about: re.Pattern[str]) -> Iterator[Harm]:
    """Results of a job that failed; complaints beside the results of one that completed."""
    if run.end is None:
        return
    since = run.midway_until - tolerance(evidence)
    if run.end.kind == "job.failed":
        for sight in results_sights(evidence):
            if since <= sight.at <= run.until:
                yield Harm(sight.at, "results", "showed results of a job that failed", sight.piece)
    elif run.results and all(map(had, run.results)):
        for notice in notices(evidence):
            if since <= notice.at <= run.until and says(about, notice.text):
                what = f"told its user {notice.text!r} of a job that completed"
                yield Harm(notice.at, "notice", what, notice.piece)
