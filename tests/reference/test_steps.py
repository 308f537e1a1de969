"""The progress of the reference page, of which the contract asks less: a bar, and words for the step."""

import pytest

from e2e.fixtures import Visit
from e2e.plugin import SLOW
from e2e.runner_page import RunnerPage

pytestmark = getattr(pytest.mark, SLOW)


@pytest.mark.parametrize("name", ["success", "status-pending"])
def test_there_is_none_until_one_is_told(scenario: Visit, name: str) -> None:
    runner = scenario(name)
    runner.run()
    assert "progress: 0%\nstep: none\n" in runner.picture()


def test_it_changes_though_the_percentage_stays(scenario: Visit) -> None:
    runner = scenario("share-and-source-apart")
    runner.run()
    runner.reach(5.5)
    assert "progress: 60%\nstep: fsa\n" in runner.picture()
    runner.reach(8.5)
    assert "progress: 100%\nstep: fsa\n" in runner.picture()


def test_an_answer_that_is_late_changes_it_no_more(scenario: Visit) -> None:
    runner = scenario("status-out-of-order")
    runner.run()
    runner.reach(7.7)
    assert "progress: 60%\nstep: companies_house\n" in runner.picture()


def test_what_another_job_is_at_is_not_shown(scenario: Visit) -> None:
    runner = scenario("status-of-another-job")
    runner.run()
    runner.reach(2.5)
    assert "progress: 20%\nstep: cqc\n" in runner.picture()


def test_each_phase_has_its_words_and_its_bar(scenario: Visit) -> None:
    runner = scenario("results-slow")
    assert shown(runner) == ("No test is under way.",)
    runner.run()
    assert shown(runner) == ("Waiting for the next source…", "0%", "0", "0%")
    runner.reach(4)
    assert shown(runner) == ("Testing: fsa", "40%", "40", "40%")
    runner.reach(12)
    assert shown(runner) == ("Test completed. Loading the results…", "100%", "100", "100%")


def test_a_start_that_takes_its_time_is_at_0(scenario: Visit) -> None:
    runner = scenario("start-slow")
    runner.run()
    assert shown(runner) == ("Starting the test…", "0%", "0", "0%")


def test_a_run_that_failed_leaves_room_for_another(scenario: Visit) -> None:
    runner = scenario("start-500")
    runner.run()
    assert shown(runner) == ("You can run another test.",)


def shown(runner: RunnerPage) -> tuple[str | None, ...]:
    """The step in words; and where there is a percentage, that, and what its bar says and how wide it is."""
    progress = runner.page.get_by_role("region", name="Progress")
    words = progress.locator(".step").text_content()
    bar = progress.get_by_role("progressbar")
    if bar.count() == 0:
        return (words,)
    width: str = progress.locator(".fill").evaluate("(fill) => fill.style.width")
    return words, progress.locator(".percent").text_content(), bar.get_attribute("aria-valuenow"), width
