"""The scenarios that the mutants are played in, the ones that catch most in least time first. Pure.

The subset is chosen: each is here because it catches a mutant that no one before it does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from e2e import test_clean_close, test_drop_and_fallback, test_success
from e2e.plugin import Visit
from tests.reference import test_steps, test_words

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
    about: tuple[str, ...] = ()
    """The files whose mutants it is chosen for; empty for all."""
    built_for: For = "e2e"
    test: Callable[[Visit], None] | None = None
    """The named test that plays it, and asserts more than the contract; None where none does."""

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


CALLS, CLOCK, HTTP = "run/calls.ts", "run/clock.ts", "run/http.ts"
CLIENT, MACHINE, MESSAGES = "run/client.ts", "run/machine.ts", "run/messages.ts"
POLLING, SOCKET, LOG = "run/polling.ts", "run/socket.ts", "run/log.ts"
RUNNER, FORM, PROGRESS = "pages/TestRunner.tsx", "pages/RunForm.tsx", "pages/Progress.tsx"
HOOK = "pages/useRun.ts"

FOLLOWS = test_success.test_the_page_follows_the_job_and_ends_at_its_results
FAILS = test_clean_close.test_a_job_that_fails_closes_it_too_and_is_told_as_its_failure
REFUSED = test_drop_and_fallback.test_a_refused_handshake_is_told_and_the_run_finishes_by_polling
LOST = test_drop_and_fallback.test_a_connection_that_is_lost_is_told_and_the_run_finishes_by_polling

PLAYS = (
    Play("success", test=FOLLOWS),
    Play("job-fails", test=FAILS),
    Play(
        "share-and-source-apart",
        (MACHINE, MESSAGES),
        test=test_steps.test_it_changes_though_the_percentage_stays,
    ),
    Play("success", (PROGRESS,), test=test_steps.test_there_is_none_until_one_is_told),
    Play(
        "every-odd-frame",
        (MESSAGES, SOCKET, LOG),
        test=test_words.test_messages_that_cannot_be_read_leave_a_line,
    ),
    Play("start-500", (CALLS, HTTP, MACHINE, RUNNER, FORM, PROGRESS)),
    Play("run-again-after-failure", (MACHINE, CLIENT, HOOK, RUNNER, FORM, PROGRESS)),
    Play(
        "results-not-ready",
        (CALLS, CLOCK, HTTP, LOG),
        test=test_words.test_results_that_are_late_leave_a_line,
    ),
    Play(
        "results-never-500",
        (CALLS, CLOCK, HTTP, MACHINE, RUNNER, PROGRESS),
        test=test_words.test_results_that_cannot_be_loaded_can_be_tried_again,
    ),
    Play("refused-handshake", (SOCKET, LOG), test=REFUSED),
    Play("leave-mid-run", (CALLS, CLIENT, CLOCK, MACHINE, POLLING, SOCKET, HOOK)),
    Play("both-at-once-socket-first", (CLIENT, MACHINE, POLLING, SOCKET)),
    Play("both-at-once-polling-first", (CLIENT, MACHINE, POLLING, SOCKET)),
    Play("status-everything", (HTTP, POLLING, LOG), test=test_words.test_polls_that_fail_leave_a_line),
    Play("status-wrong-shape", (MESSAGES,)),
    Play("progress-garbage", (MESSAGES,)),
    Play("reset-mid-run", (SOCKET, LOG), test=partial(LOST, name="reset-mid-run", code=1006, reason="")),
    Play("socket-throws", (SOCKET, LOG)),
    Play("socket-forbidden", (SOCKET, LOG)),
    Play("ack-deployed-form", (MESSAGES,)),
    Play("run-again-after-success", (CLIENT, MACHINE, HOOK, RUNNER)),
    Play("start-names-no-job", (HTTP,)),
    Play("start-html", (HTTP,)),
    Play("start-reset", (HTTP,)),
    Play("start-never-answered", (CALLS, CLOCK)),
    Play("health-503", (CALLS, HTTP, RUNNER), test=test_words.test_a_start_that_is_refused_offers_no_results),
    Play("health-slow", (CLOCK,)),
    Play("health-never-answered", (CALLS, CLOCK, HTTP)),
    Play("leave-while-starting", (CALLS, CLIENT, CLOCK, HTTP, MACHINE)),
    Play("results-broken", (CALLS, HTTP)),
    Play("results-of-no-shape", (HTTP,)),
    Play("results-unanswered-at-first", (CALLS, CLOCK)),
    Play("status-never-answered-six-times", (POLLING,)),
    Play("status-never-answered-silent-socket", (CLOCK, HTTP, POLLING)),
    Play("status-of-another-job", (MESSAGES,)),
    Play("status-out-of-order", (POLLING, MESSAGES)),
    Play("status-stale-silent-socket", (MACHINE,)),
    Play("failed-without-error", (MESSAGES,)),
    Play("failed-with-empty-error", (MESSAGES,)),
    Play("malformed-flood", (LOG,)),
    Play("late-event-of-first-run", (CLIENT, MACHINE, SOCKET)),
    Play("double-click-slow-start", (MACHINE, FORM)),
    Play("success", (SOCKET_URL,), "development"),
    Play("success", (SOCKET_URL,), "production"),
)


def reaching(file: str, mutant: str, reached: Mapping[Play, frozenset[str]]) -> list[Play]:
    """The scenarios for mutants of that file which run through that one's place."""
    return [
        play
        for play, mutants in reached.items()
        if mutant in mutants and (not play.about or file in play.about)
    ]
