"""The files for double-clicking find a suitable Python and start the forms, or say what to do without one."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from plugins.commands.preview import task as previews
from plugins.commands.preview.server import PreviewServer
from plugins.commands.preview.state import Preview
from plugins.commands.preview.task import is_ours, serve_preview

PROJECT = Path(__file__).parents[2]
MAC, WINDOWS, LINUX = "Starta (Mac).command", "Starta (Windows).bat", "Starta (Linux).desktop"

OLD = "#!/bin/bash\nexit 1\n"
NEW = '#!/bin/bash\n[ "$1" = -c ] && exit 0\necho "startad: $*"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a project in a folder with spaces, with only what the test puts on the search path."""
    project = tmp_path / "Mina filer" / os.fsdecode("Lokala målen".encode())  # whatever the locale of the tests
    (project / "docs").mkdir(parents=True)
    for name in (MAC, LINUX):
        shutil.copy(PROJECT / name, project / name)
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("bash", "dirname", "uname"):
        (tools / tool).symlink_to(str(shutil.which(tool)))
    (tools / "open").write_text('#!/bin/bash\necho "öppnar: $1"\n', "utf-8")
    (tools / "open").chmod(0o755)
    return project


def put_python(folder: Path, script: str) -> None:
    tool = folder.parents[1] / "bin" / "python3"
    tool.write_text(script, "utf-8")
    tool.chmod(0o755)


def click(folder: Path, *command: str) -> tuple[int, str]:
    path = {"PATH": str(folder.parents[1] / "bin")}
    done = subprocess.run(command, cwd="/", env=path, capture_output=True, encoding="utf-8", check=False, input="\n")
    return done.returncode, done.stdout


@pytest.mark.skipif(
    any(Path(path).exists() for path in ("/usr/local/bin/python3", "/opt/homebrew/bin/python3")), reason="another Python is found"
)
def test_the_page_on_how_to_get_python_is_opened_if_there_is_none(folder: Path) -> None:
    for script in (None, OLD):
        if script:
            put_python(folder, script)
        status, said = click(folder, str(folder / MAC))
        assert status == 1
        assert "Python 3.11 eller senare behövs" in said
        assert "öppnar: docs/skaffa-python.html" in said


def test_a_double_click_starts_the_forms(folder: Path) -> None:
    put_python(folder, NEW)
    status, said = click(folder, str(folder / MAC))
    assert (status, said.count("startad: tasks.py starta")) == (0, 1)
    assert "Första gången" in said
    (folder / ".venv").mkdir()
    assert "Första gången" not in click(folder, str(folder / MAC))[1]


def test_the_mac_file_starts_the_forms_in_another_shell_too(folder: Path) -> None:
    put_python(folder, NEW)
    assert "startad: tasks.py starta" in click(folder, "/bin/sh", str(folder / MAC))[1]
    words = (folder / MAC).read_text("utf-8")
    assert " path=" not in words  # in zsh that is the search path: nothing would be found after it is set


def test_the_linux_file_starts_the_forms(folder: Path) -> None:
    put_python(folder, NEW)
    line = next(line for line in (folder / LINUX).read_text("utf-8").splitlines() if line.startswith("Exec="))
    for named in (str(folder / LINUX), f"file://{folder / LINUX}"):
        command = [named if word == "%k" else word for word in shlex.split(line.removeprefix("Exec="))]
        assert "startad: tasks.py starta" in click(folder, *command)[1]


def test_the_windows_file_has_the_line_ends_and_labels_that_windows_needs() -> None:
    data = (PROJECT / WINDOWS).read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 10
    text = data.decode()
    assert "tasks.py starta" in text
    assert "docs\\skaffa-python.html" in text
    assert "&&" not in text  # Wine's interpreter, where it is tried by hand, reads on after one that failed
    assert text.isprintable() or all(sign.isprintable() or sign in "\r\n" for sign in text)
    labels = {line[1:] for line in text.splitlines() if line.startswith(":")}
    assert {word for line in text.splitlines() if "goto " in line for word in [line.rpartition("goto ")[2]]} == labels


def test_a_second_start_opens_the_running_preview(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(previews.webbrowser, "open", opened.append)
    nothing: Any = None
    with PreviewServer(("127.0.0.1", 0), Preview(tmp_path), tmp_path, lambda _: None) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_port
        assert is_ours(f"http://127.0.0.1:{port}", tmp_path)
        assert serve_preview(nothing, tmp_path, tmp_path, port, nothing, is_for_all=True) == 0
        assert serve_preview(nothing, tmp_path, tmp_path, port, nothing) == 2
        server.shutdown()
    assert opened == [f"http://127.0.0.1:{port}/redigera/"]
    output = capsys.readouterr().err
    assert "redan i gång" in output
    assert "upptagen" in output
    assert not is_ours(f"http://127.0.0.1:{port}", tmp_path)


def test_a_start_of_another_copy_of_the_project_does_not_open_the_running_preview(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Such as last year's folder: whoever clicks in one copy must not edit another."""

    def stop() -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(previews.webbrowser, "open", lambda _: pytest.fail("nothing is to be opened"))
    nothing: Any = None
    other = tmp_path / "other"
    other.mkdir()
    with PreviewServer(("127.0.0.1", 0), Preview(tmp_path), tmp_path, lambda _: None) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert not is_ours(f"http://127.0.0.1:{server.server_port}", other)
        assert is_ours(f"http://127.0.0.1:{server.server_port}", other / "..")
        with pytest.raises(KeyboardInterrupt):
            serve_preview(stop, other, other, server.server_port, nothing, is_for_all=True)
        server.shutdown()
    assert "redan i gång" not in capsys.readouterr().err


@pytest.mark.parametrize("said", [b"", b"220 mail.example.org\r\n", b"HTTP/1.0 200 OK\r\n\r\n\xff\xff", b"\0" * 99])
def test_another_server_on_the_port_is_not_taken_for_a_preview(tmp_path: Path, said: bytes) -> None:
    def serve() -> None:
        connection, _ = taken.accept()
        with connection:
            connection.sendall(said)

    with socket.create_server(("127.0.0.1", 0)) as taken:
        threading.Thread(target=serve, daemon=True).start()
        assert not is_ours(f"http://127.0.0.1:{taken.getsockname()[1]}", tmp_path)
