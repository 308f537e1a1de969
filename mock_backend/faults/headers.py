"""HTTP headers that a fault may add to an answer."""

import re
from typing import Annotated

from pydantic import AfterValidator

OF_THE_BODY = {"connection", "content-length", "transfer-encoding"}
"""Those that the server itself has to set."""

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\x21-\x7e\x80-\xff]([\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?")


def _sendable(headers: dict[str, str]) -> dict[str, str]:
    for name, value in headers.items():
        if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value) or name.lower() in OF_THE_BODY:
            raise ValueError(f"no header to be sent: {name}")
    return headers


Headers = Annotated[dict[str, str], AfterValidator(_sendable)]
