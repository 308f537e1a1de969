"""All scenarios that come with the mock backend: the page keeps its contract in each."""

import pytest

from e2e.fixtures import Visit
from e2e.selection import selected


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What was chosen; by default all."""
    metafunc.parametrize("name", selected(metafunc.config).names)


@pytest.mark.slow_in_real_time
def test_the_page_keeps_its_contract(scenario: Visit, name: str) -> None:
    runner = scenario(name)
    runner.run()
    runner.keeps_the_contract()
