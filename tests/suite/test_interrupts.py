"""The signals that end a run."""

import signal

from e2e.signals import ECHO, Handler


def interrupts(*times: float) -> list[bool]:
    """Whether a signal interrupts, at each of these seconds."""
    interrupt = Handler(iter(times).__next__)
    return [_strikes(interrupt) for _ in times]


def _strikes(interrupt: Handler) -> bool:
    try:
        interrupt(signal.SIGTERM, None)
    except KeyboardInterrupt:
        return True
    return False


def test_a_signal_that_is_sent_twice_interrupts_once() -> None:
    assert interrupts(5, 5.01, 5 + ECHO / 2) == [True, False, False]


def test_one_that_is_sent_later_interrupts_what_is_ending() -> None:
    assert interrupts(5, 5 + ECHO) == [True, True]
