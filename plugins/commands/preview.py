"""Preview: the site with its drafts, on this machine only, new at every save.

In: what makes a Site (called again at every change). Out: a server on the loopback address. A fault never ends it: the
last good site stays, with the problems on top of every page. Pelican's own autoreload is not used: an exception there
makes it build in a tight loop, and a save during a build is lost (`docs/decisions/`).
"""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

from watchfiles import watch

from plugins.commands.folding import tell_text
from plugins.commands.pelican_run import run_pelican
from plugins.commands.tell import say, show
from plugins.core.problems import Problem, tell_problem
from plugins.site.model import Site, Theme

Prepare = Callable[[], tuple[Site | None, list[Problem]]]

HOST = "127.0.0.1"
"""Loopback only: drafts are nobody else's business."""
PATIENCE = 25.0
"""Seconds a browser waits for news before it asks again."""

OWN = "/__forhandsvisning"
_FILES = Path(__file__).with_name("preview_files")


NO_PAGE = "Ingen sida kan visas förrän felen är rättade."
OWN_HEADER = "X-Forhandsvisning"
EDITABLE = (".md", ".yaml")
"""Files that an edit mark may open: texts, and nothing that a system would run."""
LONGEST_PATH = 1000
"""Characters; no path of the editors is longer."""


def open_in_program(file: Path) -> None:
    """Open a text file in the program that the system has for it; raise `OSError` where there is none."""
    if sys.platform == "win32":
        os.startfile(file)
    else:
        command = ["open", "-t"] if sys.platform == "darwin" else ["xdg-open"]
        subprocess.Popen([*command, str(file)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@dataclass
class Preview:
    """The state that builder and server share."""

    folder: Path | None = None
    """The last good site."""
    problems: list[Problem] = field(default_factory=list)
    version: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def update(self, folder: Path | None, problems: list[Problem]) -> None:
        """Take a new site (None: keep the last good one) and its problems, and wake the browsers."""
        with self.changed:
            self.folder = folder or self.folder
            self.problems = problems
            self.version += 1
            self.changed.notify_all()

    def wait(self, seen: int) -> int:
        """Return the version, as soon as it is not the one already seen, or after a while."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != seen, timeout=PATIENCE)
            return self.version


class PreviewServer(ThreadingHTTPServer):
    """Serves several browsers at once, and says nothing when one of them goes before it has its answer."""

    daemon_threads = True
    block_on_close = False  # a browser may still wait for news

    def handle_error(self, *_: object) -> None:
        """Tell an editor what to do instead of showing a traceback."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            say("Något gick fel när sidan skulle visas. Ladda om den i webbläsaren.")


def serve_preview(content: Path, theme: Theme, project: Path, port: int, prepare: Prepare) -> int:
    """Serve until interrupted; return the exit status."""
    preview = Preview()
    try:
        server = PreviewServer((HOST, port), make_handler(preview, content))
    except OSError:
        other = port + 1 if port < 65_535 else port - 1  # there is no higher one
        say(f"Porten {port} är upptagen av något annat. Välj en annan, till exempel --port {other}.")
        return 2
    workshop = Path(tempfile.mkdtemp(prefix="lokalamalen-"))
    try:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        rebuild(preview, content, theme, project, workshop, prepare)
        address = f"http://{HOST}:{server.server_port}/"
        try:
            say(f"Förhandsvisning: {address}   (avsluta med Ctrl-C)")
            webbrowser.open(address)
            for _ in watch(content, theme.folder):  # told not to raise at Ctrl-C, it says so itself, in English
                rebuild(preview, content, theme, project, workshop, prepare)
        except KeyboardInterrupt:
            say("Förhandsvisningen är avslutad.")
        return 0
    finally:
        server.shutdown()
        server.server_close()
        shutil.rmtree(workshop, ignore_errors=True)


def rebuild(preview: Preview, content: Path, theme: Theme, project: Path, workshop: Path, prepare: Prepare) -> None:
    """Build once more; whatever goes wrong is told, and the last good site stays."""
    from plugins.commands.run import unexpected  # noqa: PLC0415 (run imports this module when the task starts)

    folder = workshop / str(preview.version + 1)
    try:
        site, problems = prepare()
        if site is not None and not any(problem.is_error for problem in problems):
            folder.mkdir()
            problems = problems + run_pelican(site, content, folder, theme, project)
    except Exception as error:
        problems = [unexpected(error, content)]
    is_good = folder.is_dir() and not any(problem.is_error for problem in problems)
    before = preview.folder
    preview.update(folder if is_good else None, problems)
    if is_good and before is not None:
        shutil.rmtree(before, ignore_errors=True)
    for told in tell_text(problems):
        show(told)
    if is_good:
        say("Sidorna är uppdaterade.")
    else:
        say(f"Det finns fel att rätta. {'Sidorna visas som de var.' if before else NO_PAGE}")


def make_handler(
    preview: Preview, content: Path, open_file: Callable[[Path], None] = open_in_program
) -> type[BaseHTTPRequestHandler]:
    """Return the class that answers requests for `preview` of the folder `content`."""

    class Handler(BaseHTTPRequestHandler):
        """Answers one request."""

        def do_GET(self) -> None:
            """Answer with a page, a file of the site, or the preview's own script and news."""
            if not self._is_ours():
                self._send(HTTPStatus.FORBIDDEN, b"", "text/plain")
                return
            path = unquote(urlsplit(self.path).path)
            if path == f"{OWN}/version":
                seen = urlsplit(self.path).query
                version = preview.wait(int(seen) if seen.isdigit() else -1)
                self._send(HTTPStatus.OK, str(version).encode(), "text/plain")
            elif path.startswith(f"{OWN}/"):
                self._send_file(_FILES / path.removeprefix(f"{OWN}/"), _FILES)
            else:
                self._send_page(path)

        def do_POST(self) -> None:
            """Open a file of the editors in the program of the system."""
            # Another site's page can send a form here, but no header of its own making: the browser would ask us first.
            if not self._is_ours() or self.headers.get(OWN_HEADER) is None or self.path != f"{OWN}/oppna":
                self._send(HTTPStatus.FORBIDDEN, b"", "text/plain")
                return
            named = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LONGEST_PATH)).decode("utf-8", "replace")
            file = find_editable(named, content)
            try:
                if file is None:
                    raise FileNotFoundError(named)
                open_file(file)
            except OSError:
                self._send(HTTPStatus.NOT_FOUND, b"", "text/plain")
                return
            self._send(HTTPStatus.NO_CONTENT, b"", "text/plain")

        def _is_ours(self) -> bool:
            """Refuse a page elsewhere that has its own name point here, and asks for our drafts."""
            host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
            return host in (HOST, "localhost")

        def _send_page(self, path: str) -> None:
            if preview.folder is None:
                self._send(HTTPStatus.OK, _fault_page(preview).encode(), "text/html; charset=utf-8")
                return
            target = preview.folder / path.lstrip("/")
            if target.is_dir() and not path.endswith("/"):
                self.send_response(HTTPStatus.MOVED_PERMANENTLY)
                self.send_header("Location", f"{path}/")
                self.end_headers()
                return
            self._send_file(target / "index.html" if target.is_dir() else target, preview.folder)

        def _send_file(self, file: Path, folder: Path) -> None:
            status = HTTPStatus.OK
            if not (file.resolve().is_relative_to(folder.resolve()) and file.is_file()):
                file, status = folder / "404.html", HTTPStatus.NOT_FOUND
            try:
                data = file.read_bytes()
            except OSError:
                data = b""
            kind = guess_type(file.name)[0] or "application/octet-stream"
            if kind == "text/html":
                data = add_panel(data.decode(), preview).encode()
            self._send(status, data, f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)

        def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing of each request: the editor reads problems here."""

    return Handler


def find_editable(named: str, content: Path) -> Path | None:
    """Return the file that an edit mark names, `content/mal/mal-1.md`; None for anything but an editors' text."""
    folder, _, relative = named.partition("/")
    file = (content / relative).resolve()
    is_text = file.suffix in EDITABLE and file.is_file()
    return file if folder == content.name and is_text and file.is_relative_to(content.resolve()) else None


def add_panel(page: str, preview: Preview) -> str:
    """Return a page with the reloading script, and with the errors on top where there are some."""
    script = f'<script src="{OWN}/preview.js" data-version="{preview.version}" defer></script>'
    head = f'<link rel="stylesheet" href="{OWN}/preview.css">{script}</head>'
    errors = [problem for problem in preview.problems if problem.is_error]
    panel = ""
    if errors:
        told = "\n\n".join(html.escape(tell_problem(problem)) for problem in errors)
        shown = "Sidan visas som den var innan felen kom in." if preview.folder else NO_PAGE
        words = f"{shown} Rätta dem och spara, så uppdateras den."
        panel = f'<div class="preview-panel" role="status"><p>{words}</p><pre>{told}</pre></div>'
    page = page.replace("</head>", head, 1)
    start = page.find(">", page.find("<body")) + 1
    return page[:start] + panel + page[start:]


def _fault_page(preview: Preview) -> str:
    """Return a page of its own for the faults, before there is any good site to show."""
    page = '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Förhandsvisning</title></head><body></body></html>'
    return add_panel(page, preview)
