"""A reducer with a state machine; polls by an interval, each of them giving up the one before; draws in
animation frames; routes in the hash."""

import sys
from pathlib import Path

from e2e.config import Backend, Build, Config, Find, Locators, Page, Words

PLACE = str(Path(__file__).with_name("..") / "place.py")

config = Config(
    page=Page(path="/#/test", results=r"^/#/results/(?P<job>.+)$", home="/#/"),
    backend=Backend(dist=Path("dist/page")),
    builds=(Build(command=(sys.executable, PLACE, "{output}"), output=Path("dist/page")),),
    locators=Locators(run=(Find(role="button", name="check"),), busy="is running"),
    words=Words(
        connected="live: up",
        acknowledged="live: greeted",
        closed="live: down",
        failed="live: unavailable",
        lost="live: down",
    ),
)
