"""The page's origin: a built page, and a favicon always.

PATH, PATH.html, PATH/index.html: the first that is a file, as static hosts have it. A path without any gets
index.html, so that a single-page application's own routes can be reloaded, unless it has a suffix.
"""

import base64
import mimetypes
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from mock_backend.errors import FrontError

FAVICON = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkaPhfDwAEhQGAjvSIsQAAAABJRU5ErkJggg=="
)
"""A PNG of one pixel: a missing favicon is an error line in the console."""


def favicon() -> Response:
    return Response(FAVICON, media_type="image/png")


class Front:
    """Serves the files under `directory`. Raises FrontError when no .html file is in it.

    `policy`: the Content-Security-Policy of the page's documents.
    """

    def __init__(self, directory: Path, policy: str | None = None) -> None:
        self._policy = policy
        self._root = directory.resolve()
        self._index = self._root / "index.html"
        if not self._index.is_file() and not any(self._root.rglob("*.html")):
            raise FrontError(f"There is no .html file in {directory}: build the page first.")

    def answer(self, request: Request, policy: str | None = None) -> Response:
        """`policy`: in place of the usual one."""
        policy = policy or self._policy
        if request.method not in {"GET", "HEAD"}:
            return Response(status_code=405, headers={"allow": "GET, HEAD"})
        path = self._path(request.url.path)
        if path is None:
            return Response(status_code=404)
        name = request.url.path.strip("/")
        tried = [name, f"{name}.html", f"{name}/index.html"] if name else []
        found = next((file for each in tried if (file := self._path(each)) and file.is_file()), None)
        if found is None and path.name == "favicon.ico":
            return favicon()
        if found is None and path.suffix:
            return Response(status_code=404)
        if found is None and not self._index.is_file():
            there = ", ".join([*tried, self._index.name])
            return PlainTextResponse(f"None of these is a file in {self._root}: {there}\n", 404)
        return _file(found or self._index, policy)

    def _path(self, asked: str) -> Path | None:
        """Where it would be in the directory; None where nothing can be."""
        try:
            path = (self._root / asked.lstrip("/")).resolve()
            path.is_file()
        except (ValueError, OSError):
            return None
        return path if path.is_relative_to(self._root) else None


def _file(path: Path, policy: str | None) -> Response:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    headers = {"Content-Security-Policy": policy} if policy and kind == "text/html" else None
    return Response(path.read_bytes(), media_type=kind, headers=headers)
