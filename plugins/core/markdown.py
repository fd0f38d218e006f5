"""Markdown: an editor's text as nodes, cleaned by an allow-list.

Stage: read and check. In: a `Text` and the marks that may stand in it. Out: a `Document` (headings, HTML, places
for contacts and blocks, links, marks used) and problems, each at its own line and column. Python-Markdown keeps no
places, so what is found wrong in its result is looked up in the source by its own words, in order.
"""

from __future__ import annotations

import html
import re
import string
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Any, ClassVar, Final
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor, SubstituteTagInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString
from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.attributes import drop_attributes
from plugins.core.bounds import check_markdown
from plugins.core.descriptions import check_description
from plugins.core.invisible import HELP, clean, explain
from plugins.core.kinds.addresses import check_web_address, is_email
from plugins.core.kinds.keys import Key
from plugins.core.kinds.kind import KindError
from plugins.core.kinds.telephone import Telephone, read_telephone
from plugins.core.kinds.words import MARK
from plugins.core.lists import arrange_lists
from plugins.core.mail import make_mail_link, read_mail_link
from plugins.core.marks import FoundMark, Marks, check_mark, find_marks, find_raw_marks, find_torn_marks, tell_raw_mark
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem, warning
from plugins.core.silences import drop_silences
from plugins.core.sources import Text, text_of_lines
from plugins.core.swedish import compare_key, quote, slugify
from plugins.core.tables import frame_tables
from plugins.core.torn import blank_no_markdown, check_torn
from plugins.core.web import ascii_email, decode_address, is_preview

ALLOWED_TAGS: dict[str, set[str]] = {
    "a": {"href", "title", "lang", "hreflang"},
    "abbr": {"title"}, "b": set(), "bdi": set(), "blockquote": {"lang"}, "br": set(), "cite": {"lang"}, "code": set(),
    "dd": set(), "del": set(), "dl": set(), "dt": set(), "em": {"lang"}, "h2": set(), "h3": set(), "h4": set(),
    "h5": set(), "h6": set(), "hr": set(), "i": {"lang"}, "img": {"src", "alt", "title"}, "li": {"lang"},
    "ol": {"start"}, "p": {"lang"}, "q": {"lang"}, "span": {"lang", "dir"}, "strong": {"lang"}, "sub": set(), "sup": set(),
    "table": set(), "tbody": set(), "td": set(), "th": {"scope"}, "thead": set(), "time": {"datetime"}, "tr": set(),
    "ul": set(), "wbr": set(),
}  # fmt: skip
"""Every tag and attribute that can reach a page from a text; nothing else does."""

WRITABLE_TAGS = ("abbr", "b", "bdi", "br", "cite", "em", "i", "q", "span", "strong", "sub", "sup", "time", "wbr")
"""Tags an editor may write by hand; the rest of the list come from Markdown only."""

INSTEAD_OF_TAGS = (
    (("a",), "En länk skrivs [länkens namn](/mal-2/) eller [länkens namn](https://www.example.org/)."),
    (("s", "del", "strike"), "Struken text skrivs ~~så här~~."),
    (("img", "picture", "figure"), "En bild skrivs ![Beskriv vad bilden visar](/bilder/namn.jpg)."),
    (("h1", "h2", "h3", "h4", "h5", "h6"), "En rubrik skrivs ## Rubrik, en underrubrik ### Rubrik."),
    (("ul", "ol", "li"), "En punkt i en lista skrivs på en egen rad som börjar med ett bindestreck och ett mellanslag."),
    (("p", "div", "center", "section", "article"), "Ta bort den. En tom rad ger ett nytt stycke."),
    (("table", "tr", "td", "th", "tbody", "thead"), "En tabell skrivs med lodräta streck: | Dag | Tid |"),
    (
        ("script", "style", "iframe", "object", "embed", "form", "input", "link", "meta"),
        "Sådant kan inte visas här. Ta bort det.",
    ),
)
"""What an editor writes instead of a tag."""

_PICTURE_SIZE = re.compile(r"(?<!\s)\s+=\d*+%?x?\d*+%?$")
"""The size that some programs take behind a picture's address; here the page decides."""
_REMOVE_TAG = "Ta bort allt mellan < och >, också tecknen själva. Fetstil skrivs **så här** och kursiv *så här*."

_FILL_HEADING = "Skriv rubrikens ord på samma rad, efter ett mellanslag, eller ta bort raden."

_PLACE = re.compile(r"^ {0,3}\{[^\S\n]*+([^\W\d_]++)[^\S\n]*+:[^{}\n]*+\}[^\S\n]*+$", re.MULTILINE)
_HOLDER = "\ue000{}\ue001"  # private use: `core.sources` lets none into a text
_HOLDER_HTML = re.compile("<p>\ue000(\\d+)\ue001</p>")
_TAG = re.compile(r"<\s*+/?\s*+([A-Za-z][\w:-]*+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>?")
_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]+)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_ATX = re.compile(r"^[ ]{0,3}+(?:(?:[-*+>]|\d++\.)[ ]++)*+(#{1,6})(?P<text>.*)$")
_BARE_ADDRESS = (
    rf"(?<![\w@/.-])(?:https?://|www\.)[\w-]+(?:\.[\w-]+)+[^\s<>\"{STX}{ETX}]*"
    r"|(?<![\w@/.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_TARGET = r"(?P<target>(?:https?://|www\.|mailto:|tel:|/(?=\w))[^\s()\[\]<>]*[^\s()\[\]<>.,;:!?])"
_TORN_LINKS = (
    re.compile(rf"\[(?P<name>[^\[\]\n]+)\][ \u00a0]+\({_TARGET}\)"),  # [name] (address)
    re.compile(rf"\((?P<name>[^()\[\]\n]+)\)[ \u00a0]?\[{_TARGET}\](?![(\[:])"),  # (name)[address]
    re.compile(rf"\[(?P<name>[^\[\]\n]+)\]\({_TARGET}(?=[^)\n]{{0,1000}}$)", re.MULTILINE),  # [name](address, never closed
    re.compile(rf"\[(?P<name>[^\[\]()\n]+)\({_TARGET}\)(?=[^\]\n]{{0,1000}}$)", re.MULTILINE),  # [name(address)
)
"""What was meant as a link and would be shown with its brackets."""
_ORDERED = re.compile(r"^ {0,3}(\d+)\.[ ]+\S")


@dataclass(frozen=True, slots=True)
class HeadingNode:
    """A heading as written: its level counts from 1 for `#`."""

    level: int
    text: str
    html: str
    place: Place


@dataclass(frozen=True, slots=True)
class HtmlNode:
    """Cleaned HTML between headings and places."""

    html: str
    place: Place


@dataclass(frozen=True, slots=True)
class PlaceNode:
    """A `{kontakt:id}` or `{block:namn}` on a line of its own."""

    mark: FoundMark


Node = HeadingNode | HtmlNode | PlaceNode


@dataclass(frozen=True, slots=True)
class LinkFound:
    """A link or picture of a text, to be judged when all addresses are known."""

    address: str
    place: Place
    is_picture: bool = False
    name: str = ""
    """What a visitor reads and clicks on; empty for a picture or a link of a menu."""

    @property
    def is_within(self) -> bool:
        """True where it leads to a place on this site."""
        return self.address.startswith(("/", "#"))


@dataclass(frozen=True)
class Document:
    """A Markdown text, read and cleaned."""

    nodes: tuple[Node, ...] = ()
    links: tuple[LinkFound, ...] = ()
    marks: tuple[FoundMark, ...] = ()


def read_markdown(text: Text, marks: Marks) -> tuple[Document, list[Problem]]:
    """Render `text`; the document is complete even where there are problems, so that all can be told at once."""
    if not text.value.strip():
        return Document(), []
    if beyond := check_markdown(text.value):
        offset, code, message, help_line = beyond
        return Document(), [Problem(text.place(offset), code, message, (help_line,))]
    document, problems = _Reading(text, marks).run()
    if any(problem.suggestion for problem in problems):
        lines = text.value.split("\n")
        told: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
        for problem in problems:
            told[problem.place.line][problem.code, problem.message] += 1
        left = MOST_TRIED
        for at, problem in enumerate(problems):
            left -= len(problem.suggestion or "")
            if problem.suggestion and (left < 0 or not _is_sound(problem, text, marks, lines, told[problem.place.line])):
                problems[at] = replace(problem, suggestion=None)
    return document, problems


MOST_TRIED = 50_000
"""Signs of suggested lines that are tried in one text: each is rendered, and after so many the rest go without."""
_AROUND = 3
"""So many lines on each side are read with a suggested line, for what it belongs to."""


def _is_sound(problem: Problem, text: Text, marks: Marks, lines: list[str], told: Counter[tuple[str, str]]) -> bool:
    """Tell whether the line to write instead, if there is one, has no error but what else is told of the line."""
    index = problem.place.line - text.place().line
    if problem.suggestion is None or not 0 <= index < len(lines) or lines[index] != problem.place.written:
        return True  # nothing is suggested, or the text has the line in another way than the file
    indent = lines[index][: len(lines[index]) - len(lines[index].lstrip())]
    hyphen = "- " if lines[index].startswith(f"{indent}- ") and not problem.suggestion.startswith("- ") else ""
    start = max(0, index - _AROUND)
    around = [*lines[start:index], f"{indent}{hyphen}{problem.suggestion}", *lines[index + 1 : index + 1 + _AROUND]]
    tried = text_of_lines(SourceFile(text.source.path, "\n".join(around)), 1, "\n".join(around))
    here = [p for p in _Reading(tried, marks).run()[1] if p.is_error and p.place.line == index - start + 1]
    return Counter((p.code, p.message) for p in here) <= told - Counter({(problem.code, problem.message): 1})


class _Reading:
    """One text on its way from source to nodes."""

    def __init__(self, text: Text, marks: Marks) -> None:
        self.text = text
        self.marks = marks
        self.problems: list[Problem] = []
        self.found_marks = list(find_marks(text))
        self.places: list[FoundMark] = []
        self.links: list[LinkFound] = []
        self.seek = _Seek(text)

    def run(self) -> tuple[Document, list[Problem]]:
        prepared = self._hold_places()
        engine = _engine()
        engine.reset()
        engine.lokalamalen = self  # type: ignore[attr-defined]  # what the extension below reads and fills
        self.replaced = 0
        raw_html = engine.convert(arrange_lists(prepared))
        self.problems += _check_accidents(self.text)
        self.problems += _check_torn_links(self.text)
        self.problems += check_torn(self.text)
        self._check_raw_html(engine.htmlStash.rawHtmlBlocks)
        cleaned = _clean(raw_html)
        nodes = tuple(self._nodes(cleaned))
        self._check_marks()
        self.problems += self._find_raw_marks(cleaned)
        return Document(nodes, tuple(self.links), tuple(self.found_marks)), self.problems

    # ---- marks

    def _hold_places(self) -> str:
        """Put a holder where a mark of a place stands on a line of its own, and take out comments that silence."""

        marks = {mark.start: mark for mark in self.found_marks}

        def hold(found: re.Match[str]) -> str:
            if compare_key(found[1]) not in self.marks.places:
                return found[0]
            mark = marks[self.text.value.index("{", found.start())]
            self.places.append(mark)
            return f"\n{_HOLDER.format(len(self.places) - 1)}\n"

        return drop_attributes(drop_silences(_PLACE.sub(hold, self.text.value)))

    def _check_marks(self) -> None:
        placed = {mark.start for mark in self.places}
        for mark in self.found_marks:
            if mark.name in self.marks.places and mark.start not in placed:
                message = "Den här markeringen ska stå på en egen rad, utan indrag."
                help_line = "Flytta den till en egen rad, med en tom rad före och efter."
                self.problems.append(Problem(mark.place, "fel-markering", message, help=(help_line,)))
            else:
                self.problems += check_mark(mark, self.text, self.marks)
        self.problems += find_torn_marks(self.text, self.marks)

    def _find_raw_marks(self, cleaned: str) -> Iterator[Problem]:
        """No mark is left as it was typed: within code, spelt with entities, in the words of a link."""
        if not re.search("\\{|&", cleaned):
            return
        for raw in find_raw_marks(html.unescape(cleaned), self.marks.names):
            yield tell_raw_mark(raw, self.seek.words(raw[0] if raw[0] in self.text.value else raw["name"]))

    def value_of(self, found: re.Match[str]) -> str | None:
        """Return the text of a value mark, for the inline processor."""
        argument = Text(found["argument"], self.text.source, self.text.spans[:1])
        return self.marks.value(
            compare_key(found["name"]),
            Key(argument, compare_key(found["argument"])),
            found.string[max(0, found.start() - 61) : found.start()],
        )

    # ---- what Python-Markdown made of it

    def check_tree(self, root: Element) -> None:
        """Judge links, pictures and headings of Python-Markdown's tree."""
        for element in root.iter():
            if element.tag == "a":
                self._check_link(element)
            elif element.tag == "img":
                self._check_picture(element)
        top = set(root)
        for parent in root.iter():
            for element in parent:
                if _is_heading(element) and element not in top and parent is not root:
                    place = self.seek.heading("".join(element.itertext()))
                    message = "En rubrik kan inte stå i en lista eller ett citat."
                    self.problems.append(Problem(place, "fel-rubrik", message))

    def _check_link(self, element: Element) -> None:
        # Python-Markdown writes an automatic mail link as entities behind a mark of its own
        href = html.unescape(str(element.get("href", "")).replace(f"{STX}amp{ETX}", "&"))
        place = self.seek.address(href)
        pictures = [str(picture.get("alt", "")) for picture in element.iter("img")]
        name = " ".join(" ".join([*element.itertext(), *pictures]).split())
        if clean(href) != href.strip():
            self.problems.append(_tell_hidden(href, place))
            return
        if not name and not pictures:
            self.problems.append(Problem(place, "tom-lank", "Länken har ingen text att klicka på."))
        if href[:4].lower() == "tel:" and (telephone := _number_of(_number_in(href))):
            href = telephone.link
            element.set("href", href)
        elif (mail := _mail_of(href)) is not None:
            href = mail
            element.set("href", href)
        elif problem := _check_address(href, place):
            self.problems.append(problem)
            return
        self.links.append(LinkFound(href, place, name=_plain(name)))
        self.problems += _check_name(href, _plain(name), place)

    def _check_picture(self, element: Element) -> None:
        source = str(element.get("src", ""))
        place = self.seek.address(source)
        if clean(source) != source.strip():
            self.problems.append(_tell_hidden(source, place))
        elif not re.fullmatch(r"/bilder/[^/\s]+", source) or " " in unquote(source):
            bare = _PICTURE_SIZE.sub("", source)
            name = unquote(re.split(r"[/\\]", bare)[-1])
            is_file = bool(source) and "://" not in source and not source.startswith("data:")
            guess = f"/bilder/{name}" if is_file else None
            guess = None if name.startswith(".") or "." not in name else guess
            has_space = bool(guess and re.search(r"\s", name))
            renamed = f"{slugify(name.rpartition('.')[0])}{name[name.rfind('.') :].lower()}" if has_space else ""
            help_lines = (f"Namnet får inte ha mellanslag: döp om filen till {renamed} och skriv /bilder/{renamed}.",)
            self.problems.append(
                Problem(
                    place,
                    "fel-bild",
                    f"Bilden {quote(source)} ska ligga i mappen content/bilder/ och skrivas /bilder/namn.jpg.",
                    help=help_lines if has_space else (),
                    suggestion=place.rewritten(source, guess) if guess and not has_space else None,
                )
            )
        else:
            self.links.append(LinkFound(source, place, is_picture=True))
        description = " ".join(str(element.get("alt", "")).split())
        self.problems += check_description(description, source, place)
        if not description:
            message = "Bilden saknar beskrivning för den som inte ser den."
            self.problems.append(
                Problem(place, "saknar-beskrivning", message, help=("Skriv ![Beskriv vad bilden visar](/bilder/namn.jpg).",))
            )

    def _check_raw_html(self, stash: list[Any]) -> None:
        """HTML in a text is limited to a short list of harmless tags."""
        for chunk in stash:
            written = chunk if isinstance(chunk, str) else ""
            if written.startswith("<!--"):
                continue
            if re.match(r"<[!?]", written):
                place = self.seek.words(written[:20])
                self.problems.append(Problem(place, "otillaten-html", f"{quote(written, 40)} kan inte stå i en text."))
            for found in _TAG.finditer(written):
                if not found[0].startswith("</") or found[1].lower() in WRITABLE_TAGS:
                    self._check_tag(found)

    def _check_tag(self, found: re.Match[str]) -> None:
        tag, attributes = found[1].lower(), found[2]
        place = self.seek.words(found[0])
        if tag not in WRITABLE_TAGS:
            advice = next((words for tags, words in INSTEAD_OF_TAGS if tag in tags), None)
            help_line = advice or _REMOVE_TAG
            message = f"HTML-taggen <{found[1]}> kan inte stå i en text."
            self.problems.append(Problem(place, "otillaten-html", message, help=(help_line,)))
            return
        for attribute in _ATTRIBUTE.finditer(attributes.rstrip("/ ")):
            if attribute[1].lower() not in ALLOWED_TAGS[tag]:
                message = f"{quote(attribute[1])} kan inte stå i HTML-taggen <{found[1]}>."
                self.problems.append(Problem(place, "otillaten-html", message))

    # ---- nodes

    def _nodes(self, cleaned: str) -> Iterator[Node]:
        """Cut the cleaned HTML at top-level headings and at holders."""
        pending: list[str] = []
        headings = iter(self.headings)
        here = self.text.place()
        for piece in _top_level(cleaned):
            tag, markup = piece.tag or "", piece.html or ""
            holder = _HOLDER_HTML.fullmatch(markup)
            if not holder and not re.fullmatch("h[1-6]", tag):
                pending.append(markup)
                continue
            if "".join(pending).strip():
                yield HtmlNode(frame_tables("".join(pending).strip()), here)
            pending = []
            if holder:
                mark = self.places[int(holder[1])]
                here = mark.place
                yield PlaceNode(mark)
            else:
                level, place = next(headings, (int(tag[1]), here))
                here = place
                yield HeadingNode(level, " ".join(piece.text().split()), (piece.inner_html or "").strip(), place)
        if "".join(pending).strip():
            yield HtmlNode(frame_tables("".join(pending).strip()), here)

    def collect_headings(self, root: Element) -> None:
        """Remember level and place of each top-level heading; `#` becomes h2 so that the allow-list keeps it."""
        self.headings: list[tuple[int, Place]] = []
        for element in root:
            if _is_heading(element):
                words = html.unescape("".join(element.itertext())).strip()
                place = self.seek.heading(words)
                self.headings.append((int(element.tag[1]), place))
                if element.tag == "h1":
                    element.tag = "h2"
                if not re.search(r"\w", _plain(words)) and element.find(".//img") is None:
                    self.problems.append(Problem(place, "tom-rubrik", "Rubriken är tom.", (_FILL_HEADING,)))


_HEADINGS: Final = frozenset(f"h{level}" for level in range(1, 7))


def _is_heading(element: Element) -> bool:
    return element.tag in _HEADINGS


_DESTINATION = re.compile(
    r"(?:\]\(\s{0,9}<?|<|^ {0,3}\[[^\]\n]{1,200}\]:[ \t]{0,9}<?)(?=(?P<address>[^\s)>].{0,300}))", re.MULTILINE
)
"""Where the address of a link begins in a text; what follows may be more than it."""


def _spelling_key(address: str) -> str:
    """Return an address as the browser reads it: entities and encoding read, signs that it passes over left out."""
    plain = unquote(html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", address)))
    return re.sub(r"[\s\x00-\x20\u200b-\u200f\u2060\ufeff]", "", plain).casefold()[:80]


class _Seek:
    """Finds words of the result in the source, each time a little further on."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.next: dict[str, int] = {}
        self.next_line = 0
        self.lines = text.value.split("\n")
        self.offsets = [0, *accumulate(len(line) + 1 for line in self.lines)]

    def words(self, needle: str) -> Place:
        """Return the place of the next `needle`; the last one found if there is no further one."""
        start = self.next.get(needle, 0)
        found = self.text.value.find(needle, start)
        if found < 0:
            found = max(0, self.text.value.rfind(needle)) if needle else 0
        else:
            self.next[needle] = found + len(needle)
        return self.text.place(found)

    def address(self, address: str) -> Place:
        """Return the place of the next link or picture that leads to `address`."""
        if not address:
            return self._empty_link()
        candidates = dict.fromkeys([address, html.escape(address, quote=False), address.removeprefix("mailto:")])
        for written in candidates:
            for before in ("](", "](<", "<", "]: ", "]:"):
                needle = before + written
                start = self.next.get(needle, 0)
                found = _find_closed(self.text.value, needle, start)
                if found >= 0:
                    self.next[needle] = found + len(needle)
                    return self.text.place(found + len(before))
        bare = [*candidates, address.removeprefix("https://")]
        found_bare = next((self.words(written) for written in bare if written in self.text.value), None)
        return found_bare or self._other_spelling(address) or self._empty_link()

    @cached_property
    def destinations(self) -> list[tuple[int, str]]:
        """Where each address of the text begins, and what spellings are compared by."""
        found = _DESTINATION.finditer(self.text.value)
        return [(one.start("address"), _spelling_key(one["address"])) for one in found]

    def _other_spelling(self, address: str) -> Place | None:
        """Return the place of the next link whose address is written in another way: `&#58;` for a colon, `\\:`, broken lines."""
        wanted, last = _spelling_key(address), None
        for start, key in self.destinations:
            if key.startswith(wanted):
                last = start
                if start >= self.next.get(wanted, 0):
                    break
        if last is None:
            return None
        self.next[wanted] = last + 1
        return self.text.place(last)

    def _empty_link(self) -> Place:
        found = re.search(r"\]\(\s*+(?:<>\s*+)?\)", self.text.value)
        return self.text.place(found.start() if found else 0)

    def heading(self, words: str) -> Place:
        """Return the place of the next heading line; `words` help where lines lie between."""
        for number in range(self.next_line, len(self.lines)):
            line, offset = self.lines[number], self.offsets[number]
            if found := _ATX.match(line):
                first = re.split(r"\W+", words.strip())[0] if words.strip() else ""
                if not first or first in line or MARK.search(line) or "<" in line:
                    self.next_line = number + 1
                    return self.text.place(offset + found.start(1))
        return self.words(words.split("\n", maxsplit=1)[0]) if words else self.text.place()


def _find_closed(text: str, needle: str, start: int) -> int:
    """Return where the next `needle` stands that a bracket, a space or the end of the text follows; -1 for nowhere."""
    while (found := text.find(needle, start)) >= 0:
        following = text[found + len(needle) : found + len(needle) + 1]
        if not following or following in ")>" or following.isspace():
            return found
        start = found + 1
    return -1


def _tell_hidden(address: str, place: Place) -> Problem:
    """Return the problem of an address in which something cannot be seen."""
    right = place.rewritten(address, clean(address).replace(" ", ""))
    return Problem(place, "osynligt-tecken", explain(address), help=(HELP,), suggestion=right)


def _mail_of(href: str) -> str | None:
    """Return a mail link as it is to be written; None where it is none, or cannot be read."""
    if href[:7].lower() != "mailto:" or (read := read_mail_link(href)) is None:
        return None
    address, fields = ascii_email(read[0]), read[1]
    others = re.split(r"(?:(?<!\s)\s+)?[,;]\s*", ",".join(fields.get(name, "") for name in ("cc", "bcc")))
    if not is_email(address) or not all(is_email(other) for other in others if other):
        return None
    return make_mail_link(address, fields)


def _check_address(href: str, place: Place) -> Problem | None:
    """A link leads to https:, http:, mailto:, tel:, a path from the root, or an id; nothing else."""
    if href.startswith("#"):
        return (
            None if re.fullmatch(r"#[\w-]+", href) else Problem(place, "fel-adress", f"{quote(href)} är inget ställe på sidan.")
        )
    if href.startswith("/") and not href.startswith("//"):
        if re.fullmatch(r"/[\w./~%-]*(?:#[\w-]+)?", href) and ".." not in href:
            return None
        return Problem(place, "fel-adress", f"Adressen {quote(href)} innehåller ett tecken som inte får stå där.")
    scheme, _, rest = href.partition(":")
    match scheme.lower().strip():
        case "https" | "http":
            if is_preview(href):
                return None  # judged when it is known whether the page is there
            try:
                check_web_address(href)
            except KindError as error:
                return Problem(place, error.code, error.message, help=error.help)
            return None
        case "tel":
            try:
                read_telephone(_number_in(href))
            except KindError as error:
                suggestion = place.rewritten(href, f"tel:{error.right}") if error.right else None
                return Problem(place, error.code, error.message, error.help, suggestion)
        case "mailto" if "?" in rest and is_email(rest.partition("?")[0]):
            message = f"Länken fyller i något i mejlet som inte går att läsa: {quote(rest.partition('?')[2])}."
            help_line = "Skriv till exempel mailto:namn@example.org?subject=Fråga om mål 2&body=Hej!"
            return Problem(place, "fel-adress", message, (help_line,))
    if re.match(r"(?:file:|[A-Za-z]:[\\/])", href):
        message = f"Länken leder till {quote(href)}, en fil som bara finns på din dator."
        help_line = "Lägg filen i mappen content/bilder/ och skriv /bilder/ och filens namn."
        return Problem(place, "fel-adress", message, (help_line,))
    page = _PAGE_FILE.fullmatch(href)
    if page:
        right: str | None = _address_of_file(page)
    elif href.startswith("//"):
        right = f"https:{href}"
    elif re.match(r"www\.", href):
        right = f"https://{href}"
    elif is_email(address := re.sub(r"^mailto:(?://)?\s*", "", href, flags=re.IGNORECASE).strip()):
        right = f"mailto:{address}"
    elif re.fullmatch(r"[\w-]+(?:/[\w-]+)*/?(?:#[\w-]+)?", href):
        right = f"/{href}" if "#" in href or href.endswith("/") else f"/{href}/"
    else:
        right = None
    help_lines = ("En sida på webbplatsen skrivs från roten, /mal-2/. En annan webbplats skrivs med https:// först.",)
    suggestion = place.rewritten(href, right) if right else None
    if not href.strip():
        return Problem(place, "fel-adress", "Länken har ingen adress.", help=help_lines)
    return Problem(
        place, "fel-adress", f"Länken leder till {quote(href)}, som inte är en tillåten adress.", help_lines, suggestion
    )


_SHOWN_NUMBER = re.compile(r"(?<![\w+])(?:\+|0)[0-9][0-9 ()./\u00a0–-]{5,}[0-9]")


def _check_name(href: str, name: str, place: Place) -> Iterator[Problem]:
    """A link that shows a number or an address leads to that one."""
    scheme, _, rest = href.partition(":")
    if scheme == "tel":
        shown = [found[0] for found in _SHOWN_NUMBER.finditer(name)]
        said = {number.link: number for number in map(_number_of, shown) if number}
        if len(said) == len(shown) == 1 and href not in said:
            (number,) = said.values()
            message = f"I texten står numret {number.shown}, men länken ringer {read_telephone(rest).shown}."
            help_line, right = _put_right(place, number.link)
            yield Problem(place, "fel-lank", message, (help_line,), right)
    elif scheme == "mailto" and is_email(ascii_email(name)) and ascii_email(name).casefold() != rest.partition("?")[0].casefold():
        message = f"I texten står adressen {name}, men länken går till {rest.partition('?')[0]}."
        help_line, right = _put_right(place, f"mailto:{name}")
        yield Problem(place, "fel-lank", message, (help_line,), right)
    elif scheme in ("https", "http") and (shown_host := _host_shown(name)):
        host = urlsplit(href).hostname or ""
        if f".{host}".endswith(f".{shown_host}"):
            return
        message = f"I texten står adressen {name}, men länken leder till {host}."
        help_line, right = _put_right(place, name if "://" in name else f"https://{name}")
        yield replace(warning(place, "annan-adress", message, help_line), suggestion=right)  # the one may lead on to the other


def _put_right(place: Place, address: str) -> tuple[str, str | None]:
    """Return what to do where a link shows one thing and leads to another, and the line with the link put right."""
    written = re.match(r"[^)>\n]*", place.written[place.column - 1 :])
    return "Är det texten som är fel: rätta den.", place.rewritten(written[0], address) if written else None


_PAGE_FILE = re.compile(
    r"(?:\.{0,2}/)*(?:content/)?(?:(?P<folder>sidor|mal|verksamheter|projekt)/)?(?P<name>[\w-]+)\.md(?P<anchor>#[\w-]+)?"
)


def _address_of_file(page: re.Match[str]) -> str:
    """Return the address of the page that a file becomes."""
    name = slugify(re.sub(r"^(mal-[0-9]+)-.*", r"\1", page["name"]))
    folder = f"{page['folder']}/" if page["folder"] in ("verksamheter", "projekt") else ""
    return "/" if name == "start" else f"/{folder}{name}/{page['anchor'] or ''}"


def _number_in(href: str) -> str:
    """Return what follows `tel:` as its writer meant it."""
    return unquote(href[4:]).strip("/ ")


def _number_of(written: str) -> Telephone | None:
    try:
        return read_telephone(written)
    except KindError:
        return None


_SHOWN_ADDRESS = re.compile(
    r"(?:https?://)?(?P<host>(?:[\w-]+\.)+(?:se|nu|com|org|net|eu|io|fi|no|dk))(?:[:/?#]\S*)?", re.IGNORECASE
)


def _host_shown(name: str) -> str | None:
    """Return the host of an address that stands for a link's name, as it is compared; None for other words."""
    found = _SHOWN_ADDRESS.fullmatch(name.strip())
    return found["host"].casefold().removeprefix("www.") if found else None


def _check_accidents(text: Text) -> Iterator[Problem]:
    """No line becomes a heading or a list by accident."""
    lines = text.value.split("\n")
    offset = 0
    for number, line in enumerate(lines):
        if found := re.match(r"^ {0,3}#{1,6}(?=[^\s#])", line):
            place = text.place(offset + found.end() - 1)
            sign = found[0].strip()
            right = place.rewritten("#", "\\#") if sign == "#" else text.place(offset).rewritten(found[0], f"{found[0]} ")
            help_lines = (
                f"Ska den vara en rubrik: skriv {'##' if sign == '#' else sign} och ett mellanslag först.",
                "Ska den inte vara det: skriv ett omvänt snedstreck (\\) först.",
            )
            message = "Raden börjar med # och blir därför en rubrik."
            yield Problem(text.place(offset), "rubrik-av-misstag", message, help_lines, right)
        elif (found := _ORDERED.match(line)) and (number == 0 or not lines[number - 1].strip()):
            following = next((later for later in lines[number + 1 :] if later.strip()), "")
            number_written = int(found[1][:9])  # nobody counts further, and Python refuses to
            if number_written >= 100 or (
                number_written != 1 and not _ORDERED.match(following) and not _previous_item(lines, number)
            ):
                place = text.place(offset + found.start(1))
                fixed = line.replace(f"{found[1]}.", f"{found[1]}\\.", 1).strip()
                message = f"Raden börjar med {quote(found[1] + '.')} och blir därför en numrerad lista."
                advice = "Skriv ett omvänt snedstreck (\\) före punkten, eller börja meningen med ett ord."
                yield Problem(place, "lista-av-misstag", message, (advice,), fixed)
        offset += len(line) + 1


def _check_torn_links(text: Text) -> Iterator[Problem]:
    """A link is written with its name in square brackets and its address in round ones, close together."""
    prose = blank_no_markdown(text.value)
    for pattern in _TORN_LINKS:
        for found in pattern.finditer(prose):
            if not re.search(r"[^\W\d_]", found["name"]):
                continue  # [1] (https://…): a note in the text
            place = text.place(found.start())
            right = f"[{found['name'].strip()}]({found['target']})"
            message = f"{quote(found[0])} blir ingen länk, så tecknen syns på webbplatsen."
            help_line = "En länk skrivs [länkens namn](adressen), utan mellanslag mellan ] och (."
            yield Problem(place, "trasig-lank", message, (help_line,), place.rewritten(found[0], right))


def _previous_item(lines: list[str], number: int) -> bool:
    """Tell whether the nearest filled line above belongs to a numbered list."""
    above = next((line for line in reversed(lines[:number]) if line.strip()), "")
    return bool(_ORDERED.match(above) or re.match(r"\s{2,}\S", above))


def _plain(name: str) -> str:
    """Return a name without the signs by which Python-Markdown holds places and escapes."""
    name = re.sub(f"{STX}amp{ETX}", "&", name)
    name = re.sub(f"{STX}(\\d+){ETX}", lambda found: chr(int(found[1])), name)
    return html.unescape(re.sub(f"{STX}[^{STX}{ETX}]*{ETX}", "", name)).strip()


def _clean(raw_html: str) -> str:
    return nh3.clean(
        raw_html,
        tags=set(ALLOWED_TAGS),
        attributes={tag: names for tag, names in ALLOWED_TAGS.items() if names},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        strip_comments=True,
    )


def _top_level(cleaned: str) -> Iterator[LexborNode]:
    body = LexborHTMLParser(cleaned).body
    return iter(()) if body is None else body.iter(include_text=True)


class _ValueMarks(InlineProcessor):
    """Replaces `{fakta:id}` by its text, which is not read as Markdown again."""

    def handleMatch(  # type: ignore[override]
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 (Python-Markdown hands it over)
    ) -> tuple[Any, int | None, int | None]:
        value = self.md.lokalamalen.value_of(m)  # type: ignore[attr-defined]
        if value is None:
            return None, None, None
        return AtomicString(value), m.start(0), m.end(0)


class _BareAddresses(InlineProcessor):
    """Makes links of addresses that stand in the text as they are: `www.example.org`, `alva@example.org`."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 (Python-Markdown hands it over)
    ) -> tuple[Any, int | None, int | None]:
        written = _trim_address(m[0])
        href = f"mailto:{written}" if "@" in written and "://" not in written else written
        if href.startswith("mailto:") and not is_email(ascii_email(written)):
            return None, None, None
        if written.lower().startswith("www."):
            href = f"https://{written}"
        link = Element("a", {"href": href})
        link.text = AtomicString(decode_address(written) if "xn--" in written.lower() else written)
        return link, m.start(0), m.start(0) + len(written)


def _trim_address(written: str) -> str:
    """Return an address without the signs of the sentence that follow it."""
    while written and (written[-1] in ".,;:!?*_\"'’”…" or (written[-1] == ")" and "(" not in written)):
        written = written[:-1]
    return written


class _Judge(Treeprocessor):
    """Hands the finished tree to the reading."""

    def run(self, root: Element) -> None:
        reading: _Reading = self.md.lokalamalen  # type: ignore[attr-defined]
        reading.collect_headings(root)
        reading.check_tree(root)


_STRUCK = r"(?<!~)(~~)(?=[^\s~])((?:[^~]|~(?!~))+)(?<!\s)~~(?!~)"
_BACKSLASH_BREAK = r"\\\n"


class _House(Extension):
    """Our dialect: value marks; no code blocks by indenting, no headings by underlining.

    What means one thing wherever it is written works here too: `~~struck out~~`, a backslash that breaks a line, and
    one before any sign of ASCII, as Google Docs writes them.
    """

    def extendMarkdown(self, md: Markdown) -> None:
        md.ESCAPED_CHARS = list(string.punctuation)
        md.inlinePatterns.register(SubstituteTagInlineProcessor(_BACKSLASH_BREAK, "br"), "backslash_break", 101)
        md.inlinePatterns.register(SimpleTagInlineProcessor(_STRUCK, "del"), "struck", 65)  # within it, bold type may stand
        md.parser.blockprocessors.deregister("code")
        md.parser.blockprocessors.deregister("setextheader")
        md.inlinePatterns.register(_ValueMarks(MARK.pattern, md), "value_marks", 185)
        md.inlinePatterns.register(_BareAddresses(_BARE_ADDRESS, md), "bare_addresses", 85)  # after links and raw HTML
        md.treeprocessors.register(_Judge(md), "judge", -10)
        # A list, since the registry sorts and looks up by name at each of a hundred thousand askings.
        md.treeprocessors["inline"].inlinePatterns = list(md.inlinePatterns)  # type: ignore[attr-defined]


class _Engines:
    """One Python-Markdown for the process: making it costs more than a page."""

    engine: ClassVar[Markdown | None] = None


def _engine() -> Markdown:
    if _Engines.engine is None:
        _Engines.engine = Markdown(extensions=["tables", "sane_lists", _House()], output_format="html")
    return _Engines.engine
