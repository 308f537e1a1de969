"""The reference page on a small screen, where what happens is below the form."""

import pytest

from e2e.fixtures import Visit
from e2e.plugin import SLOW

pytestmark = getattr(pytest.mark, SLOW)

HEIGHT = 640

SCROLLED = "() => Math.round(scrollY)"
BOTTOM = "() => Math.round(document.querySelector('[aria-label=Progress]').getBoundingClientRect().bottom)"


def test_what_happens_comes_into_sight_and_the_results_from_their_top(scenario: Visit) -> None:
    runner = scenario("success")
    runner.page.set_viewport_size({"width": 360, "height": HEIGHT})
    runner.page.reload()
    runner.driver.settle()
    assert runner.page.evaluate(SCROLLED) == 0
    runner.run()
    assert runner.page.evaluate(BOTTOM) == HEIGHT
    runner.reach(12)
    assert runner.page.evaluate(SCROLLED) == 0
