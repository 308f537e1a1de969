"""Regular expressions and paths derived from what was seen; each is tried on what it was derived from. Pure.

They are read by JavaScript too, so only what both languages know is escaped.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain, takewhile

SPECIAL = re.compile(r"[\\^$.|?*+()\[\]{}/]")

SHAPES = ((2, 0), (2, 1), (0, 2), (1, 1), (0, 1), (1, 0), (3, 0), (4, 0), (4, 1), (2, 2), (0, 4), (6, 0))
"""How many words and gaps before and after a value are tried as its surroundings, the plainest first."""

NEAR = 6
"""Words and gaps before a value that are all taken when its line begins with them."""

VARYING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d")


def escaped(text: str) -> str:
    return SPECIAL.sub(lambda match: "\\" + match[0], text)


def reading(seen: Sequence[tuple[str, str]], value: str = r"(\S+)") -> str | None:
    """A pattern that reads the value out of each text, as Locators read: (text, value) pairs."""
    first_text, first = seen[0]
    for before, after in _surroundings(first_text, first):
        for left, right in _shapes(before):
            around = before[len(before) - left :] if left else [], after[:right]
            pattern = _around(*around, value)
            told = any(piece.strip() for piece in chain(*around))
            if told and all(_read(pattern, text) == wanted for text, wanted in seen):
                return pattern
    return None


def _surroundings(text: str, value: str) -> Iterator[tuple[list[str], list[str]]]:
    for match in re.finditer(rf"(?<![\w.]){re.escape(value)}(?![\w.])", text):
        yield _pieces(text[: match.start()]), _pieces(text[match.end() :])


def _shapes(before: list[str]) -> Iterator[tuple[int, int]]:
    """From the line's beginning, where that is near; then by SHAPES."""
    line = next((at for at, piece in enumerate(reversed(before)) if "\n" in piece), len(before))
    if 0 < line <= NEAR:
        yield from ((line, 0), (line, 1))
    yield from SHAPES


def _pieces(text: str) -> list[str]:
    return re.findall(r"\s+|\S+", text)


def _around(before: list[str], after: list[str], value: str) -> str:
    lazy = value if not after or after[0].isspace() else value.replace("+)", "+?)")
    return "".join(map(_worded, before)) + lazy + "".join(map(_worded, after))


def _worded(piece: str) -> str:
    return (" " if piece == " " else r"\s+") if piece.isspace() else escaped(piece)


def _read(pattern: str, text: str) -> str | None:
    match = re.search(pattern, text, re.IGNORECASE | re.MULTILINE)
    return match[1].strip() if match else None


def line_with(text: str, part: str) -> str | None:
    return next((line.strip() for line in text.splitlines() if part in line), None)


def line_reading(line: str, value: str) -> str | None:
    """A pattern that reads what follows the line's first words; None where the line begins with the value."""
    words = line.partition(value)[0]
    return f"^{escaped(words)}(.+)" if words.strip() else None


def line_begun_alike(line: str, other: str) -> str | None:
    """A pattern that reads what follows the words with which both begin; None where one ends there."""
    words = [line.split(), other.split()]
    alike = list(takewhile(lambda pair: pair[0] == pair[1], zip(*words, strict=False)))
    if not alike or len(alike) == min(map(len, words)):
        return None
    return rf"^{escaped(' '.join(word for word, _ in alike))} (\S.*)"


def beginning(line: str) -> str:
    """A pattern for lines that begin as this one does, up to what is another each time, or to the bracket
    around it: what else is told in the same words may have none."""
    varying = VARYING.search(line)
    steady = (line[: varying.start()] if varying else line).rstrip()
    before, bracket, within = steady.rpartition(" (")
    if varying and bracket and ")" not in within and len(before.split()) > 1:
        steady = before
    return f"^{escaped(steady)}" if steady else escaped(line)


def but_for_reason(line: str) -> str:
    """A pattern for lines that begin as this one does, up to the bracket or the colon behind which it says
    why: another time that is another reason."""
    befores = (line[: match.start()] for match in re.finditer(r" \(|: ", line))
    return beginning(next((before for before in befores if len(before.split()) > 1), line))


def path_with(path: str, job: str) -> str | None:
    """A pattern for that path with any job in it."""
    if job not in path:
        return None
    before, _, after = path.partition(job)
    return f"^{_plain(before)}(?P<job>[^/]+){_plain(after)}$"


def _plain(path: str) -> str:
    return escaped(path).replace(r"\/", "/")


def first_word(name: str, others: Sequence[str]) -> str:
    """A pattern for a button of that name, by its first word where no other begins with it."""
    word = name.split(maxsplit=1)[0]
    alone = not any(other.lower().startswith(word.lower()) for other in others)
    return f"^{escaped(word if alone else name)}" + ("" if alone else "$")


def raw(pattern: str) -> str:
    """As a raw string of Python."""
    return quoted(pattern) if '"' in pattern else f'r"{pattern}"'


def quoted(text: str) -> str:
    """As a string of Python, in double quotes where it has none itself."""
    return repr(text) if '"' in text else json.dumps(text, ensure_ascii=False)
