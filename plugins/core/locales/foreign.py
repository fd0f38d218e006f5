"""Strings in another language than the page's, which carry their language with them.

Stage: views and templates. In: words, and the tag of their language (BCP 47). Out: text that Python takes as any other;
written by a template it becomes an element with `lang`, so that it is read aloud as what it is. A template does not know
where it writes (between tags, or in an attribute, which can have no element), so it leaves signs of private use, which
`resolve` takes away when the page is whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from plugins.core.locales.lasting import OfToday, find_lasting, lasting_of

BEGIN, TAG, END = "\ue000", "\ue001", "\ue002"
"""Characters that Unicode leaves to private use (Basic Multilingual Plane): none of them can come from an editor's text
(`core.invisible`)."""


class Foreign(str):
    """Words in another language; another text made of them is no longer one."""

    __slots__ = ("lasting", "tag")
    tag: str
    lasting: str | None
    """Those of the words that are the same on every day (`core.locales.lasting`); None: all of them."""

    def __new__(cls, words: str, tag: str, lasting: str | None = None) -> Foreign:
        """Return words of the language with a tag; what `lasting` does not say, the words know."""
        made = super().__new__(cls, words)
        made.tag = tag
        made.lasting = find_lasting(words) if lasting is None else lasting
        return made

    def __reduce__(self) -> tuple[type[Foreign], tuple[str, str, str | None]]:  # what another process makes it of
        return Foreign, (str(self), self.tag, self.lasting)

    def __eq__(self, other: object) -> bool:
        """Tell whether two are the same words of the same language."""
        is_alike = isinstance(other, Foreign) and (self.tag, self.lasting) == (other.tag, other.lasting)
        return is_alike and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        """Tell the opposite: a text has an answer of its own."""
        return not self == other

    __hash__ = str.__hash__


class Mixed(str):
    """Words of the page's language with foreign ones among them; another text made of them is the words alone."""

    __slots__ = ("lasting", "signed")
    signed: str
    lasting: str | None
    """Those of the words that are the same on every day (`core.locales.lasting`); None: all of them."""

    def __new__(cls, signed: str, lasting: str | None = None) -> Mixed:
        """Return words that have the signs of foreign ones among them."""
        made = super().__new__(cls, drop_signs(signed))
        made.signed, made.lasting = signed, lasting
        return made

    def __reduce__(self) -> tuple[type[Mixed], tuple[str, str | None]]:
        return Mixed, (self.signed, self.lasting)

    def __eq__(self, other: object) -> bool:
        """Tell whether two are the same words, of the same languages."""
        return isinstance(other, Mixed) and (self.signed, self.lasting) == (other.signed, other.lasting)

    def __ne__(self, other: object) -> bool:
        """Tell the opposite: a text has an answer of its own."""
        return not self == other

    __hash__ = str.__hash__


def join_words_of(pieces: Iterable[str]) -> str:
    """Return pieces of a line as one; where some are foreign words, the line says which, and where some follow the day, what of
    it lasts.
    """
    pieces = tuple(pieces)
    words = "".join(pieces)
    if any(find_lasting(piece) is not None for piece in pieces):
        words = OfToday(words, "".join(map(lasting_of, pieces)))
    if any(isinstance(piece, (Foreign, Mixed)) for piece in pieces):
        return Mixed("".join(map(Finalize(), pieces)), find_lasting(words))
    return words


def last_as(words: str, lasting: str) -> str:
    """Return words, in whatever language, as words that follow the day but for what is `lasting` of them."""
    if isinstance(words, Foreign):
        return Foreign(words, words.tag, lasting)
    return Mixed(words.signed, lasting) if isinstance(words, Mixed) else OfToday(words, lasting)


def fill(words: str, **values: object) -> str:
    """Return words with their places filled in; foreign words among them keep the signs of their language."""
    return words.format(**{name: Finalize()(value) for name, value in values.items()})


def speak_as(words: str, said: str) -> str:
    """Return words that were made of `said`, in its language where that is not the page's; what of that lasts, lasts."""
    made = Foreign(words, said.tag) if isinstance(said, Foreign) else words
    lasting = find_lasting(said)
    return made if lasting is None else last_as(made, lasting)


def join_foreign(value: str, unit: str) -> Foreign | None:
    """Return a figure with what it counts, in their own language as a whole; None where neither has foreign words, but digits."""
    foreign = next((words for words in (unit, value) if isinstance(words, Foreign) and re.search(r"[^\W\d_]", words)), None)
    return Foreign(" ".join(filter(None, (str(value), str(unit)))), foreign.tag) if foreign is not None else None


def drop_signs(text: str) -> str:
    """Return a text that may hold filled words, without the signs."""
    return _MARKED.sub(r"\2", text) if BEGIN in text else text


class Finalize:
    """What a template does with each value that it writes."""

    def __call__(self, value: Any) -> Any:
        """Return foreign words between the signs that tell so, and anything else as it is."""
        if isinstance(value, Mixed):
            return value.signed
        return f"{BEGIN}{value.tag}{TAG}{value!s}{END}" if isinstance(value, Foreign) else value

    def __str__(self) -> str:
        return type(self).__name__  # a part of the key of compiled templates


def speak_html(words: str) -> str:
    """Return words as HTML, in an element with their language where it is not the page's."""
    if isinstance(words, Mixed):
        return _MARKED.sub(r'<span lang="\1">\2</span>', escape(words.signed, quote=False))
    html = escape(words, quote=False)
    return f'<span lang="{words.tag}">{html}</span>' if isinstance(words, Foreign) else html


_MARKED = re.compile(f"{BEGIN}([^{BEGIN}{TAG}]*+){TAG}([^{BEGIN}{END}]*+){END}")
_TAGS = re.compile(r"<(?:title|textarea|option)\b[^<>]*+>[^<]*+|<[^<>]*+>")
"""A tag; and with it the words of elements that can hold no other element."""
_WHOLE = re.compile(r"<(h[1-6]|p|li|dt|dd|td|th|b|em|span|strong)((?: [^<>]*)?)><span lang=\"([\w-]+)\">([^<]*)</span></\1>")
"""An element that holds foreign words and nothing else."""


def resolve(html: str) -> str:
    """Return a page with its foreign words in elements that say their language, and none of the signs."""
    if BEGIN not in html:
        return html
    plain = _TAGS.sub(lambda tag: _MARKED.sub(r"\2", tag[0]), html)
    spans = _MARKED.sub(r'<span lang="\1">\2</span>', plain)
    return _WHOLE.sub(_onto_element, spans)


def _onto_element(found: re.Match[str]) -> str:
    name, attributes, tag, words = found.groups()
    return found[0] if " lang=" in attributes else f'<{name}{attributes} lang="{tag}">{words}</{name}>'
