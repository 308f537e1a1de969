"""Each fault has a test that is named after its word, and in which a plain client reads what the wire has."""

import ast
from pathlib import Path

import pytest

from mock_backend.faults.catalogue import MODELS

READING = {"head", "status_line", "frame", "text", "message", "rest", "status", "results", "ask"}
"""The methods by which a Peer or a Visitor reads what the backend wrote."""

PLAYING = {"opened", "played"}
"""The functions of test files that play up to a moment, and read on the way."""

FILES = sorted(Path(__file__).parent.glob("test_*_faults.py"))

FUNCTIONS = [
    part
    for path in FILES
    for part in ast.parse(path.read_text(encoding="utf-8")).body
    if isinstance(part, ast.FunctionDef) and part.name.startswith("test_")
]


def named(word: str) -> str:
    return f"test_{word.replace('-', '_')}_"


def of_word(word: str) -> list[ast.FunctionDef]:
    """Its tests: of the words that a name begins with the longest counts, reset-after before reset."""
    longer = tuple(named(other) for other in MODELS if other.startswith(f"{word}-"))
    return [
        each for each in FUNCTIONS if each.name.startswith(named(word)) and not each.name.startswith(longer)
    ]


def reads(test: ast.FunctionDef) -> bool:
    called = [part.func for part in ast.walk(test) if isinstance(part, ast.Call)]
    methods = {each.attr for each in called if isinstance(each, ast.Attribute)}
    functions = {each.id for each in called if isinstance(each, ast.Name)}
    return bool(methods & READING or functions & PLAYING)


@pytest.mark.parametrize("word", MODELS)
def test_a_plain_client_sees_it_on_the_wire(word: str) -> None:
    assert any(reads(test) for test in of_word(word)), (
        f"expected a test {named(word)}… in tests/backend/test_*_faults.py that reads what the fault "
        f"'{word}' does to the wire, found none"
    )
