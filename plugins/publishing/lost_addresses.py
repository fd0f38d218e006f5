"""Lost addresses: pages of the published site that the new site neither has nor redirects from.

Runs after the audit, before the exchange. Compares with the site that is online, or else the previous one on this machine; yields
warnings that give the line to add. A page that is not shown now (a draft, or one of other days) keeps its address and is reported
elsewhere. A former address whose page is gone was removed with it; one whose page is still there has lost its line by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from urllib.parse import quote as encode

from selectolax.lexbor import LexborHTMLParser

from plugins.core.dataclass import dataclass
from plugins.core.outputs import file_at, file_key
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem, warning
from plugins.core.swedish import quote
from plugins.core.web import decode_address
from plugins.house.page import SitePage
from plugins.publishing.manifest import is_ours, list_all, read_manifest
from plugins.site.model import Site

LIKE = 0.6
"""Similarity of the words of two pages from which they are one page that has moved."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What is compared of a built page."""

    title: str
    words: frozenset[str]
    leads_on: str


@dataclass(frozen=True, slots=True)
class OldSite:
    """The site that the new one replaces, here or at the target."""

    files: frozenset[str]
    """Paths of all its files."""
    read: Callable[[Sequence[str]], Mapping[str, bytes]]
    """Returns the content of files, by path; those missing or unreadable are left out."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """Digests from its manifest, by path."""


def open_old_site(folder: Path, names: Collection[str] | None = None) -> OldSite | None:
    """Return the site in a folder of this machine; None where there is none of ours, or it cannot be listed.

    `names` are its files, where they are known already.
    """
    if not is_ours(folder):
        return None

    def read(paths: Sequence[str]) -> dict[str, bytes]:
        found = {}
        for path in paths:
            with suppress(OSError):  # a page that cannot be read is not reported: it is no reason to keep the old site
                found[path] = (folder / path).read_bytes()
        return found

    try:
        manifest = read_manifest(folder)
        files = list_all(folder).files if names is None else frozenset(names)
        return OldSite(files, read, manifest.files if manifest else {})
    except OSError:
        return None


def _read_page(data: bytes) -> _Page:
    tree = LexborHTMLParser(data.decode("utf-8", errors="replace"))
    metas = tree.css("meta[http-equiv]")
    refresh = next((node for node in metas if (node.attributes["http-equiv"] or "").lower() == "refresh"), None)
    heading, main = tree.css_first("h1"), tree.css_first("main") or tree.body
    return _Page(
        " ".join(heading.text().split()).casefold() if heading else "",
        frozenset(re.findall(r"\w{3,}", main.text(separator=" ").casefold())) if main else frozenset(),
        (refresh.attributes.get("content") or "").partition("url=")[2] if refresh else "",
    )


def find_lost_addresses(old: OldSite | None, new: Path, site: Site, content: Path) -> Iterator[Problem]:
    """Every address that is online leads somewhere after the exchange."""
    if not site.pages or old is None:
        return
    kept = {file_key(path) for path in (*site.outputs, *map(file_at, site.reserved))}
    lost = sorted(path for path in old.files if path.endswith(".html") and file_key(path) not in kept)
    before = {path: _read_page(data) for path, data in old.read(lost).items()} if lost else {}
    by_address = {page.address: page for page in site.pages}
    fresh = [page for page in site.pages if page.source and page.file not in old.files] if lost else []
    after = {page.address: _read_page((new / page.file).read_bytes()) for page in fresh}
    for path, gone in before.items():
        heir = by_address.get(gone.leads_on or _find_heir(gone, after))
        if heir is None and gone.leads_on:
            moved = before.get(file_at(gone.leads_on))
            heir = by_address.get(_find_heir(moved, after)) if moved and not moved.leads_on else None
            if heir is None:
                continue
        yield _report(_address_of(path), heir, site, content)


def _address_of(path: str) -> str:
    return f"/{path.removesuffix('index.html') if path == 'index.html' or path.endswith('/index.html') else path}"


def _find_heir(gone: _Page, fresh: Mapping[str, _Page]) -> str:
    """Return the address of the new page most like the old one, by words and title; "" where none is like it."""
    likeness = {address: _likeness(gone, found) for address, found in fresh.items()}
    best = max(likeness, key=lambda address: likeness[address], default="")
    return best if best and likeness[best] >= LIKE else ""


def _likeness(gone: _Page, found: _Page) -> float:
    shared = len(gone.words & found.words) / max(1, len(gone.words | found.words))
    return shared + (LIKE / 2 if gone.title == found.title else 0)


def _report(address: str, heir: SitePage | None, site: Site, content: Path) -> Problem:
    """Return the warning for a lost address, with the line that redirects from it."""
    shown = decode_address(f"{site.root}{address}").removeprefix(decode_address(site.root))
    line = f"tidigare adresser: {encode(address, safe='/-._~+,!()=@&')}"
    message = f"Sidan {shown} finns på webbplatsen i dag, men inte i den nya. Den som följer en länk dit kommer ingenstans."
    if heir is None:
        help_lines = (
            f"Har sidan fått ett nytt namn: skriv raden ”{line}” i sidhuvudet på den sida som har tagit över.",
            "Är den borttagen med flit: gör inget. Det sägs bara den här gången.",
        )
        return warning(Place(SourceFile(content)), "forlorad-adress", message, *help_lines)
    name = heir.source.name if heir.source else heir.address
    help_lines = (
        f"Skriv en rad till i sidhuvudet i {name}: {line}",
        "Har sidan redan fältet: lägg adressen som en rad till i listan, efter ett bindestreck.",
    )
    message += f" Sidan {quote(heir.frame.title, 60)} ser ut att ha tagit över."
    return warning(heir.place, "forlorad-adress", message, *help_lines)
