"""Split a goal's text into the sections of its page, by its headings.

Sections that are missing, misspelt, repeated, out of order or unknown are problems.
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
from plugins.core.texts.headings import heading_key, report_hidden
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading

NEAR = 0.8
"""Ratio (`SequenceMatcher`) from which a heading counts as a misspelt fixed one. "Det här vill vi göra" has 0.85."""


@dataclass(slots=True)
class Section:
    """A heading of a goal's text with the nodes below it."""

    heading: HeadingNode | None
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Sections:
    """A goal's text in parts; a part that the editor left out is empty."""

    introduction: list[Node]
    topic: Section
    today: Section
    wanted: Section
    globally: Section


def find_sections(
    document: Document, fixed: Sequence[str], body: Text, originals: Sequence[str] = ()
) -> tuple[Sections, list[Problem]]:
    """Split a goal's text at its `##` headings; return the sections, and the problems found.

    `fixed` are the headings of the sections today, wanted and globally. In a translation, `originals` are these headings in the
    site's own language: a draft may still have them. `body` gives problems without a heading their place.
    """
    cutter = _Cutter(fixed, originals)
    cutter.cut(document.nodes)
    cutter.place_unknown()
    topic, found = cutter.topic, cutter.found
    for section in (topic, *found.values()):
        if all(map(is_spacing, section.nodes)):  # only a thematic break before the next section
            section.nodes.clear()
    sections = Sections(cutter.introduction, topic, *(found.get(index, Section(None)) for index in range(len(fixed))))
    return sections, [*cutter.problems, *_check_missing(topic, found, fixed, body), *_check_empty(sections)]


class _Cutter:
    """The state of the split: the sections found so far, and the problems."""

    def __init__(self, fixed: Sequence[str], originals: Sequence[str]) -> None:
        self.fixed, self.originals = fixed, originals
        self.introduction: list[Node] = []
        self.topic = Section(None)
        self.found: dict[int, Section] = {}
        """The fixed sections found, by index in `fixed`."""
        self.last = -1
        """The highest index found so far."""
        self.unknown: list[tuple[int, Section, list[Node]]] = []
        """Sections with unknown headings: the index expected there, the section, and the nodes of the section above."""
        self.problems: list[Problem] = []

    def cut(self, nodes: Iterable[Node]) -> None:
        """Add each node to the section whose heading is above it."""
        current = self.introduction
        for node in nodes:
            if isinstance(node, HeadingNode) and node.level <= 2:
                current = self._begin(node, current).nodes
            else:
                current.append(node)

    def _begin(self, heading: HeadingNode, above: list[Node]) -> Section:
        """Return the section that a heading begins: a fixed one, the topic, or an unknown one."""
        section = Section(heading)
        index, is_exact = _match_fixed(heading, self.fixed, self.originals, self.found)
        if index is not None:
            self._begin_fixed(index, section, heading, is_exact=is_exact)
        elif self.topic.heading is None and not self.found:
            self.topic = section
        elif heading.level == 2:
            self.unknown.append((self.last + 1, section, above))
        return section

    def _begin_fixed(self, index: int, section: Section, heading: HeadingNode, *, is_exact: bool) -> None:
        """Add a fixed section; report one that is misspelt, repeated or out of order."""
        words = self.fixed[index]
        if not is_exact:
            self.problems.append(_report_misspelt(heading, words))
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
        """Treat each unknown section as the fixed one that is missing at its place, else as part of the section above."""
        for expected, section, above in self.unknown:
            assert section.heading is not None
            if expected < len(self.fixed) and expected not in self.found:
                self.found[expected] = section
                self.problems.append(_report_misspelt(section.heading, self.fixed[expected]))
            else:
                self.problems.append(_report_unknown(section.heading, self.fixed))
                above.append(section.heading)


def _match_fixed(
    node: HeadingNode, fixed: Sequence[str], originals: Sequence[str], found: dict[int, Section]
) -> tuple[int | None, bool]:
    """Return the index of the fixed heading that `node` is or resembles (else None), and False if it is spelt differently."""
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


def _report_misspelt(node: HeadingNode, right: str) -> Problem:
    """A fixed heading is spelt as in `webbplats.yaml`."""
    message = f"Avsnittet {quote(node.text)} heter något annat. Menade du {quote(right)}?"
    return Problem(node.place, "felstavat-avsnitt", message, suggestion=f"## {right}")


def report_untranslated_headings(place: Place, code: str) -> Problem:
    """The fixed headings are translated into each language that a goal is translated into."""
    language = name_language(code)
    message = f"Målsidans fasta rubriker finns inte på {language}, så målet kan inte visas på {language}."
    help_lines = (
        f"Kör:  python3 tasks.py översätt webbplats.yaml {code}",
        f"Översätt rubrikerna i webbplats.{code}.yaml, och ändra till status: publicerad. Skriv sedan samma rubriker här.",
    )
    return Problem(place, "saknar-oversattning", message, help_lines)


def _report_unknown(node: HeadingNode, fixed: Sequence[str]) -> Problem:
    """A goal's text has its topic section and the fixed sections, and no others."""
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
    """The topic section and each fixed section exist."""
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
    """Return the place of a line with the words of a fixed heading that is no heading: bold, plain or escaped; else None."""
    offset = 0
    for line in body.value.split("\n"):
        if heading_key(re.sub(r"^[\\#*_\s]+|[*_#\s]+$", "", line)) == heading_key(words):
            return body.place(offset)
        offset += len(line) + 1
    return None


def _check_empty(sections: Sections) -> Iterator[Problem]:
    """A section is not empty. The last one (`globally`) may be: it also shows the global goals, and is hidden without them."""
    for section in (sections.topic, sections.today, sections.wanted):
        if section.heading and not section.nodes:
            yield report_hidden(section.heading)


def _end(body: Text) -> Place:
    """Return the place of the last line that is not blank."""
    stripped = body.value.rstrip()
    return body.place(stripped.rfind("\n") + 1) if stripped else body.place()


def fixed_heading(section: Section, words: str, level: int, text: PageText) -> Heading:
    """Return a fixed heading, spelt as the site has it, with the edit mark and own id of the one in the text."""
    if section.heading and section.heading.own_id:
        own = section.heading
        return Heading(text.ids.take_for(own), words, speak_html(words), level, text.ids.edit(own.place))
    if section.heading:
        text.ids.give_back(section.heading)
    return plain_heading(words, level, text.ids, section.heading.place if section.heading else None)
