"""Only regular files are opened: reading a named pipe would block for ever."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.core.files.folder import look_into
from plugins.core.source.sources import read_source
from plugins.core.system.plain_file import NotPlain, read_plain, read_plain_text

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes among files")


def lay_pipe(path: Path) -> None:
    os.mkfifo(path)


def lay_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def lay_device(path: Path) -> None:
    path.symlink_to(os.devnull)


@pytest.fixture(params=[lay_pipe, lay_socket, lay_device])
def thing(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put something that is not a regular file in the place of a file."""
    monkeypatch.chdir(tmp_path)
    path = Path("rapport.pdf")  # the path of a socket may have at most about a hundred characters
    request.param(path)
    return path


@pytest.mark.parametrize("read", [read_plain, read_plain_text, read_source])
def test_reading_something_other_than_a_plain_file_does_not_block(thing: Path, read: Callable[[Path], object]) -> None:
    with pytest.raises(NotPlain, match="ingen vanlig fil"):
        read(thing)


def test_a_file_that_is_no_longer_plain_since_its_folder_was_listed_is_reported(thing: Path) -> None:
    assert look_into(thing) == ("det är ingen vanlig fil", None)


def test_a_plain_file_is_read_and_a_folder_raises_the_usual_error(tmp_path: Path) -> None:
    (tmp_path / "om.md").write_bytes("å\r\n".encode())
    (tmp_path / "lank.md").symlink_to(tmp_path / "om.md")
    for name in ("om.md", "lank.md"):
        assert read_plain(tmp_path / name) == "å\r\n".encode()
        assert read_plain_text(tmp_path / name) == (tmp_path / name).read_text("utf-8") == "å\n"
    with pytest.raises(IsADirectoryError):
        read_plain(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_plain(tmp_path / "finns-inte.md")
