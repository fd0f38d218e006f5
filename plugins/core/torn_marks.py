"""Torn marks: what was meant as a mark and would be shown to visitors with its signs.

Stage: check. In: a text. Out: what looks like a mark and is none, whatever its name. `core.marks` knows which names there are,
and judges what is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.dataclass import dataclass
from plugins.core.kinds.words import MARK

_NAME, _GAP = r"[^\S\n]*+(?P<name>[^\W\d_]++)", r"[^\S\n]*+"
_WORD = rf"{_GAP}(?P<argument>[\w-]++)"

_BRACED = re.compile(r"(?<![{\uff5b])[{\uff5b]++(?P<inside>[^{}\uff5b\uff5d]++)[}\uff5d]++")
"""All between braces, doubled ones and full-width ones (U+FF5B, U+FF5D) too."""
_INSIDE = re.compile(rf"{_NAME}(?:(?P<sign>{_GAP}[:;=.,/|_\n\uff1a\u2236-]|[^\S\n]++){_GAP}(?P<argument>.*+))?")
"""A name, and what may follow it: a colon, also a full-width one (U+FF1A) or that of ratios, or another sign, or a gap alone."""
_OPEN = re.compile(rf"(?<!\{{)\{{++{_NAME}{_GAP}[:;=]{_WORD}(?![^{{}}\n]*\}})(?:[^\S\n]?[\])])?")
"""`{fakta:id` that is never closed."""
_CLOSED = (
    re.compile(rf"\[{_NAME}{_GAP}[:;]{_GAP}(?P<argument>[^\[\]{{}}\n]++)\](?![(\[:])"),  # [fakta:id]
    re.compile(rf"(?<![{{\w])(?:[(\[]{_GAP})?(?P<name>[^\W\d_]++){_GAP}:{_WORD}{_GAP}\}}"),  # fakta:id}
)
"""Prose has such as well: `[kontakt: den som svarar]`."""
_NEVER_PROSE = frozenset(";=|_\uff1a\u2236")
"""What no sentence has between two words in braces."""


@dataclass(frozen=True, slots=True)
class Torn:
    """What looks like a mark and is none."""

    written: str
    """All of it, as it stands in the text."""
    start: int
    """Where it begins in the text."""
    name: str
    argument: str
    """Empty where only a name stands in the braces."""
    is_prose: bool
    """It may be prose as well: it is a torn mark only where the mark takes its argument."""
    is_whole_within: bool = False
    """A mark stands in it, which is judged by itself: `{{fakta:id}}`."""
    is_ended: bool = True
    """It ends where the mark was to end; else nobody knows where its argument does."""


def find_torn(value: str) -> Iterator[Torn]:
    """Yield what looks like a mark and is none in a text, by any name."""
    seen: set[int] = set()  # where the names begin
    for found in _BRACED.finditer(value) if "{" in value or "\uff5b" in value else ():
        if inside := _INSIDE.fullmatch(found["inside"].rstrip()):
            seen.add(found.start("inside") + inside.start("name"))
            if torn := _judge_braced(found, inside):
                yield torn
    for pattern, sign in ((_OPEN, "{"), *zip(_CLOSED, "[}", strict=True)):
        for found in pattern.finditer(value) if sign in value else ():
            if found.start("name") not in seen:
                seen.add(found.start("name"))
                is_ended = pattern is not _OPEN
                yield Torn(found[0], found.start(), found["name"], found["argument"].strip(), is_ended, is_ended=is_ended)


def _judge_braced(found: re.Match[str], inside: re.Match[str]) -> Torn | None:
    if MARK.fullmatch(found[0]):
        return None
    argument = (inside["argument"] or "").strip()
    is_whole_within = MARK.search(found[0]) is not None
    before = found.string[max(0, found.start() - 60) : found.start()]
    if is_whole_within and before.rfind("{") > before.rfind("}"):
        return None  # the outer one of a mark in a mark is told
    is_doubled = len(found[0]) - len(found["inside"]) > 2
    is_prose = bool(argument) and not is_doubled and (inside["sign"] or "").strip() not in _NEVER_PROSE
    return Torn(found[0], found.start(), inside["name"], argument, is_prose, is_whole_within)
