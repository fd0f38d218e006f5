"""Limits that no real text approaches, checked before a text is passed to a library that might take for ever.

Our own patterns take linear time (`tests/structure/test_patterns.py`); Python-Markdown and PyYAML may take much longer, and
recurse once per nesting level. A text with a problem is not parsed further. Called by `core.source.sources` and `core.markdown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.swedish import quote

LONGEST_LINE = 20_000
"""Characters. A paragraph is often one line; the longest on the old site has 1,200."""
LONGEST_WORD = 3_000
"""Characters without a space: web addresses have up to about 2,000, and languages without spaces have full stops of their own."""
LONGEST_PAGE = 200_000
"""Characters of one Markdown text: a book of a hundred pages."""
DEEPEST = 10
"""Nested lists and quotations, counted together."""
MOST_OPEN = 20
"""Unclosed brackets of one type, or tags without `>`. Python-Markdown searches for the end of each."""
MOST_RULES = 300
"""Headings and rules on consecutive lines: at each, Python-Markdown copies the rest of the text."""
MOST_UNCLOSED = 300
"""Open tags of one name: the HTML cleaner walks through all of them at each new one."""

_PASTED = re.compile(
    r"data:(?P<sort>[a-z]{2,20})/[\w.+-]{1,80}(?:;[\w.=-]{1,60}){0,4},(?P<data>[^\s)>\"'\]]{16,})", re.IGNORECASE | re.ASCII
)
_WORD = re.compile(rf"(?<!\S)\S{{{LONGEST_WORD},}}")
_CODED = re.compile(r"[A-Za-z0-9+/=_-]{400}")
"""Base64 or similar: written by a program, not a person."""
_RULE = re.compile(r" {0,3}(?:#|=|_[ _]|\*[ *]{3}|-[ -]{2})")
_PREFIX = re.compile(r"[ \t]*+(?>(?:(?:>|(?:[-*+]|\d++[.)])(?=[ \t]|$))[ \t]*+)*)")
_MARKER = re.compile(r">|[-*+]|[.)]")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,20})\b[^<>]*+>")
_NEED_NO_END = frozenset(("br", "hr", "img", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot"))
_BRACKET = re.compile(
    r"\\.|\](?P<round>\()?|(?P<square>\[)|(?P<end>\))|(?P<blank>\n[ \t]*+\n)|(?P<tag><)[a-zA-Z/!?]|(?P<close>>)", re.DOTALL
)


class Excess(NamedTuple):
    """A limit that a text exceeds."""

    offset: int
    """Where, in characters from the beginning of the text."""
    code: str
    message: str
    help: str


def check_size(source: SourceFile) -> Iterator[Problem]:
    """No line or word exceeds the limits, and no file is pasted into the text as a `data:` URL."""
    lines = source.text.split("\n")
    if "data:" not in source.text and "DATA:" not in source.text and max(map(len, lines)) < LONGEST_WORD:
        return
    for number, line in enumerate(lines, 1):
        pasted = list(_PASTED.finditer(line)) if "data:" in line or "DATA:" in line else []
        if pasted:
            yield from (_report_pasted(source, number, found) for found in pasted)
        elif len(line) < LONGEST_WORD:
            continue
        elif word := _WORD.search(line):
            yield _report_word(source, number, word)
        elif len(line) > LONGEST_LINE:
            message = f"Raden är {len(line)} tecken lång. Så lång är ingen rad som någon skriver."
            help_line = f"Dela upp den i stycken, med en tom rad mellan. En rad får ha högst {LONGEST_LINE} tecken."
            yield Problem(Place(source, number), "for-langt", message, (help_line,))


def report_pasted(source: SourceFile) -> Problem | None:
    """Return the problem of the first file that is pasted into a text as a `data:` URL, or None."""
    return next((problem for problem in check_size(source) if problem.code == "inklistrad-fil"), None)


def _report_pasted(source: SourceFile, number: int, found: re.Match[str]) -> Problem:
    is_picture = found["sort"].lower() == "image"
    message = (
        f"Här är en {'bild' if is_picture else 'fil'} inklistrad i texten, som {len(found['data'])} tecken som ingen kan läsa."
    )
    help_lines: tuple[str, ...]
    if not is_picture:
        help_lines = ("Ta bort alltihop, från data: till slutet. Spara filen i content/bilder/ och länka till den.",)
    elif source.path.suffix == ".yaml":
        help_lines = ("Ta bort alltihop, från data: till slutet. Spara bilden som en fil, och skriv filens namn här.",)
    else:
        help_lines = (
            "Ta bort alltihop, från data: till slutet. Spara bilden som en fil i content/bilder/.",
            "Skriv sedan ![Beskriv vad bilden visar](/bilder/namn.jpg), med filens namn.",
        )
    return Problem(Place(source, number, found.start() + 1), "inklistrad-fil", message, help_lines)


def _report_word(source: SourceFile, number: int, word: re.Match[str]) -> Problem:
    place = Place(source, number, word.start() + 1)
    message = f"Här står {len(word[0])} tecken utan ett enda mellanslag: {quote(word[0], 20)}"
    help_line = f"Ta bort dem. Ett ord eller en adress får ha högst {LONGEST_WORD} tecken."
    if _CODED.match(word[0]):
        help_line = (
            "Det ser ut som en bild eller en annan fil som har klistrats in i texten. Ta bort det, och spara filen för sig."
        )
    return Problem(place, "for-langt", message, (help_line,))


def check_markdown(value: str) -> Excess | None:
    """Return the first limit that a Markdown text exceeds, or None."""
    if len(value) > LONGEST_PAGE:
        message = f"Texten är {len(value)} tecken lång. Så långt orkar ingen läsa på en sida."
        return Excess(0, "for-langt", message, f"Dela upp den på flera sidor. En sida får ha högst {LONGEST_PAGE} tecken.")
    return _find_deep(value) or _find_open(value) or _find_unclosed(value)


def _find_deep(value: str) -> Excess | None:
    """Find lists and quotations nested too deeply, or too many rules in a row."""
    offset = rules = 0
    columns: list[int] = []
    """Columns of the items that contain the current line, outermost first."""
    for line in value.split("\n"):
        if line[:1].isalpha():  # fast path for most lines: neither list nor rule
            columns = []
            offset += len(line) + 1
            continue
        markers, is_rule = _read_markers(line)
        indent = _measure_indent(line)
        if markers and not is_rule:
            while columns and indent < columns[-1] + 2:
                columns.pop()
            columns.append(indent)
            if len(columns) + len(markers) - 1 > DEEPEST:
                message = "Här är för många listor eller citat inuti varandra."
                help_line = f"Skriv texten med färre nivåer: högst {DEEPEST}, och helst bara en eller två."
                return Excess(offset + indent if len(columns) > 1 else offset, "for-djupt", message, help_line)
        elif line.strip() and not indent:
            columns = []
        rules = rules + (is_rule or bool(_RULE.match(line))) if line.strip() else 0
        if rules > MOST_RULES:
            message = f"Här står över {MOST_RULES} rubriker eller streck utan en tom rad mellan dem."
            return Excess(offset, "for-langt", message, "Ta bort dem som är för många, eller lägg tomma rader mellan dem.")
        offset += len(line) + 1
    return None


def _read_markers(line: str) -> tuple[list[str], bool]:
    """Return the list and quotation markers at the start of a line, and whether the line is only a rule: `* * *`."""
    prefix = _PREFIX.match(line)
    if prefix is None:
        return [], False
    markers = _MARKER.findall(prefix[0])
    is_one_sort = len(markers) > 2 and len(set(markers)) == 1 and markers[0] in "-*"
    return markers, is_one_sort and prefix.end() == len(line)


def _measure_indent(line: str) -> int:
    """Return the indent of a line in columns; a tab advances to the next multiple of four."""
    spaced = line.expandtabs(4) if "\t" in line else line
    return len(spaced) - len(spaced.lstrip(" "))


def _find_open(value: str) -> Excess | None:
    """Find too many brackets or tags that are opened and never closed."""
    if all(value.count(sign) <= MOST_OPEN for sign in ("[", "](", "<")):
        return None
    opened: dict[str, list[int]] = {"[": [], "(": [], "<": []}
    for found in _BRACKET.finditer(value):
        if found["blank"]:
            opened["["], opened["("] = [], []
        elif found["square"]:
            opened["["].append(found.start())
        elif found["tag"]:
            opened["<"].append(found.start())
        elif found["close"]:
            opened["<"] = []
        elif found["end"]:
            del opened["("][-1:]
        elif found[0].startswith("]"):
            del opened["["][-1:]
            opened["("] += [found.start()] if found["round"] else []
        for sign, places in opened.items():
            if len(places) > MOST_OPEN:
                message = f"Här börjar {len(places)} par med tecknet {sign}, och inget av dem slutar."
                help_line = f"Ta bort de tecken som är för många, eller skriv \\{sign} där tecknet ska synas."
                return Excess(places[0], "for-djupt", message, help_line)
    return None


def _find_unclosed(value: str) -> Excess | None:
    """Find too many tags of one name that are nested and never closed."""
    if value.count("<") <= MOST_UNCLOSED:
        return None
    begun: dict[str, list[int]] = {}
    for found in _TAG.finditer(value):
        name = found["name"].lower()
        places = begun.setdefault(name, [])
        if found["end"]:
            del places[-1:]
        elif name not in _NEED_NO_END and not found[0].endswith("/>"):
            places.append(found.start())
            if len(places) > MOST_UNCLOSED:
                message = f"Här börjar {len(places)} taggar <{name}>, och ingen av dem slutar."
                return Excess(places[0], "for-djupt", message, f"Ta bort dem, eller avsluta var och en med </{name}>.")
    return None
