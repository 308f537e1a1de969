"""All other scenarios that come with the mock backend: the page keeps its contract in each."""

import pytest

from e2e.plugin import Visit
from e2e.selection import selected

NAMED = {
    "success",
    "job-fails",
    "refused-handshake",
    "hanging-handshake",
    "reset-before-first-event",
    "reset-mid-run",
    "cut-mid-run",
    "close-1011-mid-run",
    "silent-socket",
}
"""Those that the three named files play."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What was chosen; by default all others."""
    selection = selected(metafunc.config)
    metafunc.parametrize(
        "name", [name for name in selection.names if name not in NAMED or not selection.whole]
    )


@pytest.mark.slow_in_real_time
def test_the_page_keeps_its_contract(scenario: Visit, name: str) -> None:
    runner = scenario(name)
    runner.run()
    runner.keeps_the_contract()
