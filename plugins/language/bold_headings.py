"""Bold lines that stand where a heading would: they look like one, and are none to who hears the page (WCAG 2.2, 1.3.1).

Stage: check. In: the Markdown of a page. Out: warnings, one for a text; those with a comment of their own apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from plugins.core.dataclass import dataclass
from plugins.core.problems import Problem
from plugins.core.silences import guess, is_silence, set_apart
from plugins.core.sources import Text
from plugins.core.swedish import join_words, quote

LONGEST = 80
"""Signs: a longer line is a sentence that somebody wants to be seen."""
_BOLD = re.compile(r" {0,3}(?P<sign>\*\*\*?|___?)(?P<words>[^*_\s][^*_\n]{0,100})(?P=sign):?[ \t]*")
_BOLD_LINE = re.compile(r"\n {0,3}(?:\*\*|__)")
"""How such a line begins: tried at the ends of lines alone."""
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_NO_TEXT = re.compile(r" {0,3}(?:#{1,6}[ \t]|\{|!\[|[-*_]{3,}[ \t]*$|<!--)")
"""What is no text below a heading: another heading, a mark, a picture, a rule."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    words: str
    is_below_heading: bool


def check_bold_headings(text: Text) -> Iterator[Problem]:
    """A heading is written with `##`; a bold line alone above a text is none."""
    found = list(_find(text))
    if not found:
        return
    for group in set_apart(found, lambda line: text.place(line.start), "fetstil-som-rubrik"):
        first = group[0]
        place = text.place(first.start)
        message = f"{quote(first.words)} ser ut som en rubrik men är bara fetstil. Den som lyssnar på sidan hittar inte dit."
        lines = [str(text.place(line.start).line) for line in group[1:9]]
        also = (f"Samma sak på rad {join_words(lines)}.",) if lines else ()
        advice = "En rubrik skrivs med ## eller ### framför, utan stjärnor."
        told = guess(place, "fetstil-som-rubrik", message, advice, *also)
        yield replace(told, suggestion=f"### {first.words}" if first.is_below_heading else None)


def _find(text: Text) -> Iterator[_Line]:
    if not _BOLD_LINE.search(f"\n{text.value}"):
        return
    written = text.value.split("\n")
    lines = ["" if is_silence(line) else line for line in written]
    offset, has_heading = 0, False
    for number, line in enumerate(lines):
        has_heading = has_heading or bool(_HEADING.match(line))
        found = _BOLD.fullmatch(line)
        stands_alone = not any(near.strip() for near in lines[max(0, number - 1) : number] + lines[number + 1 : number + 2])
        if found and stands_alone and _is_title(found["words"]) and _is_above_text(lines[number + 1 :]):
            yield _Line(offset, found["words"].strip().rstrip(":"), has_heading)
        offset += len(written[number]) + 1


def _is_title(words: str) -> bool:
    """Tell words of a title from a sentence, a link, a price or a telephone number that somebody wants to be seen."""
    is_sentence = words.rstrip().endswith((".", "!", "?", "…", ","))
    return not is_sentence and len(words) <= LONGEST and not re.search(r"[\[\]@<>{}]|[0-9]{3}|[0-9] ?(?:kr|%)", words)


def _is_above_text(below: list[str]) -> bool:
    following = next((line for line in below if line.strip()), "")
    return bool(following.strip()) and not _NO_TEXT.match(following) and not _BOLD.fullmatch(following)
