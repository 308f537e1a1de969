"""Origins and ports in URLs."""

from urllib.parse import urlsplit

LOOPBACK = {"localhost", "127.0.0.1", "::1"}

DEFAULT_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}


def port_of(url: str) -> int:
    """Of `http://host/` too: 80."""
    parts = urlsplit(url)
    return DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port


def origin(url: str) -> tuple[bool, str | None, int | None]:
    """What two URLs must share to be one origin, `ws:` counted as `http:`."""
    parts = urlsplit(url)
    return parts.scheme in ("wss", "https"), parts.hostname, parts.port or DEFAULT_PORTS.get(parts.scheme)


def same_address(asked: str, wanted: str) -> bool:
    """Whether a page that asked for that URL asked for the wanted one; a query of its own does not matter."""
    one, other = urlsplit(asked), urlsplit(wanted)
    return origin(asked) == origin(wanted) and one.path == other.path and other.query in ("", one.query)


def place(url: str) -> str:
    """Where a page is within its application: its path, with the route that may be in its hash."""
    parts = urlsplit(url)
    route = parts.fragment.partition("?")[0]
    return f"{parts.path}#{route}" if route else parts.path


def host_and_port(url: str) -> str:
    """`localhost:443` of `https://localhost/`."""
    return urlsplit(with_port(url, port_of(url))).netloc


def without_default_port(url: str) -> str:
    """As browsers show it: `wss://host/` of `wss://host:443/`."""
    parts = urlsplit(url)
    default = f":{DEFAULT_PORTS[parts.scheme]}"
    return parts._replace(netloc=parts.netloc.removesuffix(default)).geturl()


def with_port(url: str, port: int) -> str:
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return parts._replace(netloc=f"{host}:{port}").geturl()
