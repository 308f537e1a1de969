"""The scenarios that the mutants are played in, the ones that catch most in least time first. Pure.

The subset is chosen: each is here because it catches a mutant that no one before it does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from e2e import test_clean_close, test_drop_and_fallback, test_success
from e2e.fixtures import Visit
from tests.reference import test_calls, test_phone, test_results, test_steps, test_words

For = Literal["e2e", "development", "production", "staging"]
"""What the page is built for: the suite, which tells it the socket's URL; or, told none, for development, for
a release by a Node that is in development, or for a mode of another name."""

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
        "staging": {"MODE": "staging", "DEV": False},
    }[built_for]


def asked_for(built_for: For, socket_url: str, page_url: str) -> str:
    """The URL that such a page has to ask its socket for."""
    path = socket_url.partition("://")[2].partition("/")[2]
    own_origin = f"ws{page_url.removeprefix('http')}/{path}"
    return {
        "e2e": socket_url,
        "development": f"ws://{DEVELOPMENT_HOST}/{path}",
        "production": own_origin,
        "staging": own_origin,
    }[built_for]


CALLS, CLOCK, HTTP, DETAIL = "run/calls.ts", "run/clock.ts", "run/http.ts", "run/detail.ts"
CLIENT, MACHINE, MESSAGES = "run/client.ts", "run/machine.ts", "run/messages.ts"
POLLING, SOCKET, LOG = "run/polling.ts", "run/socket.ts", "run/log.ts"
RUNNER, FORM, PROGRESS = "pages/TestRunner.tsx", "pages/RunForm.tsx", "pages/Progress.tsx"
HOOK, REQUEST, SOURCES = "pages/useRun.ts", "pages/request.ts", "pages/apis.ts"
RESULTS, LOADING = "pages/Results.tsx", "pages/useResults.ts"

FOLLOWS = test_success.test_the_page_follows_the_job_and_ends_at_its_results
FAILS = test_clean_close.test_a_job_that_fails_closes_it_too_and_is_told_as_its_failure
REFUSED = test_drop_and_fallback.test_a_refused_handshake_is_told_and_the_run_finishes_by_polling
LOST = test_drop_and_fallback.test_a_connection_that_is_lost_is_told_and_the_run_finishes_by_polling
ASKED = test_calls.test_the_socket_is_asked_for_where_the_build_says


def notice(scenario: str, *about: str) -> Play:
    """What the user is told there, word for word."""
    told = partial(
        test_words.test_a_notice_says_what_is_wrong, name=scenario, notice=test_words.NOTICES[scenario]
    )
    return Play(scenario, about, test=told)


def lines(scenario: str, *about: str) -> Play:
    """What the console is told there, word for word."""
    told = partial(
        test_words.test_the_console_says_what_is_wrong, name=scenario, lines=test_words.LINES[scenario]
    )
    return Play(scenario, about, test=told)


PLAYS = (
    Play("each-shape", (RESULTS, SOURCES), test=test_results.test_findings_of_each_shape_are_shown),
    Play(
        "lost-for-a-while",
        (RESULTS, LOADING, DETAIL),
        test=test_results.test_results_that_cannot_be_loaded_can_be_asked_for_again,
    ),
    Play("success", test=FOLLOWS),
    Play("job-fails", test=FAILS),
    Play(
        "success",
        (REQUEST, FORM, SOURCES, HTTP),
        test=test_calls.test_a_test_is_asked_for_as_json_and_without_what_was_left_empty,
    ),
    Play("success", (REQUEST, FORM), test=test_calls.test_all_that_is_filled_in_is_asked_for),
    Play("results-slow", (PROGRESS, RUNNER), test=test_steps.test_each_phase_has_its_words_and_its_bar),
    Play(
        "success",
        (RUNNER,),
        test=test_phone.test_what_happens_comes_into_sight_and_the_results_from_their_top,
    ),
    Play(
        "share-and-source-apart",
        (MACHINE, MESSAGES),
        test=test_steps.test_it_changes_though_the_percentage_stays,
    ),
    Play(
        "status-pending",
        (MESSAGES, PROGRESS),
        test=partial(test_steps.test_there_is_none_until_one_is_told, name="status-pending"),
    ),
    lines("every-odd-frame", MESSAGES, SOCKET, LOG),
    Play("every-odd-frame", (MESSAGES,), test=test_words.test_values_of_an_odd_type_are_passed_over),
    Play("start-500", (PROGRESS,), test=test_steps.test_a_run_that_failed_leaves_room_for_another),
    Play("start-500", (CALLS, HTTP, MACHINE, RUNNER, FORM)),
    Play("start-slow", (PROGRESS,), test=test_steps.test_a_start_that_takes_its_time_is_at_0),
    Play("run-again-after-failure", (MACHINE, CLIENT, HOOK, RUNNER, FORM)),
    Play(
        "results-not-ready",
        (CALLS, CLOCK, HTTP, LOG),
        test=test_words.test_results_that_are_late_leave_a_line,
    ),
    Play(
        "results-never-500",
        (CALLS, CLOCK, HTTP, MACHINE, RUNNER),
        test=test_words.test_results_that_cannot_be_loaded_can_be_tried_again,
    ),
    Play("refused-handshake", (SOCKET, LOG), test=REFUSED),
    Play(
        "leave-mid-run",
        (CLIENT, CLOCK, MACHINE, POLLING, SOCKET, HOOK),
        test=test_words.test_polling_ends_where_the_page_is_left,
    ),
    lines("leave-while-polling", POLLING, CLOCK),
    Play("both-at-once-socket-first", (CLIENT, MACHINE, POLLING, SOCKET)),
    Play("both-at-once-polling-first", (CLIENT, MACHINE, POLLING, SOCKET)),
    Play("status-everything", (HTTP, POLLING, LOG), test=test_words.test_polls_that_fail_leave_a_line),
    lines("status-wrong-shape", MESSAGES, POLLING),
    lines("status-of-another-job", MESSAGES, POLLING),
    Play("status-of-another-job", (MESSAGES,), test=test_steps.test_what_another_job_is_at_is_not_shown),
    Play("progress-garbage", (MESSAGES,)),
    Play("reset-mid-run", (SOCKET, LOG), test=partial(LOST, name="reset-mid-run", code=1006, reason="")),
    Play("socket-throws", (SOCKET, LOG)),
    Play("socket-forbidden", (SOCKET, LOG)),
    Play("ack-deployed-form", (MESSAGES,)),
    Play("run-again-after-success", (CLIENT, MACHINE, HOOK, RUNNER)),
    notice("start-400", DETAIL, HTTP),
    notice("start-422", DETAIL),
    notice("start-502-html", DETAIL, HTTP),
    notice("start-names-no-job", HTTP),
    notice("start-html", HTTP),
    notice("start-reset", HTTP),
    notice("start-never-answered", CALLS, CLOCK),
    notice("health-503", CALLS, DETAIL, HTTP, RUNNER),
    Play("health-slow", (CLOCK,)),
    notice("health-never-answered", CALLS, CLOCK, HTTP),
    Play("leave-while-starting", (CALLS, CLIENT, CLOCK, HTTP, MACHINE)),
    Play("results-broken", (CALLS, HTTP)),
    lines("results-of-no-shape", CALLS, HTTP, LOG),
    lines("results-unanswered-at-first", CALLS, CLOCK, HTTP),
    lines("status-never-answered-six-times", CLOCK, HTTP, POLLING),
    Play("status-never-answered-silent-socket", (CLOCK, HTTP, POLLING)),
    Play(
        "status-out-of-order",
        (POLLING, MESSAGES),
        test=test_steps.test_an_answer_that_is_late_changes_it_no_more,
    ),
    Play("status-stale-silent-socket", (MACHINE,)),
    notice("job-fails", MESSAGES),
    notice("failed-without-error", MESSAGES),
    Play("failed-with-empty-error", (MESSAGES,)),
    Play("malformed-flood", (LOG, CLOCK), test=test_words.test_a_flood_of_messages_is_cut_short),
    Play("malformed-flood", (LOG, CLOCK)),
    Play("late-event-of-first-run", (CLIENT, MACHINE, SOCKET)),
    Play("double-click-slow-start", (MACHINE, FORM)),
    Play("success", (SOCKET_URL,), "development", test=ASKED),
    Play("success", (SOCKET_URL,), "production", test=ASKED),
    Play("success", (SOCKET_URL,), "staging", test=ASKED),
)


def reaching(file: str, mutant: str, reached: Mapping[Play, frozenset[str]]) -> list[Play]:
    """The scenarios for mutants of that file which run through that one's place."""
    return [
        play
        for play, mutants in reached.items()
        if mutant in mutants and (not play.about or file in play.about)
    ]
