"""Addresses that a release has left in: found where a browser reads them, and only those that are wrong."""

from pathlib import Path

import pytest

from e2e.config import Backend, Config, Page
from e2e.servers import addressed
from e2e.servers.leaks import found, leaks


def left_in(folder: Path, **page: object) -> tuple[str, ...]:
    config = Config(page=Page.model_validate(page)).profiled("production", folder)
    return leaks(config, addressed(config, 8000, 3443))


@pytest.mark.parametrize(
    "text,left",
    [
        ('new WebSocket("ws://localhost:8000/ws/test-progress")', "ws://localhost:8000/ws/test-progress"),
        ("`wss://127.0.0.1/ws`", "wss://127.0.0.1/ws"),
        ('fetch("http://localhost:8000/api")', "//localhost:8000/api"),
        ("const host='LOCALHOST:8000'", "LOCALHOST:8000"),
        ("ws://[::1]:8000", "ws://[::1]:8000"),
        ('"0.0.0.0:5173"', "0.0.0.0:5173"),
        ('"ws://192.168.1.5:8000/ws/test-progress"', "ws://192.168.1.5:8000/ws/test-progress"),
        ('"wss://10.0.2.2/ws"', "wss://10.0.2.2/ws"),
        ('"ws://annas-laptop.local:8000"', "ws://annas-laptop.local:8000"),
    ],
)
def test_an_address_of_the_developer_s_machine_is_found(tmp_path: Path, text: str, left: str) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index-1.js").write_text(text)
    assert left_in(tmp_path) == (f"assets/index-1.js: {left}",)


@pytest.mark.parametrize(
    "text",
    [
        'new URL(path, "http://localhost")',
        'location.hostname === "localhost"',
        'new WebSocket("wss://localhost:3443/ws/test-progress")',
        "wss://live.example/ws",
        "wss://live.localities.example/ws",
        'href="http://192.168.1.5:8080/handbook"',
    ],
)
def test_what_goes_nowhere_or_where_it_should_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "index.html").write_text(text)
    assert left_in(tmp_path) == ()


def test_an_address_that_begins_as_the_page_s_own_is_another(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("https://localhost:8000/api https://localhost/api")
    assert list(found(tmp_path, ("https://localhost",))) == ["a.js: //localhost:8000/api"]


def test_what_no_browser_reads_is_not_searched(tmp_path: Path) -> None:
    (tmp_path / "index.js.map").write_text("ws://localhost:8000")
    assert left_in(tmp_path) == ()


def test_another_folder_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.css").write_text("url(//localhost:8000/a.png)")
    (tmp_path / "index.html").touch()
    assert left_in(tmp_path / "none", bundle=tmp_path / "elsewhere") == ("a.css: //localhost:8000/a.png",)


def test_a_page_in_development_may_name_its_backend(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("ws://localhost:8000")
    config = Config(backend=Backend(dist=tmp_path))
    assert leaks(config, addressed(config, 8000, 3000)) == ()
