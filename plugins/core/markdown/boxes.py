"""Boxes: what is between `:::NAME` and `:::`, if a room has a component that is written this way (`Box`).

Takes Markdown as written, and the names of boxes. Finds boxes, replaces their first and last lines by characters from which
Python-Markdown makes one element per box, and reports incomplete boxes. Called by `reading`, and by `language.markup.dialects`,
which must not report these lines as the syntax of another program.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor

from plugins.core.dataclass import dataclass
from plugins.core.markdown.torn_markdown import blank_no_markdown
from plugins.core.problems import Problem, warning
from plugins.core.source.sources import Text
from plugins.core.swedish import closest, compare_key
from plugins.core.written_kinds import BOX_ATTRIBUTE

_SIGNS: Final = ":::"
_LINE = re.compile(
    r"^(?P<before>[ \t]*+(?>(?:(?:>|[-*+](?=[ \t])|\d{1,9}\.(?=[ \t]))[ \t]*+)*))"
    r"(?P<signs>:{2,}+)[ \t]*+(?P<name>[\w-]*+)(?P<rest>[^\n]*+)$",
    re.MULTILINE,
)
BEGIN: Final = "\ue002"
_END: Final = "\ue003"
"""Private use characters: `core.source.sources` lets neither into a text."""


@dataclass(frozen=True, slots=True)
class FoundBox:
    """A box, complete or not, with one of the known names."""

    name: str
    begin: re.Match[str]
    end: re.Match[str] | None
    """The line that ends it; None if there is none."""
    is_empty: bool
    """Whether it contains nothing but comments."""

    @property
    def is_unended(self) -> bool:
        """Whether only its end is missing."""
        return self.end is None and len(self.begin["signs"]) >= len(_SIGNS) and not self.begin["rest"].strip(" \t:")

    @property
    def fault(self) -> tuple[str, str] | None:
        """What is wrong with it, and what to write instead, as two sentences; None if it is complete."""
        written = f"{_SIGNS}{self.begin['name']}"
        if len(self.begin["signs"]) < len(_SIGNS):
            return "En ruta ska ha tre kolon framför sitt namn.", f"Skriv {written}, och {_SIGNS} på en egen rad sist i rutan."
        if self.begin["rest"].strip(" \t:"):
            return f"Efter {written} ska inget mer stå på raden.", "Flytta orden till raden under."
        if self.is_unended:
            return f"Rutan {written} har inget slut.", f"Skriv {_SIGNS} på en egen rad under rutans sista rad."
        if self.begin["before"] or (self.end and self.end["before"]):
            advice = f"Skriv både {written} och {_SIGNS} längst till vänster, på varsin rad."
            return f"Rutan {written} står inne i något annat, eller med indrag.", advice
        if self.is_empty:
            return f"Rutan {written} är tom.", f"Skriv något mellan {written} och {_SIGNS}, eller ta bort båda raderna."
        return None


def find_boxes(value: str, names: Collection[str], *, or_nearly: bool = False) -> list[FoundBox]:
    """Return the boxes in a text that have one of these names, complete or not, in the order in which they begin.

    A box of another program inside one, with an end of its own, does not end it. With `or_nearly` also those whose name is a
    misspelling of one of the names.
    """
    if not names or _SIGNS not in value:
        return []
    prose, known = blank_no_markdown(value), {compare_key(name): name for name in names}
    found: list[tuple[re.Match[str], re.Match[str] | None]] = []
    begun: list[re.Match[str]] = []
    for line in _LINE.finditer(prose):
        is_signs, is_whole = not line["rest"].strip(" \t:"), len(line["signs"]) >= len(_SIGNS)
        if is_whole and is_signs and not line["name"]:
            found += [(begun.pop(), line)] if begun else []
        elif not is_whole or (not is_signs and line["rest"].rstrip().endswith(_SIGNS)):
            found.append((line, None))
        else:
            begun.append(line)
    found += [(begin, None) for begin in begun]
    return [
        FoundBox(name, begin, end, is_empty=bool(end and not prose[begin.end() : end.start()].strip()))
        for begin, end in sorted(found, key=lambda pair: pair[0].start())
        if (name := known.get(compare_key(begin["name"])) or (closest(begin["name"], names) if or_nearly else None))
    ]


def hold_boxes(value: str, names: Collection[str]) -> str:
    """Return the text with the first and last line of each complete box replaced by a character between blank lines."""
    lines = list[tuple[re.Match[str], str]]()
    for box in find_boxes(value, names):
        if box.end and not box.fault:
            lines += [(box.begin, BEGIN + box.name), (box.end, _END)]
    return _put(value, [(line, f"\n{sign}\n") for line, sign in lines])


def blank_boxes(value: str, names: Collection[str], *, or_nearly: bool = False) -> str:
    """Return the text, with the same length, but the first and last lines of boxes with these names replaced by spaces.

    `or_nearly` is that of `find_boxes`.
    """
    lines = [line for box in find_boxes(value, names, or_nearly=or_nearly) for line in (box.begin, box.end) if line]
    return _put(value, [(line, " " * len(line[0])) for line in lines])


def check_boxes(text: Text, names: Collection[str]) -> Iterator[Problem]:
    """Each box with a known name is complete, and has contents."""
    boxes = find_boxes(text.value, names)
    unended = [box for box in boxes if box.is_unended]
    for box in boxes:
        fault = box.fault
        if box in unended[1:]:
            fault = (
                "Här börjar en ruta till, innan den ovanför har slutat.",
                f"Ska raden avsluta rutan: skriv bara {_SIGNS} på den. Annars: skriv {_SIGNS} på en egen rad ovanför.",
            )
        elif len(unended) > 1 and box is unended[0]:
            continue  # reported where the next one begins
        if fault:
            place = text.place(box.begin.end("before"))
            yield warning(place, "nastan-ratt", *fault, stops_publishing=True)


def _put(value: str, lines: list[tuple[re.Match[str], str]]) -> str:
    pieces, end = list[str](), 0
    for line, instead in sorted(lines, key=lambda pair: pair[0].start()):
        pieces += [value[end : line.start()], instead]
        end = line.end()
    return "".join([*pieces, value[end:]])


class BoxProcessor(BlockProcessor):
    """Makes one element of a held box, and parses its contents as Markdown."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 (part of Python-Markdown's interface)
        """Return whether a box begins."""
        return block.startswith(BEGIN)

    def run(self, parent: Element, blocks: list[str]) -> Any:
        """Take the blocks of a box; return False if it has no end, as inside tags written by hand."""
        depth = 0
        for number, block in enumerate(blocks):
            depth += block.lstrip("\n").startswith(BEGIN) - (block.strip("\n") == _END)
            if not depth:
                inner, name = blocks[1:number], blocks[0].strip("\n").removeprefix(BEGIN)
                del blocks[: number + 1]
                self.parser.parseBlocks(SubElement(parent, "div", {BOX_ATTRIBUTE: name}), inner)
                return None
        return False
