"""The doctor on whole pages: what it proposes makes it right, and what is right is left alone."""

from collections.abc import Iterator
from dataclasses import is_dataclass, replace
from typing import Any

import pytest
from playwright.sync_api import BrowserType

import e2e.config
from e2e.config import Config, Page
from e2e.doctor.examine import Examination, seen
from e2e.doctor.point import Change, Point
from e2e.doctor.points import points
from e2e.doctor.seen import Browser
from tests.pages.served import NAMES, Served, configured, served

ROUNDS = 4
"""A path, a button, all that is seen once a job runs, and the last look."""

CHROMIUM = (Browser("chromium", "as it was found"),)


@pytest.fixture(scope="module", params=NAMES)
def page_served(request: pytest.FixtureRequest, browser_type: BrowserType) -> Iterator[Served]:
    with served(configured(request.param), browser_type) as page:
        yield page


def told(page: Served, config: Config) -> tuple[Point, ...]:
    suite = replace(page.suite, config=config)
    return points(seen(Examination(suite, page.browser, "chromium"), CHROMIUM))


def test_a_configuration_that_fits_is_all_right(page_served: Served) -> None:
    found = told(page_served, page_served.suite.config)
    assert [point for point in found if point.right is not True] == []


def test_what_is_proposed_makes_it_right(page_served: Served) -> None:
    own = page_served.suite.config
    page = Page(url=own.page.url)
    if own.locators.run[0].name == "^go$":  # each path of this page shows something: its links lead on
        page = page.model_copy(update={"path": own.page.path})
    config = Config(root=own.root, backend=own.backend, page=page)
    found = told(page_served, config)
    for _ in range(ROUNDS):
        config = changed(config, [point.change for point in found if point.change])
        found = told(page_served, config)
        if not any(point.change for point in found):
            break
    assert [point for point in found if point.right is not True] == []


def changed(config: Config, changes: list[Change]) -> Config:
    for change in changes:
        value: Any = eval(change.value, vars(e2e.config))
        part = getattr(config, change.part)
        if change.field and is_dataclass(part):
            value = replace(part, **{change.field: value})  # type: ignore[type-var]
        elif change.field:
            value = part.model_copy(update={change.field: value})
        config = config.model_copy(update={change.part: value})
    return config
