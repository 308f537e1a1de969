"""What is wrong with a page of another stack, beside a backend of another kind, is caught as well.

Each is a patch like those of `tests/mutants`, of the page in `examples/vue`.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from e2e.config import load
from tests.mutants.builder import ROOT
from tests.mutants.defects import Defect, patches
from tests.mutants.workshop import Workshop

VUE = Path("examples", "vue")
DEFECTS = patches(Path(__file__).parent / "defects")


@pytest.fixture(scope="module")
def workshop(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with ExitStack() as undo:
        config = load(ROOT / VUE / "playwright.config.py")
        yield Workshop(lambda _: browser, tmp_path_factory.mktemp("vue"), undo, VUE, config)


def test_there_are_ten_at_least() -> None:
    assert len(DEFECTS) >= 10


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_is_caught_by_the_checks_named_for_it(workshop: Workshop, defect: Defect) -> None:
    assert defect.caught_by
    assert workshop.tried(defect).escaped(defect) == ""
