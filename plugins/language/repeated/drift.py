"""Find paragraphs that are the same, or nearly the same, on several pages.

Takes the traces of all files; yields warnings. A text on two pages soon changes on one of them only; a block holds it once.
Values of marks, headings and short stock phrases do not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plugins.core.problems import Problem, warning
from plugins.core.swedish import join_words, quote
from plugins.language.repeated.comparison import JoinedParagraphs, TracedFile, find_paragraphs
from plugins.language.repeated.paragraphs import Paragraph, find_changes

FEWEST_SAME = 11
"""Words; an identical sentence of fewer words may stand on two pages."""
MOST_TOLD = 5
"""Most problems for one paragraph, and most places named in one of them."""


@dataclass(eq=False)
class _Family:
    """A paragraph, those that are nearly the same, and those that are identical to one of these."""

    first: Paragraph
    near: list[Paragraph] = field(default_factory=list)
    same: dict[int, list[Paragraph]] = field(default_factory=lambda: defaultdict(list))
    """By the number of the first identical paragraph."""


def report_drift(files: Sequence[TracedFile], joined: JoinedParagraphs) -> Iterator[Problem]:
    """A paragraph stands on one page; a text for several pages belongs in a block."""
    get = find_paragraphs(files, joined)
    families: dict[int, _Family] = {}
    known: dict[int, Paragraph] = {}
    for number, (like, family) in enumerate(zip(joined.likes, joined.families, strict=True)):
        if number == family:
            continue
        paragraph = known[number] = get(number)
        found = families.setdefault(family, _Family(known.setdefault(family, get(family))))
        first = known.setdefault(like, get(like))
        if like == number:
            found.near.append(paragraph)
        elif first.written == paragraph.written:  # otherwise they differ in their marks
            found.same[like].append(paragraph)
    for number in sorted(families):
        yield from _report_family(families[number], known)


def _report_family(family: _Family, known: dict[int, Paragraph]) -> Iterator[Problem]:
    """Yield a problem for each near copy, at most `MOST_TOLD`, and one for each group of identical paragraphs."""
    page = family.first.passage.page
    near = [paragraph for paragraph in family.near if paragraph.passage.page != page]
    for paragraph in near[:MOST_TOLD]:
        yield _report_near(family.first, paragraph, near[MOST_TOLD:] if paragraph is near[:MOST_TOLD][-1] else [])
    for like, paragraphs in family.same.items():
        first = known[like]
        others = [paragraph for paragraph in paragraphs if paragraph.passage.page != first.passage.page]
        if others and first.words >= FEWEST_SAME:
            place = others[0].passage.place()
            message = f"Samma stycke står också {_where(first, others[0])}."
            yield warning(place, "samma-stycke", message, *_describe_more(others[1:], others[0]), _ADVICE)


def _report_near(first: Paragraph, paragraph: Paragraph, further: Sequence[Paragraph]) -> Problem:
    shown = [_show_change(old, new) for old, new in find_changes(first, paragraph)[:3]]
    message = f"Stycket är nästan likadant som det {_where(first, paragraph)}. {' '.join(shown)}"
    there = f"Där står det: {quote(first.passage.written, 200)}"
    more = _describe_more(further, paragraph)
    return warning(paragraph.passage.place(), "nastan-samma-stycke", message, there, *more, _ADVICE, _OTHERWISE)


def _describe_more(paragraphs: Sequence[Paragraph], beside: Paragraph) -> Iterator[str]:
    """Yield a sentence with the other places of the paragraph, if there are any."""
    if paragraphs:
        places = [_where(paragraph, beside).removeprefix("på ") for paragraph in paragraphs[:MOST_TOLD]]
        rest = len(paragraphs) - len(places)
        listing = [*places, f"{rest} ställen till"] if rest else places
        yield f"Det finns också på {join_words(listing)}."


_ADVICE = "Ska de vara lika: lägg texten i en fil i mappen block/ och skriv {block:filens namn} på båda sidorna."
_OTHERWISE = "Ska de skilja sig åt: skriv dem så att skillnaden märks."


def _show_change(old: Sequence[str], new: Sequence[str]) -> str:
    here, there = quote(" ".join(new), 40), quote(" ".join(old), 40)
    if not old:
        return f"Här står också {here}."
    if not new:
        return f"Här saknas {there}."
    return f"Här står {here}, där {there}."


def _where(first: Paragraph, paragraph: Paragraph) -> str:
    return f"på rad {first.passage.place().line} i {_short(first.passage.page, paragraph.passage.page)}"


def _short(path: Path, beside: Path) -> str:
    """Return the name of a file for a reader of another: with its folder only if that differs."""
    return path.name if path.parent == beside.parent else f"{path.parent.name}/{path.name}"
