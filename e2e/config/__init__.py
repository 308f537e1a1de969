"""What `playwright.config.py` is written with."""

from e2e.config.find import Find
from e2e.config.load import load
from e2e.config.models import Backend, Build, Config, Locators, Page, Server
from e2e.evidence import Words

__all__ = ["Backend", "Build", "Config", "Find", "Locators", "Page", "Server", "Words", "load"]
