"""Find the heading of a built page in the text of its source file. Called by `audit.py` and `reworded_headings.py`."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_FENCE: Final = re.compile(r" {0,3}(```|~~~)")
_HEADING: Final = re.compile(r" {0,3}#{1,6}+(.*)")
_UNDERLINE: Final = re.compile(r" {0,3}(?:=+|-{2,})\s*")
_UNSHOWN: Final = re.compile(r"\]\([^()]*\)|<[^<>]*>|\{#[^{}]*\}")
"""Parts of a written heading that a page does not show: the address of a link, a tag, an id."""
_MARK: Final = re.compile(r"\{[^{}]*\}")
_WORDS: Final = re.compile(r"\w")


class WrittenHeading(NamedTuple):
    """A heading in a source file."""

    line: int
    has_words: bool
    """Whether there is text under it, before the next heading."""


def find_written(text: str, words: str) -> list[WrittenHeading]:
    """Return the headings of a file that may be shown as `words`; a mark may have become anything."""
    lines, wanted = text.split("\n"), _letters(words)
    headings = dict(_find_headings(lines))
    numbers = [*headings, len(lines)]
    found = []
    for at, number in enumerate(numbers[:-1]):
        if _may_become([_letters(part) for part in _MARK.split(_UNSHOWN.sub("", headings[number]))], wanted):
            below = "\n".join(lines[number + 1 : numbers[at + 1]])
            found.append(WrittenHeading(number + 1, bool(_WORDS.search(_MARK.sub("", _UNSHOWN.sub("", below))))))
    return found


def _find_headings(lines: list[str]) -> list[tuple[int, str]]:
    """Return the headings in the Markdown of a file, each with its line from 0."""
    begin = lines.index("---", 1) + 1 if lines[0].strip() == "---" and "---" in lines[1:] else 0
    found, fence = list[tuple[int, str]](), ""
    for number in range(begin, len(lines)):
        line = lines[number]
        if mark := _FENCE.match(line):
            fence = "" if fence == mark[1] else fence or mark[1]
        elif fence:
            continue
        elif heading := _HEADING.fullmatch(line):
            found.append((number, heading[1].rstrip().rstrip("#")))
        elif number > begin and lines[number - 1].strip() and _UNDERLINE.fullmatch(line):
            found.append((number - 1, lines[number - 1]))
    return found


def _may_become(parts: list[str], wanted: str) -> bool:
    """Return whether some text in each gap between the parts makes them the whole text."""
    first, *others = parts
    if not others:
        return first == wanted
    at = len(first)
    for part in others[:-1]:
        at = wanted.find(part, at) + len(part) if part in wanted[at:] else len(wanted) + 1
    return wanted.startswith(first) and wanted.endswith(others[-1]) and at + len(others[-1]) <= len(wanted)


def _letters(words: str) -> str:
    """Return the letters and digits of a text: typography may differ between the source and the page."""
    return "".join(filter(str.isalnum, words.casefold()))
