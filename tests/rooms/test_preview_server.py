"""Preview's network side: slow, idle, too many or too large requests are dropped, and others are served meanwhile."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.commands.preview import server as module
from plugins.commands.preview.server import PreviewServer
from plugins.commands.preview.state import Preview

PAGE = '<!doctype html><html lang="sv"><head></head><body></body></html>'


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Serve a site of one page with short timeouts; yield the port."""
    monkeypatch.setattr(module, "TIME_TO_ASK", 0.3)
    preview = Preview(tmp_path)
    preview.update({"index.html": PAGE.encode()}, [])
    with PreviewServer(("127.0.0.1", 0), preview, tmp_path, lambda _: None) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_port
        server.shutdown()


def ask(port: int, said: str, method: str = "GET") -> tuple[str, dict[str, str], str]:
    """Send a raw request; return status line, headers and body."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(said.encode())
        return parse(read_all(connection))


def read_all(connection: socket.socket) -> str:
    """Return everything up to the end of the connection."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:  # it went while we were still talking
        pass
    return b"".join(parts).decode()


def parse(said: str) -> tuple[str, dict[str, str], str]:
    head, _, body = said.partition("\r\n\r\n")
    status, *lines = head.split("\r\n")
    return status, dict(line.split(": ", 1) for line in lines), body


def request(method: str = "GET", path: str = "/", *more: str) -> str:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *more, "", ""])


def test_a_head_request_has_the_headers_of_get_and_no_body(port: int) -> None:
    status, headers, body = ask(port, request())
    assert (status, len(body.encode())) == ("HTTP/1.0 200 OK", int(headers["Content-Length"]))
    again = ask(port, request("HEAD"))
    assert (again[0], again[2]) == (status, "")
    same = [name for name in headers if name != "Date"]
    assert [again[1][name] for name in same] == [headers[name] for name in same]
    assert headers["Server"] == "Forhandsvisning"
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    _, headers, _ = ask(port, request(path="/delning/lokalamalen.png"))
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"  # as web hosts are told of that folder


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (request("BREW"), 501),
        (request("PUT"), 405),
        (request("GET", "/%zz"), 400),
        (request("GET", "/" + "x" * 4000), 400),
        (request("GET", "/", "Host: evil.example.org"), 403),
        (request("GET", "/", *(f"X-{n}: y" for n in range(200))), 431),
        (request("GET", "/", "X: " + "y" * 40_000), 431),
        (request("POST", "/", "Content-Length: x"), 400),
        (request("POST", "/", "Content-Length: -1"), 400),
        (request("POST", "/", "Content-Length: ²"), 400),
        (request("POST", "/", "Content-Length: " + "9" * 5000), 413),
        (request("POST", "/", "Content-Length: 1001"), 413),
        (request("POST", "/", "Transfer-Encoding: chunked"), 400),
        ("GET / HTTP/9.9\r\n\r\n", 505),
        ("<svg onload=alert(1)> x y z\r\n\r\n", 400),
    ],
)
def test_an_invalid_request_has_a_short_answer_without_traceback(
    port: int, said: str, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    answered = ask(port, said)
    if answered[0]:  # who is still talking may not hear it
        assert answered[0].split()[1] == str(status)
        assert answered[1]["X-Content-Type-Options"] == "nosniff"
    assert "<svg" not in answered[2]
    assert len(answered[2]) < 300
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("said", ["", "GET / HT", "GET / HTTP/1.1\r\nHost: local", request("POST", "/x", "Content-Length: 9")])
def test_an_incomplete_request_is_dropped(port: int, said: str) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(said.encode())
        assert read_all(connection) == ""


def test_a_slow_request_is_dropped(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(0.02)
        assert any(is_let_go(connection, b"G") for _ in range(1000))


def is_let_go(connection: socket.socket, drop: bytes) -> bool:
    """Send a little more; return whether the server has closed the connection."""
    try:
        connection.sendall(drop)
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def test_connections_over_the_limit_are_dropped_and_later_ones_served(port: int) -> None:
    waiting = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(module.MOST_AT_ONCE)]
    assert ask(port, request())[0] in ("", "HTTP/1.0 200 OK")
    for connection in waiting:
        assert read_all(connection) == ""
        connection.close()
    assert ask(port, request())[0] == "HTTP/1.0 200 OK"


def test_a_thread_that_cannot_start_does_not_use_up_a_connection(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as crowded:
        crowded.setattr(threading.Thread, "start", fail)
        for _ in range(module.MOST_AT_ONCE):
            assert ask(port, request())[0] == ""
    assert ask(port, request())[0] == "HTTP/1.0 200 OK"


def test_an_exit_in_a_form_is_answered_as_a_server_error(tmp_path: Path) -> None:
    preview = Preview(tmp_path)
    with PreviewServer(("127.0.0.1", 0), preview, tmp_path, lambda _: None, Broken(SystemExit(0))) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            answers = [ask(server.server_port, request("GET", path)) for path in ("/redigera/", "/redaktion/")]
        finally:
            server.shutdown()
    assert {status for status, _, _ in answers} == {"HTTP/1.0 500 Internal Server Error"}


class Broken:
    """Forms that fail because a file of the program is unreadable."""

    def fail(self, *_: object) -> Any:
        raise self.error

    def __init__(self, error: BaseException) -> None:
        self.error = error

    answer = to_do = most_bytes = settle = fail


FORM = "Content-Type: application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (request("GET", "/redigera/"), "Ladda om sidan när det är rättat."),
        (request("GET", "/redaktion/"), "Ladda om sidan när det är rättat."),
        (
            request("POST", "/redigera/sidor/om.md/", "Origin: http://localhost", FORM, "Content-Length: 21")
            + "nyckel=x&namn=Bo+%3CE",
            '<dl><dt>namn</dt><dd class="told">Bo &lt;E</dd></dl>',
        ),
    ],
)
def test_a_failure_in_the_program_is_answered_and_reported_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], said: str, what: str
) -> None:
    file = tmp_path / "plugins" / "forms.py"
    file.parent.mkdir()
    file.write_text("x = 1\ndef <b>(\n", "utf-8")
    monkeypatch.setattr(module, "PROJECT", tmp_path)
    forms = Broken(SyntaxError("invalid syntax", (str(file), 2, 5, "def <b>(")))
    preview = Preview(tmp_path / "content")
    preview.update({"index.html": PAGE.encode()}, [])
    with PreviewServer(("127.0.0.1", 0), preview, preview.content, lambda _: None, forms) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            answers = [ask(server.server_port, said) for _ in range(2)]
            assert ask(server.server_port, request())[0] == "HTTP/1.0 200 OK"
            foreign = ask(server.server_port, said.replace("localhost", "evil.example.org"))
        finally:
            server.shutdown()
    for status, headers, body in answers:
        assert status == "HTTP/1.0 500 Internal Server Error"
        assert "Python kan inte läsa raden." in body
        assert "plugins/forms.py, rad 2" in body
        assert "def &lt;b&gt;(" in body
        assert what in body
        assert "'none'" in headers["Content-Security-Policy"]
    assert (foreign[0].split()[1], foreign[2]) == ("403", "")
    output = capfd.readouterr()
    assert output.out.count("Python kan inte läsa raden.") == 1
    assert "Traceback" not in output.out + output.err
