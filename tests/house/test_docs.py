"""What the words of the project say is there."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from e2e.checks import CHECKS
from mock_backend.faults.catalogue import MODELS, any_fault
from mock_backend.scenario import Scenario
from mock_backend.visit import ACTS
from tools.generate import CATALOGUE, catalogue

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md")),
    *sorted(DOCS.glob("*.md")),
]

LINK = re.compile(r"\]\((?!https?:)([^)\s]*)\)")
FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FIRST_CELL = re.compile(r"^\| `([^`]+)`", re.MULTILINE)

FORBIDDEN = ("/home/", "/root/", "/tmp/", "/Users/")
"""Places on one machine."""

each_page = pytest.mark.parametrize("document", PAGES, ids=lambda document: str(document.relative_to(ROOT)))


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def section(page: Path, title: str) -> str:
    """From that heading to the next one of any level."""
    return re.split(r"^#+ .+$", text(page).split(f"# {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def anchors(page: Path) -> set[str]:
    """Of its headings, as the usual viewers of Markdown make them."""
    titles = HEADING.findall(FENCED.sub("", text(page)))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@each_page
def test_links_and_images_lead_somewhere(document: Path) -> None:
    links = [link.partition("#") for link in LINK.findall(FENCED.sub("", text(document)))]
    targets = [(document.parent / path if path else document, anchor) for path, _, anchor in links]
    assert [str(target) for target, _ in targets if not target.exists()] == []
    assert [anchor for target, anchor in targets if anchor and anchor not in anchors(target)] == []


@each_page
def test_no_place_outside_the_project_is_named(document: Path) -> None:
    assert [place for place in FORBIDDEN if place in text(document)] == []


@pytest.mark.parametrize("level", ["core", "extended"])
def test_the_contract_tells_each_check_at_its_level(level: str) -> None:
    told = FIRST_CELL.findall(section(DOCS / "contract.md", level.capitalize()))
    assert told == [check.id for check in CHECKS if check.level == level]


def test_the_catalogue_is_written_anew_with_its_scenarios() -> None:
    assert text(CATALOGUE) == catalogue(), "`make docs` writes it"


def test_each_fault_is_told() -> None:
    assert set(MODELS) <= set(FIRST_CELL.findall(text(DOCS / "scenarios.md")))


@pytest.mark.parametrize("word", MODELS)
def test_each_field_of_a_fault_is_told(word: str) -> None:
    rest = text(DOCS / "scenarios.md").partition("\n## Faults\n")[2].partition("\n## ")[0]
    (part,) = [part for part in re.split(r"^### ", rest, flags=re.MULTILINE) if f"| `{word}` |" in part]
    fields = {field.alias or name for name, field in MODELS[word].model_fields.items()} - {"fault"}
    assert fields <= set(re.findall(r"`(\w+)`", part))


def examples() -> list[Any]:
    blocks = FENCED.findall(text(DOCS / "scenarios.md"))
    return [yaml.safe_load(code) for language, code in blocks if language == "yaml"]


def rows(field: str) -> list[dict[str, Any]]:
    """Of the examples that are lists, those items that have the field."""
    lists = [each for each in examples() if isinstance(each, list)]
    return [row for each in lists for row in each if field in row]


def test_the_examples_are_valid_and_each_fault_has_one() -> None:
    whole = [each for each in examples() if isinstance(each, dict)]
    assert [Scenario.model_validate(each).name for each in whole] == ["unnamed"]
    faults = [any_fault.validate_python(row) for row in rows("fault")]
    assert {fault.word for fault in faults} == set(MODELS)


def test_each_act_is_told_and_has_an_example() -> None:
    acts = rows("act")
    user, others = [act for act in acts if "at" in act], [act for act in acts if "at" not in act]
    shown = [Scenario.model_validate({"cause": "As told.", "visit": each}).visit for each in (user, others)]
    words = set(ACTS)
    assert words <= {act.act for visit in shown for act in visit}
    assert words <= set(FIRST_CELL.findall(text(DOCS / "scenarios.md")))
