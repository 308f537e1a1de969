"""The checks as a list for a person."""

from rich.box import SIMPLE_HEAD
from rich.table import Table

from e2e.selection import Selection


def listed(selection: Selection, drawn: bool) -> Table | str:
    """Id, level and promise of each; not `drawn`, as plain lines with two spaces between."""
    rows: list[tuple[str, str, str]] = [(check.id, check.level, check.promise) for check in selection.judged]
    return _drawn(rows) if drawn else _plain(rows)


def _drawn(rows: list[tuple[str, str, str]]) -> Table:
    table = Table("check", "level", "the page promises", box=SIMPLE_HEAD, header_style="dim")
    table.columns[0].no_wrap = True
    for row in rows:
        table.add_row(*row)
    return table


def _plain(rows: list[tuple[str, str, str]]) -> str:
    width = max(len(check) for check, _, _ in rows)
    return "\n".join(f"{check:<{width}}  {level:<8}  {promise}" for check, level, promise in rows)
