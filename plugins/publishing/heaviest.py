"""The heaviest pages, each with all that it loads but pages, for the staff overview in preview."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from plugins.core.system.plain_file import read_plain
from plugins.publishing.weight import kilobytes, weigh_data

_LOADS = re.compile(r"<(?:script|img|source|link)\b[^>]*?\b(?:src|href)=\"(/[^\"]+)\"")
HEAVIEST: Final = 10
"""How many pages the staff overview lists."""


def weigh_page(name: str, html: bytes, weigh_load: Callable[[str], int]) -> int:
    """Return the bytes of a page and of all files that it loads; `weigh_load` returns those of the file at a path."""
    loads = {load.lstrip("/") for load in _LOADS.findall(html.decode())}
    return weigh_data(name, html) + sum(map(weigh_load, loads))


def weigh_load(name: str, data: bytes | Path | None) -> int:
    """Return the bytes of a file that a page loads; 0 for one that does not exist."""
    if data is None:
        return 0
    return weigh_data(name, read_plain(data) if isinstance(data, Path) else data)


def list_heaviest(weights: Iterable[tuple[str, int]]) -> list[tuple[str, str]]:
    """Return the heaviest pages first, as address and weight in words, from addresses and bytes."""
    heaviest = sorted(weights, key=lambda pair: (-pair[1], pair[0]))[:HEAVIEST]
    return [(address, kilobytes(size)) for address, size in heaviest]
