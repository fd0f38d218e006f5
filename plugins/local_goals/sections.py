"""Sections of a goal page: what an editor's headings mean.

Stage: check. In: a goal's `Document` and the words of the site's fixed headings. Out: `Sections`, and problems where
a section is missing, misspelt, doubled, out of order, or not one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from plugins.core.files.translation_names import name_language
from plugins.core.locales.foreign import speak_html
from plugins.core.markdown.nodes import Document, HeadingNode, Node
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.source.sources import Text
from plugins.core.swedish import quote
from plugins.core.texts.bare_nodes import is_spacing
from plugins.core.texts.headings import heading_key, tell_hidden
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading

NEAR = 0.8
"""Likeness (difflib) from which a heading counts as a misspelt fixed one; "Det här vill vi göra" is .85 like its original."""


@dataclass(slots=True)
class Section:
    """A heading of a goal page with what follows it."""

    heading: HeadingNode | None
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Sections:
    """A goal page in parts; a part that the editor left out is empty."""

    introduction: list[Node]
    topic: Section
    today: Section
    wanted: Section
    globally: Section


def find_sections(
    document: Document, fixed: Sequence[str], body: Text, originals: Sequence[str] = ()
) -> tuple[Sections, list[Problem]]:
    """Cut a goal's text at its `##` headings; `fixed` are the words of today, wanted and globally.

    In a translation, `originals` are these words in the site's own language, which a draft of it may still have.
    """
    cutter = _Cutter(fixed, originals)
    cutter.cut(document.nodes)
    cutter.place_unknown()
    topic, found = cutter.topic, cutter.found
    for section in (topic, *found.values()):
        if all(map(is_spacing, section.nodes)):  # a rule, which parts it from the next
            section.nodes.clear()
    sections = Sections(cutter.introduction, topic, *(found.get(index, Section(None)) for index in range(len(fixed))))
    return sections, [*cutter.problems, *_check_missing(topic, found, fixed, body), *_check_empty(sections)]


class _Cutter:
    """Takes the nodes of a goal's text one by one, and knows which sections it has met."""

    def __init__(self, fixed: Sequence[str], originals: Sequence[str]) -> None:
        self.fixed, self.originals = fixed, originals
        self.introduction: list[Node] = []
        self.topic = Section(None)
        self.found: dict[int, Section] = {}
        """The fixed sections, by their place among `fixed`."""
        self.last = -1
        """The one of them that comes last on a page, of those met so far."""
        self.unknown: list[tuple[int, Section, list[Node]]] = []
        """Sections with other headings: which fixed one would come there, and the nodes that stand above."""
        self.problems: list[Problem] = []

    def cut(self, nodes: Iterable[Node]) -> None:
        """Share out the nodes among the sections whose headings stand above them."""
        current = self.introduction
        for node in nodes:
            if isinstance(node, HeadingNode) and node.level <= 2:
                current = self._begin(node, current).nodes
            else:
                current.append(node)

    def _begin(self, heading: HeadingNode, above: list[Node]) -> Section:
        """Return the section that a heading begins: a fixed one, the topic, or one that is not known yet."""
        section = Section(heading)
        index, is_exact = _which(heading, self.fixed, self.originals, self.found)
        if index is not None:
            self._begin_fixed(index, section, heading, is_exact=is_exact)
        elif self.topic.heading is None and not self.found:
            self.topic = section
        elif heading.level == 2:
            self.unknown.append((self.last + 1, section, above))
        return section

    def _begin_fixed(self, index: int, section: Section, heading: HeadingNode, *, is_exact: bool) -> None:
        """The fixed sections have their own words, stand once each, and in their order."""
        words = self.fixed[index]
        if not is_exact:
            self.problems.append(_misspelt(heading, words))
        if index in self.found:
            message = f"Avsnittet {quote(words)} finns två gånger."
            self.problems.append(Problem(heading.place, "dubbelt-avsnitt", message, help=("Lägg ihop dem till ett.",)))
            return
        if index < self.last:
            message = f"Avsnittet {quote(words)} ska stå före {quote(self.fixed[self.last])}."
            self.problems.append(Problem(heading.place, "fel-ordning", message, help=("Flytta hela avsnittet.",)))
        self.last = max(self.last, index)
        self.found[index] = section

    def place_unknown(self) -> None:
        """Take a section with another heading for the fixed one that is missing there, else for a part of the section above."""
        for expected, section, above in self.unknown:
            assert section.heading is not None
            if expected < len(self.fixed) and expected not in self.found:
                self.found[expected] = section
                self.problems.append(_misspelt(section.heading, self.fixed[expected]))
            else:
                self.problems.append(_unknown(section.heading, self.fixed))
                above.append(section.heading)  # most likely meant as a heading within what stands above


def _which(
    node: HeadingNode, fixed: Sequence[str], originals: Sequence[str], found: dict[int, Section]
) -> tuple[int | None, bool]:
    """Return which fixed heading a heading is, and whether its words are right."""
    if node.level != 2:
        return None, True
    key = heading_key(node.text)
    keys = [heading_key(words) for words in fixed]
    if key in keys:
        return keys.index(key), True
    if key in (untold := [heading_key(words) for words in originals]):
        return untold.index(key), False
    likeness = [(SequenceMatcher(None, key, other).ratio(), -index) for index, other in enumerate(keys)]
    best, index = max(likeness)
    return (-index, False) if best >= NEAR and -index not in found else (None, True)


def _misspelt(node: HeadingNode, right: str) -> Problem:
    """The fixed headings are written as in webbplats.yaml."""
    message = f"Avsnittet {quote(node.text)} heter något annat. Menade du {quote(right)}?"
    return Problem(node.place, "felstavat-avsnitt", message, suggestion=f"## {right}")


def tell_untold_headings(place: Place, code: str) -> Problem:
    """The fixed headings have words in the language of a goal that is translated."""
    language = name_language(code)
    message = f"Målsidans fasta rubriker finns inte på {language}, så målet kan inte visas på {language}."
    help_lines = (
        f"Kör:  python3 tasks.py översätt webbplats.yaml {code}",
        f"Översätt rubrikerna i webbplats.{code}.yaml, och ändra till status: publicerad. Skriv sedan samma rubriker här.",
    )
    return Problem(place, "saknar-oversattning", message, help_lines)


def _unknown(node: HeadingNode, fixed: Sequence[str]) -> Problem:
    """A goal page has its topic section and the fixed ones, no others."""
    return Problem(
        node.place,
        "okant-avsnitt",
        f"Avsnittet {quote(node.text)} hör inte till en målsida.",
        help=(
            f"Efter målets eget avsnitt kommer {', '.join(quote(words) for words in fixed)}.",
            "Ska rubriken stå inne i ett av dem: skriv den med tre #.",
        ),
        suggestion=f"### {node.text}",
    )


def _check_missing(topic: Section, found: dict[int, Section], fixed: Sequence[str], body: Text) -> Iterator[Problem]:
    """The topic section and each fixed one are there."""
    if topic.heading is None:
        first = next((found[i].heading for i in sorted(found)), None)
        message = "Målets eget avsnitt saknas: en rubrik med två # om vad målet handlar om."
        yield Problem(
            first.place if first else _end(body), "saknar-avsnitt", message, help=("Skriv det före de fasta avsnitten.",)
        )
    for index, words in enumerate(fixed):
        if index not in found and (almost := _find_disguised(words, body)):
            message = f"Raden {quote(almost.written.strip())} blir ingen rubrik. Avsnittet {quote(words)} börjar med två #."
            yield Problem(almost, "saknar-avsnitt", message, suggestion=f"## {words}")
        elif index not in found:
            following = next((found[i].heading for i in range(index + 1, len(fixed)) if i in found), None)
            message = f"Avsnittet {quote(words)} saknas."
            place = following.place if following else _end(body)
            where = f"Lägg det före {quote(following.text)}." if following else "Lägg det sist på sidan."
            yield Problem(place, "saknar-avsnitt", message, help=(f"Lägg till raden ## {words}", where))


def _find_disguised(words: str, body: Text) -> Place | None:
    """Return the place of a line that is a fixed heading by its words, but in bold, as plain words or after a backslash."""
    offset = 0
    for line in body.value.split("\n"):
        if heading_key(re.sub(r"^[\\#*_\s]+|[*_#\s]+$", "", line)) == heading_key(words):
            return body.place(offset)
        offset += len(line) + 1
    return None


def _check_empty(sections: Sections) -> Iterator[Problem]:
    """A heading does not stand over nothing; the last section is filled by its global goals, and not shown without."""
    for section in (sections.topic, sections.today, sections.wanted):
        if section.heading and not section.nodes:
            yield tell_hidden(section.heading)


def _end(body: Text) -> Place:
    """Return the place of the last line with words."""
    stripped = body.value.rstrip()
    return body.place(stripped.rfind("\n") + 1) if stripped else body.place()


def fixed_heading(section: Section, words: str, level: int, text: PageText) -> Heading:
    """Return a fixed heading in the site's own words, at the place where the editor has written it."""
    if section.heading and section.heading.own_id:
        own = section.heading
        return Heading(text.ids.take_for(own), words, speak_html(words), level, text.ids.edit(own.place))
    if section.heading:
        text.ids.give_back(section.heading)
    return plain_heading(words, level, text.ids, section.heading.place if section.heading else None)
