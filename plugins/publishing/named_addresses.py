"""Addresses of the site that a page or the sitemap names, other than links and what the browser loads.

Found in attributes and structured data of a built page, and in the sitemap: the picture for sharing, the page in other languages,
the pages that search engines index. Returned as paths such as `/delning/mal-2.png`, each of which must be a file that is written.
Full addresses in an `<a>` are left out: they are the editors', and checked with the content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

from plugins.core.cache.memo import Question
from plugins.core.outputs import SITEMAP

_FROM_ROOT = frozenset(("action", "cite", "formaction", "poster"))
"""Attributes whose value is an address; in others `/` may begin a text. Links and loaded files are read by `written_page.py`."""
_WORDS = ("title", "alt", "label", "description", "site_name")
"""How the names of attributes end, and of the properties of a `<meta>`, whose value is text."""
_SAID_BY_OTHERS = frozenset(("url", "sameAs", "name", "description"))
"""Keys of structured data whose value is text, or an address outside the site though on the same host."""


def find_named(tag: str, name: str, value: str, said: str, root: str) -> Iterator[str]:
    """Yield the value of an attribute where it is an address of the site; `said` is the property or name of a `<meta>`."""
    if tag == "a" or name.endswith(_WORDS) or said.endswith(_WORDS):
        return
    is_address = name in _FROM_ROOT or name.startswith("data-") or (name.endswith("href") and tag != "link")
    if is_within(value, root) or (is_address and value.startswith("/")):
        yield value


def is_within(value: str, root: str) -> bool:
    """Return whether a value is a full address of the site."""
    return value.startswith(root) and value[len(root) : len(root) + 1] in ("", "/", "?", "#")


def read_data(data: str, root: str) -> Iterator[str]:
    """Yield the full addresses of the site in structured data (JSON-LD)."""
    yield from (text for text in _walk(json.loads(data)) if is_within(text, root))


def _walk(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in _SAID_BY_OTHERS:
                yield from _walk(value)
    elif isinstance(data, list):
        for value in data:
            yield from _walk(value)


def make_paths(addresses: Iterable[str], root: str) -> frozenset[str]:
    """Return addresses as paths, without query and fragment."""
    parts = (re.split("[?#]", address.removeprefix(root), maxsplit=1)[0] for address in addresses)
    return frozenset(path or "/" for path in parts if not path.startswith("//"))


def ask_sitemap(folder: Path, digest: str, root: str) -> Question:
    """Return the question which paths the sitemap names."""
    return ("sitemap", digest, root), partial(_read_sitemap, folder, root)


def _read_sitemap(folder: Path, root: str) -> frozenset[str]:
    values: Iterable[str] = re.findall("[>\"']([^<>\"'\\s]+)[<\"']", (folder / SITEMAP).read_text("utf-8"))
    return make_paths((value for value in map(unescape, values) if is_within(value, root)), root)
