"""What a notice says, by its words. What they do not know says nothing."""

import re

from e2e.evidence import Words

OTHERS = r"\b(lost|unavailable|problems?|offline)\b"


def complaint(words: Words) -> str:
    """The pattern of a notice that something, anything, is wrong."""
    return f"{words.notice_of_socket}|{words.notice_of_failure}|{OTHERS}"


def says(words: Words, about: str, text: str) -> bool:
    """Whether the text is such a complaint; "0 failed" and "no errors" are none."""
    return _found(about, re.sub(words.notice_of_none, "", text, flags=re.IGNORECASE))


def praises(words: Words, text: str) -> bool:
    """Whether it tells of success and nothing else: "Completed, 1 source failed" does not."""
    otherwise = _found(words.notice_of_denial, text) or says(words, complaint(words), text)
    return _found(words.notice_of_success, text) and not otherwise


def _found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None
