"""All faults, told apart by the word in `fault`."""

from typing import Annotated, get_args

from pydantic import Field, TypeAdapter

from mock_backend.faults.answer_hold import AnswerHold
from mock_backend.faults.answer_reset import AnswerReset
from mock_backend.faults.base import Fault
from mock_backend.faults.close import Close
from mock_backend.faults.cut import Cut
from mock_backend.faults.delay import Delay
from mock_backend.faults.error_answer import ErrorAnswer
from mock_backend.faults.foreign_event import ForeignEvent
from mock_backend.faults.handshake_reset import HandshakeReset
from mock_backend.faults.handshake_silence import HandshakeSilence
from mock_backend.faults.html_answer import HtmlAnswer
from mock_backend.faults.malformed import Malformed
from mock_backend.faults.refusal import Refusal
from mock_backend.faults.reset import Reset
from mock_backend.faults.results_late import ResultsLate
from mock_backend.faults.silence import Silence

_Any = (
    Refusal
    | HandshakeReset
    | HandshakeSilence
    | Reset
    | Cut
    | Close
    | Malformed
    | ForeignEvent
    | Silence
    | Delay
    | ErrorAnswer
    | AnswerReset
    | AnswerHold
    | HtmlAnswer
    | ResultsLate
)

AnyFault = Annotated[_Any, Field(discriminator="fault")]

MODELS: dict[str, type[Fault]] = {model.model_fields["fault"].default: model for model in get_args(_Any)}
"""A fault's model by its word."""

any_fault: TypeAdapter[AnyFault] = TypeAdapter(AnyFault)
