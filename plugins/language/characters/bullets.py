"""Find bullets from other programs, which make no list here.

Takes the prose of a text; yields `Slip`s, for check and `tidy`. Called by `language.characters.signs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from plugins.core.texts.quoted import IS_SPOKEN
from plugins.language.characters.slips import Slip

_BULLETS = "•·●▪◦‣∙○■□➢➤"
_BULLET = re.compile(
    rf"^(?P<indent>[ \t>]*)(?P<marker>(?:[-*+]|\d+\.)[ \t]+)?(?P<bullet>[{_BULLETS}][ \t\u00a0]*)(?=[^\s•·●▪])", re.MULTILINE
)
_TYPED_BULLET = re.compile(
    r"[ \t]{0,3}(?:>[ \t]{0,3}){0,3}(?P<bullet>[–—o→✓✔☐☑➔➤]|(?P<number>\(?\d{1,2})\)|\(?[a-h]\))[ \t\u00a0]+(?=\S)"
)
_TYPED_BULLET_BELOW = re.compile(rf"\n{_TYPED_BULLET.pattern}")
"""A typed bullet on any line but the first; searched only after line ends."""
_IN_BOXES = " \t>"
"""Characters that may begin any line in a block quote."""
_TIGHT_ITEMS = re.compile(r"-(?<![^\n]-)(?=[^\W\d_][^\n]*\n-[^\W\d_])")


def find_bullets(prose: str, *, is_markdown: bool) -> Iterator[Slip]:
    """A list item begins with a hyphen and a space: a bullet pasted from Word makes no list."""
    for found in _BULLET.finditer(prose) if any(map(prose.__contains__, _BULLETS)) else ():
        sign, marker = found["bullet"][0], found["marker"]
        right = "- " if is_markdown and not marker else ""
        message = f"Raden börjar med punkttecknet {sign}, som inte blir någon lista på webbplatsen."
        if not right:
            message = f"Punkttecknet {sign} behövs inte här."
        yield Slip(found.start("bullet"), len(found["bullet"]), "punkttecken", message, right)
    if is_markdown:
        yield from _find_typed_bullets(prose)
        for found in _TIGHT_ITEMS.finditer(prose):
            message = "Raderna börjar med bindestreck utan mellanslag efter, så de blir ingen lista på webbplatsen."
            yield Slip(found.start(), 1, "bindestreck-utan-mellanslag", message, "- ", is_certain=False)


def _find_typed_bullets(prose: str) -> Iterator[Slip]:
    """A list item begins with `-` or `1.`, not with a dash, an `o`, `1)` or `a)`. Lines of dialogue may begin with a dash."""
    if not (_TYPED_BULLET.match(prose) or _TYPED_BULLET_BELOW.search(prose)):
        return
    lines = [*re.finditer(r"^.*$", prose, re.MULTILINE)]
    run: list[re.Match[str]] = []
    for line in [*lines, None]:
        found = _TYPED_BULLET.match(line[0]) if line else None
        if line and found and (not run or _same_sort(found, _TYPED_BULLET.match(run[0][0]))):
            run.append(line)
        elif line is None or line[0].strip(_IN_BOXES):
            yield from _find_typed(run)
            run = [line] if line and found else []


def _same_sort(one: re.Match[str], other: re.Match[str] | None) -> bool:
    return other is not None and _sort_of(one) == _sort_of(other)


def _sort_of(found: re.Match[str]) -> str:
    """Return the form of a bullet: `(1)` and `a)` belong to different lists."""
    sign = found["bullet"]
    return re.sub(r"\w+", "1" if found["number"] else "a", sign) if sign.endswith(")") else sign


def _find_typed(run: list[re.Match[str]]) -> Iterator[Slip]:
    """Yield a slip for each line of a run with the same bullet, unless the run is dialogue or numbered paragraphs."""
    bullets = [_TYPED_BULLET.match(line[0]) for line in run]
    if len(run) < 2 or any(IS_SPOKEN.match(line[0].lstrip(_IN_BOXES)) for line in run):
        return
    has_gaps = any(later.start() > line.end() + 1 for line, later in pairwise(run))
    if has_gaps and run[0][0].lstrip(f"{_IN_BOXES}(")[:2].rstrip(")").isalnum():
        return  # numbered paragraphs
    for line, bullet in zip(run, bullets, strict=True):
        if bullet is None:
            continue
        sign = bullet["bullet"]
        right = f"{bullet['number'].lstrip('(')}. " if bullet["number"] else "- "
        message = f"Raderna börjar med {sign}, som inte blir någon lista på webbplatsen."
        start = line.start() + bullet.start("bullet")
        yield Slip(start, bullet.end() - bullet.start("bullet"), "punkttecken", message, right, is_certain=False)
