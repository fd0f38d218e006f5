"""Foreign words: what stands on a page in another language than the page's.

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

BEGIN, TAG, END = "\ue000", "\ue001", "\ue002"
"""Signs that Unicode leaves to private use (Basic Multilingual Plane): none of them can come from an editor's text
(`core.invisible`)."""


class Foreign(str):
    """Words in another language; another text made of them is no longer one."""

    __slots__ = ("tag",)
    tag: str

    def __new__(cls, words: str, tag: str) -> Foreign:
        """Return words of the language with a tag."""
        made = super().__new__(cls, words)
        made.tag = tag
        return made

    def __reduce__(self) -> tuple[type[Foreign], tuple[str, str]]:  # what another process makes it of
        return Foreign, (str(self), self.tag)

    def __eq__(self, other: object) -> bool:
        """Tell whether two are the same words of the same language."""
        return isinstance(other, Foreign) and self.tag == other.tag and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        """Tell the opposite: a text has an answer of its own."""
        return not self == other

    __hash__ = str.__hash__


class Mixed(str):
    """Words of the page's language with foreign ones among them; another text made of them is the words alone."""

    __slots__ = ("signed",)
    signed: str

    def __new__(cls, signed: str) -> Mixed:
        """Return words that have the signs of foreign ones among them."""
        made = super().__new__(cls, drop_signs(signed))
        made.signed = signed
        return made

    def __reduce__(self) -> tuple[type[Mixed], tuple[str]]:
        return Mixed, (self.signed,)

    def __eq__(self, other: object) -> bool:
        """Tell whether two are the same words, of the same languages."""
        return isinstance(other, Mixed) and self.signed == other.signed

    def __ne__(self, other: object) -> bool:
        """Tell the opposite: a text has an answer of its own."""
        return not self == other

    __hash__ = str.__hash__


def join_words_of(pieces: Iterable[str]) -> str:
    """Return pieces of a line as one; where some are foreign words, the line says which."""
    pieces = tuple(pieces)
    words = "".join(pieces)
    return Mixed("".join(map(Finalize(), pieces))) if any(isinstance(piece, Foreign) for piece in pieces) else words


def fill(words: str, **values: object) -> str:
    """Return words with their places filled in; foreign words among them keep the signs of their language."""
    return words.format(**{name: Finalize()(value) for name, value in values.items()})


def speak_as(words: str, said: str) -> str:
    """Return words that were made of `said`, in its language where that is another than the page's."""
    return Foreign(words, said.tag) if isinstance(said, Foreign) else words


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
    """Return words as HTML, in an element with their language where it is another than the page's."""
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
