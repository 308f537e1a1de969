"""Options that several commands have, each with the same words."""

from pathlib import Path
from typing import Annotated

import typer

ConfigFile = Annotated[Path, typer.Option(metavar="FILE", help="The configuration of the page under test.")]
ProfileName = Annotated[
    str,
    typer.Option(
        metavar="NAME", help="A profile of the configuration: production for a release build behind TLS."
    ),
]
Dist = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="A built page, served in place of the configured one.", show_default=False
    ),
]
BackendPort = Annotated[
    int | None,
    typer.Option(
        metavar="PORT",
        min=0,
        max=65535,
        help="Where the mock backend listens; 0 takes free ports, for the page too.",
        show_default=False,
    ),
]
Browsers = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="chromium, firefox or webkit. May be repeated. (default: as configured)",
        show_default=False,
    ),
]
