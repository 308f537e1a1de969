"""The points as text for a terminal, and the lines of the configuration that they are about. Pure."""

import ast
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from textwrap import indent, wrap

from e2e.doctor.point import Change, Point

MARKS = {True: "✓", False: "✗", None: "–"}  # noqa: RUF001
MODELS = {
    "page": "Page",
    "locators": "Locators",
    "words": "Words",
    "backend": "Backend",
    "protocol": "Protocol",
}
IMPORTED = re.compile(r"\b(Find|Endpoint)\(")
INDENT = " " * 4
PROGRAM = "runner-e2e"


def told(points: Sequence[Point], width: int = 100) -> str:
    """Rows for each point, and for all that could not be told."""
    known = [point for point in points if point.right is not None]
    widest = max(len(point.name) for point in known)
    rows = [row for point in known for row in _rows(point, widest, width)]
    return "\n".join([*rows, *_untold(points, widest, width)])


def _rows(point: Point, widest: int, width: int) -> Iterator[str]:
    lead, under = f"{MARKS[point.right]} {point.name:<{widest}}  ", " " * (widest + 4)
    yield from _wrapped(point.saw, width, lead, under)
    if point.change:
        place = ".".join(filter(None, [point.change.part, point.change.field]))
        yield f"{under}-> {place}={point.change.value}"
    if point.advice:
        yield from _wrapped(point.advice, width, f"{under}-> ", f"{under}   ")


def _wrapped(text: str, width: int, first: str, others: str) -> list[str]:
    """Addresses stay whole."""
    return wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _untold(points: Sequence[Point], widest: int, width: int) -> Iterator[str]:
    """By what kept them from being told."""
    reasons: dict[str, list[str]] = {}
    for point in points:
        if point.right is None:
            reasons.setdefault(point.saw, []).append(point.name)
    for why, names in reasons.items():
        first, rest = (names[0], why) if len(names) == 1 else ("", f"{why}: {', '.join(names)}")
        lead, under = f"{MARKS[None]} {first:<{widest}}  ", " " * (widest + 4)
        yield from _wrapped(rest, width, lead, under)


def conclusion(
    points: Sequence[Point], file: str, places: Mapping[str, int], options: Sequence[str] = ()
) -> str:
    """What to do now: the lines to change, ready to be pasted; and the next command, with the options of this
    one."""
    wrong = [point for point in points if point.right is False]
    if not wrong:
        first, then = _command("verify", "--scenario", "success", *options), _command("verify", *options)
        return f"All right. Next: `{first}`, then `{then}`."
    changes = [point.change for point in wrong if point.change]
    again = f"{len(wrong)} to change. Then `{_command('doctor', *options)}` again."
    return f"{lines(changes, file, places)}\n\n{again}" if changes else again


def _command(*words: str) -> str:
    return shlex.join([PROGRAM, *words])


def lines(changes: Sequence[Change], file: str, places: Mapping[str, int]) -> str:
    parts: dict[str, list[Change]] = {}
    for change in changes:
        parts.setdefault(change.part, []).append(change)
    names = {MODELS[part] for part in parts if part in MODELS}
    names |= {name for change in changes for name in IMPORTED.findall(change.value)}
    imports = [f"from e2e.config import {', '.join(sorted(names))}"] if names else []
    blocks = [row for part, said in parts.items() for row in _block(part, said, places)]
    return f"In {file}:\n\n" + indent("\n".join([*imports, *blocks]), INDENT)


def _block(part: str, changes: Sequence[Change], places: Mapping[str, int]) -> Iterator[str]:
    stands = f"  # line {places[part]}" if part in places else "  # add to Config(...)"
    if part not in MODELS:
        yield f"{part}={changes[0].value},{stands}"
        return
    yield f"{part}={MODELS[part]}({stands}"
    for change in changes:
        line = places.get(f"{part}.{change.field}")
        yield f"{INDENT}{change.field}={change.value}," + (f"  # line {line}" if line else "")
    yield "),"


def places(source: str) -> dict[str, int]:
    """On which line each field of `config = Config(...)` stands: "page" and, within it, "page.url"."""
    found: dict[str, int] = {}
    for call in _configs(ast.parse(source)):
        for part in call.keywords:
            found[part.arg or ""] = part.value.lineno
            if isinstance(part.value, ast.Call):
                found |= {f"{part.arg}.{field.arg}": field.value.lineno for field in part.value.keywords}
    return found


def _configs(module: ast.Module) -> Iterator[ast.Call]:
    for statement in module.body:
        value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "Config":
            yield value
