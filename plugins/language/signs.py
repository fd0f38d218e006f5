"""Signs that came along by accident: spaces, invisible signs, bullets and stars, each with its certain correction.

Stage: check, and `tidy`. In: a text as it was written. Out: `Slip`s. What is told here as a warning is what `tidy`
puts right, so that both always agree; a slip that is not certain is left to its writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, pairwise

from plugins.core.attributes import find_attributes
from plugins.core.dataclass import dataclass
from plugins.core.invisible import find_widthless
from plugins.core.places import Place
from plugins.core.problems import Problem, tell_also, warning
from plugins.core.silences import set_apart
from plugins.core.sources import Text
from plugins.core.swedish import quote, slugify
from plugins.language.line_signs import find_line_signs
from plugins.language.passages import blank_out

SPACES = " \u00a0\u202f\u2007\u2009"
"""Spaces within a line, those that do not break (U+00A0, U+202F, U+2007) and the thin one too."""

_SOFT_HYPHEN = "\u00ad"
_TWO_SPACES = re.compile(rf"(?<=[^\s|])(?P<spaces>[{SPACES}]{{2,}})(?=[^\s|])")
_SPACE_BESIDE_SPACE = re.compile(rf"[{SPACES}]{{2}}")
"""Quickly found, and had by all that has several spaces."""
_FIXED = "\u00a0\u202f\u2007"
_FIXED_SPACE = re.compile(r"(?<!\S)(?P<before>\S++)(?P<spaces>[\u00a0\u202f\u2007])(?=(?P<after>\S++))")
_FIXED_INDENT = re.compile(r"^[ \t]*(?P<spaces>[\u00a0\u202f\u2007][ \t\u00a0\u202f\u2007]*)", re.MULTILINE)
_FIXED_ITEM = re.compile(r"^[ \t]*[-*+](?P<spaces>[\u00a0\u202f\u2007]+)(?=[^\W\d_])", re.MULTILINE)
_BULLETS = "•·●▪◦‣∙○■□➢➤"
_BULLET = re.compile(
    rf"^(?P<indent>[ \t>]*)(?P<marker>(?:[-*+]|\d+\.)[ \t]+)?(?P<bullet>[{_BULLETS}][ \t\u00a0]*)(?=[^\s•·●▪])", re.MULTILINE
)
_TYPED_BULLET = re.compile(
    r"[ \t]{0,3}(?:>[ \t]{0,3}){0,3}(?P<bullet>[–—o→✓✔☐☑➔➤]|(?P<number>\(?\d{1,2})\)|\(?[a-h]\))[ \t\u00a0]+(?=\S)"
)
_TYPED_BULLET_BELOW = re.compile(rf"\n{_TYPED_BULLET.pattern}")
"""A typed bullet on another line than the first: tried at the ends of lines alone."""
_IN_BOXES = " \t>"
"""What a line of a box begins with, and any line may."""
IS_SPOKEN = re.compile(r"\s*[–—]\s*[”\"]?[A-ZÅÄÖÉ\d].*[.!?,…]")
"""What a line of dialogue has and an item of a list has not."""
_TIGHT_ITEMS = re.compile(r"-(?<![^\n]-)(?=[^\W\d_][^\n]*\n-[^\W\d_])")
_MARKER = re.compile(r"[ \t]*(?:[-*+>]|\d+\.|#{1,6})[ \t\u00a0]+")
_STARS_SPACE_END = re.compile(
    r"(?<![\w*\\])(?P<stars>\*{1,3})(?P<words>[^\s*](?:[^*\n]*?[^\s*])?)(?P<gap>[ \u00a0]+)(?P=stars)(?!\*|\w[^\n]{0,1000}\*)"
)
_STARS_SPACE_START = re.compile(
    r"(?<=\S )(?P<stars>\*{1,3})(?P<gap>[ \u00a0]+)(?P<words>[^\s*](?:[^*\n]*?[^\s*\\])?)(?P=stars)(?![\w*])"
)
_LOOSE_STARS = re.compile(
    r"(?<![^\s(\[”\"])(?P<stars>\*\*)(?P<gap>[ \u00a0]++)(?P<words>[^*\s](?:[^*\n]*[^*\s])?)[ \u00a0]++\*\*(?![*\w])"
)

_PAIR_OF_STARS = re.compile(r"(?<![^\s(\[”\"'–—/-])(?P<run>\*{1,3})(?=[^\s*])[^*\n]*[^\s*\\](?P=run)(?![\w*])")
_NO_EMPHASIS = re.compile(r"\\\*|^[ \t>]*\*(?=[ \t])", re.MULTILINE)
"""A star that is only a star, or begins an item of a list."""
_BOLD = re.compile(r"(?<![*\\])\*\*(?!\*)")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_SURE_EMPHASIS = re.compile(r"\*(?<![\w*\\]\*)(?P<more>\*{0,2})\w[^*\n]{0,900}+(?<=\w)\*(?P=more)(?![\w*])")
"""Words that begin and end with a letter or figure, between stars that stand close to them and apart from others: where a text
has no further stars, none of them stand wrong."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip of the pen: where in the text, how long, and what should stand there instead."""

    start: int
    length: int
    code: str
    message: str
    right: str = ""
    is_certain: bool = True
    """False where only the writer can tell; then `tidy` leaves it."""


def find_slips(value: str, *, is_markdown: bool) -> Iterator[Slip]:
    """Yield what came along by accident in a text or (not `is_markdown`) a line."""
    prose = blank_out(value)
    yield from _find_hidden(value)
    yield from _find_attributes(value)
    yield from _find_double_spaces(prose)
    yield from _find_fixed_spaces(prose)
    yield from _find_bullets(prose, is_markdown=is_markdown)
    yield from _find_stars(value, prose) if is_markdown else _find_line_signs(value)


def check_signs(text: Text, *, is_markdown: bool) -> Iterator[Problem]:
    """A text has no signs that came along by accident; those of one sort are told once for each text."""
    slips = sorted(find_slips(text.value, is_markdown=is_markdown), key=lambda slip: (slip.code, slip.start))
    for code, same in groupby(slips, key=lambda slip: slip.code):
        yield from (_tell(text, group) for group in set_apart(same, lambda slip: text.place(slip.start), code))


def _tell(text: Text, slips: list[Slip]) -> Problem:
    first = slips[0]
    place = text.place(first.start)
    help_lines = [*tell_also(place, (text.place(slip.start) for slip in slips))]
    if first.is_certain:
        help_lines.append(f"Kommandot python3 tasks.py stada {place.source.path.name} --gor rättar det åt dig.")
    right = _corrected_line(text, place, slips)
    return replace(warning(place, first.code, first.message, *help_lines), suggestion=right)


def _corrected_line(text: Text, place: Place, slips: Iterable[Slip]) -> str | None:
    """Return the line of `place` with the slips on it put right, as it is shown to an editor."""
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
    """No zero-width sign and no soft hyphen; but emoji and the scripts that need such signs keep theirs."""
    for found in find_widthless(value):
        if found[0] == _SOFT_HYPHEN:
            yield Slip(
                found.start(), 1, "mjukt-bindestreck", "Här står ett mjukt bindestreck, som inte syns förrän raden bryts.", ""
            )
        else:
            message = f"Här står ett tecken som inte tar någon plats och inte syns (U+{ord(found[0]):04X})."
            yield Slip(found.start(), 1, "dolt-tecken", message, "")


def _find_attributes(value: str) -> Iterator[Slip]:
    """No attributes in braces: headings get their ids by themselves, or from an editor, and looks are the theme's."""
    for braces in find_attributes(value):
        if braces.own_id:
            continue
        written = value[braces.start : braces.end]
        told = quote(written.strip())
        message = f"{told} är en anvisning till ett annat program och behövs inte här."
        if _ODD_ID.fullmatch(written.strip()):
            right = f"{{#{slugify(written)}}}"
            message = f"{told} blir ingen rubriks adress: den skrivs med a–z, siffror och bindestreck, som {right}."
        yield Slip(braces.start, len(written), "attribut-i-klammer", message)


_ODD_ID = re.compile(r"\{#(?=[\w-]*(?:[A-ZÅÄÖåäöéü_]|--))[\w-]+\}")
"""What may be meant as the id of a heading, with other signs than an id has."""


def _find_line_signs(value: str) -> Iterator[Slip]:
    """A line is shown as it is written: bold type, links, tags, entities and comments would be seen as signs."""
    for found in find_line_signs(value):
        if found.is_note:
            before = value[: found.start].rstrip()
            start, written = len(before), value[len(before) :]
            note = quote(found.written, 40)
            message = f"Allt efter kolonet syns på webbplatsen, också {note}. En anteckning skrivs på en egen rad."
            yield Slip(start, len(written), "formatering-i-falt", message, found.words, is_certain=False)
            return  # what follows belongs to it
        message = f"I ett sådant här fält syns tecknen i {quote(found.written, 40)} på webbplatsen."
        yield Slip(found.start, len(found.written), "formatering-i-falt", message, found.words, is_certain=False)


def _find_double_spaces(prose: str) -> Iterator[Slip]:
    """Between two words stands one space; at a line's end two of them are Markdown's own."""
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
    """A space that does not break belongs at figures, dashes, signs, initials, shortened words and within names."""
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


def _find_bullets(prose: str, *, is_markdown: bool) -> Iterator[Slip]:
    """An item of a list begins with a hyphen and a space; a bullet from Word becomes no list."""
    for found in _BULLET.finditer(prose) if any(map(prose.__contains__, _BULLETS)) else ():
        sign, marker = found["bullet"][0], found["marker"]
        right = "- " if is_markdown and not marker else ""
        message = f"Raden börjar med punkttecknet {sign}, som inte blir någon lista på webbplatsen."
        if not right:
            message = f"Punkttecknet {sign} behövs inte här."
        yield Slip(found.start("bullet"), len(found["bullet"]), "punkttecken", message, right)
    if is_markdown:
        yield from _find_typed_bullets(prose)
        for found in _TIGHT_ITEMS.finditer(prose):
            message = "Raderna börjar med bindestreck utan mellanslag efter, så de blir ingen lista på webbplatsen."
            yield Slip(found.start(), 1, "bindestreck-utan-mellanslag", message, "- ", is_certain=False)


def _find_typed_bullets(prose: str) -> Iterator[Slip]:
    """A list whose items begin with a dash, an `o`, `1)` or `a)` runs together; lines of dialogue begin with a dash too."""
    if not (_TYPED_BULLET.match(prose) or _TYPED_BULLET_BELOW.search(prose)):
        return
    lines = [*re.finditer(r"^.*$", prose, re.MULTILINE)]
    run: list[re.Match[str]] = []
    for line in [*lines, None]:
        found = _TYPED_BULLET.match(line[0]) if line else None
        if line and found and (not run or _same_sort(found, _TYPED_BULLET.match(run[0][0]))):
            run.append(line)
        elif line is None or line[0].strip(_IN_BOXES):
            yield from _tell_typed(run)
            run = [line] if line and found else []


def _same_sort(one: re.Match[str], other: re.Match[str] | None) -> bool:
    return other is not None and _sort_of(one) == _sort_of(other)


def _sort_of(found: re.Match[str]) -> str:
    """Return what items of one list have in common: `(1)` is not of the list of `a)`."""
    sign = found["bullet"]
    return re.sub(r"\w+", "1" if found["number"] else "a", sign) if sign.endswith(")") else sign


def _tell_typed(run: list[re.Match[str]]) -> Iterator[Slip]:
    """Yield the slips of lines that begin alike, where they are the items of a list and no dialogue."""
    bullets = [_TYPED_BULLET.match(line[0]) for line in run]
    if len(run) < 2 or any(IS_SPOKEN.match(line[0].lstrip(_IN_BOXES)) for line in run):
        return
    has_gaps = any(later.start() > line.end() + 1 for line, later in pairwise(run))
    if has_gaps and run[0][0].lstrip(f"{_IN_BOXES}(")[:2].rstrip(")").isalnum():
        return  # numbered paragraphs
    for line, bullet in zip(run, bullets, strict=True):
        if bullet is None:
            continue
        sign = bullet["bullet"]
        right = f"{bullet['number'].lstrip('(')}. " if bullet["number"] else "- "
        message = f"Raderna börjar med {sign}, som inte blir någon lista på webbplatsen."
        start = line.start() + bullet.start("bullet")
        yield Slip(start, bullet.end() - bullet.start("bullet"), "punkttecken", message, right, is_certain=False)


def _find_stars(value: str, prose: str) -> Iterator[Slip]:
    """Stars stand close to the words they emphasise, or the visitor sees the stars."""
    if "*" not in prose or "*" not in _SURE_EMPHASIS.sub("", prose):
        return
    paragraphs = [found for found in _PARAGRAPH.finditer(prose) if prose.find("*", found.start(), found.end()) >= 0]
    for paragraph in paragraphs:
        slips = sorted(_find_loose_stars(value, prose, paragraph), key=lambda slip: slip.start)
        is_sure = bool(slips) and _is_rest_paired(prose, paragraph, slips)
        for slip in slips:
            yield slip if is_sure else replace(slip, right=value[slip.start : slip.start + slip.length], is_certain=False)
    if "**" in prose:
        yield from _find_unclosed_bold(paragraphs)


def _find_loose_stars(value: str, prose: str, paragraph: re.Match[str]) -> Iterator[Slip]:
    for pattern in (_STARS_SPACE_END, _STARS_SPACE_START, _LOOSE_STARS):
        for found in _find_from_stars(pattern, prose, paragraph.start(), paragraph.end()):
            stars, words = found["stars"], value[found.start("words") : found.end("words")]
            if len(stars) == 1 and not re.search(r"[^\W\d_]", words):
                continue  # 3 * 4 *5
            is_tight = pattern is _STARS_SPACE_END and re.match(r"[^\s.,;:!?)]", prose[found.end() :])
            message = "Här står ett mellanslag innanför stjärnorna, så de syns i stället för att framhäva orden."
            yield Slip(found.start(), len(found[0]), "stjarnor", message, f"{stars}{words}{stars}{' ' if is_tight else ''}")


def _find_from_stars(pattern: re.Pattern[str], prose: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield what a pattern that begins with a star finds, as `finditer` does: tried at stars alone, which are few."""
    at = prose.find("*", start, end)
    while at >= 0:
        found = pattern.match(prose, at, end)
        if found:
            yield found
        at = prose.find("*", found.end() if found else at + 1, end)


def _is_rest_paired(prose: str, paragraph: re.Match[str], slips: list[Slip]) -> bool:
    """Tell whether each star of a paragraph belongs to one slip or to a pair that is right: else who closes what is a guess."""
    ends = [0, *(slip.start + slip.length for slip in slips)]
    starts = [*(slip.start for slip in slips), len(prose)]
    if any(start < end for start, end in zip(starts, ends, strict=True)):
        return False  # two readings of the same stars
    if not all(re.search(r"\w", prose[slip.start : slip.start + slip.length]) for slip in slips):
        return False
    rest = list(prose[paragraph.start() : paragraph.end()])
    for slip in slips:
        at = slip.start - paragraph.start()
        rest[at : at + slip.length] = "x" * slip.length
    return "*" not in _NO_EMPHASIS.sub("", _PAIR_OF_STARS.sub("", "".join(rest)))


def _find_unclosed_bold(paragraphs: Iterable[re.Match[str]]) -> Iterator[Slip]:
    """Bold type that begins in a paragraph ends in it; only the writer knows where."""
    for paragraph in paragraphs:
        stars = list(_BOLD.finditer(paragraph[0])) if "**" in paragraph[0] else []
        if len(stars) % 2 == 0:
            continue
        start = stars[-1].start()
        if re.search(r"\w$", paragraph[0][:start]) or not re.match(r"\*\*[^\W_]", paragraph[0][start:]):
            continue
        message = "Här börjar fetstil som inte slutar. Skriv två stjärnor också efter det sista ordet i fetstil."
        yield Slip(paragraph.start() + start, 2, "stjarnor", message, "**", is_certain=False)
