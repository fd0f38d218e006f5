"""The heaviest pages: what a visitor fetches to see each, for the staff overview in preview.

Stage: publishing. In: the folder with the written pages, the files of the theme and of the Site. Out: bytes by address.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from pathlib import Path

from plugins.site.model import Site

_LOADS = re.compile(r"<(?:script|img|source|link)\b[^>]*?\b(?:src|href)=\"(/[^\"]+)\"")
PACKED = (".css", ".js", ".svg", ".html")
"""Files that hosts send packed (gzip)."""


def weigh_pages(folder: Path, site: Site, theme_files: Mapping[str, bytes]) -> dict[str, int]:
    """Return the bytes of every page that is written, with all it loads, heaviest first."""
    weights: dict[str, int] = {}
    for page in site.pages:
        file = folder / page.file
        if file.is_file():
            text = file.read_text("utf-8")
            loads = {load.lstrip("/") for load in _LOADS.findall(text)}
            weights[page.address] = _weigh(page.file, text.encode()) + sum(_weigh_load(n, site, theme_files) for n in loads)
    return dict(sorted(weights.items(), key=lambda pair: (-pair[1], pair[0])))


def _weigh_load(name: str, site: Site, theme_files: Mapping[str, bytes]) -> int:
    if name in theme_files:
        return _weigh(name, theme_files[name])
    return _weigh(name, site.files[name].read_bytes()) if name in site.files else 0


def _weigh(name: str, data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0)) if name.endswith(PACKED) else len(data)
