"""`runner-e2e`: the suite as a program."""

import os
import signal
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from e2e.config import DEVELOPMENT
from e2e.doctor.cli import doctor
from e2e.errors import UsageError
from e2e.init.cli import init
from e2e.options import BackendPort, Browsers, ConfigFile, Dist, ProfileName
from e2e.report.listing import listed
from e2e.report.reproduction import DEFAULT_CONFIG
from e2e.selection import Level, Selection
from e2e.share import processors
from e2e.signals import ENDING

PROGRAM = "runner-e2e"

app = typer.Typer(
    name=PROGRAM,
    help="Says whether a runner page keeps its contract, whatever happens to its WebSocket.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"{PROGRAM} {version(PROGRAM)}")
        raise typer.Exit


@app.callback()
def main(
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Say which it is.")
    ] = False,
) -> None:
    pass


NAMED = ("test_success.py", "test_drop_and_fallback.py", "test_clean_close.py")
CATALOGUE = "test_catalogue.py"

QUIET = ["-q", "--no-header", "--tb=short", "-p", "no:cacheprovider", "-m", "", "-o", "addopts="]
UNUSED = ["-p", "no:hypothesispytest", "-p", "no:anyio"]
"""Plugins that others need, and that take most of a second to load."""

PYTEST = """
import os, signal, sys
sys.argv[0] = "pytest"
ending = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
for number in ending:
    if signal.getsignal(number) is not signal.SIG_IGN:
        signal.signal(number, lambda *_: os._exit(2))
signal.pthread_sigmask(signal.SIG_UNBLOCK, ending)
try:
    import pytest
    code = pytest.main()
    sys.stdout.flush()
except KeyboardInterrupt:
    sys.exit(2)
except OSError as error:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        print(f"runner-e2e: The output cannot be written: {error}.", file=sys.stderr, flush=True)
    except OSError:
        os.dup2(nowhere, 2)
    sys.exit(3)
sys.exit(2 if code == pytest.ExitCode.USAGE_ERROR else code)
"""
"""pytest, but wrong usage is 2 in place of 4, and Ctrl-C ends it in silence while it loads plugins too: as
`end_at_a_signal` does, which is a module of ours, and pytest wants to import those itself.

Output that cannot be written, to a full disk or to a reader who has left, is 3: Python's own 1 is a broken
page's. What is left in a stream then goes nowhere, or Python would end by 120.
"""

VISITS_PER_WORKER = 8
"""Fewer are over before another worker has come up."""

MOST_WORKERS = 4


def flag(*names: str, help: str) -> typer.models.OptionInfo:  # noqa: A002
    option: typer.models.OptionInfo = typer.Option(*names, help=help, metavar="", show_default=False)
    return option


@app.command()
def checks(
    level: Annotated[Level | None, typer.Option(help="Those of this level only.", show_default=False)] = None,
) -> None:
    """List the promises that a page is held to."""
    console = Console(highlight=False)
    console.print(listed(Selection(level=level), console.is_terminal), soft_wrap=not console.is_terminal)


app.command()(init)
app.command()(doctor)


@app.command()
def verify(  # noqa: PLR0917
    pytest_arguments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="-- PYTEST ARGUMENTS",
            help="Handed on to pytest, as in `-- --junitxml=report.xml`.",
            show_default=False,
        ),
    ] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Play this scenario, and what else is chosen. May be repeated.",
            show_default=False,
        ),
    ] = None,
    folder: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Play the scenarios of this folder, and what else is chosen. May be repeated.",
            show_default=False,
        ),
    ] = None,
    quick: Annotated[
        bool,
        flag(
            "--quick",
            help="Play those that all known defects show in, two fifths of all, and what else is chosen.",
        ),
    ] = False,
    check: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID", help="Let this check decide and no other. May be repeated.", show_default=False
        ),
    ] = None,
    level: Annotated[
        Level | None, typer.Option(help="Let the checks of this level decide.", show_default=False)
    ] = None,
    named: Annotated[
        bool, flag("--named", help="In place of the catalogue the three test files of the reference page.")
    ] = False,
    real_time: Annotated[
        bool, flag("--real-time", help="Real timers in place of the virtual clock; takes minutes.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Pages driven at the same time. (default: by the cores)",
            show_default=False,
        ),
    ] = None,
    repeat_each: Annotated[int, typer.Option(min=1, metavar="N", help="Visit so many times over.")] = 1,
    exit_first: Annotated[bool, flag("-x", "--exit-first", help="Stop at the first failure.")] = False,
    headed: Annotated[bool, flag("--headed", help="Show the browser.")] = False,
    browser: Browsers = None,
    connect: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Drive the browsers of a Playwright server, ws://HOST:PORT. (default: this machine's)",
            show_default=False,
        ),
    ] = None,
    table: Annotated[bool, flag("--table", help="The whole table at the end, however long.")] = False,
    config: ConfigFile = Path(DEFAULT_CONFIG),
    profile: ProfileName = DEVELOPMENT,
    dist: Dist = None,
    backend_port: BackendPort = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Keep what failing visits leave there. (default: as configured)",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Drive the page through the scenarios and judge every promise of its contract in each.

    Exit code 0: the page keeps its contract.
    1: it does not, or keeps a promise that is waived.
    2: asked for in a way that cannot be, a wrong configuration; or Ctrl-C.
    3: the suite could not do its work.
    """
    selection = chosen(scenario, folder, quick, check, level)
    options = {
        "--runner-config": str(config),
        "--runner-profile": profile,
        "--runner-dist": dist,
        "--runner-connect": connect,
        "--backend-port": backend_port,
        "--output": output,
        "--time": "real" if real_time else "virtual",
        "--repeat-each": repeat_each,
        "-n": workers or suitable(selection, named, repeat_each * max(1, len(browser or ()))),
    }
    flags = {"-x": exit_first, "--headed": headed, "--runner-table": table}
    become(
        [
            *(sys.executable, "-c", PYTEST),
            *played(selection, named),
            *(*QUIET, "-q", "-rN", "-o", "console_output_style=classic", *UNUSED),
            *("--contract", "--runner-progress", *narrowed(selection)),
            *(word for name, value in options.items() if value is not None for word in (name, str(value))),
            *(name for name, wanted in flags.items() if wanted),
            *(word for name in browser or () for word in ("--browser", name)),
            *(pytest_arguments or ()),
        ]
    )


def chosen(
    scenarios: list[str] | None,
    folders: list[str] | None,
    quick: bool,
    checks: list[str] | None,
    level: Level | None,
) -> Selection:
    try:
        return Selection(tuple(scenarios or ()), tuple(folders or ()), quick, tuple(checks or ()), level)
    except UsageError as error:
        sys.stderr.write(f"{PROGRAM}: {error}\n")
        raise typer.Exit(error.exit_code) from None


def played(selection: Selection, named: bool) -> list[str]:
    """The test files: the catalogue's, which holds any page to its contract."""
    names = NAMED if named and not selection.narrows else (CATALOGUE,)
    return [str(Path(__file__).with_name(name)) for name in names]


def narrowed(selection: Selection) -> list[str]:
    chosen = {
        "--runner-scenario": selection.scenarios,
        "--runner-folder": selection.folders,
        "--runner-check": selection.checks,
        "--runner-level": (selection.level,) if selection.level else (),
    }
    words = [word for option, values in chosen.items() for value in values for word in (option, value)]
    return [*words, *(["--runner-quick"] if selection.quick else [])]


def suitable(selection: Selection, named: bool, times: int) -> int | None:
    """Workers for so many visits on this machine; None for none beside this process."""
    visits = times * (VISITS_PER_WORKER if named and not selection.narrows else len(selection.names))
    workers = min(visits // VISITS_PER_WORKER, len(processors()), MOST_WORKERS)
    return workers if workers > 1 else None


def become(command: list[str]) -> NoReturn:
    """This process becomes that one, so that its signals and its exit code are its own: those that come in
    between wait until it heeds them."""
    sys.stdout.flush()
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    os.execv(command[0], command)  # noqa: S606
