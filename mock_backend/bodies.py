"""Bodies of requests, bounded."""

from starlette.requests import Request

from mock_backend.errors import BodyTooLargeError

LIMIT = 2 * 1_048_576
"""Bytes."""


async def read(request: Request) -> bytes:
    """Raises BodyTooLargeError, and starlette's ClientDisconnect when the client goes away meanwhile."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LIMIT:
            raise BodyTooLargeError(LIMIT)
    return bytes(body)
