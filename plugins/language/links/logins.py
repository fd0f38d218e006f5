"""Find links to pages that need an account.

Takes a web address; returns what it leads to, in Swedish. The known hosts are in `logins.yaml`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from plugins.core.dataclass import dataclass
from plugins.core.own_tables import read_table
from plugins.core.web import host_of, is_below

LONGEST = 2_000
"""Characters; longer paths are not examined."""
MOST_KEPT = 4_096
"""Addresses in the cache."""


@dataclass(frozen=True, slots=True)
class _Login:
    """A row of `logins.yaml`: hosts that need an account, for all or some of their pages."""

    hosts: tuple[str, ...]
    what: str
    paths: tuple[str, ...]
    open: tuple[str, ...]
    """Patterns, compiled on first use because most hosts never occur."""

    def is_at(self, host: str) -> bool:
        """Return whether the row applies to a host."""
        return any(name == "*" or is_below(host, name) for name in self.hosts)

    def asks_at(self, path: str) -> bool:
        """Return whether the page at a path needs an account."""
        if any(_compile(pattern).fullmatch(path) for pattern in self.open):
            return False
        return not self.paths or any(_compile(pattern).fullmatch(path) for pattern in self.paths)


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _read() -> tuple[_Login, ...]:
    rows: list[dict[str, Any]] = read_table(Path(__file__).with_suffix(".yaml"))
    return tuple(
        _Login(tuple(row["hosts"]), row["what"], tuple(row.get("paths", ())), tuple(row.get("open", ()))) for row in rows
    )


@lru_cache(maxsize=MOST_KEPT)
def find_login(address: str) -> str | None:
    """Return what kind of page that needs an account an address leads to; None if everybody can open it."""
    try:
        path, host = unquote(urlsplit(address).path) or "/", host_of(address)
    except ValueError:
        return None
    if len(path) > LONGEST:
        return None
    return next((row.what for row in _rows_at(host) if row.asks_at(path)), None)


@lru_cache(maxsize=256)
def _rows_at(host: str) -> tuple[_Login, ...]:
    return tuple(row for row in _read() if row.is_at(host))
