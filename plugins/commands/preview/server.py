"""The HTTP server of preview, on the loopback address: reads requests within limits of time and size, and sends the responses.

The responses come from `commands.preview.answers`. A client that is slow, idle or sends too much is disconnected.
"""

from __future__ import annotations

import io
import socket
import sys
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from plugins.commands.preview.answers import LONGEST_PATH, answer, is_own_host, read_path
from plugins.commands.preview.fault import show_fault
from plugins.commands.preview.forms_later import Forms
from plugins.commands.preview.state import Preview
from plugins.commands.preview.wire import Request, Response, headers_of
from plugins.commands.process.failure import PROJECT, faults, unexpected
from plugins.commands.reporting.speak import say, show
from plugins.core.problems import format_problem

FORM: Final = "application/x-www-form-urlencoded"
LONGEST_KEPT: Final = 3_000_000
"""Bytes of a form whose texts are shown again where the program fails."""
SERVER: Final = "Forhandsvisning"
"""The `Server` header."""
TIME_TO_ASK: Final = 10.0
"""Seconds in which a whole request must arrive, however slowly."""
TIME_TO_SEND: Final = 60.0
"""Seconds in which a form or a file must arrive."""
TIME_TO_TAKE: Final = 30.0
"""Seconds in which the whole response must be received."""
LONGEST_REQUEST: Final = 32_768
"""Bytes of a whole request; a browser's is a few hundred."""
MOST_AT_ONCE: Final = 64
"""Connections served at a time; a browser opens at most six for each of its windows."""


class RequestTooLong(Exception):
    """The request is longer than any browser's."""


class BoundedReader(io.RawIOBase):
    """Reads from a connection until a deadline, and at most so many bytes."""

    def __init__(self, connection: socket.socket, seconds: float, most: int) -> None:
        self.connection = connection
        self.end = time.monotonic() + seconds
        self.left = most

    def allow(self, seconds: float, most: int) -> None:
        """Extend the deadline and the limit, for the body that a request announces."""
        self.end = time.monotonic() + seconds
        self.left += most

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what has arrived; raise `TimeoutError` after the deadline, `RequestTooLong` beyond the limit."""
        seconds = self.end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        if self.left <= 0:
            raise RequestTooLong
        self.connection.settimeout(seconds)
        count = self.connection.recv_into(memoryview(buffer)[: self.left])
        self.left -= count
        return count


class _Handler(BaseHTTPRequestHandler):
    """Answers one request and closes the connection."""

    server: PreviewServer

    # Set by the first line of a request, which may never arrive.
    command = requestline = ""
    request_version = "HTTP/1.0"

    def setup(self) -> None:
        """Limit what is read."""
        super().setup()
        self.rfile.close()
        self.bounds = BoundedReader(self.connection, TIME_TO_ASK, LONGEST_REQUEST)
        self.rfile = io.BufferedReader(self.bounds)

    def handle(self) -> None:
        """Answer, also a request that is too long."""
        try:
            super().handle()
        except RequestTooLong:
            self._send(Response(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE))

    def version_string(self) -> str:
        """Return no version of anything."""
        return SERVER

    def _answer(self) -> None:
        headers = {name.lower(): tuple(self.headers.get_all(name, ())) for name in self.headers}
        length = headers.get("content-length", ("0",))
        fault: BaseException | None = None
        try:
            most = self._most_bytes()
        except faults() as error:  # e.g. the forms cannot be opened
            fault, most = error, LONGEST_KEPT if self._is_ours() else LONGEST_PATH
        if "transfer-encoding" in headers or len(length) != 1 or not (length[0].isascii() and length[0].isdigit()):
            self._send(Response(HTTPStatus.BAD_REQUEST))
        elif len(length[0]) > 9 or int(length[0]) > most:
            self._send(Response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
        else:
            if int(length[0]) > LONGEST_PATH:
                self.bounds.allow(TIME_TO_SEND, int(length[0]))
            body = self.rfile.read(int(length[0]))
            request, server = Request(self.command, self.path, headers, body), self.server
            try:
                if fault is not None:
                    raise fault
                found = answer(request, server.preview, server.content, server.open_file, server.forms)
            except faults() as error:
                found = self._answer_failure(error, body)
            self._send(found)

    def _answer_failure(self, error: BaseException, sent: bytes) -> Response:
        """Return the response for a failure of the program; print its problem too, once."""
        host = self.headers.get("Host", "")
        if not is_own_host(host):
            return Response(HTTPStatus.FORBIDDEN)
        problem = unexpected(error, self.server.content, PROJECT)
        printed = format_problem(problem)
        if printed != self.server.last_printed:
            self.server.last_printed = printed
            show(f"{printed}\n")
        return show_fault(problem, host, sent if self.headers.get_content_type() == FORM else b"")

    def _most_bytes(self) -> int:
        """Return how many bytes a request may send: more for a form's address, from a page of ours."""
        forms = self.server.forms
        most = forms.most_bytes(read_path(self.path) or "") if forms is not None and self.command == "POST" else None
        return most if most is not None and self._is_ours() else LONGEST_PATH

    def _is_ours(self) -> bool:
        """Return whether the request comes from a page of this server."""
        return bool(self.headers.get("Origin") == f"http://{self.headers.get('Host')}")

    # The method names that the library looks for; any other HTTP method is answered with 501.
    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = do_CONNECT = _answer

    def send_error(self, code: int, *_: object, **__: object) -> None:
        """Answer what cannot be parsed as a request, without the library's page in English."""
        self._send(Response(HTTPStatus(code)))

    def _send(self, answer: Response) -> None:
        self.close_connection = True
        self.connection.settimeout(TIME_TO_TAKE)
        self.send_response(answer.status)
        path = read_path(getattr(self, "path", "")) or "/"  # a request that could not be parsed has no path
        for name, value in {**headers_of(path), **answer.headers}.items():
            self.send_header(name, value)
        if answer.status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.data)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the terminal is for problems."""


class PreviewServer(ThreadingHTTPServer):
    """Serves several browsers at once, and ignores those that disconnect before they have their response."""

    daemon_threads = True
    block_on_close = False  # a browser may be waiting for a new version
    request_queue_size = MOST_AT_ONCE
    """Connections that may wait to be accepted (default 5): a browser refused tries again after one second, then three."""

    def __init__(
        self,
        address: tuple[str, int],
        preview: Preview,
        content: Path,
        open_file: Callable[[Path], None],
        forms: Forms | None = None,
    ) -> None:
        """Listen at an address, for the `preview` of the folder `content`."""
        self.preview = preview
        self.content = content
        self.open_file = open_file
        """Opens a file of the content in the editor's own program."""
        self.forms = forms
        self.last_printed = ""
        """The last failure of the program that was printed."""
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own; close it where too many are open."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:  # no thread could be started
            self._places.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve it, and make room for another."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, *_: object) -> None:
        """Print what to do instead of a traceback."""
        if not isinstance(sys.exc_info()[1], OSError):
            say("Något gick fel när sidan skulle visas. Ladda om den i webbläsaren.")
