"""`security.txt` (RFC 9116): where to report a vulnerability in the site.

It expires on the last day of the next half-year: less than a year ahead, as section 2.5.5 recommends, and the same on every
day of a half-year. A site that is built every night never serves an expired file.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from plugins.core.beside import FileBeside
from plugins.core.dataclass import dataclass
from plugins.core.outputs import SECURITY


@dataclass(frozen=True, slots=True)
class SecurityContact:
    """Where to report a vulnerability in the site."""

    ways: tuple[str, ...]
    """URIs, the preferred one first: `mailto:…`, `https://…`, `tel:…`."""
    last_day: date
    """The day on which the file expires."""


def find_last_day(today: date) -> date:
    """Return the expiry date: the 30 June or 31 December that is six to twelve months ahead."""
    return date(today.year, 12, 31) if today.month <= 6 else date(today.year + 1, 6, 30)


def find_renewal(today: date) -> date:
    """Return the next day on which `find_last_day` changes its answer."""
    return date(today.year, 7, 1) if today.month <= 6 else date(today.year + 1, 1, 1)


class _Site(Protocol):
    @property
    def root(self) -> str: ...
    @property
    def security(self) -> SecurityContact | None: ...


def _names_somebody(site: _Site) -> bool:
    return site.security is not None


def write_security(site: _Site) -> str:
    """Return the text of the file; empty if the site has no security contact."""
    if site.security is None:
        return ""
    lines = [f"Contact: {way}" for way in site.security.ways]
    return "\n".join([*lines, f"Expires: {site.security.last_day}T23:59:59Z", f"Canonical: {site.root}/{SECURITY}", ""])


SECURITY_FILE = FileBeside(
    SECURITY, "en fil för den som hittar en brist i säkerheten", write_security, may_be_linked=False, is_there=_names_somebody
)
