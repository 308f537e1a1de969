"""All other scenarios that come with the mock backend: the page keeps its contract in each."""

from importlib.resources import files
from pathlib import Path

import pytest

from e2e.plugin import Visit

NAMED = {
    "success",
    "job-fails",
    "refused-handshake",
    "handshake-reset",
    "hanging-handshake",
    "reset-before-first-event",
    "reset-mid-run",
    "cut-mid-run",
    "close-1011-mid-run",
    "silent-socket",
}
"""Those that the three named files play."""

SCENARIOS = Path(str(files("mock_backend"))) / "scenarios"


@pytest.mark.parametrize("name", sorted({path.stem for path in SCENARIOS.rglob("*.yaml")} - NAMED))
def test_the_page_keeps_its_contract(scenario: Visit, name: str) -> None:
    runner = scenario(name)
    runner.run()
    runner.keeps_the_contract()
    assert runner.path() == "/results/<job>"
