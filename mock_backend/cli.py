"""`mock-backend`: the mock backend as a program, for a person or for a suite that starts it."""

import json
import os
import re
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from mock_backend import library
from mock_backend.backend import ORIGINS
from mock_backend.errors import MockBackendError
from mock_backend.server import FrontSettings, Server, Settings

PROGRAM = "mock-backend"

app = typer.Typer(add_completion=False)


def _front(text: str) -> FrontSettings:
    match = re.fullmatch(r"(\d{1,5})=(.+)", text)
    if match is None:
        raise typer.BadParameter(f"expected PORT=DIR such as 3000=frontend/dist, got '{text}'")
    return FrontSettings(int(match[1]), Path(match[2]))


def _origin(text: str) -> str:
    if re.fullmatch(r"https?://[^/]+", text) is None:
        raise typer.BadParameter(f"expected an origin such as http://localhost:4000, got '{text}'")
    return text


@app.command()
def serve(  # noqa: PLR0917
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port on loopback, IPv4 and IPv6; 0 for any that is free.")
    ] = 8000,
    front: Annotated[
        FrontSettings | None,
        typer.Option(
            parser=_front,
            metavar="PORT=DIR",
            help="Serve the built page in DIR at a second port, and answer /api and /health there too.",
        ),
    ] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option(
            parser=_origin,
            metavar="ORIGIN",
            help=f"Let pages of this origin in, besides {', '.join(ORIGINS)} and the front. May be repeated.",
        ),
    ] = None,
    scenario: Annotated[
        str,
        typer.Option(
            metavar="NAME|FILE", help="What browsers without a session see: a name, or a YAML file."
        ),
    ] = "success",
    speed: Annotated[
        float, typer.Option(min=0.001, max=1000, help="Scenario seconds in one real second.")
    ] = 1.0,
    until_stdin_closes: Annotated[
        bool, typer.Option("--until-stdin-closes", help="End when standard input reaches its end.")
    ] = False,
    scenarios: Annotated[bool, typer.Option("--scenarios", help="List the scenarios and exit.")] = False,
) -> None:
    """A scripted backend for the runner page, on which all can go wrong that can go wrong.

    Open the page as ever: its socket and its polling meet the scenario of your choice.
    """
    try:
        if scenarios:
            print(_listed())
            return
        server = Server(Settings(port, front, (*ORIGINS, *(origin or ())), scenario, speed))
    except MockBackendError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    print(_announced(server) if sys.stdout.isatty() else _addresses(server), flush=True)
    if until_stdin_closes:
        threading.Thread(target=_stop_at_end_of_input, args=[server], daemon=True).start()
    server.run()


def _addresses(server: Server) -> str:
    """For a program that started this one: one line of JSON."""
    return json.dumps({"backend": server.url, "front": server.front_url})


def _announced(server: Server) -> str:
    """For a person."""
    front = f"page      {server.front_url}\n" if server.front_url else ""
    scenario = server.scenario
    return (
        f"backend   {server.url}\n"
        f"{front}"
        f"scenario  {scenario.name}: {scenario.cause}\n"
        f"\nAnother one: --scenario NAME; all of them: --scenarios. Ctrl-C ends.\n"
    )


def _listed() -> str:
    summaries = [each.summary() for each in library.scenarios().values()]
    width = max(len(each.name) for each in summaries)
    return "\n".join(f"{each.name:<{width}}  {each.cause}" for each in summaries)


def _stop_at_end_of_input(server: Server) -> None:
    while os.read(sys.stdin.fileno(), 65536):
        pass
    server.stop()


def main() -> None:
    try:
        app(prog_name=PROGRAM)
    except KeyboardInterrupt:
        sys.exit(130)
