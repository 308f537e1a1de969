"""What a report says that it is of."""

import os
import subprocess
from pathlib import Path

import pytest

from e2e.config import Config, Page
from e2e.errors import ConfigError
from e2e.servers import Addresses
from e2e.servers.subject import digest, files

SUMMED = "find . -xtype f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum"


def test_files_are_summed_as_the_readme_says_where_some_are_links(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.js").write_text("a")
    (tmp_path / "b.js").symlink_to("assets/a.js")
    (tmp_path / "linked").symlink_to("assets")
    (tmp_path / "broken").symlink_to("nowhere")
    summed = subprocess.run(SUMMED, shell=True, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert digest(tmp_path) == summed.stdout.split()[0]
    assert SUMMED in Path("README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("where, what", [(Path, "read_bytes"), (os, "scandir")])
def test_what_cannot_be_read_of_the_page_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: object, what: str
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "a.js").touch()
    monkeypatch.setattr(where, what, refuse)
    with pytest.raises(
        ConfigError, match=f"{tmp_path}.* is the page's and cannot be read: Permission denied"
    ):
        digest(tmp_path)


def test_a_bundle_that_is_not_there_is_told(tmp_path: Path) -> None:
    config = Config(root=tmp_path, page=Page(bundle=Path("nowhere")))
    with pytest.raises(ConfigError, match=r"page\.bundle: .*/nowhere is no directory\."):
        files(
            config,
            Addresses("http://localhost:8000", None, "ws://localhost:8000/ws", "http://localhost:3000"),
        )
