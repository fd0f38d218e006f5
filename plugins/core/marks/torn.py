"""Find malformed marks: text that was meant as a mark (`{fakta:id}`) and would be shown as typed.

Finds anything that resembles a mark, whatever its name. `core.marks.rules` knows which names exist, and reports them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from plugins.core.dataclass import dataclass
from plugins.core.kinds.words import MARK

_GAP = r"[^\S\n]*+"
_HYPHEN = r"(?>(?:[-\u2010-\u2015_]|[^\S\n])+)"
"""What may be written in place of the hyphen in a name: a dash, a space, or a dash between spaces."""
_WORD = rf"{_GAP}(?P<argument>[\w-]++)"
_BEGIN, _END = "{\uff5b\ufe5b", "}\uff5d\ufe5c"
"""Braces, and the full-width and small braces of East Asian keyboards."""
_SIGN = r"(?:[^\w\s{}\uff5b\uff5d\ufe5b\ufe5c&]|_)"
"""Any punctuation except the ampersand: what is written with entities is found in the converted text."""
_SIGNS_AROUND = " *_~`'\"\u201d:"
_AROUND = rf"[{_SIGNS_AROUND}]*+"
"""Markup or quotation marks around a name, or a colon typed before it."""

_BRACED = re.compile(rf"(?<![{_BEGIN}])[{_BEGIN}]++(?P<inside>[^{_BEGIN}{_END}]++)[{_END}]++")
"""Anything between braces, also doubled ones."""

_BRACKETED = re.compile(r"\[[^\[\]{}\n]*[:;]")
"""An opening square bracket followed by a colon, as in a mark written without braces."""
_IN_PARENTHESES = re.compile(r"\([^():\n]++:[\w-]++\)")
"""Parentheses around a name, a colon and an argument, without spaces."""


@dataclass(frozen=True, slots=True)
class _Looks:
    """Patterns of malformed marks, for a set of names that contain hyphens."""

    inside: re.Pattern[str]
    """A name, and what may follow it: a colon or other punctuation with an argument, or a space with one."""
    open: tuple[re.Pattern[str], re.Pattern[str]]
    """Marks that are never closed, so that the end of the argument is unknown."""
    closed: tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]
    """These also occur in prose, `[kontakt: den som svarar]`; in parentheses only if there is no space."""


@cache
def _find_looks(hyphened: tuple[str, ...]) -> _Looks:
    """Return the patterns. Names are letters only, so that `{fakta-id}` has an argument, except for those in `hyphened`."""
    longest_first = sorted(hyphened, key=len, reverse=True)
    spelt = [rf"(?i:{_HYPHEN.join(map(re.escape, name.split('-')))})(?![^\W\d_])|" for name in longest_first]
    name = rf"(?P<name>{''.join(spelt)}[^\W\d_]++)"
    begun = rf"{_GAP}{name}"
    return _Looks(
        inside=re.compile(rf"\A{_AROUND}{begun}(?:(?P<sign>{_GAP}(?:{_SIGN}|\n)|[^\S\n]++){_GAP}(?P<argument>.*+))?"),
        open=(
            re.compile(  # {fakta:id
                rf"\{{(?<!\{{\{{)\{{*+{begun}(?P<sign>{_GAP}{_SIGN}|[^\S\n]){_WORD}(?![^{{}}\n]*\}})(?:[^\S\n]?[\])])?"
            ),
            re.compile(  # {fakta
                rf"\{{(?<!\{{\{{)\{{*+{name}(?![\w{{}}]|(?:[^{{}}]*\{{[^{{}}]*\}})?[^{{}}]*\}})(?P<sign>)(?P<argument>)"
            ),
        ),
        closed=(
            re.compile(rf"\[(?<!\[\[)\[*+{begun}{_GAP}[:;]{_GAP}(?P<argument>[^\[\]{{}}\n]++)\]++(?![(\[:])"),  # [fakta:id]
            re.compile(rf"(?<![{{\w])(?:[(\[]{_GAP})?{name}{_GAP}:{_WORD}{_GAP}\}}"),  # fakta:id}
            re.compile(rf"(?<![\](])\({name}:(?P<argument>[\w-]++)\)"),  # (fakta:id)
        ),
    )


_LETTERS_ALONE = _find_looks(())
_COMMAND = re.compile(r"\\[A-Za-z]++\Z")
_NEVER_PROSE = frozenset(";=|_\uff1a\u2236\ufe55\ufe13\u02d0\ua789")
"""Separators that do not occur between two words in braces in prose, including colons of other scripts."""


@dataclass(frozen=True, slots=True)
class TornMark:
    """Text that resembles a mark but is malformed."""

    written: str
    """All of it, as written."""
    start: int
    """Its offset in the text."""
    name: str
    """Its name as written, with hyphens restored."""
    argument: str
    """Empty if there is only a name in the braces."""
    is_prose: bool
    """Whether it may be prose, so that it counts only if its argument is valid for the mark."""
    is_whole_within: bool = False
    """Whether it contains a well-formed mark, which is checked separately: `{{fakta:id}}`."""
    is_ended: bool = True
    """Whether its end is known; otherwise the end of the argument is not."""

    @property
    def is_in_parentheses(self) -> bool:
        """Whether it has parentheses in place of braces, as is common in prose; it is ignored if the mark is not allowed."""
        return self.written.startswith("(") and self.written.endswith(")")


def may_be_torn(value: str) -> bool:
    """Return whether a text may contain a malformed mark: a cheap first test."""
    return any(sign in value for sign in f"{_BEGIN}}}") or bool(
        ("[" in value and _BRACKETED.search(value)) or ("(" in value and _IN_PARENTHESES.search(value))
    )


def find_torn(value: str, hyphened: tuple[str, ...] = ()) -> Iterator[TornMark]:
    """Yield the malformed marks in a text, with any name of letters, or a name in `hyphened`."""
    looks = _find_looks(hyphened) if hyphened else _LETTERS_ALONE
    seen: set[int] = set()  # offsets of names
    for found in _BRACED.finditer(value) if any(sign in value for sign in _BEGIN) else ():
        if inside := looks.inside.fullmatch(found["inside"].rstrip()):
            start, end = (found.start("inside") + at for at in inside.span("name"))
            torn = _find_braced(found, inside)
            if torn:
                yield torn
            elif whole := MARK.fullmatch(found[0]):
                end = found.start() + whole.end("name")
            else:
                end = start + 1
            seen.update(range(start, end))  # the end of a name could match as another name
    for pattern, sign in zip((*looks.open, *looks.closed), "{{[}(", strict=True):
        for found in pattern.finditer(value) if sign in value else ():
            if found.start("name") not in seen:
                seen.add(found.start("name"))
                is_ended, argument = pattern in looks.closed, found["argument"].strip()
                is_prose = is_ended or (bool(argument) and _may_be_prose(found["sign"], besides=":"))
                yield TornMark(found[0], found.start(), _put_hyphens(found["name"]), argument, is_prose, is_ended=is_ended)


def _find_braced(found: re.Match[str], inside: re.Match[str]) -> TornMark | None:
    if MARK.fullmatch(found[0]):
        return None
    argument = (inside["argument"] or "").rstrip(_SIGNS_AROUND)
    is_whole_within = MARK.search(found[0]) is not None
    before = found.string[max(0, found.start() - 60) : found.start()]
    if (is_whole_within and before.rfind("{") > before.rfind("}")) or _COMMAND.search(before):
        return None  # of nested marks the outer one is reported; LaTeX commands are ignored
    is_doubled = len(found[0]) - len(found["inside"]) > 2
    name = _put_hyphens(inside["name"])
    is_misspelt = name != inside["name"] and ":" in (inside["sign"] or "")
    is_prose = bool(argument) and not is_doubled and not is_misspelt and _may_be_prose(inside["sign"])
    return TornMark(found[0], found.start(), name, argument, is_prose, is_whole_within)


def _put_hyphens(name: str) -> str:
    return re.sub(_HYPHEN, "-", name)


def _may_be_prose(sign: str | None, besides: str = "") -> bool:
    """Return whether prose may have this separator between two words after a brace; `besides` is one that it does not have."""
    return (sign or "").strip() not in (*_NEVER_PROSE, *besides)
