"""What `playwright.config.py` is written with."""

from e2e.config.find import Find
from e2e.config.load import load
from e2e.config.models import Backend, Build, Config, Locators, Page, Preparation, Server
from e2e.evidence import Words
from mock_backend.protocol import Endpoint, JobEndpoint, Protocol

__all__ = [
    "Backend",
    "Build",
    "Config",
    "Endpoint",
    "Find",
    "JobEndpoint",
    "Locators",
    "Page",
    "Preparation",
    "Protocol",
    "Server",
    "Words",
    "load",
]
