"""All faults, told apart by the word in `fault`."""

from typing import Annotated, get_args

from pydantic import Field, TypeAdapter

from mock_backend.faults.ack_delay import AckDelay
from mock_backend.faults.ack_form import AckForm
from mock_backend.faults.ack_missing import AckMissing
from mock_backend.faults.ack_twice import AckTwice
from mock_backend.faults.altered_answer import AlteredAnswer
from mock_backend.faults.answer_behind_event import AnswerBehindEvent
from mock_backend.faults.answer_cut import AnswerCut
from mock_backend.faults.answer_hold import AnswerHold
from mock_backend.faults.answer_reset import AnswerReset
from mock_backend.faults.base import Fault
from mock_backend.faults.binary import Binary
from mock_backend.faults.burst import Burst
from mock_backend.faults.close import Close
from mock_backend.faults.close_after import CloseAfter
from mock_backend.faults.close_delay import CloseDelay
from mock_backend.faults.close_silence import CloseSilence
from mock_backend.faults.cut import Cut
from mock_backend.faults.cut_after import CutAfter
from mock_backend.faults.delay import Delay
from mock_backend.faults.duplicate import Duplicate
from mock_backend.faults.early_close import EarlyClose
from mock_backend.faults.error_answer import ErrorAnswer
from mock_backend.faults.event_after import EventAfter
from mock_backend.faults.event_behind_answer import EventBehindAnswer
from mock_backend.faults.foreign_event import ForeignEvent
from mock_backend.faults.foreign_origin import ForeignOrigin
from mock_backend.faults.fragments import Fragments
from mock_backend.faults.half_frame import HalfFrame
from mock_backend.faults.half_open import HalfOpen
from mock_backend.faults.handshake_cut import HandshakeCut
from mock_backend.faults.handshake_delay import HandshakeDelay
from mock_backend.faults.handshake_reset import HandshakeReset
from mock_backend.faults.handshake_silence import HandshakeSilence
from mock_backend.faults.html_answer import HtmlAnswer
from mock_backend.faults.invalid_close import InvalidClose
from mock_backend.faults.invalid_close_after import InvalidCloseAfter
from mock_backend.faults.invalid_utf8 import InvalidUtf8
from mock_backend.faults.malformed import Malformed
from mock_backend.faults.oversized import Oversized
from mock_backend.faults.own_event import OwnEvent
from mock_backend.faults.pending_answer import PendingAnswer
from mock_backend.faults.pings import Pings
from mock_backend.faults.refusal import Refusal
from mock_backend.faults.reorder import Reorder
from mock_backend.faults.reserved_opcode import ReservedOpcode
from mock_backend.faults.reset import Reset
from mock_backend.faults.reset_after import ResetAfter
from mock_backend.faults.results_late import ResultsLate
from mock_backend.faults.silence import Silence
from mock_backend.faults.stale_answer import StaleAnswer
from mock_backend.faults.wrong_accept import WrongAccept
from mock_backend.faults.wrong_shape import WrongShape

_Any = (
    Refusal
    | HandshakeReset
    | HandshakeCut
    | HandshakeSilence
    | HandshakeDelay
    | WrongAccept
    | ForeignOrigin
    | EarlyClose
    | AckMissing
    | AckDelay
    | AckTwice
    | AckForm
    | Reset
    | Cut
    | Close
    | InvalidClose
    | HalfOpen
    | Pings
    | ResetAfter
    | CutAfter
    | CloseAfter
    | InvalidCloseAfter
    | CloseSilence
    | CloseDelay
    | OwnEvent
    | EventAfter
    | ForeignEvent
    | Burst
    | Malformed
    | WrongShape
    | Binary
    | Oversized
    | InvalidUtf8
    | ReservedOpcode
    | HalfFrame
    | Silence
    | Delay
    | EventBehindAnswer
    | Duplicate
    | Reorder
    | Fragments
    | ErrorAnswer
    | AnswerReset
    | AnswerHold
    | AnswerBehindEvent
    | HtmlAnswer
    | AnswerCut
    | AlteredAnswer
    | StaleAnswer
    | PendingAnswer
    | ResultsLate
)

AnyFault = Annotated[_Any, Field(discriminator="fault")]

MODELS: dict[str, type[Fault]] = {model.model_fields["fault"].default: model for model in get_args(_Any)}
"""A fault's model by its word."""

any_fault: TypeAdapter[AnyFault] = TypeAdapter(AnyFault)
