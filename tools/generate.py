"""`python -m tools.generate`: what is written from the code and from the scenarios."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from mock_backend import schema
from mock_backend.library import DIRECTORY, scenarios
from mock_backend.scenario import Scenario

CATALOGUE = Path(__file__).parents[1] / "docs" / "catalogue.md"
SCHEMA = DIRECTORY / schema.FILE

HEAD = """\
# The catalogue

The {number} scenarios that come with the mock backend, in folders by where the trouble is, each with what
brings it about in the real world. `make docs` writes this page from
[their files](../mock_backend/scenarios); [scenarios and faults](scenarios.md) says how to write one,
`mock-backend --scenario NAME` plays one by hand.
"""


def catalogue() -> str:
    """The page, in order of folder and name."""
    every = scenarios().values()
    parts = [_folder(folder, list(inside)) for folder, inside in groupby(every, lambda each: each.folder)]
    return "\n".join([HEAD.format(number=len(every)), *parts])


def _folder(name: str, inside: list[Scenario]) -> str:
    return "\n".join([f"## {name}", "", *_rows(inside)]) + "\n"


def _rows(inside: list[Scenario]) -> Iterator[str]:
    yield "| scenario | cause |"
    yield "|---|---|"
    for each in inside:
        yield f"| `{each.name}` | {each.cause.replace('|', chr(92) + '|')} |"


def headless() -> list[Path]:
    """The scenario files that do not name their schema in the first line."""
    return [path for path in files() if not path.read_text(encoding="utf-8").startswith(schema.HEAD)]


def files() -> list[Path]:
    return sorted(DIRECTORY.glob("*/*.yaml"))


if __name__ == "__main__":
    CATALOGUE.write_text(catalogue(), encoding="utf-8")
    SCHEMA.write_text(schema.text(), encoding="utf-8")
    for path in headless():
        path.write_text(schema.HEAD + path.read_text(encoding="utf-8"), encoding="utf-8")
