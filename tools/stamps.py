"""What was done, and from what: a step is done again only when one of the things it depends on changes."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

Made = Mapping[str, str]


class Stamps:
    """One small file a step, in one directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        directory.mkdir(exist_ok=True)

    def read(self, step: str, key: str) -> Made | None:
        """What the step left when it was last done with this key; None when that is not so."""
        path = self._directory / step
        if not path.is_file():
            return None
        stamp = json.loads(path.read_text(encoding="utf-8"))
        made: Made | None = stamp["made"] if stamp["key"] == key else None
        return made

    def write(self, step: str, key: str, made: Made) -> None:
        path = self._directory / step
        path.write_text(json.dumps({"key": key, "made": dict(made)}, indent=1) + "\n", encoding="utf-8")

    def forget(self, step: str) -> None:
        (self._directory / step).unlink(missing_ok=True)


def fingerprint(*parts: Path | str | None) -> str:
    """Of files' contents and of words."""
    known = hashlib.sha256()
    for part in parts:
        known.update(part.read_bytes() if isinstance(part, Path) else repr(part).encode())
        known.update(b"\0")
    return known.hexdigest()
