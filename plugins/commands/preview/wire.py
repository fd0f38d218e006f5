"""What passes between a browser and preview: requests, answers and their headers.

In: nothing. Out: the types. Made by `commands.preview.server`, answered by `commands.preview.answers`
and `commands.preview.forms`.
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
"""Where preview's own files and news are; no page can be called that."""
EDIT: Final = "/redigera/"
"""What the forms lie below."""
UPLOAD: Final = f"{EDIT}__fil"
OWN_HEADER: Final = "X-Forhandsvisning"
"""What only a page of this server may send: a browser asks us first on behalf of another site's page."""


def headers_of(path: str) -> Mapping[str, str]:
    """Return what an answer for an address bears, unless it has its own: what files of the published site bear, but for what is
    kept and shown.
    """
    return {
        **read_rules().headers_of(path.lstrip("/")),
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Cache-Control": "no-store",
    }


HEADERS: Final[Mapping[str, str]] = headers_of("/")
"""What an answer bears at most addresses."""


@dataclass(frozen=True, slots=True)
class Request:
    """A browser's HTTP request."""

    method: str
    target: str
    headers: Mapping[str, tuple[str, ...]]
    """Every value of a header, by its name in lower case."""
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return a header that stands once; one that stands twice is as none."""
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
    """Return words for a browser as bytes; the letters of a file's name that are none of any alphabet are question marks."""
    return page.encode("utf-8", "replace")


def page_policy(host: str, *, is_framed: bool = False) -> dict[str, str]:
    """Return what a page of the site may do in preview: load from this server, and run the scripts of theme and preview alone."""
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
