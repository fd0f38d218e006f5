"""What passes between a browser and preview: requests, answers and their headers.

In: nothing. Out: the types. Made by `preview_server`, answered by `preview_answers` and `preview_forms`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from plugins.core.outputs import PREVIEW_OWN

OWN: Final = f"/{PREVIEW_OWN}"
"""Where preview's own files and news are; no page can be called that."""
OWN_HEADER: Final = "X-Forhandsvisning"
"""What only a page of this server may send: a browser asks us first on behalf of another site's page."""

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""What every answer bears, unless it has its own."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser asked."""

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
class Answer:
    """What it is answered with."""

    status: HTTPStatus
    kind: str = "text/plain; charset=utf-8"
    data: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
