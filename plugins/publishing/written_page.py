"""A written page, as a browser reads it: what the audit wants to know of it.

Stage: after the build. In: the bytes of a page. Out: `WrittenPage`. Called by `publishing.audit`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.cache.keyed_answers import share
from plugins.core.texts.bare_headings import HEADINGS, is_bare
from plugins.publishing.named import find_named, make_paths, read_data
from plugins.publishing.raw_marks import find_mark_in
from plugins.publishing.weight import weigh_at_most
from plugins.site.model import Site

LOADING = {"script": "src", "img": "src", "iframe": "src", "object": "data", "embed": "src", "video": "src",
           "audio": "src"}  # fmt: skip
"""Elements that make the browser fetch something."""
_BARE = frozenset(("link", "script", "style"))
"""Elements that say something also without an attribute."""
_OUTSIDE = ("https://", "http://", "mailto:", "tel:")
"""How links begin that lead away from the site."""
_LISTS = frozenset(("dl", "ul", "ol"))
_ITEMS = frozenset(("dt", "li"))

Values = Mapping[str, str | None]
"""The attributes of an element."""


class WrittenPage(NamedTuple):
    """What the audit wants to know of a page, by one question: a plain tuple, for those of all pages are read at each build."""

    lang: str
    title: str
    ids: frozenset[str]
    """Names are the same objects on all pages (`sys.intern`), most of which have the same menus."""
    repeated: tuple[str, ...]
    """Ids that stand more than once, in their order."""
    links: frozenset[str]
    """Those that lead to nothing outside: of the others nothing is asked."""
    loads: frozenset[str]
    named: frozenset[str]
    """Paths of the site that it names otherwise (`named.py`), but for its own."""
    main_headings: int
    skipped: tuple[tuple[int, int, str], ...]
    """Headings more than one level below the one before: the levels of both, and its words."""
    bare: tuple[tuple[str, int, int], ...]
    """Headings over nothing (`bare_headings.py`): the words of each, which it is of those with these words, and of how many."""
    empty_lists: tuple[str, ...]
    """Lists without an item, as `<dl class="details">`; one that is `hidden` waits for a script to fill it."""
    canonical: str
    leads_on: str
    """What the page sends its visitor to at once, without being asked; empty for a page to be read."""
    inline: tuple[str, ...]
    mark: str | None
    """The first mark that shows as it was typed (`raw_marks.py`)."""
    weight: int
    """Bytes of the page itself, as sent, at most (`weight.py`)."""


def read_page(folder: Path, name: str, site: Site) -> WrittenPage:
    """Read a page as a browser does."""
    data = (folder / name).read_bytes()
    tree = LexborHTMLParser(data.decode("utf-8"))
    found = _Found(site.root)
    found.look_through(tree)
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
    """What has been found in a page so far, element by element."""

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

    def look_through(self, tree: LexborHTMLParser) -> None:
        """Look at each element; most elements of a text have no attributes, and are passed over."""
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
        """Take what an element leads to, fetches, or says of the page by itself."""
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
        """Take a `<link>`: the page's own address, its twins in other languages, or something to fetch."""
        address = values.get("href") or ""
        if (values.get("rel") or "") == "canonical":
            self.canonical = address
        elif values.get("rel") != "alternate":
            self.loads.add(address)
        elif address.startswith("/"):
            self.named.add(address)

    def _take_attributes(self, tag: str, values: Values) -> None:
        """Take the element's id, script and style within its attributes, and addresses of the site in any of them."""
        if "id" in values:
            self.ids.append(sys.intern(values["id"] or ""))
        begins = ("/", self.root)
        for key, value in values.items():
            if key == "style" or key.startswith("on"):
                self.inline.append(key)
            elif value and value.startswith(begins):
                self.named.update(find_named(tag, key, value, values.get("property") or values.get("name") or "", self.root))


def _has_items(node: LexborNode) -> bool:
    """Tell whether a list has an item; terms may stand in elements of their own."""
    return any(child.tag in _ITEMS or _has_items(child) for child in node.iter())


def _find_skipped(headings: Sequence[LexborNode]) -> Iterator[tuple[int, int, str]]:
    levels = [int((node.tag or "h1")[1]) for node in headings]
    for above, level, node in zip(levels, levels[1:], headings[1:], strict=False):
        if level > above + 1:
            yield above, level, " ".join(node.text().split())


def _count_bare(headings: Sequence[LexborNode]) -> Iterator[tuple[str, int, int]]:
    """Yield the words of each heading over nothing, which of those with the same words it is, from 0, and how many these are."""
    words = [" ".join(heading.text().split()) for heading in headings]
    for at, heading in enumerate(headings):
        if is_bare(heading):
            yield words[at], words[:at].count(words[at]), words.count(words[at])
