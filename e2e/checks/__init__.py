"""The page contract's checks, in the contract's order; `judge` gives every one that is of a single visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from e2e.checks.ack_handled import ack_handled
from e2e.checks.channels_agree import Ending, channels_agree
from e2e.checks.close_clean import close_clean
from e2e.checks.error_contained import error_contained
from e2e.checks.events_handled import events_handled
from e2e.checks.failure_shown import failure_shown
from e2e.checks.leave_clean import leave_clean
from e2e.checks.log_lifecycle import log_lifecycle
from e2e.checks.log_loss import log_loss
from e2e.checks.log_quiet import log_quiet
from e2e.checks.outcome_once import outcome_once
from e2e.checks.own_job_only import own_job_only
from e2e.checks.polling_always import polling_always
from e2e.checks.polling_measured import polling_measured
from e2e.checks.polling_survives import polling_survives
from e2e.checks.production_url import production_url
from e2e.checks.progress_fresh import progress_fresh
from e2e.checks.progress_monotone import progress_monotone
from e2e.checks.progress_range import progress_range
from e2e.checks.quiet_after_end import quiet_after_end
from e2e.checks.rerun_fresh import rerun_fresh
from e2e.checks.run_independent import run_independent
from e2e.checks.socket_direct import socket_direct
from e2e.checks.socket_optional import socket_optional
from e2e.checks.socket_single import socket_single
from e2e.checks.terminal_final import terminal_final
from e2e.evidence import Evidence
from e2e.verdict import Verdict

__all__ = ["CHECKS", "EVERY_CHECK", "FAMILY_CHECKS", "AnyCheck", "Check", "FamilyCheck", "judge"]


class Judge(Protocol):
    __name__: str
    __doc__: str | None

    def __call__(self, evidence: Evidence) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class Check:
    id: str
    level: Literal["core", "extended"]
    function: Judge
    of_shapes: bool = False
    """It applies to pages of one shape, so that a whole run may never come to judge it."""
    of_releases: bool = False
    """It is left out where the page is no release."""

    @property
    def promise(self) -> str:
        """What the page promises, in one line."""
        return _promise(self.function)


class FamilyJudge(Protocol):
    __name__: str
    __doc__: str | None

    def __call__(self, family: str, endings: Sequence[Ending]) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class FamilyCheck:
    """A check of several visits: to the scenarios of one family, in one browser."""

    id: str
    level: Literal["core", "extended"]
    function: FamilyJudge
    of_shapes = of_releases = False

    @property
    def promise(self) -> str:
        """What the page promises, in one line."""
        return _promise(self.function)


def _promise(function: Judge | FamilyJudge) -> str:
    return " ".join((function.__doc__ or "").split())


CHECKS: tuple[Check, ...] = (
    Check("socket-direct", "core", socket_direct, of_shapes=True),
    Check("socket-optional", "core", socket_optional),
    Check("polling-always", "core", polling_always),
    Check("run-independent", "core", run_independent),
    Check("ack-handled", "core", ack_handled),
    Check("events-handled", "core", events_handled),
    Check("error-contained", "core", error_contained),
    Check("close-clean", "core", close_clean),
    Check("log-lifecycle", "core", log_lifecycle),
    Check("production-url", "core", production_url, of_shapes=True, of_releases=True),
    Check("outcome-once", "extended", outcome_once),
    Check("terminal-final", "extended", terminal_final),
    Check("quiet-after-end", "extended", quiet_after_end),
    Check("progress-fresh", "extended", progress_fresh),
    Check("progress-monotone", "extended", progress_monotone),
    Check("progress-range", "extended", progress_range),
    Check("own-job-only", "extended", own_job_only),
    Check("polling-survives", "extended", polling_survives),
    Check("polling-measured", "extended", polling_measured),
    Check("socket-single", "extended", socket_single),
    Check("failure-shown", "extended", failure_shown),
    Check("rerun-fresh", "extended", rerun_fresh),
    Check("leave-clean", "extended", leave_clean),
    Check("log-loss", "extended", log_loss),
    Check("log-quiet", "extended", log_quiet),
)

FAMILY_CHECKS: tuple[FamilyCheck, ...] = (FamilyCheck("channels-agree", "extended", channels_agree),)

AnyCheck = Check | FamilyCheck

EVERY_CHECK: tuple[AnyCheck, ...] = (*CHECKS, *FAMILY_CHECKS)


def judge(evidence: Evidence) -> tuple[Verdict, ...]:
    """One verdict of each check, in the order of `CHECKS`."""
    return tuple(check.function(evidence) for check in CHECKS)
