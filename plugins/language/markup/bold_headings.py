"""Find bold lines used as headings: they look like headings, but screen readers do not announce them (WCAG 2.2, 1.3.1).

Takes the Markdown of a page; yields one warning for each text, and one for each place with a silencing comment of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from plugins.core.problems import Problem
from plugins.core.source.silences import is_silence
from plugins.core.source.sources import Text
from plugins.language.findings import FindingSort, report_sort

LONGEST = 80
"""Characters; a longer bold line is a sentence with emphasis."""
_BOLD = re.compile(r" {0,3}(?P<sign>\*\*\*?|___?)(?P<words>[^*_\s][^*_\n]{0,100})(?P=sign):?[ \t]*")
_BOLD_LINE = re.compile(r"\n {0,3}(?:\*\*|__)")
"""How such a line begins; searched only after line ends."""
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_NO_TEXT = re.compile(r" {0,3}(?:#{1,6}[ \t]|\{|!\[|[-*_]{3,}[ \t]*$|<!--)")
"""What does not count as text below a heading: another heading, a mark, a picture, a rule, a comment."""
_SORT: Final = FindingSort(
    "fetstil-som-rubrik",
    "{} ser ut som en rubrik men är bara fetstil. Den som lyssnar på sidan hittar inte dit.",
    "En rubrik skrivs med ## eller ### framför, utan stjärnor.",
    stops_publishing=False,
)


def check_bold_headings(text: Text) -> Iterator[Problem]:
    """A heading is written with `##`, not as a bold line above a text."""
    found = list(_find(text))
    is_below_heading = bool(found) and any(map(_HEADING.match, text.value[: found[0].start()].split("\n")))
    yield from report_sort(text, replace(_SORT, right=_make_heading) if is_below_heading else _SORT, found)


def _make_heading(line: re.Match[str]) -> str:
    return f"### {line['words'].strip().rstrip(':')}"


def _find(text: Text) -> Iterator[re.Match[str]]:
    if not _BOLD_LINE.search(f"\n{text.value}"):
        return
    written = text.value.split("\n")
    lines = ["" if is_silence(line) else line for line in written]
    offset = 0
    for number, line in enumerate(lines):
        found = _BOLD.fullmatch(text.value, offset, offset + len(line))
        stands_alone = not any(near.strip() for near in lines[max(0, number - 1) : number] + lines[number + 1 : number + 2])
        if found and stands_alone and _is_title(found["words"]) and _is_above_text(lines[number + 1 :]):
            yield found
        offset += len(written[number]) + 1


def _is_title(words: str) -> bool:
    """Return whether bold words are a title, and not a sentence, a link, a price or a telephone number with emphasis."""
    is_sentence = words.rstrip().endswith((".", "!", "?", "…", ","))
    return not is_sentence and len(words) <= LONGEST and not re.search(r"[\[\]@<>{}]|[0-9]{3}|[0-9] ?(?:kr|%)", words)


def _is_above_text(below: list[str]) -> bool:
    following = next((line for line in below if line.strip()), "")
    return bool(following.strip()) and not _NO_TEXT.match(following) and not _BOLD.fullmatch(following)
