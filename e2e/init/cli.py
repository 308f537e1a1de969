"""`runner-e2e init`."""

import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from e2e.errors import UsageError
from e2e.init.written import Answers, written
from e2e.report.reproduction import DEFAULT_CONFIG

PROGRAM = "runner-e2e"

QUESTIONS = {
    "url": "The page's origin, as a browser asks for it",
    "path": "The path with its run button",
    "home": "Another path of the same application",
    "command": "The command that serves it (empty: it is up already, or built)",
    "dist": "The directory of the built page (empty: none)",
}
"""What is asked on a terminal where no flag says it, in this order: a command leaves out the directory."""


def said(flag: str, what: str, metavar: str = "TEXT") -> Any:
    return typer.Option(flag, metavar=metavar, help=what, show_default=False)


def init(  # noqa: PLR0917
    url: Annotated[
        str | None, said("--url", "The page's origin, such as http://localhost:5173.", "URL")
    ] = None,
    path: Annotated[str | None, said("--path", "Where its run button is. (default: /test)")] = None,
    results: Annotated[
        str | None, said("--results", "A pattern of its results' paths, with (?P<job>...) in it.", "PATTERN")
    ] = None,
    home: Annotated[str | None, said("--home", "Another path of the application. (default: /)")] = None,
    command: Annotated[str | None, said("--command", "What serves the page, such as 'npm run dev'.")] = None,
    cwd: Annotated[str | None, said("--cwd", "Where that is run.", "DIR")] = None,
    dist: Annotated[
        str | None, said("--dist", "A built page, served in place of a web server.", "DIR")
    ] = None,
    built_in: Annotated[
        str | None, said("--built-in", "The backend's address built into the page.", "HOST:PORT")
    ] = None,
    backend_port: Annotated[
        int | None, said("--backend-port", "Where the mock backend listens; 0: anywhere.", "PORT")
    ] = None,
    poll_interval: Annotated[
        float | None, said("--poll-interval", "Seconds between two of its status requests.", "SECONDS")
    ] = None,
    config: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.")] = Path(DEFAULT_CONFIG),
    force: Annotated[
        bool, typer.Option("--force", help="Write it where it is there, too.", metavar="", show_default=False)
    ] = False,
) -> None:
    """Write a commented configuration for a page; asks on a terminal what no flag says.

    Exit code 0: it is written. 2: it is there already, or the answers cannot be.
    """
    told: dict[str, Any] = {
        "url": url,
        "path": path,
        "results": results,
        "home": home,
        "command": command,
        "cwd": cwd,
        "dist": dist,
        "built_in": built_in,
        "backend_port": backend_port,
        "poll_interval": poll_interval,
    }
    try:
        _writable(config, force)
        answers = replace(Answers(), **{name: value for name, value in told.items() if value is not None})
        answers = answers.validated()
        if sys.stdin.isatty() and sys.stdout.isatty():
            answers = asked(answers, [name for name in QUESTIONS if told[name] is None])
        config.write_text(written(answers), encoding="utf-8")
    except OSError as error:
        _end(UsageError(f"{config} cannot be written: {error.strerror}."))
    except UsageError as error:
        _end(error)
    doctor = "" if config == Path(DEFAULT_CONFIG) else f" --config {config}"
    print(f"{config} is written. Next: `runner-e2e doctor{doctor}` says what in it does not fit the page.")


def asked(answers: Answers, names: list[str]) -> Answers:
    """Each until its answer can be. Ctrl-C is raised there: readline has to put the terminal back."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in names:
        if name == "dist" and answers.command:
            continue
        answers = _asked(answers, name)
    return answers


def _asked(answers: Answers, name: str) -> Answers:
    while True:
        default = getattr(answers, name)
        said = typer.prompt(QUESTIONS[name], default=default, show_default=bool(default))
        try:
            return replace(answers, **{name: said}).validated()
        except UsageError as error:
            print(error)


def _writable(config: Path, force: bool) -> None:
    """Raises UsageError."""
    if config.suffix != ".py":
        raise UsageError(f"{config}: a configuration is a Python file, its name ends with .py.")
    if config.exists() and not force:
        raise UsageError(f"{config} is there already: --force writes it anew, --config FILE writes another.")


def _end(error: UsageError) -> None:
    sys.stderr.write(f"{PROGRAM}: {error}\n")
    raise typer.Exit(error.exit_code)
