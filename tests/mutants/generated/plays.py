"""The scenarios that the mutants are played in, the ones that catch most in least time first. Pure.

The subset is chosen: each is here because it catches a mutant that no one before it does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

For = Literal["e2e", "development", "production"]
"""What the page is built for: the suite, which tells it the socket's URL; development, told none; or a
release, told none, by a Node that is in development."""

SOCKET_URL = "run/socketUrl.ts"
"""The file that reads what the page is built for."""

DEVELOPMENT_HOST = "localhost:8000"
"""The backend's, where the page is told none in development."""


@dataclass(frozen=True, slots=True)
class Play:
    scenario: str
    built_for: For = "e2e"

    def __str__(self) -> str:
        return self.scenario if self.built_for == "e2e" else f"{self.scenario}, for {self.built_for}"


def environment(built_for: For, socket_url: str) -> dict[str, object]:
    """What the build fills in for `import.meta.env`; `socket_url` is the one that the suite tells it."""
    return {
        "e2e": {"MODE": "e2e", "DEV": False, "VITE_WS_URL": socket_url},
        "development": {"MODE": "development", "DEV": False},
        "production": {"MODE": "production", "DEV": True},
    }[built_for]


def asked_for(built_for: For, socket_url: str, page_url: str) -> str:
    """The URL that such a page has to ask its socket for."""
    path = socket_url.partition("://")[2].partition("/")[2]
    return {
        "e2e": socket_url,
        "development": f"ws://{DEVELOPMENT_HOST}/{path}",
        "production": f"ws{page_url.removeprefix('http')}/{path}",
    }[built_for]


PLAYS = (
    Play("success"),
    Play("job-fails"),
    Play("every-odd-frame"),
    Play("start-500"),
    Play("run-again-after-failure"),
    Play("results-not-ready"),
    Play("results-never-500"),
    Play("refused-handshake"),
    Play("leave-mid-run"),
    Play("run-again-after-success"),
    Play("status-everything"),
    Play("status-wrong-shape"),
    Play("progress-garbage"),
    Play("both-at-once-socket-first"),
    Play("both-at-once-polling-first"),
    Play("reset-mid-run"),
    Play("socket-throws"),
    Play("socket-forbidden"),
    Play("hanging-handshake"),
    Play("ack-deployed-form"),
    Play("start-names-no-job"),
    Play("start-html"),
    Play("start-reset"),
    Play("start-never-answered"),
    Play("health-503"),
    Play("health-never-answered"),
    Play("leave-while-starting"),
    Play("results-broken"),
    Play("results-unanswered-at-first"),
    Play("results-never-400"),
    Play("reload-results"),
    Play("status-never-answered-silent-socket"),
    Play("status-out-of-order"),
    Play("status-stale-silent-socket"),
    Play("status-reset"),
    Play("failed-without-error"),
    Play("failed-with-empty-error"),
    Play("failed-with-empty-error-by-polling"),
    Play("completed-by-polling-only"),
    Play("burst-of-events"),
    Play("late-event-of-first-run"),
    Play("leave-and-return"),
    Play("double-click-slow-start"),
    Play("success", "development"),
    Play("success", "production"),
)


def reaching(file: str, mutant: str, reached: Mapping[Play, frozenset[str]]) -> list[Play]:
    """The scenarios that run through that mutant's place; others as the suite builds it."""
    plays = [play for play, mutants in reached.items() if mutant in mutants]
    if file == SOCKET_URL:
        return sorted(plays, key=lambda play: play.scenario != "success")
    return [play for play in plays if play.built_for == "e2e"]
