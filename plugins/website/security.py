"""`security.txt` (RFC 9116): whom to tell of a weakness in the site, and until when that holds (part 2.5.5: less than a year
ahead is recommended).

Stage: rules, and publishing. In: the day; the Site. Out: a day; the file. Halves of years, so that the file is the same on every
day of one, and a site that is built every night never has one that has expired.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from plugins.core.beside import FileBeside
from plugins.core.dataclass import dataclass
from plugins.core.outputs import SECURITY


@dataclass(frozen=True, slots=True)
class SecurityContact:
    """Whom to tell of a weakness in the site, and until when that holds without being said anew."""

    ways: tuple[str, ...]
    """Addresses, the best first: `mailto:…`, `https://…`, `tel:…`."""
    last_day: date


def find_last_day(today: date) -> date:
    """Return the 30 June or 31 December that is six to twelve months ahead."""
    return date(today.year, 12, 31) if today.month <= 6 else date(today.year + 1, 6, 30)


def find_renewal(today: date) -> date:
    """Return the first day on which `find_last_day` says another day."""
    return date(today.year, 7, 1) if today.month <= 6 else date(today.year + 1, 1, 1)


class _Site(Protocol):
    @property
    def root(self) -> str: ...
    @property
    def security(self) -> SecurityContact | None: ...


def _names_somebody(site: _Site) -> bool:
    return site.security is not None


def write_security(site: _Site) -> str:
    """Return the file: whom to tell, until when that holds, and where it stands."""
    if site.security is None:
        return ""
    lines = [f"Contact: {way}" for way in site.security.ways]
    return "\n".join([*lines, f"Expires: {site.security.last_day}T23:59:59Z", f"Canonical: {site.root}/{SECURITY}", ""])


SECURITY_FILE = FileBeside(
    SECURITY, "en fil för den som hittar en brist i säkerheten", write_security, may_be_linked=False, is_there=_names_somebody
)
