"""Find characters that were typed or pasted by mistake: spaces, invisible characters, bullets and stars, with their corrections.

Takes a text as written; yields `Slip`s and problems. Check reports the same slips that `tidy` corrects; those that are not
certain are left to the editor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from plugins.core.invisible import find_widthless
from plugins.core.markdown.attributes import find_attributes
from plugins.core.places import Place
from plugins.core.problems import Problem, describe_other_lines, warning
from plugins.core.source.silences import set_apart
from plugins.core.source.sources import Text
from plugins.core.swedish import quote, slugify
from plugins.core.texts.passages import blank_out
from plugins.language.characters.bullets import find_bullets
from plugins.language.characters.line_signs import find_line_signs
from plugins.language.characters.slips import Slip
from plugins.language.characters.stars import find_stars

SPACES = " \u00a0\u202f\u2007\u2009"
"""Spaces within a line: ordinary, non-breaking (U+00A0, U+202F, U+2007) and thin (U+2009)."""

_SOFT_HYPHEN = "\u00ad"
_TWO_SPACES = re.compile(rf"(?<=[^\s|])(?P<spaces>[{SPACES}]{{2,}})(?=[^\s|])")
_SPACE_BESIDE_SPACE = re.compile(rf"[{SPACES}]{{2}}")
"""A quick test: every match of `_TWO_SPACES` has one."""
_FIXED = "\u00a0\u202f\u2007"
_FIXED_SPACE = re.compile(r"(?<!\S)(?P<before>\S++)(?P<spaces>[\u00a0\u202f\u2007])(?=(?P<after>\S++))")
_FIXED_INDENT = re.compile(r"^[ \t]*(?P<spaces>[\u00a0\u202f\u2007][ \t\u00a0\u202f\u2007]*)", re.MULTILINE)
_FIXED_ITEM = re.compile(r"^[ \t]*[-*+](?P<spaces>[\u00a0\u202f\u2007]+)(?=[^\W\d_])", re.MULTILINE)
_MARKER = re.compile(r"[ \t]*(?:[-*+>]|\d+\.|#{1,6})[ \t\u00a0]+")


def find_slips(value: str, *, is_markdown: bool) -> Iterator[Slip]:
    """Yield the slips in a text or, unless `is_markdown`, in a one-line field."""
    prose = blank_out(value)
    yield from _find_hidden(value)
    yield from _find_attributes(value)
    yield from _find_double_spaces(prose)
    yield from _find_fixed_spaces(prose)
    yield from find_bullets(prose, is_markdown=is_markdown)
    yield from find_stars(value, prose) if is_markdown else _find_line_signs(value)


def check_signs(text: Text, *, is_markdown: bool) -> Iterator[Problem]:
    """A text has no characters by mistake. Each sort is reported once for each text."""
    slips = sorted(find_slips(text.value, is_markdown=is_markdown), key=lambda slip: (slip.code, slip.start))
    for code, same in groupby(slips, key=lambda slip: slip.code):
        yield from (_report(text, group) for group in set_apart(same, lambda slip: text.place(slip.start), code))


def _report(text: Text, slips: list[Slip]) -> Problem:
    first = slips[0]
    place = text.place(first.start)
    help_lines = [*describe_other_lines(place, (text.place(slip.start) for slip in slips))]
    if first.is_certain:
        help_lines.append(f"Kommandot python3 tasks.py stada {place.source.path.name} --gor rättar det åt dig.")
    right = _corrected_line(text, place, slips)
    return replace(warning(place, first.code, first.message, *help_lines), suggestion=right)


def _corrected_line(text: Text, place: Place, slips: Iterable[Slip]) -> str | None:
    """Return the line of `place` with the slips on it corrected, as shown to an editor; None if that is not possible."""
    line, moved = place.written, 0
    for slip in slips:
        at = text.place(slip.start)
        start = at.column - 1 + moved
        if at.line != place.line:
            continue
        if not line.startswith(text.value[slip.start : slip.start + slip.length], start):
            return None
        line = line[:start] + slip.right + line[start + slip.length :]
        moved += len(slip.right) - slip.length
    if line == place.written or not line.strip():
        return None
    return line.strip().removeprefix("- ") if place.written.lstrip().startswith("- ") else line.strip()


def _find_hidden(value: str) -> Iterator[Slip]:
    """No zero-width characters and soft hyphens, except in emoji and in scripts that need them."""
    for found in find_widthless(value):
        if found[0] == _SOFT_HYPHEN:
            yield Slip(
                found.start(), 1, "mjukt-bindestreck", "Här står ett mjukt bindestreck, som inte syns förrän raden bryts.", ""
            )
        else:
            message = f"Här står ett tecken som inte tar någon plats och inte syns (U+{ord(found[0]):04X})."
            yield Slip(found.start(), 1, "dolt-tecken", message, "")


def _find_attributes(value: str) -> Iterator[Slip]:
    """No attributes in braces: headings get ids automatically or by `{#id}`, and looks belong to the theme."""
    for braces in find_attributes(value):
        if braces.own_id:
            continue
        written = value[braces.start : braces.end]
        quoted = quote(written.strip())
        message = f"{quoted} är en anvisning till ett annat program och behövs inte här."
        if _ODD_ID.fullmatch(written.strip()):
            right = f"{{#{slugify(written)}}}"
            message = f"{quoted} blir ingen rubriks adress: den skrivs med a–z, siffror och bindestreck, som {right}."
        yield Slip(braces.start, len(written), "attribut-i-klammer", message)


_ODD_ID = re.compile(r"\{#(?=[\w-]*(?:[A-ZÅÄÖåäöéü_]|--))[\w-]+\}")
"""What may be meant as the id of a heading, but has characters that an id cannot have."""


def _find_line_signs(value: str) -> Iterator[Slip]:
    """A one-line field is shown as written: bold type, links, tags, entities and comments would be visible."""
    for found in find_line_signs(value):
        if found.is_note:
            before = value[: found.start].rstrip()
            start, written = len(before), value[len(before) :]
            note = quote(found.written, 40)
            message = f"Allt efter kolonet syns på webbplatsen, också {note}. En anteckning skrivs på en egen rad."
            yield Slip(start, len(written), "formatering-i-falt", message, found.words, is_certain=False)
            return  # the rest of the line is part of the note
        message = f"I ett sådant här fält syns tecknen i {quote(found.written, 40)} på webbplatsen."
        yield Slip(found.start, len(found.written), "formatering-i-falt", message, found.words, is_certain=False)


def _find_double_spaces(prose: str) -> Iterator[Slip]:
    """There is one space between two words; two at the end of a line are Markdown."""
    has_fixed = any(sign in prose for sign in SPACES[1:])
    for found in _TWO_SPACES.finditer(prose) if "  " in prose or (has_fixed and _SPACE_BESIDE_SPACE.search(prose)) else ():
        line_start = prose.rfind("\n", 0, found.start()) + 1
        line_end = prose.find("\n", found.start())
        line = prose[line_start : line_end if line_end >= 0 else None]
        marker = _MARKER.match(line)
        if line.lstrip().startswith("|") or (marker and line_start + marker.end() >= found.end()):
            continue
        near = prose[max(0, found.start() - 1) : found.start()] + prose[found.end() : found.end() + 1]
        right = "\u00a0" if set(found["spaces"]) & set("\u00a0\u202f") and any(map(str.isdigit, near)) else " "
        yield Slip(found.start(), len(found["spaces"]), "dubbelt-mellanslag", "Här står flera mellanslag i rad.", right)


def _find_fixed_spaces(prose: str) -> Iterator[Slip]:
    """A non-breaking space belongs beside digits, dashes, initials and abbreviations, and within names."""
    if not any(sign in prose for sign in _FIXED):
        return
    for found in _FIXED_INDENT.finditer(prose):
        message = "Raden börjar med ett hårt mellanslag, ett som syns som ett tomrum på webbplatsen."
        yield Slip(found.start("spaces"), len(found["spaces"]), "hart-mellanslag", message, "")
    for found in _FIXED_ITEM.finditer(prose):
        message = "Efter bindestrecket står ett hårt mellanslag, så raden blir ingen lista på webbplatsen."
        yield Slip(found.start("spaces"), len(found["spaces"]), "hart-mellanslag", message, " ")
    for found in _FIXED_SPACE.finditer(prose):
        before, after = found["before"], found["after"]
        is_word_before = re.search(r"[^\W\d_]{2}[,;:!?”)*_]*$", before)
        is_word_after = re.match(r"[”(*_]*[^\W\d_]{2}", after)
        is_name = before.lstrip("(”*_")[:1].isupper() and after.lstrip("(”*_")[:1].isupper()
        if not is_word_before or not is_word_after or any(map(str.isdigit, before)) or is_name:
            continue
        message = "Här står ett hårt mellanslag, ett som raden inte kan brytas vid, mellan två vanliga ord."
        yield Slip(found.start("spaces"), 1, "hart-mellanslag", message, " ")
