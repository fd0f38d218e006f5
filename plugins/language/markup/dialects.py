"""Find markup of other Markdown dialects, wikis and forums, which this site would show as typed.

Takes a text as written; yields one warning for each sort of markup in a text, with what to write instead. Markup with only one
meaning is supported instead (`core.markdown`), and remains of other programs are found by `language.markup.traces`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from plugins.core.markdown.boxes import blank_boxes
from plugins.core.markdown.torn_markdown import blank_no_markdown
from plugins.core.problems import Problem, warning
from plugins.core.source.sources import Text
from plugins.core.swedish import closest, compare_key, join_words, quote
from plugins.core.texts.passages import blank_out
from plugins.language.findings import FindingSort, has_needle, report_sort, report_sorts
from plugins.language.markup.boxes import ForeignBox, find_foreign_boxes, find_misspelt

DIALECT_CODE = "okand-formatering"
_SHOWN = "{} betyder inget här, så tecknen syns på webbplatsen."
_LINE = "Raden {} betyder inget här, så den syns på webbplatsen."


_AT_BRACKET = re.compile(r"\[(?:\[|http|!|[ xX]?\]|(?<=\*\[))")
"""Brackets that begin no link."""
_AT_LINE = re.compile(r"\n(?:h[1-6]\.|\.\.[ \t]|(?:image|video|include):| {0,3}:)")
_AT_CONTENTS = re.compile(r"[\[{][\[_:]{0,2}[tT][oO][cC]")


def _sort(
    *needles: str,
    advice: str,
    right: Callable[[re.Match[str]], str] | None = None,
    what: str = _SHOWN,
    look: re.Pattern[str] | None = None,
) -> FindingSort:
    return FindingSort(DIALECT_CODE, what, advice, right, needles or ("",), look)


_IN_PROSE: tuple[tuple[re.Pattern[str], FindingSort], ...] = (
    (
        re.compile(r"(?<![=\w!<>\\])==(?=[^\s=])(?P<words>[^=\n]+)(?<!\s)==(?![=\w])"),
        _sort("==", advice="Det som ska framhävas skrivs **så här**.", right=lambda found: f"**{found['words']}**"),
    ),
    (
        re.compile(r"(?<![+\w\\])\+\+(?=[^\s+])(?P<words>[^+\n]+)(?<!\s)\+\+(?![+\w])"),
        _sort(
            "++",
            advice="Text kan inte strykas under. Det som ska framhävas skrivs **så här**.",
            right=lambda found: f"**{found['words']}**",
        ),
    ),
    (
        re.compile(r"(?<![\^\\])\^(?P<words>[-+\u2212]?[^\W_]+)\^(?!\^)"),
        _sort("^", advice="En upphöjd siffra skrivs <sup>2</sup>.", right=lambda found: f"<sup>{found['words']}</sup>"),
    ),
    (
        re.compile(r"(?<=[^\W_])(?<!~)~(?P<words>[^\W_]+)~(?!~)"),
        _sort("~", advice="En nedsänkt siffra skrivs <sub>2</sub>.", right=lambda found: f"<sub>{found['words']}</sub>"),
    ),
    (
        re.compile(r"(?<![\w~\\/])~(?=[^\s~])(?P<words>[^~\n]*[^\s~])~(?![\w~])"),
        _sort("~", advice="Struken text skrivs ~~så här~~.", right=lambda found: f"~~{found['words']}~~"),
    ),
    (
        re.compile(r":(?<![\w:/\\]:)(?:[a-z][a-z0-9_+-]{1,40}|[+-]1):(?![\w:/])"),
        _sort(":", advice="Klistra in själva tecknet, till exempel 🙂, eller ta bort det."),
    ),
    (re.compile(r"%%[^%\n]+%%"), _sort("%%", advice="En anteckning som inte ska synas skrivs <!-- så här -->, på en egen rad.")),
    (re.compile(r"\$\$[^$\n]+\$\$"), _sort("$$", advice="Skriv formeln med vanliga ord och tecken.")),
    (
        re.compile(r"(?<!')'''(?!')(?P<words>[^'\n]+)'''(?!')"),
        _sort("'''", advice="Fetstil skrivs **så här**.", right=lambda found: f"**{found['words'].strip()}**"),
    ),
    (re.compile(r"(?<=\s)\^[a-z0-9][a-z0-9-]{2,}[ \t]*$", re.MULTILINE), _sort("^", advice="Ta bort det.")),
)
"""Searched outside code, addresses, marks, tags and comments."""

_ANYWHERE: tuple[tuple[re.Pattern[str], FindingSort], ...] = (
    (
        re.compile(r"!\[\[[^\[\]\n]+\]\](?![(\[])"),
        _sort(
            "![[",
            look=_AT_BRACKET,
            advice="En bild skrivs ![Beskriv vad bilden visar](/bilder/namn.jpg).",
            what="{} blir ingen bild på webbplatsen.",
        ),
    ),
    (
        re.compile(r"(?<![!\\])\[\[(?!_?toc_?\]\])[^\[\]\n]+\]\](?![(\[])", re.IGNORECASE),
        _sort(
            "[[",
            look=_AT_BRACKET,
            advice="En länk skrivs [länkens namn](/om/), med adressen till sidan.",
            what="{} blir ingen länk, så tecknen syns på webbplatsen.",
        ),
    ),
    (
        re.compile(r"\[https?://[^\s\[\]]++[ \t]++[^\[\]\n]+\](?![(\[:])"),
        _sort(
            "[http",
            look=_AT_BRACKET,
            advice="En länk skrivs [länkens namn](https://www.example.org/).",
            what="{} blir ingen länk, så tecknen syns på webbplatsen.",
        ),
    ),
    (
        re.compile(r"\{(?:\+\+|--|~~|==|>>)[^{}\n]+(?:\+\+|--|~~|==|<<)\}"),
        _sort("{++", "{--", "{~~", "{==", "{>>", advice="Skriv texten som den ska vara."),
    ),
    (
        re.compile(r"(?<!\\)\\[a-z]{2,}\{[^{}\n]*\}"),
        _sort("\\", advice="Fetstil skrivs **så här**, kursiv *så här*, en rubrik ## Rubrik."),
    ),
    (
        re.compile(r"^[ \t]*(?:\[\[?_?toc_?\]\]?|\{:?toc\}|\[TOC:[^\]\n]*\])[ \t]*$", re.MULTILINE | re.IGNORECASE),
        _sort(advice="Ta bort raden. Innehållsförteckningar görs av sig själva där de behövs.", what=_LINE, look=_AT_CONTENTS),
    ),
    (
        re.compile(r"^(?P<before>[> \t]*(?:[-*+]|\d+\.)[ \t]+)\[[ xX]?\](?:[ \t]+|$)", re.MULTILINE),
        _sort(
            "[ ]",
            "[x]",
            "[X]",
            "[]",
            look=_AT_BRACKET,
            advice="Rutor att kryssa i finns inte här. Skriv punkten utan hakparenteser.",
            right=lambda found: found["before"],
            what="Rutan i {} blir ingen ruta, så tecknen syns på webbplatsen.",
        ),
    ),
    (
        re.compile(r"(?<=\S\n)^[ ]{0,3}:[ \t]+\S[^\n]*|(?<=\S\n\n)^:[ \t]+\S[^\n]*", re.MULTILINE),
        _sort(
            "\n:",
            "\n :",
            "\n  :",
            "\n   :",
            look=_AT_LINE,
            advice="En förklaring skrivs i en punktlista: - **ordet**: vad det betyder.",
            what=_LINE,
        ),
    ),
    (
        re.compile(r"^===[ \t]+\"[^\"\n]*\"[ \t]*$", re.MULTILINE),
        _sort("===", advice="Flikar finns inte. Skriv en rubrik, ## Rubrik.", what=_LINE),
    ),
    (
        re.compile(r"^\*\[[^\[\]\n]+\]:[^\n]*", re.MULTILINE),
        _sort("*[", advice="Skriv ut förkortningen första gången den används, och ta bort raden.", what=_LINE, look=_AT_BRACKET),
    ),
    (
        re.compile(r"^h(?P<level>[1-6])\.[ \t]+(?=\S)", re.MULTILINE),
        _sort(
            "h1.",
            "h2.",
            "h3.",
            "h4.",
            "h5.",
            "h6.",
            look=_AT_LINE,
            advice="En rubrik skrivs ## Rubrik.",
            right=lambda found: f"{'#' * max(2, int(found['level']))} ",
            what="{} gör ingen rubrik här.",
        ),
    ),
    (
        re.compile(r"^\.\.[ \t]+[\w-]+::[^\n]*|^(?:image|video|include)::?[^\s\[\]]+\[[^\[\]\n]*\]", re.MULTILINE),
        _sort(
            ".. ",
            "..\t",
            "image:",
            "video:",
            "include:",
            look=_AT_LINE,
            advice="Ta bort den. En bild skrivs ![Beskriv vad bilden visar](/bilder/namn.jpg).",
            what=_LINE,
        ),
    ),
    (
        re.compile(r"^\+[-=+]{3,}\+[ \t]*$", re.MULTILINE),
        _sort(
            "+-",
            "+=",
            "++",
            advice="En tabell skrivs med lodräta streck: | Dag | Tid |, och under den | --- | --- |.",
            what=_LINE,
        ),
    ),
    (re.compile(r"^[ \t]*(?:\+\+\+|;;;)[ \t]*$", re.MULTILINE), _sort("+++", ";;;", advice="Ta bort raden.", what=_LINE)),
    (
        re.compile(
            r"^#{1,6}[ \t][^\n]*(?<!\\)\\[ \t]*$|(?<!\\)\\[ \t]*(?=\n[ \t]*(?:\n|\Z)|\Z)|(?<!\\)\\[ \t]+(?=\n)", re.MULTILINE
        ),
        _sort(
            "\\",
            advice="Ta bort det sist på raden.",
            right=lambda found: found[0].rstrip(" \t").removesuffix("\\"),
            what="Det omvända snedstrecket i {} bryter ingen rad här.",
        ),
    ),
)
"""Searched everywhere but in comments and code."""

_HIGHLIGHT: Final = "Det som ska framhävas får en rubrik eller **fetstil**."
_BOX: Final = _sort(":::", advice="Ta bort raden, också den som avslutar.", what=_LINE)
"""A box as ours are written, with a name that no room has."""
_BOXES: tuple[tuple[re.Pattern[str], FindingSort, str], ...] = (
    (
        re.compile(r"^[> \t]*\[!(?P<word>[A-Za-z]+)\][+-]?[^\n]*", re.MULTILINE),
        _sort(
            "[!",
            advice="En ruta går inte att göra så.",
            what=_LINE,
        ),
        "Skriv ett stycke som börjar med fetstil: **Obs!** Och sedan texten.",
    ),
    (re.compile(r"^[ \t]*:::+[^\n]*", re.MULTILINE), _BOX, _HIGHLIGHT),
    (
        re.compile(r"^(?:!!!|\?\?\?\+?)[ \t]+[a-z]+(?:[ \t]*|[ \t]+\"[^\"\n]*\"[ \t]*)$", re.MULTILINE),
        _sort(
            "!!!",
            "???",
            advice="Ta bort raden, och indraget under den.",
            what=_LINE,
        ),
        _HIGHLIGHT,
    ),
)
"""Boxes of other programs, each with what to write instead if no component of a room is meant; searched as `_ANYWHERE`."""

_WIKI_HEADING = re.compile(r"^(?P<signs>={2,6})(?P<words>[^=\n]+)(?P=signs)[ \t]*$", re.MULTILINE)
_WIKI = _sort(
    "==",
    advice="En rubrik skrivs ## Rubrik.",
    right=lambda found: f"{'#' * len(found['signs'])} {found['words'].strip()}",
    what="{} blir ingen rubrik på webbplatsen.",
)
_RULE = re.compile(r"(?<=\n)[ ]{0,3}={3,}[ \t]*$|\A={3,}[ \t]*$", re.MULTILINE)
_RULE_SORT = _sort("===", advice="Ta bort raden. Ett streck skrivs ---, med en tom rad före.", what=_LINE)


def check_dialects(
    text: Text,
    underlined: frozenset[int] = frozenset(),
    ways: Sequence[str] = (),
    is_component: Callable[[str], bool] = lambda _written: False,
    find_nearly: Callable[[], frozenset[int]] = frozenset,
    own_boxes: Collection[str] = (),
) -> Iterator[Problem]:
    """No text has markup that only other programs understand.

    `underlined` are lines already reported as underlined headings. `ways` describe the components that a box may be meant as, and
    `own_boxes` are the names of boxes in rooms (`Box`). Text for which `is_component` is true is skipped, and so is text around
    the lines from `find_nearly`: the room of that component reports it better.
    """
    prose = blank_out(text.value)
    plain = blank_no_markdown(text.value)
    if headings := list(_WIKI_HEADING.finditer(plain)) if "==" in plain else []:
        yield from report_sort(text, _WIKI, headings)
    taken = {found.start() for found in headings}
    for pattern, sort in _IN_PROSE:
        if has_needle(sort.needles, prose):
            yield from report_sort(text, sort, (found for found in pattern.finditer(prose) if found.start() not in taken))
    yield from report_sorts(text, plain, _ANYWHERE)
    foreign = blank_boxes(plain, own_boxes)
    for pattern, sort, instead in _BOXES:
        if has_needle(sort.needles, foreign):
            boxes = list(find_foreign_boxes(text, pattern.finditer(foreign), cache(is_component), cache(find_nearly)))
            misspelt, others = find_misspelt([box.found for box in boxes if not box.lacks], own_boxes)
            listed = (_list_boxes(own_boxes),) if own_boxes and sort is _BOX else ()
            advice = " ".join((sort.advice, *(ways or (instead,)), *listed))
            yield from report_sort(text, replace(sort, advice=advice), others)
            for name, found in misspelt.items():
                yield from report_sort(text, _sort_misspelt(name, own_boxes), found)
            yield from (_report_lack(text, box) for box in boxes if box.lacks)
    rules = (found for found in _RULE.finditer(plain) if text.place(found.start()).line - 1 not in underlined)
    if "===" in plain:
        yield from report_sort(text, _RULE_SORT, rules)


def _sort_misspelt(name: str, own_boxes: Collection[str]) -> FindingSort:
    """Return the sort of finding that is a box with a name close to one of `own_boxes`."""
    guess = closest(name, own_boxes) or name
    return FindingSort(
        DIALECT_CODE,
        f"Det finns ingen ruta som heter {quote(name)}, så raden syns på webbplatsen.",
        _list_boxes(own_boxes),
        lambda found: found[0].replace(name, guess, 1),
    )


def _list_boxes(names: Collection[str]) -> str:
    """Return the sentence that says which boxes there are."""
    boxes = [f":::{name}" for name in sorted(names, key=compare_key)]
    return f"Rutorna är {join_words(boxes)}." if len(boxes) > 1 else f"Den enda rutan är {boxes[0]}."


def _report_lack(text: Text, box: ForeignBox) -> Problem:
    """Return a warning for a box that would be a component with an empty line before or after it."""
    place = text.place(box.found.start())
    message = f"Rutan behöver en tom rad {box.lacks} sig, annars syns tecknen på webbplatsen."
    advice = f"Lägg till en tom rad {box.lacks} rutan, som börjar på den här raden."
    return warning(place, "nastan-ratt", message, advice, stops_publishing=True)
