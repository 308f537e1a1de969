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
        """What the step left when it was last done with this key; None when that is not so or unreadable."""
        try:
            stamp = json.loads((self._directory / step).read_text(encoding="utf-8"))
            made: Made | None = stamp["made"] if stamp["key"] == key else None
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return made

    def write(self, step: str, key: str, made: Made) -> None:
        """Whole or not at all."""
        text = json.dumps({"key": key, "made": dict(made)}, indent=1) + "\n"
        fresh = self._directory / f".{step}"
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self._directory / step)

    def forget(self, step: str) -> None:
        (self._directory / step).unlink(missing_ok=True)


def fingerprint(*parts: Path | str | None) -> str:
    """Of files' contents and of words."""
    known = hashlib.sha256()
    for part in parts:
        known.update(part.read_bytes() if isinstance(part, Path) else repr(part).encode())
        known.update(b"\0")
    return known.hexdigest()
