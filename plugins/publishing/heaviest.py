"""The heaviest pages: what a visitor fetches to see each, for the staff overview in preview.

Stage: publishing. In: the folder with the written pages, the files of the theme and of the Site. Out: bytes by address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from plugins.publishing.weight import weigh_data
from plugins.site.model import Site

_LOADS = re.compile(r"<(?:script|img|source|link)\b[^>]*?\b(?:src|href)=\"(/[^\"]+)\"")


def weigh_pages(folder: Path, site: Site, theme_files: Mapping[str, bytes]) -> dict[str, int]:
    """Return the bytes of every page that is written, with all it loads, heaviest first."""
    weights: dict[str, int] = {}
    for page in site.pages:
        file = folder / page.file
        if file.is_file():
            html = file.read_bytes()
            loads = {load.lstrip("/") for load in _LOADS.findall(html.decode())}
            weights[page.address] = weigh_data(page.file, html) + sum(_weigh_load(name, site, theme_files) for name in loads)
    return dict(sorted(weights.items(), key=lambda pair: (-pair[1], pair[0])))


def _weigh_load(name: str, site: Site, theme_files: Mapping[str, bytes]) -> int:
    data = theme_files.get(name, site.files.get(name, b""))
    return weigh_data(name, data if isinstance(data, bytes) else data.read_bytes())
