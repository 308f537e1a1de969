"""What the checks say of themselves is what the contract says of them."""

import re
from pathlib import Path

from e2e.checks import CHECKS, FAMILY_CHECKS

CONTRACT = Path(__file__).parents[2] / "docs" / "contract.md"
ROW = re.compile(r"^\| `(?P<id>[a-z-]+)` \| (?P<promise>.+?) \| [^|]+ \|$", re.MULTILINE)


def promised() -> dict[str, str]:
    """Each check's promise in the contract, by id."""
    text = CONTRACT.read_text(encoding="utf-8")
    text = text[text.index("## Core") : text.index("## What is known to be broken")]
    return {row["id"]: row["promise"] for row in ROW.finditer(text)}


def test_each_check_s_promise_is_the_contract_s_word_for_word() -> None:
    single = {check.id: check.promise for check in CHECKS}
    assert single | {check.id: check.promise for check in FAMILY_CHECKS} == promised()
