"""What a notice says, by its words. What they do not know says nothing."""

import re

from e2e.evidence import Words

WORDLESS = r"\[object( \w+\]|$)"
"""JavaScript's word for what has no words; its first half where a step is found by `\\S+`."""
NOTHING = rf"\b(undefined|null|NaN)\b|{WORDLESS}"
"""Its words for nothing too."""
UNFILLED = r"(?<!/)\$?\{\{?\s*[^\W\d][\w.]*\s*\}\}?"
"""A place in a text that nobody filled: `{reason}`, `{{ reason }}`, `${error.message}`."""
UNTRANSLATED = (
    r"(?:^|: )[^\w\n]*(?=[\w.-]*(?:[Ee]rror|[Ff]ail))"
    r"(?:alerts?|app|common|errors?|jobs?|messages?|notices?|notifications?|page|results?|run(?:ner)?|tests?|ui)"
    r"(?:\.[a-z][\w-]*)+(?=\W*$|\s[^\W\d_a-z])"
)
"""A line, or what stands behind a colon, that is the key of a text in place of it, maybe with a button beside
it: `errors.jobFailed Dismiss`, not `body.error is null`."""
EXPLAINED = ("actual ", "be ", "got ", "is ", "not ", "of ", "received ", "received: ", "was ", "was: `")
"""What stands before them where they are part of a reason: "expected string, received undefined"."""
NOT_EXPLAINED = "".join(rf"(?<!\b{before})" for before in EXPLAINED)
QUOTES = "'\"`\u2018\u2019\u201c\u201d"
UNKNOWN_TO_JSON = (
    NOT_EXPLAINED
    + rf"(?<!\bconvert )(?<!\bin )(?<![\w{QUOTES}])(?:undefined|NaN)(?![\w{QUOTES}]| (?:has|is|or)\b)"
    + r"|\[object \w+\]"
)
"""What no answer can have said, and nobody quotes, nor an engine says of an error."""
NO_REASON = (
    NOT_EXPLAINED
    + r"\b(undefined|null|NaN)(?=\W*$|[,;!?)\]»”。、،؛]|\.\s)"
    + rf"|\[object \w+\]|{UNFILLED}|{UNTRANSLATED}"
)
"""The same in place of a reason, or no more than the place; "Cannot read properties of undefined" is one."""
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


def garbled(step: str) -> bool:
    """Whether such a word is in what a page meant to tell as the step under test."""
    return re.search(NOTHING, step) is not None


def wordless(step: str) -> bool:
    """Whether the word for what has no words is in it."""
    return re.search(WORDLESS, step) is not None


def unknown_to_json(text: str) -> str | None:
    """The first of JavaScript's words for nothing that no answer can have said."""
    found = re.search(UNKNOWN_TO_JSON, text)
    return found and found[0]


def gives_no_reason(text: str) -> bool:
    """Whether such a word stands where a page meant to say why something failed."""
    return re.search(NO_REASON, text, re.MULTILINE) is not None


def _found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None
