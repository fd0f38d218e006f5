"""Answer HTTP requests to preview; does no network input or output itself.

A file is looked up by its path in the list of built files, never on the disk: what is not in the list does not exist. The headers
are as strict as those of the public site: a page of another site can neither read, frame nor control preview, and files from
`content/` run no script and cannot reach staff pages or preview's own addresses.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from plugins.commands.preview.byte_ranges import select_range
from plugins.commands.preview.editable import find_editable
from plugins.commands.preview.forms_later import Forms
from plugins.commands.preview.panel import make_panel
from plugins.commands.preview.state import Preview
from plugins.commands.preview.wire import EDIT, OWN, OWN_HEADER, UPLOAD, Request, Response, encode, page_policy
from plugins.core.outputs import EXAMPLES_FOLDER, STAFF_FOLDER, file_at
from plugins.publishing.hosts.rules import read_rules
from plugins.site.to_do.statistics import ADDRESS, APART

LONGEST_PATH: Final = 1000
"""Characters; no path of the editors is longer."""
AWAY: Final = "Förhandsvisningen är avstängd. Starta den igen, så fortsätter den här av sig själv."
"""Shown by the page's script when the server does not answer."""
NO_PAGE: Final = "Ingen sida kan visas förrän felen är rättade."
FOLDER: Final = f"{OWN}/mapp"
"""Says which content folder is shown, so that a second preview of it can find this one."""

_FILES: Final = Path(__file__).with_name("files")
_OWN_FILES: Final = {
    f"{OWN}/{name}": _FILES / name for name in ("preview.css", "preview.js", "redigera.css", "redigera.js", "markdown-toolbar.js")
}
_STYLES: Final = re.compile(r'<link rel="stylesheet" href="([^"]*)">')
_HOST: Final = re.compile(r"(127\.0\.0\.1|localhost)(:[0-9]{1,5})?", re.ASCII | re.IGNORECASE)
_FRAMED: Final = tuple(f"/{EXAMPLES_FOLDER}/{scheme}.html" for scheme in ("light", "dark"))
"""Pages framed by the page of examples: the only ones that may be framed, and only by this server."""


def answer(
    request: Request, preview: Preview, content: Path, open_file: Callable[[Path], None], forms: Forms | None = None
) -> Response:
    """Return the answer to any request."""
    host = request.header("Host")
    if host is None or not is_own_host(host) or _comes_from_elsewhere(request, host):
        return Response(HTTPStatus.FORBIDDEN)
    path = read_path(request.target)
    if path is None:
        return Response(HTTPStatus.BAD_REQUEST)
    if path == f"{OWN}/oppna":
        return _open(request, content, open_file) if request.method == "POST" else _not_allowed("POST")
    if forms is not None and path.startswith(EDIT):
        may_reach = _may_reach(path, request.header("Sec-Fetch-Dest"))
        return _with_notice(forms.answer(request, path, host, preview), preview) if may_reach else Response(HTTPStatus.FORBIDDEN)
    if request.method not in ("GET", "HEAD"):
        return _not_allowed("GET, HEAD")
    if not _may_reach(path, request.header("Sec-Fetch-Dest")):
        return Response(HTTPStatus.FORBIDDEN)
    if forms is not None and (path == APART or (path == ADDRESS and not _is_page(path, preview))):
        return _with_notice(forms.to_do(host, preview), preview)
    if path == f"{OWN}/version":
        return _answer_news(request, preview)
    if path == f"{OWN}/sida":
        return _answer_page(request, preview)
    if path == FOLDER:
        return Response(HTTPStatus.OK, data=name_folder(content).encode())
    if path in _OWN_FILES:
        return _own_file(path, host)
    return _page(request, path, host, preview)


def is_own_host(host: str) -> bool:
    """Return whether a `Host` header names this machine: another name may have been made to resolve here."""
    return _HOST.fullmatch(host) is not None


def name_folder(content: Path) -> str:
    """Return an id of a content folder, different for another copy of the project."""
    return hashlib.sha256(os.fsencode(content.resolve())).hexdigest()


def read_path(target: str) -> str | None:
    """Return the decoded path of a request's target; None for one that no browser sends for an address of ours."""
    written = re.split(r"[?#]", target, maxsplit=1)[0]
    if not re.fullmatch(r"/(?:[!-$&-~]|%[0-9A-Fa-f]{2})*", written, re.ASCII) or len(written) > 3 * LONGEST_PATH:
        return None
    try:
        path = unquote_to_bytes(written).decode("utf-8")
    except UnicodeDecodeError:
        return None
    parts = path.split("/")
    if not path.isprintable() or "\\" in path or any(part in (".", "..") for part in parts) or path.startswith("//"):
        return None
    return path


def _comes_from_elsewhere(request: Request, host: str) -> bool:
    """Return whether a page of another site made the request; following a link from there to a page is allowed."""
    if request.headers.get("origin", ()) not in ((), (f"http://{host}",)):
        return True
    site = request.header("Sec-Fetch-Site")
    is_link = request.method == "GET" and request.header("Sec-Fetch-Mode") == "navigate"
    is_own_page = request.header("Sec-Fetch-Dest") == "document"
    return site not in (None, "none", "same-origin") and not (is_link and is_own_page)


def _may_reach(path: str, use: str | None) -> bool:
    """Return whether an address may be fetched for a use (`Sec-Fetch-Dest`); anything is allowed where the browser sends none."""
    if use is None:
        return True
    if path.startswith(EDIT):
        return use == ("empty" if path == UPLOAD else "document")
    if path.startswith((f"/{STAFF_FOLDER}/", f"{OWN}/{STAFF_FOLDER}/")):
        return use == "document"
    if path in (f"{OWN}/version", f"{OWN}/sida"):
        return use == "empty"
    return use in ("script", "style") if path.startswith(f"{OWN}/") else True


def _is_page(path: str, preview: Preview) -> bool:
    return preview.site is not None and file_at(path) in preview.site


def _not_allowed(allowed: str) -> Response:
    return Response(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": allowed})


def _open(request: Request, content: Path, open_file: Callable[[Path], None]) -> Response:
    """Open a file of the editors in the system's program for it."""
    if request.header(OWN_HEADER) is None:
        return Response(HTTPStatus.FORBIDDEN)
    file = find_editable(request.body.decode("utf-8", "replace"), content)
    try:
        if file is None:
            return Response(HTTPStatus.NOT_FOUND)
        open_file(file)
    except OSError:
        return Response(HTTPStatus.NOT_FOUND)
    return Response(HTTPStatus.NO_CONTENT)


def _answer_news(request: Request, preview: Preview) -> Response:
    """Answer with the version, once it is another than the page has."""
    seen = re.search(r"\?([0-9]{1,9})\Z", request.target, re.ASCII)
    version = preview.wait(int(seen[1])) if seen and request.method == "GET" else preview.version
    return Response(HTTPStatus.OK, data=str(version).encode())


def _answer_page(request: Request, preview: Preview) -> Response:
    """Answer with what an open page needs to update itself: its digest, its stylesheets, and the panel of problems."""
    path = read_path(request.target.partition("?")[2])
    if path is None:
        return Response(HTTPStatus.BAD_REQUEST)
    page = _find_page(path, preview)
    state = {"page": _digest(page), "styles": _STYLES.findall(page), "panel": _panel(page, preview)}
    return Response(HTTPStatus.OK, "application/json", encode(json.dumps(state, ensure_ascii=False)))


def _find_page(path: str, preview: Preview) -> str:
    """Return the HTML of the page at an address, or of the page for 404; "" where nothing can be shown."""
    site = preview.site
    found = (site.get(_file_at(path)) or site.get("404.html")) if site is not None else None
    return found.decode() if found else ""


def _file_at(path: str) -> str:
    return path.removeprefix("/") + ("index.html" if path.endswith("/") else "")


def _digest(page: str) -> str:
    """Return the digest of a page without its stylesheets, which are replaced without a reload."""
    return hashlib.sha256(_STYLES.sub("", page).encode()).hexdigest()[:16]


def _page(request: Request, path: str, host: str, preview: Preview) -> Response:
    site = preview.site
    name = _file_at(path)
    data = site.get(name) if site is not None else None
    if site is not None and data is None and f"{name}/index.html" in site:
        return Response(HTTPStatus.MOVED_PERMANENTLY, headers={"Location": f"{quote(path)}/"})
    if data is not None:
        found = _show(data, name, path, host, preview)
        return found if name.endswith(".html") else select_range(found, request)
    if preview.site is None:  # the site may have disappeared since it was read above
        return Response(HTTPStatus.OK, "text/html; charset=utf-8", encode(_fault_page(preview)), _policy(path, "text/html", host))
    return _show(preview.site.get("404.html") or b"", "404.html", path, host, preview, HTTPStatus.NOT_FOUND)


def _show(data: bytes, name: str, path: str, host: str, preview: Preview, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Answer with a file of the site."""
    kind = _kind_of(name)
    if kind == "text/html":
        data = encode(add_panel(data.decode(), preview))
    return Response(status, f"{kind}; charset=utf-8" if kind.startswith("text/") else kind, data, _policy(path, kind, host))


def _own_file(path: str, host: str) -> Response:
    """Answer with one of preview's own files."""
    kind = _kind_of(path)
    return Response(HTTPStatus.OK, f"{kind}; charset=utf-8", _OWN_FILES[path].read_bytes(), _policy(path, kind, host))


def _kind_of(name: str) -> str:
    """Return the media type of a file, from the rules for web hosts: that of this computer may differ."""
    return read_rules().kinds.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def _policy(path: str, kind: str, host: str) -> dict[str, str]:
    """Return the security headers of a page: it may load from this server, and run the scripts of the theme and of preview
    only.
    """
    if kind.endswith("xml"):  # SVG opened by itself has its own styles, and runs nothing
        drawing = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'; sandbox"
        return {"Content-Security-Policy": drawing}
    if kind == "application/pdf":  # browsers show it with parts of their own, which a stricter policy would block
        return {"Content-Security-Policy": "frame-ancestors 'none'"}
    if kind.startswith(("audio/", "video/")):  # opened by itself it is played in a page that the browser makes, with this policy
        return {
            "Content-Security-Policy": "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        }
    if kind != "text/html":
        return {}
    return page_policy(host, is_framed=path in _FRAMED)


def add_panel(page: str, preview: Preview) -> str:
    """Return a page with the script that follows saves, and with the panel of problems where there are any."""
    given = f'data-version="{preview.version}" data-page="{_digest(page)}" data-away="{AWAY}"'
    script = f'<script src="{OWN}/preview.js" {given} defer></script>'
    head = f'<link rel="stylesheet" href="{OWN}/preview.css">{script}</head>'
    panel = _panel(page, preview)
    page = page.replace("</head>", head, 1)
    if found := re.search(r'data-errors="([1-9][0-9]*)"', panel):
        page = page.replace("<title>", f"<title>Fel ({found[1]}): ", 1)
    start = page.find(">", page.find("<body")) + 1
    return page[:start] + panel + page[start:]


def _panel(page: str, preview: Preview) -> str:
    """Return the HTML of the panel of problems for a page."""
    has_errors = any(problem.is_error for problem in preview.problems)
    is_shown = preview.site is not None
    state = {"shows_older": has_errors and is_shown, "is_shown": is_shown}
    return make_panel(preview.problems, page, preview.content, **state, notice=preview.notice)


def _with_notice(answer: Response, preview: Preview) -> Response:
    """Return an editing page with the notice about preview itself before its heading."""
    if not preview.notice or not answer.kind.startswith("text/html"):
        return answer
    from plugins.editing.page import MAIN, render_notice  # noqa: PLC0415 (with its templates, which previews of pages need not)

    return replace(answer, data=answer.data.replace(encode(MAIN), encode(f"{MAIN}\n{render_notice(preview.notice)}"), 1))


def _fault_page(preview: Preview) -> str:
    """Return a page for the problems alone, before there is any site to show."""
    page = '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Förhandsvisning</title></head><body></body></html>'
    return add_panel(page, preview)
