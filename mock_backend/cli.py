"""`mock-backend`: the mock backend as a program, for a person or for a suite that starts it."""

import json
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from mock_backend import library, schema
from mock_backend.backend import ORIGINS
from mock_backend.errors import MockBackendError
from mock_backend.explain import sentences
from mock_backend.program import PROGRAM
from mock_backend.protocol import NATIVE, Protocol
from mock_backend.server import FrontSettings, Server, Settings

app = typer.Typer(add_completion=False, rich_markup_mode=None)
# With rich's help every flag would be shown with a type, `<bool>`.

PORTS = range(65536)


def _front(text: str) -> FrontSettings:
    match = re.fullmatch(r"(\d{1,5})=(.+)", text)
    if match is None or int(match[1]) not in PORTS:
        raise typer.BadParameter(f"expected PORT=DIR such as 3000=frontend/dist, got '{text}'")
    return FrontSettings(int(match[1]), Path(match[2]))


def _origin(text: str) -> str:
    if re.fullmatch(r"https?://[^/]+", text) is None:
        raise typer.BadParameter(f"expected an origin such as http://localhost:4000, got '{text}'")
    return text


def _protocol(text: str) -> Protocol:
    try:
        said = text if text.lstrip().startswith("{") else Path(text).read_text(encoding="utf-8")
        return Protocol.model_validate_json(said)
    except OSError as error:
        raise typer.BadParameter(f"{text} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        raise typer.BadParameter(sentences(error, Protocol)) from None


Port = Annotated[
    int,
    typer.Option(
        metavar="PORT",
        min=PORTS.start,
        max=PORTS.stop - 1,
        help="Port on loopback, IPv4 and IPv6; 0 for any that is free.",
    ),
]
FrontOption = Annotated[
    FrontSettings | None,
    typer.Option(
        parser=_front,
        metavar="PORT=DIR",
        help="Serve the built page in DIR at a second port, and answer /api and /health there too.",
    ),
]
Origins = Annotated[
    list[str] | None,
    typer.Option(
        parser=_origin,
        metavar="ORIGIN",
        help=f"Let pages of this origin in, besides {', '.join(ORIGINS)} and the front. May be repeated.",
    ),
]
ScenarioOption = Annotated[
    str,
    typer.Option(metavar="NAME|FILE", help="What browsers without a session see: a name, or a YAML file."),
]
Speed = Annotated[
    float,
    typer.Option(metavar="FACTOR", min=0.001, max=1000, help="Scenario seconds in one real second."),
]
ProtocolOption = Annotated[
    Protocol | None,
    typer.Option(
        parser=_protocol,
        metavar="JSON|FILE",
        help="How the page's own backend words the protocol; left out: as this one does (docs/protocol.md).",
    ),
]
Tls = Annotated[
    Path | None,
    typer.Option(metavar="PEM", help="The front speaks TLS, with the key and certificates in this file."),
]
Policy = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="The front's documents are sent with this Content-Security-Policy."),
]
UntilStdinCloses = Annotated[
    bool,
    typer.Option("--until-stdin-closes", help="End when standard input reaches its end."),
]


def _print_scenarios(wanted: bool) -> None:
    if wanted:
        with _told():
            print(_listed())
        raise typer.Exit


def _print_schema(wanted: bool) -> None:
    if wanted:
        print(schema.text(), end="")
        raise typer.Exit


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"{PROGRAM} {version('runner-e2e')}")
        raise typer.Exit


Listing = Annotated[
    bool,
    typer.Option(
        "--scenarios",
        is_eager=True,
        callback=_print_scenarios,
        help="List the scenarios by folder, with their causes, and exit.",
    ),
]

Schema = Annotated[
    bool,
    typer.Option(
        "--schema",
        is_eager=True,
        callback=_print_schema,
        help="Print the JSON Schema of scenario files, for editors, and exit.",
    ),
]

Version = Annotated[
    bool,
    typer.Option("--version", is_eager=True, callback=_print_version, help="Say which it is."),
]


@app.command()
def serve(  # noqa: PLR0917
    port: Port = 8000,
    front: FrontOption = None,
    origin: Origins = None,
    scenario: ScenarioOption = "success",
    speed: Speed = 1.0,
    protocol: ProtocolOption = None,
    tls: Tls = None,
    policy: Policy = None,
    until_stdin_closes: UntilStdinCloses = False,
    scenarios: Listing = False,  # noqa: ARG001
    schema: Schema = False,  # noqa: ARG001
    _version: Version = False,
) -> None:
    """A scripted backend for the runner page, on which all can go wrong that can go wrong.

    Open the page as ever: its socket and its polling meet the scenario of your choice.
    """
    for option, value in (("--tls", tls), ("--policy", policy)):
        if value is not None and front is None:
            raise typer.BadParameter("it is for the front: add --front PORT=DIR", param_hint=option)
    with _told():
        front = None if front is None else replace(front, tls=tls, policy=policy)
        origins = (*ORIGINS, *(origin or ()))
        server = Server(Settings(port, front, origins, scenario, speed, protocol or NATIVE))
    print(_announced(server) if sys.stdout.isatty() else _addresses(server), flush=True)
    if until_stdin_closes:
        threading.Thread(target=_stop_at_end_of_input, args=[server], daemon=True).start()
    server.run()


@contextmanager
def _told() -> Iterator[None]:
    """What is expected to go wrong is one sentence and exit code 2."""
    try:
        yield
    except MockBackendError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        raise typer.Exit(2) from None


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
    """A line for each, sorted by folder and name; the causes stand beside."""
    scenarios = library.scenarios().values()
    folders = max(len(each.folder) for each in scenarios)
    names = max(len(each.name) for each in scenarios)
    return "\n".join(
        f"{each.folder:<{folders}}  {each.name:<{names}}  {each.cause}"
        for each in sorted(scenarios, key=lambda each: (each.folder, each.name))
    )


def _stop_at_end_of_input(server: Server) -> None:
    while os.read(sys.stdin.fileno(), 65536):
        pass
    server.stop()
