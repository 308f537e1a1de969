"""The step, of which the contract says nothing: the reference page shows the one that was told last."""

import pytest

from e2e.plugin import SLOW, Visit

pytestmark = getattr(pytest.mark, SLOW)


def test_there_is_none_until_one_is_told(scenario: Visit) -> None:
    runner = scenario("success")
    runner.run()
    assert "step: none" in runner.picture()


def test_it_changes_though_the_percentage_stays(scenario: Visit) -> None:
    runner = scenario("share-and-source-apart")
    runner.run()
    runner.reach(5.5)
    assert "progress: 60%\nstep: fsa\n" in runner.picture()
