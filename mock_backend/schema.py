"""The JSON Schema of scenario files, with which an editor completes and checks them. No I/O.

It comes from the models. What spans several fields (a step after the end, say) only loading tells.
"""

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core.core_schema import ModelSchema, TaggedUnionSchema

from mock_backend.loader import FROM_PATH
from mock_backend.scenario import Scenario

FILE = "scenario.schema.json"
"""Beside the folders of the scenarios."""

HEAD = f"# yaml-language-server: $schema=../{FILE}\n"
"""The first line of a scenario file in one of the folders: names its schema to editors."""

Json = dict[str, Any]


def text() -> str:
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def schema() -> Json:
    """Draft 7, which all editors know; without the fields that come from a file's path."""
    made = Scenario.model_json_schema(
        ref_template="#/definitions/{model}", schema_generator=_Generator, mode="validation"
    )
    fields = {name: field for name, field in made["properties"].items() if name not in FROM_PATH}
    return {
        "$schema": _Generator.schema_dialect,
        "title": "Scenario",
        "description": "One situation, staged by a job's timeline and faults.",
        "type": "object",
        "properties": fields,
        "required": made["required"],
        "additionalProperties": False,
        "definitions": made["$defs"],
    }


class _Generator(GenerateJsonSchema):
    """Without titles, which say no more than the names; the word of a fault or an act is demanded."""

    schema_dialect = "http://json-schema.org/draft-07/schema#"

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False

    def model_schema(self, schema: ModelSchema) -> Json:
        made = super().model_schema(schema)
        del made["title"]
        words = [name for name, field in made["properties"].items() if "const" in field]
        return _told_apart(made, words[0]) if words else made

    def tagged_union_schema(self, schema: TaggedUnionSchema) -> Json:
        return {"oneOf": super().tagged_union_schema(schema)["oneOf"]}


def _told_apart(made: Json, word: str) -> Json:
    """The model that has this word: in a file it stands first and has no default."""
    fields = dict(made["properties"])
    first = {"const": fields.pop(word)["const"]}
    if "description" in made:
        first["description"] = made["description"]
    return {**made, "properties": {word: first, **fields}, "required": [word, *made.get("required", [])]}
