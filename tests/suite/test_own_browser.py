"""A browser for one scenario alone."""

import threading
from pathlib import Path

import pytest

from e2e.browsers.own_browser import _port_left_in
from e2e.errors import Unavailable


def test_the_port_is_waited_for_until_it_is_written_whole(tmp_path: Path) -> None:
    file = tmp_path / "DevToolsActivePort"
    file.write_text("")
    written = threading.Timer(0.05, file.write_text, ["4711\n/devtools/browser/1\n"])
    written.start()
    assert _port_left_in(file) == "4711"
    written.join()


def test_a_browser_that_never_says_its_port_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"did not say within 0\.05 s where it listens"):
        _port_left_in(tmp_path / "DevToolsActivePort", seconds=0.05)
