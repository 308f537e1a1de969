"""The page's origin: a built single-page application, and a favicon always.

A path without a file gets index.html, so that the page's own routes can be reloaded.
"""

import base64
import mimetypes
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from mock_backend.errors import FrontError

FAVICON = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkaPhfDwAEhQGAjvSIsQAAAABJRU5ErkJggg=="
)
"""A PNG of one pixel: a missing favicon is an error line in the console."""


def favicon() -> Response:
    return Response(FAVICON, media_type="image/png")


class Front:
    """Serves the files under `directory`. Raises FrontError when there is no index.html in it.

    `policy`: the Content-Security-Policy of the page's documents.
    """

    def __init__(self, directory: Path, policy: str | None = None) -> None:
        self._policy = policy
        self._root = directory.resolve()
        self._index = self._root / "index.html"
        if not self._index.is_file():
            raise FrontError(f"There is no index.html in {directory}: build the page first.")

    def answer(self, request: Request, policy: str | None = None) -> Response:
        """`policy`: in place of the usual one."""
        policy = policy or self._policy
        if request.method not in {"GET", "HEAD"}:
            return Response(status_code=405, headers={"allow": "GET, HEAD"})
        path = self._path(request.url.path)
        if path is None:
            return Response(status_code=404)
        if path.is_file():
            return _file(path, policy)
        if path.name == "favicon.ico":
            return favicon()
        return Response(status_code=404) if path.suffix else _file(self._index, policy)

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
