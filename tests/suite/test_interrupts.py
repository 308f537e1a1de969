"""The signals that end a run."""

import signal

import pytest

from e2e.interrupts import ECHO, Interrupt


def test_a_signal_that_is_sent_twice_interrupts_once() -> None:
    times = iter([5, 5.01, 5 + ECHO / 2])
    interrupt = Interrupt(times.__next__)
    with pytest.raises(KeyboardInterrupt):
        interrupt(signal.SIGTERM, None)
    interrupt(signal.SIGTERM, None)
    interrupt(signal.SIGHUP, None)


def test_one_that_is_sent_later_interrupts_what_is_ending() -> None:
    times = iter([5, 5 + ECHO])
    interrupt = Interrupt(times.__next__)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            interrupt(signal.SIGINT, None)
