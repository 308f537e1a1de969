"""What a run judges: the page, and of which files it is."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from e2e.config import Config
from e2e.errors import ConfigError
from e2e.servers import Addresses, served
from e2e.urls import port_of


@dataclass(frozen=True)
class Subject:
    page: str
    """Its address."""
    build: str = ""
    """The directory of its files; empty where the suite does not know it."""
    sha256: str = ""
    """Of these files."""


def subject(config: Config, addresses: Addresses) -> Subject:
    page, folder = addresses.page_url + config.page.path, files(config, addresses)
    return Subject(page) if folder is None else Subject(page, str(folder), digest(folder))


def files(config: Config, addresses: Addresses) -> Path | None:
    """The directory of the page's files, where the suite knows it. Raises ConfigError where it is none."""
    if config.page.bundle is None:
        return served(config, port_of(addresses.backend))
    bundle = config.root / config.page.bundle
    if not bundle.is_dir():
        raise ConfigError(f"page.bundle: {bundle} is no directory.")
    return bundle


def digest(folder: Path) -> str:
    """As of `find . -xtype f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum` in there.

    Raises ConfigError for a file or a directory that cannot be read.
    """
    found = {f"./{path.relative_to(folder).as_posix()}": path for path in _files(folder)}
    sums = (
        f"{_sum(found[name])}  {name}\n".encode(errors="surrogateescape")
        for name in sorted(found, key=lambda name: name.encode(errors="surrogateescape"))
    )
    return sha256(b"".join(sums)).hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for where, _, names in os.walk(folder, onerror=_unreadable):
        paths = (Path(where, name) for name in names)
        yield from (path for path in paths if path.is_file())


def _sum(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        _unreadable(error)


def _unreadable(error: OSError) -> NoReturn:
    raise ConfigError(f"{error.filename} is the page's and cannot be read: {error.strerror}.") from None
