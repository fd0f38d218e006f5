"""Rewrite the links of a page in a language other than the site's own.

Links to pages that the language has too lead to these; links to untranslated pages get `hreflang` and a note in words.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from selectolax.lexbor import LexborHTMLParser, LexborNode, create_tag

from plugins.core.locales.languages import Language, find_direction
from plugins.core.pictures.linked import OWN_PLACE


class LanguageLinks(Protocol):
    """What the rewriting needs of a language (`plugins.website.languages.SiteTranslation`)."""

    @property
    def prefix(self) -> str:
        """The prefix of the language's addresses: `/en`."""

    @property
    def translated(self) -> Collection[str]:
        """Addresses of the pages in the site's own language that the language has too."""

    @property
    def own_language(self) -> Language:
        """The site's own language."""

    @property
    def other_language(self) -> str:
        """Note after a link to a page in that language: `in Swedish`."""


def rewrite_links(tree: LexborHTMLParser, language: Language, translation: LanguageLinks) -> None:
    """Make each internal link of a parsed page lead to the version in the page's language, or note that there is none.

    Headings have other ids in another language. So the anchor of a link is dropped if it was made for the site's own language
    (in an untranslated text or a menu) and the page is translated.
    """
    for link in tree.css('a[href^="/"]'):
        path, mark, anchor = (link.attributes.get("href") or "").partition("#")
        is_own = anchor.startswith(OWN_PLACE)
        anchor = anchor.removeprefix(OWN_PLACE)
        if "hreflang" in link.attributes:
            continue  # a link to another language on purpose
        if path in translation.translated:
            link.attrs["href"] = f"{translation.prefix}{path}" if is_own else f"{translation.prefix}{path}{mark}{anchor}"
            continue
        is_led = path.startswith(f"{translation.prefix}/")
        link.attrs["href"] = path if is_own and is_led else f"{path}{mark}{anchor}"
        if path.endswith("/") and not is_led:
            link.attrs["hreflang"] = translation.own_language.tag
            _add_note(link, f"({translation.other_language})", language)


def _add_note(link: LexborNode, note: str, language: Language) -> None:
    """Add a note in the page's language to a link, whose own words may be in another."""
    around = find_tag(link)
    if around is None:
        link.insert_child(f" {note}")
        return
    part = create_tag("span")
    part.attrs["lang"] = language.tag
    if find_direction(around) != language.dir:
        part.attrs["dir"] = language.dir
    part.insert_child(f" {note}")
    link.insert_child(part)


def find_tag(node: LexborNode | None) -> str | None:
    """Return the language tag of an element or of the nearest one around it; None: only the page has one."""
    while node is not None and node.tag != "html":
        if "lang" in node.attributes:
            return node.attributes["lang"] or ""
        node = node.parent
    return None
