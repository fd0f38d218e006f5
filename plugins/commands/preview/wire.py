"""Requests and responses of preview, and the headers of responses. Requests come from `server`; `answers` and `forms` answer
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from http import HTTPStatus
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.outputs import EXAMPLES_FOLDER, PREVIEW_OWN, THEME_FOLDER
from plugins.publishing.hosts.rules import read_rules

OWN: Final = f"/{PREVIEW_OWN}"
"""Prefix of preview's own files and messages; no page can have that address."""
EDIT: Final = "/redigera/"
"""Prefix of the editing pages."""
UPLOAD: Final = f"{EDIT}__fil"
OWN_HEADER: Final = "X-Forhandsvisning"
"""Header that only a page of this server can send: for another site's page a browser would ask us first (CORS)."""


def headers_of(path: str) -> Mapping[str, str]:
    """Return the default headers of a response at an address: those of the published site, except that nothing is cached and only
    pages get a policy that lets them load anything.
    """
    return {
        **read_rules().headers_of(path.lstrip("/")),
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Cache-Control": "no-store",
    }


HEADERS: Final[Mapping[str, str]] = headers_of("/")
"""The default headers at most addresses."""


@dataclass(frozen=True, slots=True)
class Request:
    """A browser's HTTP request."""

    method: str
    target: str
    headers: Mapping[str, tuple[str, ...]]
    """All values of a header, by its name in lower case."""
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the value of a header; None where it is missing or repeated."""
        found = self.headers.get(name.lower(), ())
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Response:
    """The HTTP response to a browser."""

    status: HTTPStatus
    kind: str = "text/plain; charset=utf-8"
    data: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def encode(page: str) -> bytes:
    """Encode a page; characters that cannot be encoded (of odd file names) become question marks."""
    return page.encode("utf-8", "replace")


def page_policy(host: str, *, is_framed: bool = False) -> dict[str, str]:
    """Return the security headers of a page: it may load from this server, and run only the scripts of the theme and of
    preview.
    """
    ours = f"http://{host}"
    rules = {
        "default-src": "'none'",
        "script-src": f"{ours}/{THEME_FOLDER}/ {ours}{OWN}/",
        "style-src": f"{ours}/{THEME_FOLDER}/ {ours}{OWN}/ {ours}/{EXAMPLES_FOLDER}/",
        "img-src": "'self'",
        "media-src": "'self'",
        "font-src": "'self'",
        "manifest-src": "'self'",
        "connect-src": f"{ours}{OWN}/",
        "frame-src": f"{ours}/{EXAMPLES_FOLDER}/",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'" if is_framed else "'none'",
    }
    policy = "; ".join(f"{name} {sources}" for name, sources in rules.items())
    return {"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN" if is_framed else "DENY"}
