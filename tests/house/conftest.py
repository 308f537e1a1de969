from pathlib import Path

import pytest

from tests.house.lifeline import Lifeline


@pytest.fixture
def lifeline(tmp_path: Path) -> Lifeline:
    return Lifeline(tmp_path / "lifeline")
