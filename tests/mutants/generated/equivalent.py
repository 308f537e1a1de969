"""Why mutants that nothing catches break no promise: `tests/mutants/equivalent.yaml`. Pure but for `load`.

    - reason: A sentence or more that a reader can verify.
      mutants:
        - file: run/polling.ts
          code: if (index >= 0) outstanding.splice(index, 1);
          mutator: ConditionalExpression
          original: index >= 0
          replacement: "true"

`code` is the line in which the mutant begins. A mutant has no name of its own: its number is another one
after any change of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from tests.mutants.generated.mutant import Mutant, clipped

PATH = Path(__file__).parents[1] / "equivalent.yaml"


class Named(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    code: str
    mutator: str
    original: str
    replacement: str


class Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: str = Field(min_length=1)
    mutants: tuple[Named, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Explanation:
    named: Named
    reason: str

    def fits(self, mutant: Mutant) -> bool:
        """All mutants that are the same change of the same line."""
        return self.named == name_of(mutant)

    def __str__(self) -> str:
        named = self.named
        return f"{named.file}, {named.mutator}: {clipped(named.original)} → {clipped(named.replacement)}"


_groups = TypeAdapter(list[Group])


def load(path: Path = PATH) -> list[Explanation]:
    """Raises pydantic's ValidationError where the file is not what it has to be."""
    return read(path.read_text(encoding="utf-8"))


def read(text: str) -> list[Explanation]:
    groups = _groups.validate_python(yaml.safe_load(text) or [])
    return [Explanation(named, group.reason) for group in groups for named in group.mutants]


def name_of(mutant: Mutant) -> Named:
    return Named(
        file=mutant.file,
        code=mutant.code,
        mutator=mutant.mutator,
        original=mutant.original,
        replacement=mutant.replacement,
    )


def written(mutants: Sequence[Mutant]) -> str:
    """Those mutants as the file names them, for whoever has a reason to give."""
    listed = [name_of(mutant).model_dump() for mutant in mutants]
    return yaml.safe_dump([{"reason": "", "mutants": listed}], sort_keys=False, allow_unicode=True, width=110)
