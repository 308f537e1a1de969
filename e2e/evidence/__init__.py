"""What was seen in one visit, and how it is read. Pure."""

from e2e.evidence.models import (
    Absence,
    AnswerSeen,
    Blocked,
    ConsoleLine,
    Dialog,
    Evidence,
    Level,
    Navigation,
    PageError,
    Picture,
    Press,
    ResultsText,
    SocketSeen,
    SpellSeen,
    Terms,
    Words,
)

__all__ = [
    "Absence",
    "AnswerSeen",
    "Blocked",
    "ConsoleLine",
    "Dialog",
    "Evidence",
    "Level",
    "Navigation",
    "PageError",
    "Picture",
    "Press",
    "ResultsText",
    "SocketSeen",
    "SpellSeen",
    "Terms",
    "Words",
]
