"""Find misplaced stars, which are shown as characters and make no bold type.

Takes a text as written, and its prose; yields `Slip`s, for check and `tidy`. A slip is certain if all other stars of the
paragraph are paired. Called by `language.characters.signs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from plugins.language.characters.slips import Slip

_STARS_SPACE_END = re.compile(
    r"(?<![\w*\\])(?P<stars>\*{1,3})(?P<words>[^\s*](?:[^*\n]*?[^\s*])?)(?P<gap>[ \u00a0]+)(?P=stars)(?!\*|\w[^\n]{0,1000}\*)"
)
_STARS_SPACE_START = re.compile(
    r"(?<=\S )(?P<stars>\*{1,3})(?P<gap>[ \u00a0]+)(?P<words>[^\s*](?:[^*\n]*?[^\s*\\])?)(?P=stars)(?![\w*])"
)
_LOOSE_STARS = re.compile(
    r"(?<![^\s(\[”\"])(?P<stars>\*\*)(?P<gap>[ \u00a0]++)(?P<words>[^*\s](?:[^*\n]*[^*\s])?)[ \u00a0]++\*\*(?![*\w])"
)

_PAIR_OF_STARS = re.compile(r"(?<![^\s(\[”\"'–—/-])(?P<run>\*{1,3})(?=[^\s*])[^*\n]*[^\s*\\](?P=run)(?![\w*])")
_NO_EMPHASIS = re.compile(r"\\\*|^[ \t>]*\*(?=[ \t])", re.MULTILINE)
"""An escaped star, or the marker of a list item."""
_BOLD = re.compile(r"(?<![*\\])\*\*(?!\*)")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_SURE_EMPHASIS = re.compile(r"\*(?<![\w*\\]\*)(?P<more>\*{0,2})\w[^*\n]{0,900}+(?<=\w)\*(?P=more)(?![\w*])")
"""Correct emphasis around words that begin and end with a letter or digit: a text with no other stars has no slips."""


def find_stars(value: str, prose: str) -> Iterator[Slip]:
    """Stars stand next to the words that they emphasise."""
    if "*" not in prose or "*" not in _SURE_EMPHASIS.sub("", prose):
        return
    paragraphs = [found for found in _PARAGRAPH.finditer(prose) if prose.find("*", found.start(), found.end()) >= 0]
    for paragraph in paragraphs:
        slips = sorted(_find_loose_stars(value, prose, paragraph), key=lambda slip: slip.start)
        is_sure = bool(slips) and _is_rest_paired(prose, paragraph, slips)
        for slip in slips:
            yield slip if is_sure else replace(slip, right=value[slip.start : slip.start + slip.length], is_certain=False)
    if "**" in prose:
        yield from _find_unclosed_bold(paragraphs)


def _find_loose_stars(value: str, prose: str, paragraph: re.Match[str]) -> Iterator[Slip]:
    for pattern in (_STARS_SPACE_END, _STARS_SPACE_START, _LOOSE_STARS):
        for found in _find_from_stars(pattern, prose, paragraph.start(), paragraph.end()):
            stars, words = found["stars"], value[found.start("words") : found.end("words")]
            if len(stars) == 1 and not re.search(r"[^\W\d_]", words):
                continue  # 3 * 4 *5
            is_tight = pattern is _STARS_SPACE_END and re.match(r"[^\s.,;:!?)]", prose[found.end() :])
            message = "Här står ett mellanslag innanför stjärnorna, så de syns i stället för att framhäva orden."
            yield Slip(found.start(), len(found[0]), "stjarnor", message, f"{stars}{words}{stars}{' ' if is_tight else ''}")


def _find_from_stars(pattern: re.Pattern[str], prose: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern that begins with a star, as `finditer` would, but try it at stars only."""
    at = prose.find("*", start, end)
    while at >= 0:
        found = pattern.match(prose, at, end)
        if found:
            yield found
        at = prose.find("*", found.end() if found else at + 1, end)


def _is_rest_paired(prose: str, paragraph: re.Match[str], slips: list[Slip]) -> bool:
    """Return whether each star in a paragraph belongs to one slip or to correct emphasis; otherwise the correction is a guess."""
    ends = [0, *(slip.start + slip.length for slip in slips)]
    starts = [*(slip.start for slip in slips), len(prose)]
    if any(start < end for start, end in zip(starts, ends, strict=True)):
        return False  # two slips claim the same stars
    if not all(re.search(r"\w", prose[slip.start : slip.start + slip.length]) for slip in slips):
        return False
    rest = list(prose[paragraph.start() : paragraph.end()])
    for slip in slips:
        at = slip.start - paragraph.start()
        rest[at : at + slip.length] = "x" * slip.length
    return "*" not in _NO_EMPHASIS.sub("", _PAIR_OF_STARS.sub("", "".join(rest)))


def _find_unclosed_bold(paragraphs: Iterable[re.Match[str]]) -> Iterator[Slip]:
    """Bold type ends in the paragraph that it begins in; only the editor knows where."""
    for paragraph in paragraphs:
        stars = list(_BOLD.finditer(paragraph[0])) if "**" in paragraph[0] else []
        if len(stars) % 2 == 0:
            continue
        start = stars[-1].start()
        if re.search(r"\w$", paragraph[0][:start]) or not re.match(r"\*\*[^\W_]", paragraph[0][start:]):
            continue
        message = "Här börjar fetstil som inte slutar. Skriv två stjärnor också efter det sista ordet i fetstil."
        yield Slip(paragraph.start() + start, 2, "stjarnor", message, "**", is_certain=False)
