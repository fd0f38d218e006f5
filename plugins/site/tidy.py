"""Tidy a file: apply the corrections that are certain and never change its meaning.

Takes the bytes of a file in `content/`; returns the text to save, and what was corrected. Encoding, line ends, composed
characters and trailing spaces are corrected in the whole file; spaces, bullets, stars and ranges only in the prose of fields, and
not where a comment silences the rule. Tidying twice changes nothing more.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from plugins.core.kinds.kind import Kind
from plugins.core.kinds.words import MARKDOWN
from plugins.core.places import SourceFile
from plugins.core.reading.file_models import read_models
from plugins.core.reading.placing import find_shelf
from plugins.core.source.silences import find_silences
from plugins.core.source.sources import (
    KNOWN_SIGNATURES,
    MIXED_ENCODINGS,
    SAVE_AS_UTF_8,
    Text,
    find_old_encoding,
    normalise_text,
    read_source,
)
from plugins.core.texts.passages import find_passages, line_passage
from plugins.core.walk import find_texts
from plugins.language.characters.signs import find_slips
from plugins.language.characters.slips import Slip
from plugins.language.house_style.check import HouseStyle, find_ranges, standard_rules
from plugins.language.model import RULES_FILE
from plugins.site.rooms import PLACE_MARKS, SHELVES

MOST_ROUNDS = 8
"""Correcting one slip may uncover another (a hidden character between two spaces); at most so many rounds are made."""

DONE: Mapping[str, tuple[str, str]] = {
    "dubbelt-mellanslag": ("dubbelt mellanslag", "dubbla mellanslag"),
    "hart-mellanslag": ("hårt mellanslag", "hårda mellanslag"),
    "dolt-tecken": ("tecken som inte syns", "tecken som inte syns"),
    "mjukt-bindestreck": ("mjukt bindestreck", "mjuka bindestreck"),
    "attribut-i-klammer": ("anvisning i klammer", "anvisningar i klammer"),
    "punkttecken": ("punkttecken", "punkttecken"),
    "stjarnor": ("mellanslag innanför stjärnor", "mellanslag innanför stjärnor"),
    "skrivregel": ("bindestreck mellan tal", "bindestreck mellan tal"),
}
"""What was corrected, singular and plural, by code."""


class CannotTidy(Exception):
    """The file is not text, or its encoding is uncertain; the message says why."""


@dataclass
class Tidied:
    """A file as it should be saved."""

    before: str
    """The original text, decoded."""
    text: str
    notes: list[str] = field(default_factory=list)
    """What was corrected, in Swedish."""


def read_style(content: Path) -> HouseStyle:
    """Return the writing rules of a site, the same as its check uses."""
    path = content / RULES_FILE
    if not path.is_file():
        return HouseStyle(standard_rules())
    source, _ = read_source(path)
    shelf = find_shelf(RULES_FILE, SHELVES)
    return HouseStyle(read_models(source, path, shelf)[0] if shelf else ())


def tidy_file(path: Path, relative: str, data: bytes, style: HouseStyle) -> Tidied:
    """Return a file as it should be saved. `relative` is its path in `content/`, `style` the rules of the site. Raises
    `CannotTidy`.
    """
    before, encoding = _decode(path, data)
    if "\0" in before:
        raise CannotTidy(f"{path.name} går inte att läsa som text.")
    text = _trim_lines(normalise_text(before))
    notes = [f"{encoding} blir UTF-8"] if encoding else []
    if "\r" in before:
        notes.append("radslut som på andra datorer")
    if normalise_text(before) != before.replace("\r\n", "\n").replace("\r", "\n"):
        notes.append("bokstäver i två delar blir hela")
    if text != normalise_text(before):
        notes.append("mellanslag och tomma rader på slutet")
    done: Counter[str] = Counter()
    for _ in range(MOST_ROUNDS):
        corrected = _correct(path, relative, text, style, done)
        if corrected == text:
            break
        text = _trim_lines(corrected)
    notes += [f"{count} {DONE[code][count > 1]}" for code, count in sorted(done.items())]
    return Tidied(before, text, notes)


def _decode(path: Path, data: bytes) -> tuple[str, str | None]:
    """Return the text of a file, and the name of its encoding if that is not UTF-8."""
    for signature, what in KNOWN_SIGNATURES:
        if data.startswith(signature):
            raise CannotTidy(f"{path.name} är {what} och kan inte städas.")
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), "UTF-16"
        if len(data) > 1 and data[:200].count(0) > len(data[:200]) // 4:
            return data.decode("utf-16-le" if data[1] == 0 else "utf-16-be"), "UTF-16"
    except UnicodeDecodeError:
        raise CannotTidy(f"{path.name} går inte att läsa som text.") from None
    try:
        return data.decode("utf-8-sig"), "UTF-8 med märke" if data.startswith(b"\xef\xbb\xbf") else None
    except UnicodeDecodeError:
        pass
    if MIXED_ENCODINGS.search(data):
        raise CannotTidy(f"{path.name} blandar två teckenkodningar. Rätta de bokstäver som ser fel ut för hand.")
    old = find_old_encoding(data)
    if not old.is_certain:
        raise CannotTidy(f"{path.name} är sparad med en äldre teckenkodning. Det är inte säkert vilken. {SAVE_AS_UTF_8}")
    try:
        return data.decode(old.codec), old.name
    except UnicodeDecodeError:
        raise CannotTidy(f"{path.name} går inte att läsa som text.") from None


def _trim_lines(text: str) -> str:
    """Return the text without trailing spaces, except the two of a line break, and with exactly one line end at its end."""
    lines = []
    for line in text.split("\n"):
        bare = line.rstrip(" \t\u00a0\u202f")
        lines.append(f"{bare}  " if bare and line.endswith("  ") else bare)
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join([*lines[:-1], lines[-1].rstrip(), ""]) if lines else ""


def _correct(path: Path, relative: str, text: str, style: HouseStyle, done: Counter[str]) -> str:
    """Return the text with the slips in its prose corrected, and count them in `done`."""
    source = SourceFile(path, text)
    lines = text.split("\n")
    allowed = {(line, silence.code) for silence in find_silences(source) for line in silence.lines}
    edits: dict[int, dict[int, tuple[Slip, str]]] = defaultdict(dict)
    for piece, kind in _find_prose(source, path, relative):
        if not re.search(r"\w", piece.value):
            continue  # a correction might empty the field
        is_markdown = kind is MARKDOWN
        slips = [*find_slips(piece.value, is_markdown=is_markdown)]
        if kind and kind.has_prose and relative != RULES_FILE:  # writing rules quote what they forbid
            cut = find_passages(piece, PLACE_MARKS) if is_markdown else (line_passage(piece, is_quoted=kind.is_quoted),)
            slips += chain.from_iterable(find_ranges(style, passage) for passage in cut)
        for slip in slips:
            place = piece.place(slip.start)
            written = piece.value[slip.start : slip.start + slip.length]
            if (
                slip.is_certain
                and (place.line, slip.code) not in allowed
                and lines[place.line - 1].startswith(written, place.column - 1)
            ):
                edits[place.line - 1].setdefault(place.column - 1, (slip, written))
    for number, found in edits.items():
        end = len(lines[number])
        for column, (slip, written) in sorted(found.items(), reverse=True):
            if column + len(written) <= end:  # otherwise it overlaps the next one, and waits for another round
                lines[number] = lines[number][:column] + slip.right + lines[number][column + len(written) :]
                done[slip.code] += 1
                end = column
    return "\n".join(lines)


def _find_prose(source: SourceFile, path: Path, relative: str) -> Iterator[tuple[Text, Kind | None]]:
    """Yield every line and text of a file, with its kind."""
    shelf = find_shelf(relative, SHELVES)
    if shelf is None or shelf.model is None or not source.text.strip():
        return
    for model in read_models(source, path, shelf)[0]:
        yield from ((text, info.kind) for info, text in find_texts(model))
        if body := getattr(model, "body", None):
            yield body, MARKDOWN
