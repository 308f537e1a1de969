"""All that has to run beside the browser: the page"s build, the mock backend, other web servers."""

from e2e.servers.bring_up import (
    Addresses,
    addressed,
    built_to,
    environment,
    hosts,
    policy,
    served,
    start,
    start_backend,
)

__all__ = [
    "Addresses",
    "addressed",
    "built_to",
    "environment",
    "hosts",
    "policy",
    "served",
    "start",
    "start_backend",
]
