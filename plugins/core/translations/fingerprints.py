"""Fingerprints: which words of the original a translation was made from, part by part.

Computes the `Fingerprint`s that are stored in the field `översatt från`, and finds what has changed since. The parts of a page
are its header and its sections, split at `##` headings; a record of a register is one part. Changes in whitespace do not count.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any, Final

from plugins.core.dataclass import dataclass
from plugins.core.kinds.kind import Kind, KindError
from plugins.core.markdown.attributes import drop_attributes
from plugins.core.models.model import FieldInfo, Model, fields_of
from plugins.core.pages import PageModel
from plugins.core.source.lines import Marked
from plugins.core.source.silences import drop_silences
from plugins.core.source.sources import Text

HEADER: Final = "sidhuvudet"
INTRODUCTION: Final = "inledningen"
RECORD: Final = "posten"
DIGITS: Final = 8
"""Hexadecimal digits of SHA-256: a collision would only hide a change in one part."""

_DIGITS = re.compile(rf"[0-9a-f]{{{DIGITS}}}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MARKS = re.compile(r"\{[^{}]*\}")
_HEADING = re.compile(r"(?m)^##(?!#)[^\S\n]*(.*)$")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The digest of a part of an original when it was translated; or, first and without digest, the day of the translation."""

    name: str
    """The name of the part: a heading, or a fixed name; for the day, the day itself."""
    original: str = ""
    own: str = ""
    """The digest of the translation's own part at that time: if it differs now, somebody has changed the translation."""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.original, self.own)))

    @property
    def day(self) -> date | None:
        """The day; None for a part."""
        return None if self.original else date.fromisoformat(self.name)


def _parse_print(text: Text) -> Fingerprint:
    written = " ".join(text.value.split())
    name, *prints = written.rsplit(" ", 2)
    if len(prints) == 2 and all(_DIGITS.fullmatch(one) for one in prints):
        return Fingerprint(name, *prints)
    try:
        if not _DAY.fullmatch(written):
            raise ValueError
        return Fingerprint(date.fromisoformat(written).isoformat())
    except ValueError:
        help_lines = ("Raderna skrivs av programmet. Ta bort dem, och kör: python3 tasks.py översätt FILEN",)
        raise KindError("Det här är inget avtryck av originalet.", *help_lines) from None


PRINT: Final = Kind("avtryck", _parse_print, "2026-12-03", is_text=True, is_line=True, has_prose=False)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an original or translation: its name and its words."""

    name: str
    words: str

    @property
    def print(self) -> str:
        """The digest of the words."""
        return hashlib.sha256(" ".join(self.words.split()).encode()).hexdigest()[:DIGITS]


def list_parts(record: Model, translation: Model | None = None) -> tuple[Part, ...]:
    """Return the parts of a translation; or of an original, without values that its `translation` takes over unchanged."""
    words = "\n".join(_list_words(record, translation))
    if not isinstance(record, PageModel):
        return (Part(RECORD, words),)
    return (Part(HEADER, words), *_cut(drop_silences(record.text.value)))


def _list_words(record: Model, translation: Model | None) -> Iterator[str]:
    """Yield the translatable values of a record and of nested ones, each after the name of its field."""
    for info in fields_of(type(record)).values():
        value = getattr(record, info.english)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Model):
                yield from (f"{info.swedish} {words}" for words in _list_words(item, None))
            elif item is not None and info.translated:
                words = words_of(item)
                if translation is None or not is_same_in_all(info, words) or _says(translation, info):
                    yield f"{info.swedish}: {words}"


def is_same_in_all(info: FieldInfo, words: str) -> bool:
    """Return whether a value is the same in every language unless a translation overrides it: a number, or somebody's name."""
    is_name = isinstance(info.translated, str) and not info.required
    is_prose = info.kind is None or info.kind.has_prose
    return is_name or not (is_prose or any(letter.isalpha() for letter in _MARKS.sub("", words)))


def _says(translation: Model, info: FieldInfo) -> bool:
    name = f"called_{info.english}" if isinstance(info.translated, str) else info.english
    return getattr(translation, name, None) is not None


def words_of(value: Any) -> str:
    """Return the value of a field as it was written."""
    typed = value.typed if isinstance(value, Marked) else getattr(value, "text", value)
    return str(getattr(typed, "value", typed))


def _cut(body: str) -> Iterator[Part]:
    """Yield the introduction, and each section with its heading; repeated headings get a number."""
    body = drop_attributes(body)  # the id of a heading is not translated
    found = list(_HEADING.finditer(body))
    ends = [match.start() for match in found[1:]] + [len(body)]
    yield Part(INTRODUCTION, body[: found[0].start()] if found else body)
    taken: dict[str, int] = {}
    for match, end in zip(found, ends, strict=False):
        name = " ".join(match[1].split()) or "##"
        taken[name] = taken.get(name, 0) + 1
        yield Part(name if taken[name] == 1 else f"{name} {taken[name]}", body[match.start() : end])


_NOTHING: Final = Part("", "").print
"""The digest for a part that the translation does not have."""


def take_prints(original: Model, translation: Model, day: date) -> tuple[Fingerprint, ...]:
    """Return the fingerprints of a translation that is up to date on a day."""
    pairs = zip_longest(list_parts(original, translation), list_parts(translation))
    parts = [Fingerprint(one.name, one.print, other.print if other else _NOTHING) for one, other in pairs if one is not None]
    return (Fingerprint(day.isoformat()), *parts)


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """A part of an original that has changed since it was translated."""

    name: str
    before: str
    """Its digest when it was translated; empty for a new part."""
    now: Part | None
    """None for a part that was removed."""
    is_touched: bool
    """Whether the translation's own part has changed too: it was updated, or edited before the original changed. As it is unknown
    which, this is only mentioned."""


def find_changes(prints: Sequence[Fingerprint], original: Model, translation: Model) -> tuple[ChangedPart, ...]:
    """Return the parts of an original that have changed since the fingerprints were taken, in its order."""
    known = {one.name: one for one in prints if one.original}
    if not known:
        return ()
    now = list_parts(original, translation)
    own = [part.print for part in list_parts(translation)]
    stood = {one.own for one in known.values()}
    is_as_long = len(own) == len(now)
    changes = []
    for place, part in enumerate(now):
        before = known.get(part.name)
        if before is None:  # a new part, or an old one under a new heading
            changes.append(ChangedPart(part.name, "", part, is_as_long and own[place] not in stood))
        elif before.original != part.print:
            is_touched = before.own not in own and (before.own != _NOTHING or len(own) >= len(now))
            changes.append(ChangedPart(part.name, before.original, part, is_touched))
    gone = known.keys() - {part.name for part in now}
    for one in known.values():
        if one.name in gone:
            changes.append(ChangedPart(one.name, one.original, None, is_as_long and one.own not in own))
    return tuple(changes)


def find_day(prints: Sequence[Fingerprint]) -> date | None:
    """Return the day on which a translation was last up to date; None if unknown."""
    return next((one.day for one in prints if one.day), None)
