"""The JSON Schema of scenario files: what an editor takes for one, and what it does not."""

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from mock_backend import library
from mock_backend.faults.catalogue import MODELS
from mock_backend.scenario import Scenario
from mock_backend.schema import schema
from mock_backend.visit import ACTS

CAUSE = {"cause": "A test."}

VALIDATOR = jsonschema.Draft7Validator(schema())

KEYWORDS = {
    "$ref",
    "additionalProperties",
    "anyOf",
    "const",
    "default",
    "description",
    "enum",
    "exclusiveMinimum",
    "items",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "oneOf",
    "properties",
    "required",
    "type",
}


def written(scenario: Scenario) -> Any:
    """As a file would have it, every field written out."""
    return scenario.model_dump(mode="json", by_alias=True, exclude={"name", "folder"})


def within(part: Any) -> Iterator[dict[str, Any]]:
    """This schema and those in it."""
    if isinstance(part, dict):
        yield part
        inner = [*part.get("properties", {}).values(), *part.get("oneOf", []), *part.get("anyOf", [])]
        for each in [*inner, part.get("items"), part.get("additionalProperties")]:
            yield from within(each)


def test_it_is_a_json_schema_and_knows_no_other_words() -> None:
    made = schema()
    jsonschema.Draft7Validator.check_schema(made)
    parts = [each for definition in made.pop("definitions").values() for each in within(definition)]
    outermost = {key: value for key, value in made.items() if key not in ("$schema", "title")}
    assert {key for each in [*parts, *within(outermost)] for key in each} <= KEYWORDS


@pytest.mark.parametrize("scenario", library.scenarios().values(), ids=library.scenarios())
def test_a_scenario_written_out_is_one(scenario: Scenario) -> None:
    VALIDATOR.validate(written(scenario))


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"cause": ""},
        {**CAUSE, "name": "comes from the path"},
        {**CAUSE, "fault": []},
        {**CAUSE, "job": [{"at": 1}]},
        {**CAUSE, "job": [{"progress": 20}]},
        {**CAUSE, "job": [{"at": -1, "progress": 20}]},
        {**CAUSE, "job": [{"at": 1, "progress": 250}]},
        {**CAUSE, "job": [{"at": 1, "progress": 20, "failed": "no"}]},
        {**CAUSE, "job": [{"at": 1, "completed": {"cost": 1}}]},
        {**CAUSE, "faults": [{"at": 6}]},
        {**CAUSE, "faults": [{"fault": "rest", "at": 6}]},
        {**CAUSE, "faults": [{"fault": "reset"}]},
        {**CAUSE, "faults": [{"fault": "reset", "at": 6, "code": 1000}]},
        {**CAUSE, "faults": [{"fault": "reset", "at": 6, "connections": []}]},
        {**CAUSE, "faults": [{"fault": "close", "at": 6, "code": 1006}]},
        {**CAUSE, "faults": [{"fault": "answer-hold", "seconds": 0}]},
        {**CAUSE, "faults": [{"fault": "pings", "at": 6, "every": 0.0001}]},
        {**CAUSE, "faults": [{"fault": "html-answer", "from_": 6}]},
        {**CAUSE, "visit": [{"at": 6}]},
        {**CAUSE, "visit": [{"act": "leave"}]},
        {**CAUSE, "visit": [{"act": "offline", "from": 4}]},
        {**CAUSE, "visit": [{"act": "slow-device", "factor": 40}]},
    ],
    ids=str,
)
def test_this_is_none(wrong: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(wrong)


@pytest.mark.parametrize("word,kinds", [("fault", MODELS), ("act", ACTS)])
def test_each_fault_and_act_is_known_by_its_word_and_says_what_its_fields_are(
    word: str, kinds: dict[str, Any]
) -> None:
    definitions = schema()["definitions"].values()
    known = [each for each in definitions if "const" in each["properties"].get(word, {})]
    assert {each["properties"][word]["const"] for each in known} == set(kinds)
    assert all(each["required"][0] == next(iter(each["properties"])) == word for each in known)
    fields = [field for each in known for name, field in each["properties"].items() if name != word]
    assert all("description" in field for field in fields)
