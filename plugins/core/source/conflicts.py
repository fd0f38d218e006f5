"""Find the conflict markers that git leaves where two people have changed the same lines.

Takes a file as text; returns line numbers. A single marker counts, since one is often left when a conflict is resolved by hand.
Called by `core.source.sources`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.swedish import join_words, quote

_LEFT = re.compile(r"<{7}(?: .*)?|\|{7}(?: .*)?|={7}\s*|>{7}(?: .*)?")
_MIDDLE = "=" * 7
_SIGNS = ("<" * 7, "|" * 7, _MIDDLE, ">" * 7)
"""Each marker contains one of these, and hardly any other text does."""
_HEADING = re.compile(r"(?![\s>#|*+<=-]|\d+[.)] ).{0,79}(?<![\s.,;:!?”])")
_FURTHEST = 5
"""By how many characters the length of a heading may differ from the seven below it, if text follows directly."""


def find_conflict(source: SourceFile) -> list[int]:
    """Return the numbers of the lines with conflict markers."""
    if not any(signs in source.text for signs in _SIGNS):
        return []
    lines = source.text.split("\n")
    body = _first_line_of_body(source, lines)
    return [
        number
        for number, line in enumerate(lines, 1)
        if _LEFT.fullmatch(line) and not (number > body and line.startswith(_MIDDLE) and _is_below_heading(lines, number - 1))
    ]


def report_conflict(source: SourceFile, left: Sequence[int]) -> Problem:
    """Return the problem of a file with conflict markers in these lines."""
    first = source.line(left[0])
    starts = {source.line(number)[0] for number in left}
    if {"<", "=", ">"} <= starts:
        message = "Här har två versioner av filen blandats, och båda står kvar."
        help_lines = [
            "Behåll den version som är rätt, mellan <<<<<<< och ======= eller mellan ======= och >>>>>>>.",
            "Ta bort den andra versionen och de tre raderna med tecken.",
        ]
        if "|" in starts:
            help_lines[0] = "Behåll den version som är rätt, mellan <<<<<<< och ||||||| eller mellan ======= och >>>>>>>."
            help_lines[1] = "Ta bort den andra versionen, den gamla efter ||||||| och de fyra raderna med tecken."
    else:
        message = f"Raden {quote(first.strip(), 40)} är kvar sedan två versioner av filen blandades."
        help_lines = ["Ta bort raden. Läs sedan texten runt den: står där två versioner av samma sak, behåll den som är rätt."]
        if others := [str(number) for number in left[1:9]]:
            help_lines.append(f"Sådana rader står också på rad {join_words(others)}.")
    return Problem(Place(source, left[0]), "tva-versioner", message, help=tuple(help_lines))


def _first_line_of_body(source: SourceFile, lines: list[str]) -> int:
    """Return the line that ends the header of a page; a register has no text at the margin, so it returns its last line."""
    if source.path.suffix.lower() != ".md":
        return len(lines)
    dashes = [number for number, line in enumerate(lines, 1) if line.rstrip() == "---"][:2]
    return dashes[1] if len(dashes) == 2 and not "".join(lines[: dashes[0] - 1]).strip() else 0


def _is_below_heading(lines: list[str], index: int) -> bool:
    """Return whether seven equals signs underline a heading, as some people write one (reported by `language.markup.traces`)."""
    above, before = (lines[index - back].rstrip() if index >= back else "" for back in (1, 2))
    below = lines[index + 1].strip() if index + 1 < len(lines) else ""
    if not above or not _HEADING.fullmatch(above) or before.strip() not in ("", "---"):
        return False
    return not below or abs(len(above) - len(_MIDDLE)) <= _FURTHEST
