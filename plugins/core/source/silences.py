"""Silences: comments that suppress a warning on the line below, and say why.

Takes all problems, and the files; returns the problems without the suppressed warnings, and the mistakes in the comments. The
syntax is `# tillåt: kod – skäl` in YAML and headers, `<!-- tillåt: kod – skäl -->` in Markdown. A comment applies to the next
line with content, and to all lines of a folded value (`docs/decisions/0020-silences.md`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice, repeat
from pathlib import Path
from typing import TypeVar

from plugins.core.dataclass import dataclass
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem, warning
from plugins.core.source.folded_values import find_openings, list_lines
from plugins.core.swedish import closest, compare_key, quote

T = TypeVar("T")

_SILENCE = re.compile(r"\s*(?:#|(?P<open><!--))\s*till[åa]t\s*:(?P<words>.*?)(?(open)-->\s*)$", re.IGNORECASE)
_OTHER_COMMENT = re.compile(r"\s*(?:#(?!#)|<!--.*-->\s*$)")
_FORM = "Skriv: tillåt: koden – skälet, till exempel ”tillåt: {} – så heter de”."
_BEGINS_TEXT = re.compile(r":\s+[|>][-+\d]*\s*$")
"""A field whose text is on the lines below it."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A comment that suppresses a warning on the line below it."""

    code: str
    reason: str
    place: Place
    covered: int
    """The line to which it applies."""
    lines: frozenset[int]
    """All lines to which it applies: that line, the lines of its folded value, and the line where a text begins, which is the one
    below `text: |`, or that of the comment itself at the beginning of a text."""


def find_silences(source: SourceFile) -> Iterator[Silence]:
    """Yield the silences in a file."""
    folded = source.text.casefold()
    if "tillåt" not in folded and "tillat" not in folded:
        return
    lines = source.text.split("\n")
    following: dict[int, int] = {}
    """The next line with content below each line, collected from the end."""
    below = 0
    for number in range(len(lines), 0, -1):
        following[number] = below or number
        below = number if _is_content(lines[number - 1]) else below
    for number, line in enumerate(lines, 1):
        found = _SILENCE.match(line)
        if not found:
            continue
        code, *rest = re.split(r"[\s:,]+", found["words"].strip(), maxsplit=1)
        reason = "".join(rest).lstrip(" –—:-")
        covered = following[number]
        place = Place(source, number, len(line) - len(line.lstrip()) + 1)
        begins = following[covered] if _BEGINS_TEXT.search(lines[covered - 1]) else number
        goes_on = [] if found["open"] else list_lines(source.text, covered)
        key = compare_key(code.rstrip("–—")).replace("_", "-")
        yield Silence(key, reason, place, covered, frozenset((covered, begins, *goes_on)))


def set_apart(items: Iterable[T], place_of: Callable[[T], Place], code: str) -> list[list[T]]:
    """Group things of one file for reporting under `code`; those on a line with a silence get a group of their own.

    Otherwise a comment above the first of them would suppress the others too.
    """
    items = list(items)
    silences = [silence for silence in find_silences(place_of(items[0]).source) if silence.code == code]
    covered = {line for silence in silences for line in silence.lines}
    groups: dict[int, list[T]] = {}
    for item in items:
        line = place_of(item).line
        groups.setdefault(line if line in covered else 0, []).append(item)
    return list(groups.values())


def guess(place: Place, code: str, message: str, *help_lines: str, stops_publishing: bool = False) -> Problem:
    """Return a warning that may be a false positive, with a last line of help that says how to suppress it."""
    return warning(place, code, message, *help_lines, _describe_silence(place, code), stops_publishing=stops_publishing)


def _describe_silence(place: Place, code: str) -> str:
    text = place.source.text
    is_yaml = place.source.path.suffix == ".yaml" or place.line in _find_header(text)
    openings = find_openings(text) if is_yaml else {}
    opening = openings.get(place.line)
    first = next((line for line, one in openings.items() if one == opening), 0)
    is_text = opening is not None and opening.sign == "|" and place.line > first  # a comment above applies to the first line only
    comment = f"tillåt: {code} – skälet"
    form = f"# {comment}" if is_yaml and not is_text else f"<!-- {comment} -->"
    where = "" if opening is None or is_text else f" {quote(opening.field)}"
    return f"Ska det stå så: skriv {form} på raden ovanför{where}."


@lru_cache(maxsize=16)
def _find_header(text: str) -> range:
    """Return the line numbers of a page's header, including the line that ends it; cached for pages with many problems."""
    lines = enumerate(text.split("\n"), 2)  # the line below each
    begin, end = islice(chain((below for below, line in lines if line.strip() == "---"), repeat(sys.maxsize)), 2)
    return range(begin, end)


def drop_silences(text: str) -> str:
    """Return a Markdown text without its silences, which would split paragraphs."""
    if "<!--" not in text:
        return text
    return "\n".join(line for line in text.split("\n") if not is_silence(line))


def is_silence(line: str) -> bool:
    """Return whether a line of Markdown is a silence."""
    found = _SILENCE.match(line)
    return bool(found and found["open"])


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not _SILENCE.match(line) and not _OTHER_COMMENT.match(line)


def apply_silences(
    problems: Iterable[Problem],
    silences: Iterable[Silence],
    codes: Collection[str],
    silent: Collection[str],
    *,
    resting: Iterable[Silence] = (),
    is_whole: bool,
) -> list[Problem]:
    """Return the problems that remain to be reported.

    `codes` are all existing codes, `silent` those that can be suppressed. `is_whole` says that everything was checked, so that a
    silence without a warning is superfluous, except for those in `resting`, whose warning may appear on another day.
    """
    left = list(problems)
    by_line: dict[tuple[Path, int, str], list[Problem]] = {}
    for problem in left:
        by_line.setdefault((problem.place.source.path, problem.place.line, problem.code), []).append(problem)
    hushed: set[int] = set()
    resting = list(resting)
    waiting = set(map(id, resting))
    for silence in chain(silences, resting):
        fault = _check_form(silence, codes, silent)
        if fault:
            left.append(fault)
            continue
        about = [
            one for line in sorted(silence.lines) for one in by_line.get((silence.place.source.path, line, silence.code), ())
        ]
        hushed |= {id(p) for p in about if not p.is_error}
        if is_whole and not about and id(silence) not in waiting:
            message = f"Här tillåts {quote(silence.code)}, men raden under ger ingen sådan varning."
            left.append(warning(silence.place, "onodigt-tillat", message, "Ta bort kommentaren."))
    return [p for p in left if id(p) not in hushed]


def _check_form(silence: Silence, codes: Collection[str], silent: Collection[str]) -> Problem | None:
    """A silence names a code that can be suppressed, and gives a reason."""
    if not silence.code:
        message = "Kommentaren säger inte vilken varning den gäller."
        return warning(silence.place, "fel-tillat", message, _FORM.format("koden"))
    if silence.code not in codes:
        guess = closest(silence.code, silent)
        message = f"Det finns ingen varning som heter {quote(silence.code)}.{f' Menade du {quote(guess)}?' if guess else ''}"
        return warning(silence.place, "fel-tillat", message, "Koden står inom hakparentes sist i varningen.")
    if silence.code not in silent:
        message = f"{quote(silence.code)} kan inte tillåtas."
        return warning(silence.place, "fel-tillat", message, "Rätta raden under i stället, och ta bort kommentaren.")
    if not re.search(r"[^\W\d_]{2}", silence.reason):
        message = "Kommentaren säger inte varför raden är rätt som den är."
        return warning(silence.place, "fel-tillat", message, _FORM.format(silence.code))
    return None
