"""Strings in a language other than the page's, which carry their language tag (BCP 47).

In Python they behave like any string; in a template they become an element with `lang`, so that screen readers pronounce them
correctly. A template does not know whether it writes between tags or in an attribute, which can contain no element. It therefore
writes private use characters, which `resolve` replaces when the page is complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from plugins.core.locales.lasting import OfToday, find_lasting, lasting_of

BEGIN, TAG, END = "\ue000", "\ue001", "\ue002"
"""Private use characters (Basic Multilingual Plane), which editors' texts cannot contain (`core.invisible`)."""


class Foreign(str):
    """A string in another language; operations on it return ordinary strings."""

    __slots__ = ("lasting", "tag")
    tag: str
    lasting: str | None
    """The part of the words that does not depend on the day (`core.locales.lasting`); None: all of them."""

    def __new__(cls, words: str, tag: str, lasting: str | None = None) -> Foreign:
        """Create words with a language tag; without `lasting`, that of `words` is kept."""
        made = super().__new__(cls, words)
        made.tag = tag
        made.lasting = find_lasting(words) if lasting is None else lasting
        return made

    def __reduce__(self) -> tuple[type[Foreign], tuple[str, str, str | None]]:  # for pickle
        return Foreign, (str(self), self.tag, self.lasting)

    def __eq__(self, other: object) -> bool:
        """Return whether two have the same words and the same language."""
        is_alike = isinstance(other, Foreign) and (self.tag, self.lasting) == (other.tag, other.lasting)
        return is_alike and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        """Return the opposite; needed because `str` has its own `__ne__`."""
        return not self == other

    __hash__ = str.__hash__


class Mixed(str):
    """A string in the page's language with foreign words in it; operations on it return ordinary strings."""

    __slots__ = ("lasting", "signed")
    signed: str
    lasting: str | None
    """The part of the words that does not depend on the day (`core.locales.lasting`); None: all of them."""

    def __new__(cls, signed: str, lasting: str | None = None) -> Mixed:
        """Create words from a string in which foreign words are marked by private use characters."""
        made = super().__new__(cls, drop_signs(signed))
        made.signed, made.lasting = signed, lasting
        return made

    def __reduce__(self) -> tuple[type[Mixed], tuple[str, str | None]]:
        return Mixed, (self.signed, self.lasting)

    def __eq__(self, other: object) -> bool:
        """Return whether two have the same words in the same languages."""
        return isinstance(other, Mixed) and (self.signed, self.lasting) == (other.signed, other.lasting)

    def __ne__(self, other: object) -> bool:
        """Return the opposite; needed because `str` has its own `__ne__`."""
        return not self == other

    __hash__ = str.__hash__


def join_words_of(pieces: Iterable[str]) -> str:
    """Return the pieces of a line joined; the languages of foreign pieces, and what does not depend on the day, are kept."""
    pieces = tuple(pieces)
    words = "".join(pieces)
    if any(find_lasting(piece) is not None for piece in pieces):
        words = OfToday(words, "".join(map(lasting_of, pieces)))
    if any(isinstance(piece, (Foreign, Mixed)) for piece in pieces):
        return Mixed("".join(map(Finalize(), pieces)), find_lasting(words))
    return words


def last_as(words: str, lasting: str) -> str:
    """Return words, in whatever language, as words that depend on the day except for `lasting`."""
    if isinstance(words, Foreign):
        return Foreign(words, words.tag, lasting)
    return Mixed(words.signed, lasting) if isinstance(words, Mixed) else OfToday(words, lasting)


def fill(words: str, **values: object) -> str:
    """Return a format string filled in; foreign values are marked with their language."""
    return words.format(**{name: Finalize()(value) for name, value in values.items()})


def speak_as(words: str, said: str) -> str:
    """Return words that were derived from `said`, with its language and with its `lasting` part."""
    made = Foreign(words, said.tag) if isinstance(said, Foreign) else words
    lasting = find_lasting(said)
    return made if lasting is None else last_as(made, lasting)


def join_foreign(value: str, unit: str) -> Foreign | None:
    """Return a figure and its unit in their own language as a whole; None unless one of them has foreign letters."""
    foreign = next((words for words in (unit, value) if isinstance(words, Foreign) and _LETTER.search(words)), None)
    return Foreign(" ".join(filter(None, (str(value), str(unit)))), foreign.tag) if foreign is not None else None


def drop_signs(text: str) -> str:
    """Return a text without the characters that mark foreign words."""
    return _MARKED.sub(r"\2", text) if BEGIN in text else text


class Finalize:
    """The `finalize` function of the templates, called for each value that they write."""

    def __call__(self, value: Any) -> Any:
        """Return foreign words with marking characters around them, and anything else unchanged.

        A figure alone is in no language: it is read aloud in that of the page.
        """
        if isinstance(value, Mixed):
            return value.signed
        if not isinstance(value, Foreign):
            return value
        return f"{BEGIN}{value.tag}{TAG}{value!s}{END}" if _LETTER.search(value) else str(value)

    def __str__(self) -> str:
        return type(self).__name__  # part of the cache key of compiled templates


def speak_html(words: str) -> str:
    """Return words as HTML, in an element with `lang` if their language is not the page's."""
    if isinstance(words, Mixed):
        return _MARKED.sub(r'<span lang="\1">\2</span>', escape(words.signed, quote=False))
    html = escape(words, quote=False)
    return f'<span lang="{words.tag}">{html}</span>' if isinstance(words, Foreign) and _LETTER.search(words) else html


_LETTER = re.compile(r"[^\W\d_]")
_MARKED = re.compile(f"{BEGIN}([^{BEGIN}{TAG}]*+){TAG}([^{BEGIN}{END}]*+){END}")
_TAGS = re.compile(r"<(?:title|textarea|option)\b[^<>]*+>[^<]*+|<[^<>]*+>")
"""A tag; for elements that can contain no elements, with their text."""
_WHOLE = re.compile(r"<(h[1-6]|p|li|dt|dd|td|th|b|em|span|strong)((?: [^<>]*)?)><span lang=\"([\w-]+)\">([^<]*)</span></\1>")
"""An element that contains only foreign words."""


def resolve(html: str) -> str:
    """Return a page with its marked words in elements with `lang`, and without marking characters."""
    if BEGIN not in html:
        return html
    plain = _TAGS.sub(lambda tag: _MARKED.sub(r"\2", tag[0]), html)
    spans = _MARKED.sub(r'<span lang="\1">\2</span>', plain)
    return _WHOLE.sub(_onto_element, spans)


def _onto_element(found: re.Match[str]) -> str:
    name, attributes, tag, words = found.groups()
    return found[0] if " lang=" in attributes else f'<{name}{attributes} lang="{tag}">{words}</{name}>'
