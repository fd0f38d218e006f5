"""Rules about headings, the same for every Markdown text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

from plugins.core.markdown.nodes import Document, HeadingNode
from plugins.core.problems import Problem, warning
from plugins.core.swedish import quote
from plugins.core.texts.bare_nodes import find_bare, find_last, is_way
from plugins.core.texts.outline import LOWEST

Below = Literal["words", "headings", "nothing"]
"""What a page shows directly below its text: words, components with headings of their own, or nothing."""
TOP = 2
"""The top level of headings in a text: `##`."""
_FILL = "Skriv något under den"


class BareHeading(NamedTuple):
    """A heading with nothing under it, and the next heading."""

    heading: HeadingNode
    following: HeadingNode | None


def heading_key(words: str) -> str:
    """Return the key by which fixed headings are compared: case, types of dashes and `i dag`/`idag` do not matter."""
    words = re.sub(r"(?:(?<!\s)\s+)?[-\u2010-\u2015]\s*", " - ", words.casefold())
    return re.sub(r"\bi dag\b", "idag", " ".join(words.split())).strip(" .:")


def check_headings(document: Document) -> Iterator[Problem]:
    """The headings of a text begin at `##` and go down one level at a time; `#` is the page's own title."""
    above = 1
    for node in document.nodes:
        if not isinstance(node, HeadingNode):
            continue
        if _is_accident(node):
            continue
        if node.level == 1:
            message = "En rubrik med ett enda # är sidans titel, och den står redan i sidhuvudet."
            yield Problem(node.place, "fel-rubrik", message, suggestion=node.place.rewritten("#", "##"))
        elif node.level > above + 1:
            message = f"Rubriken hoppar över ett steg: efter {'#' * above if above > 1 else 'titeln'} kommer {'#' * (above + 1)}."
            right = node.place.rewritten("#" * node.level, "#" * (above + 1))
            yield Problem(node.place, "fel-rubrik", message, suggestion=right)
        above = max(2, node.level)


def refuse_headings(document: Document, why: str) -> Iterator[Problem]:
    """The text has no headings; `why` is the message."""
    for node in document.nodes:
        if isinstance(node, HeadingNode) and not _is_accident(node):
            plain = re.sub(r"#+[ \t]*", "", node.place.written, count=1).strip().removeprefix("- ")
            yield Problem(node.place, "fel-rubrik", why, suggestion=plain)


def check_bare_headings(document: Document, reported: Sequence[Problem], below: Below = "nothing") -> Iterator[Problem]:
    """A heading has contents: words, a picture, a mark, or a deeper heading; one that contains a link needs none.

    `reported` are the problems found when the text was parsed. If what the page shows `below` has headings of its own, the last
    headings of the text are not shown.
    """
    last = find_last(document.nodes) if below == "headings" else []
    hidden = {id(node) for node in last}
    for node, following in find_bare_headings(document, reported, goes_on=below == "words"):
        if id(node) not in hidden:
            yield report_bare(node, following)
    yield from (_report_last(node) for node, _ in _without_reported(last, document, reported))


def check_parts(document: Document, reported: Sequence[Problem]) -> Iterator[Problem]:
    """The headings of a text that is split into parts have contents; a part without contents is not shown."""
    for node, following in find_bare_headings(document, reported):
        yield report_hidden(node) if node.level == TOP else report_bare(node, following)


def find_bare_headings(document: Document, reported: Sequence[Problem], *, goes_on: bool = False) -> Iterator[BareHeading]:
    """Yield the bare headings for which nothing else is reported, neither for them nor for what is under them."""
    yield from _without_reported(find_bare(document.nodes, goes_on=goes_on), document, reported)


def _without_reported(bare: Iterable[HeadingNode], document: Document, reported: Sequence[Problem]) -> Iterator[BareHeading]:
    """Yield those of some bare headings without other problems, in or under them; headings with links are left out."""
    headings = [node for node in document.nodes if isinstance(node, HeadingNode)]
    after = {id(node): following for node, following in zip_longest(headings, headings[1:])}
    wrong = sorted(problem.place.line for problem in reported if problem.is_error)
    for node in bare:
        line, following = node.place.line, after[id(node)]
        first = bisect_right(wrong, line)
        is_reported = first < len(wrong) and (following is None or wrong[first] < following.place.line)
        if node.level >= TOP and _has_words(node) and not (is_reported or _is_accident(node) or is_way(node)):
            yield BareHeading(node, following)


def report_bare(heading: HeadingNode, following: HeadingNode | None) -> Problem:
    """Return the problem of a bare heading, with advice if the next heading has the same level and may belong to it."""
    message = f"Under rubriken {quote(heading.text)} står ingenting."
    help_lines = [f"{_FILL}, eller ta bort den."]
    if following and following.level == heading.level < LOWEST and _may_move(following):
        next_words, line = quote(following.text), following.place.line
        help_lines.append(f"Hör {next_words} på rad {line} till den: skriv den rubriken med ett # till.")
    return Problem(heading.place, "tomt-avsnitt", message, help=tuple(help_lines))


def _may_move(heading: HeadingNode) -> bool:
    """Return whether a heading has words, and is written with `#`, so that another `#` makes it a deeper one."""
    return _has_words(heading) and not _written(heading).startswith("<")


def report_hidden(heading: HeadingNode) -> Problem:
    """Return the problem of a bare heading that is not shown."""
    message = f"Under rubriken {quote(heading.text)} står ingenting, så den visas inte."
    return warning(heading.place, "tomt-avsnitt", message, f"{_FILL}.")


def _report_last(heading: HeadingNode) -> Problem:
    """Return the problem of a heading at the end of a text, which is not shown because the page continues with headings."""
    message = f"Texten slutar med rubriken {quote(heading.text)}, så den visas inte: det som sidan visar sedan har egna rubriker."
    return warning(heading.place, "tomt-avsnitt", message, f"{_FILL}, eller ta bort den.")


def _has_words(node: HeadingNode) -> bool:
    return "<img " in node.html or re.search(r"\w", node.text) is not None


def _is_accident(node: HeadingNode) -> bool:
    """Return whether a heading was written by accident or as a tag, which is reported when the text is parsed."""
    return re.match(r"#+[^#\s]|<", _written(node)) is not None


def _written(node: HeadingNode) -> str:
    return node.place.written[node.place.column - 1 :]
