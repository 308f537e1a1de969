"""What a notice says, by its words: English ones. What they do not know says nothing."""

import re

ABOUT_SOCKET = re.compile(
    r"socket|\bws\b|(dis|re)connect|connection\b(?! test)|could not connect"
    r"|\blive (updates?|channel|progress)|\breal.?time",
    re.IGNORECASE,
)
FAILURE = re.compile(
    r"\b(fail(ed|ure|s)?|errors?|aborted|unable|could not|interrupted|went wrong|was lost)\b", re.IGNORECASE
)
COMPLAINT = re.compile(
    rf"{ABOUT_SOCKET.pattern}|{FAILURE.pattern}|\b(lost|unavailable|problems?|offline)\b", re.IGNORECASE
)
SUCCESS = re.compile(r"\b(success(ful|fully)?|succeeded|completed|passed|finished)\b", re.IGNORECASE)
DENIAL = re.compile(r"\b(not|never|un\w+)\b|n't\b", re.IGNORECASE)

_BAD = r"(fail\w*|errors?|problems?|lost)"
NONE_OF_IT = re.compile(
    rf"\b(0|no|none|nothing|never|without)\b(\W+\w+){{0,3}}?\W+{_BAD}\b|\b{_BAD}\W{{1,3}}(0|none|no)\b",
    re.IGNORECASE,
)


def says(about: re.Pattern[str], text: str) -> bool:
    """Whether the text is such a complaint; "0 failed" and "no errors" are none."""
    return about.search(NONE_OF_IT.sub("", text)) is not None


def praises(text: str) -> bool:
    """Whether it tells of success and nothing else: "Completed, 1 source failed" does not."""
    return all((SUCCESS.search(text), not COMPLAINT.search(text), not DENIAL.search(text)))
