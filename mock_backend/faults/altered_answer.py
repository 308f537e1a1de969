from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from mock_backend.faults.base import AnswerFault, Asked
from mock_backend.faults.decisions import Alter
from mock_backend.jsons import JsonObject


class AlteredAnswer(AnswerFault):
    """The true answer without some of its JSON object's fields, and with others."""

    fault: Literal["altered-answer"] = "altered-answer"
    remove: tuple[str, ...] = Field(default=(), description="a list of fields that are left out")
    set_: JsonObject = Field(
        default={},
        validate_default=True,
        alias="set",
        description="a mapping of fields to values that JSON can say, needed where `remove` names none",
    )

    @field_validator("set_")
    @classmethod
    def _something_changes(cls, fields: JsonObject, info: ValidationInfo) -> JsonObject:
        if not fields and not info.data.get("remove"):
            raise ValueError("nothing is altered")
        return fields

    def decide(self, asked: Asked) -> Alter:  # noqa: ARG002
        return Alter(self.set_, self.remove)
