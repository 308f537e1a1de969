"""`runner-e2e`: the suite as a program."""

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

app = typer.Typer(
    name="runner-e2e",
    help="Says whether a runner page keeps its contract, whatever happens to its WebSocket.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

NAMED = ("test_success.py", "test_drop_and_fallback.py", "test_clean_close.py")

QUIET = ["-q", "--no-header", "--tb=short", "-p", "no:cacheprovider", "-m", ""]
UNUSED = ["-p", "no:hypothesispytest", "-p", "no:anyio"]
"""Plugins that others need, and that take most of a second to load."""


@app.callback()
def program() -> None:
    """Makes `verify` a command by name while it is the only one."""


@app.command()
def verify(
    pytest_arguments: Annotated[
        list[str] | None, typer.Argument(metavar="[-- PYTEST ARGUMENTS]", show_default=False)
    ] = None,
    config: Annotated[
        Path, typer.Option(metavar="FILE", help="The configuration of the page under test.")
    ] = Path("playwright.config.py"),
    backend_port: Annotated[
        int | None,
        typer.Option(
            metavar="PORT",
            min=0,
            max=65535,
            help="Where the mock backend listens; 0 takes free ports, for the page too.",
        ),
    ] = None,
    real_time: Annotated[
        bool, typer.Option("--real-time", help="Real timers in place of the virtual clock; takes minutes.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, help="Pages driven at the same time.")] = 1,
) -> None:
    """Drive the page through the scenarios and judge every promise of its contract in each.

    Ends with a table, scenario by check. Exit code 0: the page keeps its contract. 1: it does not.
    2: asked for in a way that cannot be, or a wrong configuration. 3: the suite could not do its work.
    """
    arguments = [str(Path(__file__).with_name(name)) for name in NAMED]
    arguments += [*QUIET, *UNUSED, "--contract", "--time", "real" if real_time else "virtual"]
    arguments += ["--runner-config", str(config)]
    if backend_port is not None:
        arguments += ["--backend-port", str(backend_port)]
    if workers > 1:
        arguments += ["-n", str(workers)]
    become([sys.executable, "-m", "pytest", *arguments, *(pytest_arguments or [])])


def become(command: list[str]) -> NoReturn:
    """This process becomes that one, so that its signals and its exit code are its own."""
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606


def main() -> None:
    app()
