"""The page contract's checks, in the contract's order; `judge` gives every one of them."""

from dataclasses import dataclass
from typing import Literal, Protocol

from e2e.checks.close_clean import close_clean
from e2e.checks.polling_always import polling_always
from e2e.checks.socket_direct import socket_direct
from e2e.evidence import Evidence
from e2e.verdict import Verdict

__all__ = ["CHECKS", "Check", "judge"]


class Judge(Protocol):
    __name__: str
    __doc__: str | None

    def __call__(self, evidence: Evidence) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class Check:
    id: str
    level: Literal["core", "extended"]
    function: Judge

    @property
    def promise(self) -> str:
        """What the page promises, in one line."""
        return " ".join((self.function.__doc__ or "").split())


CHECKS: tuple[Check, ...] = (
    Check("socket-direct", "core", socket_direct),
    Check("polling-always", "core", polling_always),
    Check("close-clean", "core", close_clean),
)


def judge(evidence: Evidence) -> tuple[Verdict, ...]:
    """One verdict of each check, in the order of `CHECKS`."""
    return tuple(check.function(evidence) for check in CHECKS)
