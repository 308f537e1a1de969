"""`mock-backend`: the mock backend as a program."""

import json
import os
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from mock_backend.backend import ORIGINS
from mock_backend.errors import MockBackendError
from mock_backend.server import Server, Settings

app = typer.Typer(add_completion=False)


@app.command()
def serve(
    port: Annotated[int, typer.Option()] = 8000,
    front: Annotated[str | None, typer.Option(metavar="PORT=DIR")] = None,
    origin: Annotated[list[str] | None, typer.Option()] = None,
    scenario: Annotated[str, typer.Option()] = "success",
    speed: Annotated[float, typer.Option()] = 1.0,
    until_stdin_closes: Annotated[bool, typer.Option("--until-stdin-closes")] = False,
) -> None:
    """Serve."""
    place = None
    if front is not None:
        number, _, directory = front.partition("=")
        place = (int(number), Path(directory))
    try:
        server = Server(Settings(port, place, (*ORIGINS, *(origin or ())), scenario, speed))
    except MockBackendError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    print(json.dumps({"backend": server.url, "front": server.front_url}), flush=True)
    if until_stdin_closes:
        threading.Thread(target=_stop_at_eof, args=[server], daemon=True).start()
    server.run()


def _stop_at_eof(server: Server) -> None:
    while os.read(0, 65536):
        pass
    server.stop()


def main() -> None:
    app()
