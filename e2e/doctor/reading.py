"""What several points read of a visit. Pure."""

import re

from e2e.doctor.seen import Look, Visit
from e2e.evidence.truth import Run, runs

MOST = 60
"""Characters of a text of the page that are told."""


def run_of(visit: Visit | None) -> Run | None:
    return next(iter(runs(visit.evidence)), None) if visit else None


def after(visit: Visit, run: Run) -> list[Look]:
    return [look for look in visit.looks if look.at >= run.end_at]


def lines_of(look: Look) -> list[str]:
    return [line.strip() for line in look.text.splitlines() if line.strip()]


def short(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    return text if len(text) <= MOST else text[: MOST - 3] + "..."
