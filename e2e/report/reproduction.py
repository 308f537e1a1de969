"""The shortest command that shows a verdict again. Pure."""

import shlex
from collections.abc import Container, Sequence
from dataclasses import dataclass

from e2e.config import DEVELOPMENT
from e2e.report.outcome import Outcome

REAL_TIME = "real time"
DEFAULT_CONFIG = "playwright.config.py"


@dataclass(frozen=True)
class Reproduction:
    """`names`: the scenarios that `verify` can play; `browsers`: those it drives unless told otherwise;
    `repeats`: how often each test is played, which its name counts."""

    names: Container[str]
    browsers: tuple[str, ...] = ("chromium",)
    repeats: int = 1
    config: str = DEFAULT_CONFIG
    profile: str = DEVELOPMENT
    dist: str | None = None
    connect: str | None = None
    backend_port: int | None = None

    def command(self, outcome: Outcome, check: str, *tests: str) -> str:
        """`runner-e2e verify` where plain visits are enough, else pytest with those tests."""
        known = all(name in self.names for name in _scenarios(outcome))
        plain = known and outcome.note in ("", REAL_TIME)
        return shlex.join(self._verify(outcome, check) if plain else self._pytest(outcome, tests))

    def _verify(self, outcome: Outcome, check: str) -> list[str]:
        chosen = [word for name in _scenarios(outcome) for word in ("--scenario", name)]
        words = ["runner-e2e", "verify", *chosen, "--check", check]
        words += ["--real-time"] if outcome.note == REAL_TIME else []
        return [*words, *self._browser(outcome), *self._page("--")]

    def _pytest(self, outcome: Outcome, tests: Sequence[str]) -> list[str]:
        clock = ["--time", "real"] if REAL_TIME in outcome.note else []
        repeats = ["--repeat-each", str(self.repeats)] if self.repeats > 1 else []
        return ["pytest", *tests, *clock, *repeats, *self._browser(outcome), *self._page("--runner-")]

    def _browser(self, outcome: Outcome) -> list[str]:
        return [] if self.browsers == (outcome.browser,) else ["--browser", outcome.browser]

    def _page(self, prefix: str) -> list[str]:
        """Which page it is of, whose browser and which port, where a configuration has others by default."""
        usual = {"config": DEFAULT_CONFIG, "profile": DEVELOPMENT, "dist": None, "connect": None}
        said = {name: getattr(self, name) for name in usual}
        port = [] if self.backend_port is None else ["--backend-port", str(self.backend_port)]
        other = [name for name in usual if said[name] != usual[name]]
        return [*(word for name in other for word in (f"{prefix}{name}", said[name])), *port]


def _scenarios(outcome: Outcome) -> tuple[str, ...]:
    return outcome.members or (outcome.scenario,)
