"""Links of a page in another language than the site's own: to the page in that language where there is one.

Stage: after the template, on the parsed page. In: the page, and what its frame knows of its language. Out: its links to
pages of the site changed, and those to pages that nobody has translated marked as such, in words too.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from selectolax.lexbor import LexborHTMLParser

from plugins.core.locales.languages import Language
from plugins.core.pictures.linked import OWN_PLACE


class LanguageLinks(Protocol):
    """What is needed to lead links to pages in another language: see `plugins.website.languages.SiteTranslation`."""

    @property
    def prefix(self) -> str:
        """What the language's addresses lie below: `/en`."""

    @property
    def translated(self) -> Collection[str]:
        """Addresses in the site's own language of the pages that the language has too."""

    @property
    def own_language(self) -> Language:
        """The site's own language."""

    @property
    def other_language(self) -> str:
        """What a link says that leads to a page in that language: `in Swedish`."""


def lead_within(tree: LexborHTMLParser, led: LanguageLinks) -> None:
    """Lead each link to the page in the page's own language, or say that it is in another.

    Headings have other words in another language, and so other places to lead to: a link of an untranslated text, or of a
    menu, leads to the whole of a page that is translated.
    """
    for link in tree.css('a[href^="/"]'):
        path, mark, anchor = (link.attributes.get("href") or "").partition("#")
        is_own = anchor.startswith(OWN_PLACE)
        anchor = anchor.removeprefix(OWN_PLACE)
        if "hreflang" in link.attributes:
            continue  # it leads to another language by intention
        if path in led.translated:
            link.attrs["href"] = f"{led.prefix}{path}" if is_own else f"{led.prefix}{path}{mark}{anchor}"
            continue
        is_led = path.startswith(f"{led.prefix}/")
        link.attrs["href"] = path if is_own and is_led else f"{path}{mark}{anchor}"
        if path.endswith("/") and not is_led:
            link.attrs["hreflang"] = led.own_language.tag
            link.insert_child(f" ({led.other_language})")
