"""What `playwright.config.py` is written with."""

from e2e.config.find import Find
from e2e.config.load import load
from e2e.config.models import (
    DEVELOPMENT,
    PRODUCTION,
    Backend,
    Build,
    Config,
    Locators,
    Page,
    Preparation,
    Profile,
    Server,
    Waiver,
)
from e2e.evidence import Words
from mock_backend.protocol import Endpoint, JobEndpoint, Protocol

__all__ = [
    "DEVELOPMENT",
    "PRODUCTION",
    "Backend",
    "Build",
    "Config",
    "Endpoint",
    "Find",
    "JobEndpoint",
    "Locators",
    "Page",
    "Preparation",
    "Profile",
    "Protocol",
    "Server",
    "Waiver",
    "Words",
    "load",
]
