"""Which scenarios a run plays and which checks decide it; by default all of both.

As options of pytest: --runner-scenario, --runner-folder, --runner-quick, --runner-check, --runner-level.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from e2e.checks import EVERY_CHECK, AnyCheck
from e2e.errors import UsageError, near
from e2e.quick import QUICK

if TYPE_CHECKING:
    import pytest

Level = Literal["core", "extended"]

LISTED = "`mock-backend --scenarios` lists them."
OF_ONE_S_OWN = (
    "A file of your own is played by a test, with the fixture `scenario`, or by hand: "
    "`mock-backend --scenario FILE.yaml`."
)

SCENARIOS = Path(str(files("mock_backend"))) / "scenarios"


@cache
def catalogue() -> dict[str, str]:
    """The folder of each scenario that comes with the mock backend, in order of folder and name."""
    return {path.stem: path.parent.name for path in sorted(SCENARIOS.glob("*/*.yaml"))}


@dataclass(frozen=True)
class Selection:
    """Scenarios by name, by folder or the quick ones: all that any of these names; checks by id and by level:
    those that fit both. An empty choice is no choice.

    Raises UsageError when one of them is not known, or when no check fits.
    """

    scenarios: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    quick: bool = False
    """Those that all known defects show in."""
    checks: tuple[str, ...] = ()
    level: Level | None = None

    def __post_init__(self) -> None:
        _known("scenario", self.scenarios, catalogue(), LISTED, OF_ONE_S_OWN)
        _known("folder of scenarios", self.folders, dict.fromkeys(catalogue().values()))
        _known("check", self.checks, [check.id for check in EVERY_CHECK], "`runner-e2e checks` lists them.")
        if not self.judged:
            raise UsageError(f"No {self.level} check is named {' or '.join(self.checks)}: leave --level out.")

    @property
    def whole(self) -> bool:
        """Nothing was chosen: the contract is to be judged as a whole."""
        return self == Selection()

    @property
    def narrows(self) -> bool:
        """Some scenarios of the catalogue were chosen, not all."""
        return bool(self.scenarios or self.folders or self.quick)

    @property
    def names(self) -> list[str]:
        """The scenarios of the catalogue that fit: named, in one of the folders, or quick ones."""
        if not self.narrows:
            return list(catalogue())
        named = {*self.scenarios, *(QUICK if self.quick else ())}
        return [name for name, folder in catalogue().items() if name in named or folder in self.folders]

    @property
    def judged(self) -> tuple[AnyCheck, ...]:
        """The checks that decide."""
        return tuple(
            check
            for check in EVERY_CHECK
            if (not self.checks or check.id in self.checks) and self.level in (None, check.level)
        )

    def applied(self, release: bool) -> tuple[AnyCheck, ...]:
        """Those that such a page is held to. Raises UsageError where none is left."""
        left = tuple(check for check in self.judged if release or not check.of_releases)
        if not left:
            raise UsageError(
                f"{' and '.join(self.checks)} is judged of a release alone: add --profile production."
            )
        return left


def _known(
    what: str, words: Sequence[str], known: Iterable[str], listed: str = "", of_files: str = ""
) -> None:
    """`listed`: where to find them all, if they are too many for a sentence. `of_files`: what is said more to
    who names a file."""
    there = list(known)
    for word in words:
        if word not in there:
            where = listed or f"There are: {', '.join(there)}."
            more = f" {of_files}" if of_files and _is_file(word) else ""
            raise UsageError(f"No {what} is named '{word}'{near(word, there)}. {where}{more}")


def _is_file(word: str) -> bool:
    return "/" in word or word.endswith((".yaml", ".yml"))


def add_options(group: "pytest.OptionGroup") -> None:
    for option, metavar, what in (
        ("--runner-scenario", "NAME", "of the catalogue's scenarios play this one, and what else is chosen"),
        (
            "--runner-folder",
            "NAME",
            "of the catalogue's scenarios play those in this folder, and what else is chosen",
        ),
        ("--runner-check", "ID", "let this check decide and no other"),
    ):
        group.addoption(option, metavar=metavar, action="append", default=[], help=f"{what} (repeatable)")
    group.addoption(
        "--runner-quick",
        action="store_true",
        help="of the catalogue's scenarios play those that all known defects show in, and what is chosen",
    )
    group.addoption(
        "--runner-level", choices=get_args(Level), help="let the checks of this level decide (default: all)"
    )


def selected(config: "pytest.Config") -> Selection:
    """Raises UsageError."""
    return Selection(
        scenarios=tuple(config.getoption("--runner-scenario")),
        folders=tuple(config.getoption("--runner-folder")),
        quick=config.getoption("--runner-quick"),
        checks=tuple(config.getoption("--runner-check")),
        level=cast("Level | None", config.getoption("--runner-level")),
    )


def refuse_missing_files(config: "pytest.Config") -> None:
    """What pytest says of a file that is not there is lost among workers. Raises UsageError."""
    for word in config.args if not config.option.pyargs else ():
        name = word.split("::")[0]
        if not Path(config.invocation_params.dir, name).exists():
            hint = f"; to play that scenario: --scenario {name}" if name in catalogue() else ""
            raise UsageError(f"'{name}' is no file for pytest{hint}.")
