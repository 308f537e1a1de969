"""A custom element with a shadow tree, in German; XMLHttpRequest with its own timeout; opens its socket
before it asks for the job, and keeps the events that come too early; grows out of nothing; shows the results
in place, once the bar has faded; words to the user go away when their animation ends."""

import sys
from pathlib import Path

from e2e.config import Backend, Build, Config, Find, Locators, Page, Words

PLACE = str(Path(__file__).with_name("..") / "place.py")

config = Config(
    page=Page(path="/pruefung", results=None),
    backend=Backend(dist=Path("dist/page")),
    builds=(Build(command=(sys.executable, PLACE, "{output}"), output=Path("dist/page")),),
    locators=Locators(
        run=(Find(role="button", name="^Prüfung"),),
        busy="läuft",
        progress=(Find(role="progressbar"),),
        step=(Find(css="dl dd"),),
        outcome=(Find(role="heading", name="^Ergebnis"),),
    ),
    words=Words(
        connected="Leitung steht",
        acknowledged="Leitung begrüßt",
        closed="Leitung beendet",
        failed="Leitung (kam nicht zustande|nicht möglich)",
        lost="Leitung abgerissen",
    ),
)
