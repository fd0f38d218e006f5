"""Finds what was meant as a mark (`{fakta:id}`), and would be shown to visitors with its signs.

Stage: check. In: a text. Out: what looks like a mark and is none, whatever its name. `core.marks.marks` knows which names
there are, and judges what is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from plugins.core.dataclass import dataclass
from plugins.core.kinds.words import MARK

_GAP = r"[^\S\n]*+"
_HYPHEN = r"(?:[-\u2010-\u2015_]|[^\S\n])++"
"""What is written for the hyphen of a name: a dash, a gap, or a dash between gaps."""
_WORD = rf"{_GAP}(?P<argument>[\w-]++)"
_BEGIN, _END = "{\uff5b\ufe5b", "}\uff5d\ufe5c"
"""Braces, and the full-width and small ones of other writings' keyboards."""
_SIGN = r"(?:[^\w\s{}\uff5b\uff5d\ufe5b\ufe5c&]|_)"
"""Not that of an entity: what is spelt with such is told where it has been read."""
_SIGNS_AROUND = " *_~`'\"\u201d:"
_AROUND = rf"[{_SIGNS_AROUND}]*+"
"""What makes a name bold or quotes it, and has slipped in beside the brace; so has a colon now and then."""

_BRACED = re.compile(rf"(?<![{_BEGIN}])[{_BEGIN}]++(?P<inside>[^{_BEGIN}{_END}]++)[{_END}]++")
"""All between braces, doubled ones too."""

_BRACKETED = re.compile(r"\[[^\[\]{}\n]*[:;]")
"""A square bracket and a colon, as a torn mark has that has no brace."""
_IN_PARENTHESES = re.compile(r"\([^():\n]++:[\w-]++\)")
"""Or parentheses around a name, a colon and an argument, with no gap between."""


@dataclass(frozen=True, slots=True)
class _Looks:
    """How torn marks look, where these names have hyphens."""

    inside: re.Pattern[str]
    """A name, and what may follow it: a colon of any sort, or another sign, or a gap alone."""
    open: tuple[re.Pattern[str], re.Pattern[str]]
    """What is never closed; where its argument ends nobody knows."""
    closed: tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]
    """Prose has such as well: `[kontakt: den som svarar]`; in parentheses no more is meant than what has no gap."""


@cache
def _find_looks(hyphened: tuple[str, ...]) -> _Looks:
    """Return how torn marks look: any name is letters alone, so that `{fakta-id}` is one with its argument, or one of these."""
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
"""What no sentence has between two words in braces: colons of other writings among them."""


@dataclass(frozen=True, slots=True)
class TornMark:
    """Something in a text that looks like a mark and is none."""

    written: str
    """All of it, as it stands in the text."""
    start: int
    """Where it begins in the text."""
    name: str
    """As the text has it; one that has a hyphen with that, whatever was written for it."""
    argument: str
    """Empty where only a name stands in the braces."""
    is_prose: bool
    """It may be prose as well: it is a torn mark only where the mark takes its argument."""
    is_whole_within: bool = False
    """A mark stands in it, which is judged by itself: `{{fakta:id}}`."""
    is_ended: bool = True
    """It ends where the mark was to end; else nobody knows where its argument does."""

    @property
    def is_in_parentheses(self) -> bool:
        """Tell whether it has parentheses for braces, in which a sentence says so much: nothing where the mark has no meaning."""
        return self.written.startswith("(") and self.written.endswith(")")


def may_be_torn(value: str) -> bool:
    """Tell whether a text has signs without which nothing in it is a torn mark."""
    return any(sign in value for sign in f"{_BEGIN}}}") or bool(
        ("[" in value and _BRACKETED.search(value)) or ("(" in value and _IN_PARENTHESES.search(value))
    )


def find_torn(value: str, hyphened: tuple[str, ...] = ()) -> Iterator[TornMark]:
    """Yield what looks like a mark and is none in a text, by any name of letters, or one of these that have hyphens."""
    looks = _find_looks(hyphened) if hyphened else _LETTERS_ALONE
    seen: set[int] = set()  # where the names begin
    for found in _BRACED.finditer(value) if any(sign in value for sign in _BEGIN) else ():
        if inside := looks.inside.fullmatch(found["inside"].rstrip()):
            start, end = (found.start("inside") + at for at in inside.span("name"))
            torn = _judge_braced(found, inside)
            if torn:
                yield torn
            elif whole := MARK.fullmatch(found[0]):
                end = found.start() + whole.end("name")
            else:
                end = start + 1
            seen.update(range(start, end))  # what a name ends with may be the name of another
    for pattern, sign in zip((*looks.open, *looks.closed), "{{[}(", strict=True):
        for found in pattern.finditer(value) if sign in value else ():
            if found.start("name") not in seen:
                seen.add(found.start("name"))
                is_ended, argument = pattern in looks.closed, found["argument"].strip()
                is_prose = is_ended or (bool(argument) and _may_be_prose(found["sign"], besides=":"))
                yield TornMark(found[0], found.start(), _put_hyphens(found["name"]), argument, is_prose, is_ended=is_ended)


def _judge_braced(found: re.Match[str], inside: re.Match[str]) -> TornMark | None:
    if MARK.fullmatch(found[0]):
        return None
    argument = (inside["argument"] or "").rstrip(_SIGNS_AROUND)
    is_whole_within = MARK.search(found[0]) is not None
    before = found.string[max(0, found.start() - 60) : found.start()]
    if (is_whole_within and before.rfind("{") > before.rfind("}")) or _COMMAND.search(before):
        return None  # the outer one of a mark in a mark is told; so is what is LaTeX
    is_doubled = len(found[0]) - len(found["inside"]) > 2
    name = _put_hyphens(inside["name"])
    is_misspelt = name != inside["name"] and ":" in (inside["sign"] or "")
    is_prose = bool(argument) and not is_doubled and not is_misspelt and _may_be_prose(inside["sign"])
    return TornMark(found[0], found.start(), name, argument, is_prose, is_whole_within)


def _put_hyphens(name: str) -> str:
    return re.sub(_HYPHEN, "-", name)


def _may_be_prose(sign: str | None, besides: str = "") -> bool:
    """Tell whether a sentence may have this between two words after a brace; `besides`: another sign that none has."""
    return (sign or "").strip() not in (*_NEVER_PROSE, *besides)
