"""The scenario files and their schema, as they lie in the folder."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from mock_backend import schema
from tools.generate import SCHEMA, files, headless

VALIDATOR = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_schema_is_written_anew_with_the_models() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema.text(), "`make docs` writes it"


def test_each_scenario_file_names_its_schema_in_the_first_line() -> None:
    assert headless() == [], "`make docs` writes it"
    name = schema.HEAD.strip().partition("$schema=")[2]
    assert {(path.parent / name).resolve() for path in files()} == {SCHEMA}


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_a_scenario_file_keeps_to_the_schema(path: Path) -> None:
    VALIDATOR.validate(yaml.safe_load(path.read_text(encoding="utf-8")))
