"""Parse a built page, as a browser does, for the audit."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.cache.keyed_answers import share
from plugins.core.texts.bare_headings import HEADINGS, is_bare
from plugins.publishing.named_addresses import find_named, make_paths, read_data
from plugins.publishing.raw_marks import find_mark_in
from plugins.publishing.weight import weigh_at_most
from plugins.site.model import Site

LOADING = {"script": "src", "img": "src", "iframe": "src", "object": "data", "embed": "src", "video": "src",
           "audio": "src"}  # fmt: skip
"""Elements that make the browser load something, with the attribute that has its address."""
_BARE = frozenset(("link", "script", "style"))
"""Elements that matter also without attributes."""
_OUTSIDE = ("https://", "http://", "mailto:", "tel:")
"""Beginnings of links that lead out of the site."""
_LISTS = frozenset(("dl", "ul", "ol"))
_ITEMS = frozenset(("dt", "li"))

Values = Mapping[str, str | None]
"""Attributes of an element."""


class WrittenPage(NamedTuple):
    """What the audit checks of a page. A plain tuple, since those of all pages are loaded from the cache at each build."""

    lang: str
    title: str
    ids: frozenset[str]
    """Names are interned (`sys.intern`): most pages have the same menus."""
    repeated: tuple[str, ...]
    """Ids that occur more than once, sorted."""
    links: frozenset[str]
    """Links within the site; the audit checks no others."""
    loads: frozenset[str]
    named: frozenset[str]
    """Paths of the site that it names otherwise (`named.py`), except its own."""
    main_headings: int
    skipped: tuple[tuple[int, int, str], ...]
    """Headings more than one level below the previous one: the levels of both, and its words."""
    bare: tuple[tuple[str, int, int], ...]
    """Headings without content (`bare_headings.py`): words, index among the headings with the same words, and their number."""
    empty_lists: tuple[str, ...]
    """Lists without an item, as `<dl class="details">`; one that is `hidden` is filled by a script."""
    canonical: str
    leads_on: str
    """Address that the page redirects to; "" for a page to read."""
    inline: tuple[str, ...]
    mark: str | None
    """The first mark shown as typed (`raw_marks.py`)."""
    weight: int
    """Upper bound of the bytes sent for the page itself (`weight.py`)."""


def read_page(folder: Path, name: str, site: Site) -> WrittenPage:
    """Parse a page of the site."""
    data = (folder / name).read_bytes()
    tree = LexborHTMLParser(data.decode("utf-8"))
    found = _Found(site.root)
    found.read_tree(tree)
    ids = found.ids
    lang = tree.root.attributes.get("lang") if tree.root else ""
    title = tree.css_first("head > title")
    return WrittenPage(
        sys.intern(lang or ""),
        title.text() if title else "",
        frozenset(ids),
        tuple(sorted({name for name in ids if ids.count(name) > 1})) if len({*ids}) < len(ids) else (),
        share(frozenset(found.links)),
        share(frozenset(found.loads)),
        share(make_paths(found.named - {found.canonical}, site.root)),
        sum(node.tag == "h1" for node in found.headings),
        tuple(_find_skipped(found.headings)),
        tuple(_count_bare(found.headings)),
        tuple(found.empty_lists),
        found.canonical,
        found.leads_on,
        tuple(found.inline),
        find_mark_in(data, site),
        weigh_at_most(data),
    )


class _Found:
    """What has been collected from a page, element by element."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.named: set[str] = set()
        self.inline: list[str] = []
        self.canonical = self.leads_on = ""
        self.headings: list[LexborNode] = []
        self.empty_lists: list[str] = []

    def read_tree(self, tree: LexborHTMLParser) -> None:
        """Visit each element; those without attributes are skipped, but for headings, lists and a few more."""
        for node in tree.css("*"):
            tag, values = node.tag or "", node.attributes
            if tag in HEADINGS:
                self.headings.append(node)
            elif tag in _LISTS and "hidden" not in values and not _has_items(node):
                shown = f' class="{values["class"]}"' if values.get("class") else ""
                self.empty_lists.append(f"<{tag}{shown}>")
            if values or tag in _BARE:
                self._take_addresses(node, tag, values)
                self._take_attributes(tag, values)

    def _take_addresses(self, node: LexborNode, tag: str, values: Values) -> None:
        """Collect what an element links to, loads, or says about the page."""
        if tag == "a":
            if "href" in values and not (address := values["href"] or "").startswith(_OUTSIDE):
                self.links.add(sys.intern(address))
        elif tag in LOADING and LOADING[tag] in values:
            self.loads.add(values[LOADING[tag]] or "")
        elif tag == "link":
            self._take_link(values)
        elif tag == "meta" and (values.get("http-equiv") or "").lower() == "refresh":
            self.leads_on = (values.get("content") or "").partition("url=")[2]
        if srcset := values.get("srcset"):
            self.loads.update(candidate.split()[0] for candidate in srcset.split(",") if candidate.strip())
        if tag == "script" and values.get("type") == "application/ld+json":
            self.named.update(read_data(node.text(), self.root))
        elif tag == "style" or (tag == "script" and "src" not in values):
            self.inline.append(f"<{tag}>")

    def _take_link(self, values: Values) -> None:
        """Collect a `<link>`: the page's own address, the page in another language, or a file to load."""
        address = values.get("href") or ""
        if (values.get("rel") or "") == "canonical":
            self.canonical = address
        elif values.get("rel") != "alternate":
            self.loads.add(address)
        elif address.startswith("/"):
            self.named.add(address)

    def _take_attributes(self, tag: str, values: Values) -> None:
        """Collect the id, inline script and style, and addresses of the site in any attribute."""
        if "id" in values:
            self.ids.append(sys.intern(values["id"] or ""))
        begins = ("/", self.root)
        for key, value in values.items():
            if key == "style" or key.startswith("on"):
                self.inline.append(key)
            elif value and value.startswith(begins):
                self.named.update(find_named(tag, key, value, values.get("property") or values.get("name") or "", self.root))


def _has_items(node: LexborNode) -> bool:
    """Return whether a list has an item; terms may be within other elements."""
    return any(child.tag in _ITEMS or _has_items(child) for child in node.iter())


def _find_skipped(headings: Sequence[LexborNode]) -> Iterator[tuple[int, int, str]]:
    levels = [int((node.tag or "h1")[1]) for node in headings]
    for above, level, node in zip(levels, levels[1:], headings[1:], strict=False):
        if level > above + 1:
            yield above, level, " ".join(node.text().split())


def _count_bare(headings: Sequence[LexborNode]) -> Iterator[tuple[str, int, int]]:
    """Yield words, index from 0 among headings with the same words, and their number, of each heading without content."""
    words = [" ".join(heading.text().split()) for heading in headings]
    for at, heading in enumerate(headings):
        if is_bare(heading):
            yield words[at], words[:at].count(words[at]), words.count(words[at])
