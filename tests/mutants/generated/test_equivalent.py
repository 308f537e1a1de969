from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.mutants.generated.equivalent import load, read, written
from tests.mutants.generated.mutant import Mutant
from tests.mutants.generated.page import mutated

MUTANT = Mutant(
    id="7",
    file="run/polling.ts",
    line=46,
    mutator="ConditionalExpression",
    code="if (index >= 0) outstanding.splice(index, 1);",
    original="index >= 0",
    replacement="true",
    diff="",
)
REASON = "An index below 0 takes the last one out, and there is one more."


def test_an_explanation_is_read_back_from_what_is_written_for_it() -> None:
    (explanation,) = read(written([MUTANT]).replace("reason: ''", f"reason: {REASON}"))
    assert explanation.reason == REASON
    assert explanation.fits(MUTANT)


@pytest.mark.parametrize("moved", [{"id": "8"}, {"line": 50}])
def test_it_fits_wherever_the_line_has_gone(moved: dict[str, object]) -> None:
    (explanation,) = read(written([MUTANT]).replace("reason: ''", f"reason: {REASON}"))
    assert explanation.fits(replace(MUTANT, **moved))  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["file", "code", "mutator", "original", "replacement"])
def test_it_does_not_fit_what_differs(field: str) -> None:
    (explanation,) = read(written([MUTANT]).replace("reason: ''", f"reason: {REASON}"))
    assert not explanation.fits(replace(MUTANT, **{field: "another"}))  # type: ignore[arg-type]


def test_without_a_reason_nothing_is_explained() -> None:
    with pytest.raises(ValidationError, match="reason"):
        read(written([MUTANT]))


def test_each_explanation_names_a_mutant_of_the_page(tmp_path: Path) -> None:
    _, mutants = mutated(tmp_path)
    assert len(mutants) > 100
    assert [str(each) for each in load() if not any(map(each.fits, mutants))] == []
