"""Addresses of the developer's machine that a release build still has in its files."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from e2e.config import Config
from e2e.servers import Addresses
from e2e.servers.subject import files

READ = {".css", ".htm", ".html", ".js", ".json", ".mjs", ".webmanifest"}
"""What a browser reads; source maps and the like are no part of what it runs."""

HOST = r"(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])"
NEARBY = r"(?:10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|[\w-]+\.local\b)"
"""In the developer's own network. Links to such a host may be meant; a socket is not."""
LEFT_IN = re.compile(
    rf"(?:wss?:)?//{HOST}:\d+[\w./?=&-]*|wss?://(?:{HOST}|{NEARBY})(?::\d+)?[\w./?=&-]*|\b{HOST}:\d+",
    re.IGNORECASE,
)
"""A bare `http://localhost` is what libraries resolve relative URLs against, and goes nowhere."""

FEW = 5


def leaks(config: Config, addresses: Addresses) -> tuple[str, ...]:
    """As `Evidence.leaks` has them, the first few; none where the page is no release, or none of files."""
    if not config.release:
        return ()
    folder = files(config, addresses)
    return () if folder is None else tuple(islice(found(folder, configured(addresses)), FEW))


def configured(addresses: Addresses) -> tuple[str, ...]:
    """What a build of this run was told, or is asked for: no mistake where it is found."""
    return (addresses.socket_url, addresses.page_url)


def found(folder: Path, known: tuple[str, ...]) -> Iterator[str]:
    """Each different one once for each file."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in READ and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            for address in known:
                text = re.sub(rf"{re.escape(address)}(?![\w.:-])", "", text)
            for left in dict.fromkeys(LEFT_IN.findall(text)):
                yield f"{path.relative_to(folder)}: {left}"
