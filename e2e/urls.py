"""Origins and ports in URLs."""

from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}


def port_of(url: str) -> int:
    """Of `http://host/` too: 80."""
    parts = urlsplit(url)
    return DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port


def with_port(url: str, port: int) -> str:
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return parts._replace(netloc=f"{host}:{port}").geturl()
