"""The command that shows a verdict again is the shortest that does."""

from dataclasses import replace

import pytest

from e2e.report.outcome import Outcome
from e2e.report.reproduction import Reproduction

SEEN = Outcome("reset-mid-run", "chromium")
TEST = "e2e/test_clean_close.py::test_leaving[chromium]"
PLAIN = Reproduction({"reset-mid-run"})


def test_a_scenario_of_the_catalogue_is_named_with_the_check() -> None:
    assert PLAIN.command(SEEN, "close-clean", TEST) == (
        "runner-e2e verify --scenario reset-mid-run --check close-clean"
    )


@pytest.mark.parametrize(
    "seen,reproduction,more",
    [
        (replace(SEEN, note="real time"), PLAIN, " --real-time"),
        (replace(SEEN, browser="firefox"), PLAIN, " --browser firefox"),
        (SEEN, replace(PLAIN, browsers=("firefox",)), " --browser chromium"),
        (SEEN, replace(PLAIN, browsers=("chromium", "firefox")), " --browser chromium"),
        (SEEN, replace(PLAIN, config="our page/config.py"), " --config 'our page/config.py'"),
        (SEEN, replace(PLAIN, profile="production", dist="out"), " --profile production --dist out"),
        (SEEN, replace(PLAIN, connect="ws://farm:9/"), " --connect ws://farm:9/"),
        (SEEN, replace(PLAIN, backend_port=0), " --backend-port 0"),
    ],
)
def test_what_differs_from_the_default_is_said(seen: Outcome, reproduction: Reproduction, more: str) -> None:
    assert reproduction.command(seen, "close-clean", TEST) == (
        f"runner-e2e verify --scenario reset-mid-run --check close-clean{more}"
    )


@pytest.mark.parametrize("seen", [replace(SEEN, note="left"), replace(SEEN, scenario="our-vpn")])
def test_a_visit_of_another_kind_is_named_by_its_test(seen: Outcome) -> None:
    reproduction = replace(PLAIN, config="ours.py")
    assert reproduction.command(seen, "close-clean", TEST) == (
        "pytest 'e2e/test_clean_close.py::test_leaving[chromium]' --runner-config ours.py"
    )


def test_a_test_that_is_named_by_its_clock_and_its_count_is_played_by_them() -> None:
    seen = replace(SEEN, note="real time, left")
    assert replace(PLAIN, repeats=3).command(seen, "leave-clean", "test.py::left[real-2-chromium]") == (
        "pytest 'test.py::left[real-2-chromium]' --time real --repeat-each 3"
    )
