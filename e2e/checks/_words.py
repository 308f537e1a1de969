"""What a notice says, by its words. What they do not know says nothing."""

import re

from e2e.evidence import Words

DENIAL = re.compile(r"\b(not|never|un\w+)\b|n't\b", re.IGNORECASE)

_BAD = r"(fail\w*|errors?|problems?|lost)"
NONE_OF_IT = re.compile(
    rf"\b(0|no|none|nothing|never|without)\b(\W+\w+){{0,3}}?\W+{_BAD}\b|\b{_BAD}\W{{1,3}}(0|none|no)\b",
    re.IGNORECASE,
)


def complaint(words: Words) -> str:
    """The pattern of a notice that something, anything, is wrong."""
    return rf"{words.notice_of_socket}|{words.notice_of_failure}|\b(lost|unavailable|problems?|offline)\b"


def says(about: str, text: str) -> bool:
    """Whether the text is such a complaint; "0 failed" and "no errors" are none."""
    return re.search(about, NONE_OF_IT.sub("", text), re.IGNORECASE) is not None


def praises(words: Words, text: str) -> bool:
    """Whether it tells of success and nothing else: "Completed, 1 source failed" does not."""
    success = re.search(words.notice_of_success, text, re.IGNORECASE)
    return all((success, not says(complaint(words), text), not DENIAL.search(text)))
