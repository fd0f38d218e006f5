"""Tell boxes in other programs' syntax from components of our rooms, and from lines that are nearly such a component.

Takes the matches of box markers in a text; yields those that are to be reported. Called by `dialects`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from plugins.core.dataclass import dataclass
from plugins.core.source.sources import Text
from plugins.core.swedish import closest

_Around = tuple[re.Match[str], int, str]
"""A box marker, the offset of the paragraph around it, and that paragraph."""


_NAME = re.compile(r"[\w-]+")
_END = re.compile(r"(?<=\n)[ \t]*:::+[ \t]*(?=\n)")
"""The end of a box, with words on the next line."""


@dataclass(frozen=True, slots=True)
class ForeignBox:
    """A box marker that belongs to no component."""

    found: re.Match[str]
    lacks: str = ""
    """Where an empty line would make the box a component: `före`, `efter` or both; empty if that would not help."""


def find_foreign_boxes(
    text: Text, boxes: Iterable[re.Match[str]], is_one: Callable[[str], bool], find_nearly: Callable[[], frozenset[int]]
) -> Iterator[ForeignBox]:
    """Yield the box markers that belong to no component, nor to what is nearly one.

    The end marker of a box goes with its beginning: both are reported, or neither is.
    """
    is_own = is_near = False
    at = reported = -1
    for box, begin, around in _paragraphs_around(text.value, boxes):
        is_end = not box[0].strip(" \t>:")
        if begin == reported:
            continue
        if is_one(around):
            is_own = False
        elif not (is_end and is_own):
            lacks = ""
            if begin != at:
                at, first = begin, text.place(begin).line
                is_near = not find_nearly().isdisjoint(range(first, first + around.count("\n") + 1))
                lacks = "" if is_near else _find_lack(around, box.start() - begin, is_one)
                reported = begin if lacks else reported
            is_own = is_near
            if not is_own:
                yield ForeignBox(box, lacks)
        elif is_end:
            is_own = False


def find_misspelt(
    boxes: Iterable[re.Match[str]], names: Collection[str]
) -> tuple[dict[str, list[re.Match[str]]], list[re.Match[str]]]:
    """Return the box markers with a name close to one of `names`, by their name as written, and all other markers.

    The end marker of a misspelt box is in neither: it becomes right with the name.
    """
    misspelt, others = dict[str, list[re.Match[str]]](), list[re.Match[str]]()
    begun: list[bool] = []
    for box in boxes:
        name = found[0] if (found := _NAME.match(box[0].strip(" \t>:"))) else ""
        is_misspelt = bool(name) and closest(name, names) is not None
        if name:
            begun.append(is_misspelt)
        elif not box[0].strip(" \t>:") and begun and begun.pop():
            continue
        if is_misspelt:
            misspelt.setdefault(name, []).append(box)
        else:
            others.append(box)
    return misspelt, others


def _find_lack(around: str, start: int, is_one: Callable[[str], bool]) -> str:
    """Return where the first box of a paragraph needs an empty line to become a component."""
    tail = around[max(0, start) :]
    end = _END.search(tail)
    is_below = end is not None and is_one(tail[: end.end()])
    if not is_below and not (start > 0 and is_one(tail)):
        return ""
    return " och ".join([*(["före"] if start > 0 else []), *(["efter"] if is_below else [])])


def _paragraphs_around(written: str, boxes: Iterable[re.Match[str]]) -> Iterator[_Around]:
    """Yield each box marker with the text between the empty lines around it, and the offset of that text."""
    begin, end, at, around = 0, -1, 0, ""
    for box in boxes:
        if box.end() > end:
            begin = written.rfind("\n\n", begin, box.start() + 1) + 1 or begin
            found = written.find("\n\n", box.end())
            end = found if found >= 0 else len(written)
            around = written[begin:end].strip("\n")
            at = begin + len(written[begin:end]) - len(written[begin:end].lstrip("\n"))
        yield box, at, around
