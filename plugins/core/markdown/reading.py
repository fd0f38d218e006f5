"""The conversion of one text from source to nodes.

Takes a `Text` and the marks that it may contain; returns a `Document` and problems, each at its own line and column. Called by
`read`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.kinds.keys import Key
from plugins.core.kinds.words import MARK_NAME
from plugins.core.lists import arrange_lists
from plugins.core.locales.lasting import Runs, without_space
from plugins.core.markdown.accidents import check_accidents, check_torn_links
from plugins.core.markdown.allowed import check_raw_html, clean_html
from plugins.core.markdown.attributes import drop_attributes, find_own_id
from plugins.core.markdown.boxes import blank_boxes, check_boxes, hold_boxes
from plugins.core.markdown.dialect import convert, plain_words
from plugins.core.markdown.hand_headings import MadeHeading, place_headings
from plugins.core.markdown.lasting import find_lasting_words, find_runs, forget_day
from plugins.core.markdown.links import check_link, unlink_marks
from plugins.core.markdown.nodes import Document, HeadingNode, HtmlNode, LinkFound, Node, PlaceNode
from plugins.core.markdown.pictures import check_picture
from plugins.core.markdown.seeking import Seek
from plugins.core.markdown.tables import frame_tables
from plugins.core.markdown.torn_markdown import blank_no_markdown, check_torn
from plugins.core.markdown.written_pieces import WRONG_HEADING, WrittenPieces
from plugins.core.marks.marks import FoundMark, Marks, find_marks
from plugins.core.marks.rules import check_mark, find_raw_marks, find_torn_marks, report_raw_mark
from plugins.core.problems import Problem
from plugins.core.source.silences import drop_silences
from plugins.core.source.sources import Text
from plugins.core.swedish import compare_key
from plugins.core.written_kinds import BOX_ATTRIBUTE, list_boxes

_HEADING_WITHIN = "Skriv raden utan # där, gärna i fetstil: **Så här**. Eller sätt rubriken på en egen rad utanför."
_FILL_HEADING = "Skriv rubrikens ord på samma rad, efter ett mellanslag, eller ta bort raden."

_PLACE = re.compile(rf"^ {{0,3}}\{{[^\S\n]*+({MARK_NAME})[^\S\n]*+:[^{{}}\n]*+\}}[^\S\n]*+$", re.MULTILINE)
_HOLDER = "\ue000{}\ue001"  # private use: `core.source.sources` lets neither into a text
_HEADING_HTML = re.compile(r"<h(?P<level>[1-6])>(?P<inner>[^<]*+(?>(?:<(?!/?h[1-6]>)[^<]*+)*))</h(?P=level)>")
_HOLDER_HTML = re.compile("<p>\ue000(\\d+)\ue001</p>")


class MarkdownReading:
    """The conversion of one text from source to nodes; used once."""

    def __init__(self, text: Text, marks: Marks) -> None:
        self.text = text
        self.marks = marks
        self.problems: list[Problem] = []
        self.found_marks = list(find_marks(text))
        self.said: set[tuple[str, str]] = set()
        """Marks that became words, by name and argument; those in comments or escaped by a backslash are not among them."""
        self.places: list[FoundMark] = []
        self.links: list[LinkFound] = []
        self.headings: list[MadeHeading] = []
        """The headings that Python-Markdown made, in order."""
        self.seek = Seek(text, self.value_of)
        self.written = WrittenPieces(marks, self.seek, self.problems)
        self.boxes = list_boxes(marks.written.values())
        self.runs: dict[str, Runs] = {}
        """Runs of blocks with words that depend on the day, by the words of the block without whitespace."""

    def run(self) -> tuple[Document, list[Problem]]:
        """Return the text as a document, and all problems in it."""
        prepared = self._hold_places()
        raw_html, written_by_hand = convert(arrange_lists(prepared), self)
        self.problems += check_accidents(self.text)
        self.problems += check_torn_links(self.text)
        self.problems += check_torn(self.text, blank_boxes(blank_no_markdown(self.text.value), self.boxes, or_nearly=True))
        self.problems += check_boxes(self.text, self.boxes)
        refused_html = list(check_raw_html(written_by_hand, self.seek))
        self.problems += refused_html
        cleaned = clean_html(raw_html)
        nodes = tuple(self._nodes(cleaned) if written_by_hand else self._plain_nodes(cleaned))
        self._check_marks()
        self.problems += () if refused_html else self._find_lost_places(nodes, cleaned)
        self.problems += self._find_raw_marks(cleaned)
        return Document(nodes, tuple(self.links), tuple(self._find_shown_marks())), self.problems

    # ---- marks

    def _hold_places(self) -> str:
        """Replace place marks on lines of their own by placeholders, and remove silences.

        The first and last lines of boxes are replaced too.
        """

        marks = {mark.start: mark for mark in self.found_marks}

        def hold(found: re.Match[str]) -> str:
            if compare_key(found[1]) not in self.marks.places:
                return found[0]
            mark = marks[self.text.value.index("{", found.start())]
            self.places.append(mark)
            return f"\n{_HOLDER.format(len(self.places) - 1)}\n"

        value = self.text.value
        held = drop_attributes(drop_silences(_PLACE.sub(hold, value) if "{" in value else value))
        return hold_boxes(held, self.boxes)

    def _check_marks(self) -> None:
        placed, prose = {mark.start for mark in self.places}, blank_no_markdown(self.text.value)
        for mark in self.found_marks:
            if mark.name in self.marks.places and mark.start not in placed:
                if prose[mark.start] != "{":  # not shown in a comment; in code it is reported as a raw mark
                    continue
                message = "Den här markeringen ska stå på en egen rad, utan indrag."
                help_line = "Flytta den till en egen rad, med en tom rad före och efter."
                self.problems.append(Problem(mark.place, "fel-markering", message, help=(help_line,)))
            else:
                self.problems += check_mark(mark, self.text, self.marks)
        self.problems += find_torn_marks(self.text, self.marks, prose)

    def _find_shown_marks(self) -> Iterator[FoundMark]:
        """Yield the marks of which the text shows something."""
        placed = {mark.start for mark in self.places}
        for mark in self.found_marks:
            if mark.start in placed or (mark.name, mark.argument.key) in self.said:
                yield mark

    def _find_lost_places(self, nodes: tuple[Node, ...], cleaned: str) -> Iterator[Problem]:
        """No place mark is in a box, or inside tags written by hand, where it is not filled in."""
        filled = {node.mark.start for node in nodes if isinstance(node, PlaceNode)}
        for number, mark in enumerate(self.places):
            holder = _HOLDER.format(number)
            if mark.start not in filled and holder in cleaned:
                if any(holder in box.text() for box in LexborHTMLParser(cleaned).css(f"[{BOX_ATTRIBUTE}]")):
                    message = "Den här markeringen står i en ruta, och där visas inget av den."
                    help_line = "Flytta den till en egen rad före eller efter rutan."
                else:
                    message = "Den här markeringen står innanför en HTML-tagg, och där visas inget av den."
                    help_line = "Avsluta taggen före markeringen, som ska stå på en egen rad med en tom rad före och efter."
                yield Problem(mark.place, "fel-markering", message, help=(help_line,))

    def _find_raw_marks(self, cleaned: str) -> Iterator[Problem]:
        """No mark is shown as it was typed: in code, written with entities, in the words of a link."""
        if "{" not in cleaned and "&" not in cleaned:
            return
        for raw in find_raw_marks(html.unescape(cleaned), self.marks.names):
            yield report_raw_mark(raw, self.seek.words(raw[0] if raw[0] in self.text.value else raw["name"]))

    def value_of(self, found: re.Match[str]) -> str | None:
        """Return the text of a value mark, for the inline processor."""
        name, argument = compare_key(found["name"]), Text(found["argument"], self.text.source, self.text.spans[:1])
        key = compare_key(found["argument"])
        self.said.add((name, key))
        return self.marks.within(self.text).value(
            name,
            Key(argument, key),
            found.string[max(0, found.start() - 61) : found.start()],
        )

    # ---- what Python-Markdown made of it

    def check_tree(self, root: Element) -> None:
        """Check the links, pictures and headings of Python-Markdown's tree."""
        unlink_marks(root)
        for element in root.iter():
            if element.tag not in _CHECKS:
                continue
            found, problems = _CHECKS[element.tag](element, self.seek)
            self.links += [found] if found else []
            self.problems += problems
        if sum(map(_is_heading, root.iter())) == sum(map(_is_heading, root)):
            return  # the common case: all headings are at the top level
        top = set(root)
        for parent in root.iter():
            for element in parent:
                if _is_heading(element) and element not in top and parent is not root:
                    place = self.seek.heading("".join(element.itertext()))
                    where = "en ruta" if parent.tag == "div" else "en lista eller ett citat"
                    message = f"En rubrik kan inte stå i {where}."
                    self.problems.append(Problem(place, WRONG_HEADING, message, help=(_HEADING_WITHIN,)))

    # ---- nodes

    def _plain_nodes(self, cleaned: str) -> Iterator[Node]:
        """Split like `_nodes`, without parsing the HTML if only headings have to be separated."""
        found = list(_HEADING_HTML.finditer(cleaned))
        if self.places or self.marks.written or len(found) != len(self.headings):
            yield from self._nodes(cleaned)
            return
        here, end = self.text.place(), 0
        for heading, (level, place, _, lasting, own_id) in zip(found, self.headings, strict=True):
            if between := cleaned[end : heading.start()].strip():
                yield HtmlNode(frame_tables(between), here)
            inner, here, end = heading["inner"], place, heading.end()
            words = LexborHTMLParser(inner).text() if "<" in inner else html.unescape(inner)
            yield HeadingNode(level, " ".join(words.split()), inner.strip(), place, lasting, own_id)
        if rest := cleaned[end:].strip():
            yield HtmlNode(frame_tables(rest), here)

    def _nodes(self, cleaned: str) -> Iterator[Node]:
        """Split the cleaned HTML at top-level headings, at placeholders, and at elements that become components."""
        pending: list[str] = []
        pieces = list(_top_level(cleaned))
        headings = place_headings([piece for piece in pieces if piece.tag in _HEADINGS], self.headings, self.text)
        here = self.text.place()
        for piece in pieces:
            markup = piece.html or ""
            holder = _HOLDER_HTML.fullmatch(markup)
            is_heading = piece.tag in _HEADINGS
            if holder or is_heading:
                self.written.begin_anew()
            written = None if holder or is_heading else self.written.find(piece, here)
            if not holder and not is_heading and not written:
                pending.append(markup)
                continue
            if "".join(pending).strip():
                yield HtmlNode(frame_tables("".join(pending).strip()), here)
            pending = []
            if holder:
                mark = self.places[int(holder[1])]
                here = mark.place
                yield PlaceNode(mark)
            elif written:
                yield HtmlNode(frame_tables(markup), here, written, self.runs.get(without_space(piece.text()), ()))
            else:
                level, here, _, lasting, own_id = next(headings)
                inner = (piece.inner_html or "").strip()
                yield HeadingNode(level, " ".join(piece.text().split()), inner, here, lasting, own_id)
        if "".join(pending).strip():
            yield HtmlNode(frame_tables("".join(pending).strip()), here)

    def collect_headings(self, root: Element) -> None:
        """Record the top-level headings as Python-Markdown made them; `#` becomes h2 so that the allow-list keeps it."""
        self.headings.clear()
        for element in root:
            if _is_heading(element):
                words = html.unescape("".join(element.itertext())).strip()
                place = self.seek.heading(words)
                lasting, own_id = find_lasting_words(element), find_own_id(place.written)
                self.headings.append(MadeHeading(int(element.tag[1]), place, words, lasting, own_id))
                if element.tag == "h1":
                    element.tag = "h2"
                if not re.search(r"\w", plain_words(words)) and element.find(".//img") is None:
                    self.problems.append(Problem(place, "tom-rubrik", "Rubriken är tom.", (_FILL_HEADING,)))
        if self.marks.written:
            found = filter(None, map(find_runs, root))
            self.runs = {without_space("".join(words for words, _, _ in runs)): runs for runs in found}
        forget_day(root)


_CHECKS: Final = {"a": check_link, "img": check_picture}
_HEADINGS: Final = frozenset(f"h{level}" for level in range(1, 7))


def _is_heading(element: Element) -> bool:
    return element.tag in _HEADINGS


def _top_level(cleaned: str) -> Iterator[LexborNode]:
    body = LexborHTMLParser(cleaned).body
    return iter(()) if body is None else body.iter(include_text=True)
