"""What is wrong with the logic of a page is caught whatever its markup, its words and its language are."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserType

from e2e.config import load
from tests.mutants.defects import Defect
from tests.pages.defects import PAGE, defects, spoil
from tests.pages.place import BUILT_IN, placed
from tests.pages.served import PAGES, Served, served

Spoilt = Callable[[Defect], Served]


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory, browser_type: BrowserType) -> Iterator[Spoilt]:
    """Puts the page with that defect in the place of the one before: the mock backend reads it each time."""
    dist = tmp_path_factory.mktemp("dist")
    shutil.copy(PAGES / PAGE / "index.html", dist)
    config = load(PAGES / PAGE / "config.py")
    backend = config.backend.model_copy(update={"dist": dist})
    config = config.model_copy(update={"builds": (), "backend": backend}).with_backend_port(0)
    with served(config, browser_type) as page:

        def put_in_place(defect: Defect) -> Served:
            sound = (PAGES / PAGE / "index.html").read_text(encoding="utf-8")
            (dist / "index.html").write_text(sound, encoding="utf-8")
            spoil(dist, defect)
            broken = (dist / "index.html").read_text(encoding="utf-8")
            assert BUILT_IN in sound
            (dist / "index.html").write_text(
                placed(broken, page.suite.addresses.socket_url), encoding="utf-8"
            )
            return page

        yield put_in_place


def test_there_are_twenty_at_least() -> None:
    assert len(defects()) >= 20


@pytest.mark.parametrize("defect", defects(), ids=lambda defect: defect.name)
def test_a_defect_is_caught_by_the_checks_named_for_it(spoilt: Spoilt, defect: Defect) -> None:
    page = spoilt(defect)
    outcomes = [page.visit(name)[1] for name in defect.plays]
    assert defect.caught_by <= {verdict.check for outcome in outcomes for verdict in outcome.failures}
