"""Clean HTML with the one list of tags that may reach a page from a text, and report all other tags.

`clean_html` takes the HTML made by Python-Markdown; `check_raw_html` takes the tags written by hand, and yields problems. Called
by `reading`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import nh3

from plugins.core.markdown.seeking import Seek
from plugins.core.problems import Problem
from plugins.core.swedish import quote
from plugins.core.written_kinds import BOX_ATTRIBUTE

ALLOWED_TAGS: dict[str, set[str]] = {
    "a": {"href", "title", "lang", "hreflang"},
    "abbr": {"title"}, "b": set(), "bdi": set(), "blockquote": {"lang"}, "br": set(), "cite": {"lang"}, "code": set(),
    "dd": set(), "del": set(), "div": {BOX_ATTRIBUTE}, "dl": set(), "dt": set(), "em": {"lang"},
    "h2": set(), "h3": set(), "h4": set(),
    "h5": set(), "h6": set(), "hr": set(), "i": {"lang"}, "img": {"src", "alt", "title"}, "li": {"lang"},
    "ol": {"start"}, "p": {"lang"}, "q": {"lang"}, "span": {"lang", "dir"}, "strong": {"lang"}, "sub": set(), "sup": set(),
    "table": set(), "tbody": set(), "td": set(), "th": {"scope"}, "thead": set(), "time": {"datetime"}, "tr": set(),
    "ul": set(), "wbr": set(),
}  # fmt: skip
"""Every tag and attribute that can reach a page from a text; all others are removed."""

WRITABLE_TAGS = ("abbr", "b", "bdi", "br", "cite", "em", "i", "q", "span", "strong", "sub", "sup", "time", "wbr")
"""Tags that editors may write by hand; the others in the list come from Markdown only."""

INSTEAD_OF_TAGS = (
    (("a",), "En länk skrivs [länkens namn](/mal-2/) eller [länkens namn](https://www.example.org/)."),
    (("s", "del", "strike"), "Struken text skrivs ~~så här~~."),
    (("img", "picture", "figure"), "En bild skrivs ![Beskriv vad bilden visar](/bilder/namn.jpg)."),
    (("h1", "h2", "h3", "h4", "h5", "h6"), "En rubrik skrivs ## Rubrik, en underrubrik ### Rubrik."),
    (("ul", "ol", "li"), "En punkt i en lista skrivs på en egen rad som börjar med ett bindestreck och ett mellanslag."),
    (("p", "div", "center", "section", "article"), "Ta bort den. En tom rad ger ett nytt stycke."),
    (("table", "tr", "td", "th", "tbody", "thead"), "En tabell skrivs med lodräta streck: | Dag | Tid |"),
    (
        ("script", "style", "iframe", "object", "embed", "form", "input", "link", "meta"),
        "Sådant kan inte visas här. Ta bort det.",
    ),
)
"""What an editor should write instead of a tag."""


_CLEANER: Final = nh3.Cleaner(
    tags=set(ALLOWED_TAGS),
    attributes={tag: names for tag, names in ALLOWED_TAGS.items() if names},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    strip_comments=True,
)
_REMOVE_TAG = "Ta bort allt mellan < och >, också tecknen själva. Fetstil skrivs **så här** och kursiv *så här*."
_TAG = re.compile(r"<\s*+/?\s*+([A-Za-z][\w:-]*+)((?>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*))>?")
_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]+)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")


def clean_html(raw_html: str) -> str:
    """Return HTML with everything removed that is not on the list."""
    return _CLEANER.clean(raw_html)


def check_raw_html(stash: list[Any], seek: Seek) -> Iterator[Problem]:
    """Tags written by hand are on a short list of harmless ones."""
    for kept in stash:
        written = kept if isinstance(kept, str) else ""
        if written.startswith("<!--"):
            continue
        if re.match(r"<[!?]", written):
            place = seek.words(written[:20])
            yield Problem(place, "otillaten-html", f"{quote(written, 40)} kan inte stå i en text.")
        for found in _TAG.finditer(written):
            if not found[0].startswith("</") or found[1].lower() in WRITABLE_TAGS:
                yield from _check_tag(found, seek)


def _check_tag(found: re.Match[str], seek: Seek) -> Iterator[Problem]:
    tag, attributes = found[1].lower(), found[2]
    place = seek.tag(found[0])
    if tag not in WRITABLE_TAGS:
        advice = next((words for tags, words in INSTEAD_OF_TAGS if tag in tags), None)
        help_line = advice or _REMOVE_TAG
        message = f"HTML-taggen <{found[1]}> kan inte stå i en text."
        yield Problem(place, "otillaten-html", message, help=(help_line,))
        return
    for attribute in _ATTRIBUTE.finditer(attributes.rstrip("/ ")):
        if attribute[1].lower() not in ALLOWED_TAGS[tag]:
            message = f"{quote(attribute[1])} kan inte stå i HTML-taggen <{found[1]}>."
            yield Problem(place, "otillaten-html", message)
