"""Each address a document of its own, results fetched by theirs; takes a job up again when it is loaded anew;
polls that overlap; a `<progress>` and alerts; says that there is no network while there is none."""

import sys
from pathlib import Path

from e2e.config import Backend, Build, Config, Find, Locators

PLACE = str(Path(__file__).with_name("..") / "place.py")

config = Config(
    backend=Backend(dist=Path("dist/page")),
    builds=(Build(command=(sys.executable, PLACE, "{output}"), output=Path("dist/page")),),
    locators=Locators(progress=(Find(role="progressbar"),)),
)
