"""Rules about marks: each has a known name, is allowed where it is, and points to something; and no mark is malformed.

Take a line or a text, and the `Marks` that are available to it; yield problems.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from plugins.core.invisible import HELP, clean, explain
from plugins.core.kinds.keys import Key
from plugins.core.kinds.words import MARK, MARK_NAME
from plugins.core.marks.marks import FoundMark, Marks, PlaceMark, ValueMark, find_marks
from plugins.core.marks.torn import TornMark, find_torn, may_be_torn
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.source.sources import Text
from plugins.core.swedish import closest, compare_key, join_words, quote

_RAW = re.compile(rf"\{{\s{{0,9}}(?P<name>{MARK_NAME})\s{{0,9}}:[^{{}}<>]{{0,200}}\}}")


_BRACES = re.compile(r"\{[^{}\n]*\}")


def check_line(text: Text, marks: Marks) -> Iterator[Problem]:
    """A line has known value marks, and no other marks."""
    for mark in find_marks(text):
        if mark.name in marks.places:
            message = "Den här markeringen kan bara stå på en egen rad i en brödtext."
            yield Problem(mark.place, "fel-markering", message, help=("Flytta den till sidans text, eller ta bort den.",))
        else:
            yield from check_mark(mark, text, marks)
    yield from find_torn_marks(text, marks)
    for raw in find_raw_marks(marks.fill(text), marks.names):
        yield report_raw_mark(raw, text.place(max(0, text.value.find(raw[0][:6]))))


def check_mark(mark: FoundMark, text: Text, marks: Marks) -> Iterator[Problem]:
    """A mark has a known name, is allowed here, and points to something that exists."""
    known: ValueMark | PlaceMark | None = marks.values.get(mark.name) or marks.places.get(mark.name)
    if known is None:
        names = [m.name for m in marks.values.values()] + [m.name for m in marks.places.values()]
        written = text.value[mark.start + 1 : mark.end].split(":")[0].strip()
        guess = closest(written, names)
        yield Problem(
            mark.place,
            "okand-markering",
            f"Det finns ingen markering som heter {quote(written)}.",
            suggestion=mark.place.rewritten("{" + written, "{" + guess) if guess else None,
            help=(f"Markeringarna är {join_words([f'{{{name}:…}}' for name in names])}.",),
        )
    elif known.refusal:
        yield Problem(mark.place, "fel-markering", known.refusal, help=_instead_of(known))
    else:
        yield from (known.values if isinstance(known, ValueMark) else known.targets).check(mark.argument)


def find_torn_marks(text: Text, marks: Marks, prose: str | None = None) -> Iterator[Problem]:
    """A mark has one brace on each side, a colon, and an argument; only known names are considered, so prose is left alone.

    `prose` is the same text with everything that is not prose, such as code, replaced by spaces.
    """
    prose = text.value if prose is None else prose
    if "{" in text.value:
        yield from _find_hidden(text, marks)
    for torn in find_torn(prose, _spelt_with_hyphens(marks)) if may_be_torn(prose) else ():
        name = compare_key(torn.name)
        mark: ValueMark | PlaceMark | None = marks.values.get(name) or marks.places.get(name)
        if mark is not None:
            yield from _report_torn(torn, mark, text)


def _report_torn(torn: TornMark, mark: ValueMark | PlaceMark, text: Text) -> Iterator[Problem]:
    known = mark.values if isinstance(mark, ValueMark) else mark.targets
    place = text.place(torn.start)
    argument = Key(Text(torn.argument, text.source, ((0, place.line, place.column),)), compare_key(torn.argument))
    right = torn.argument if argument.key in known.things or known.get(argument) is not None else None
    if right is None and torn.is_whole_within:
        return
    if right is None and torn.is_ended:
        names = list(known.names.values())
        right = closest(torn.argument, names) if torn.argument else names[0] if len(names) == 1 else None
    if (right is None and torn.is_prose) or (mark.refusal and torn.is_in_parentheses):
        return
    advice = "En markering har en klammer på var sida och ett kolon."
    help_lines = (advice,) if right else (advice, *_describe_what_to_write(mark, argument))
    suggestion = place.rewritten(torn.written, f"{{{torn.name}:{right}}}") if right else None
    if mark.refusal:
        help_lines, suggestion = (mark.refusal, *_instead_of(mark)), None
    message = f"{quote(torn.written)} är ingen hel markering, så tecknen syns på webbplatsen."
    yield Problem(place, "fel-markering", message, help_lines, suggestion)


def _instead_of(mark: ValueMark | PlaceMark) -> tuple[str, ...]:
    return mark.instead if isinstance(mark, ValueMark) else ()


def _spelt_with_hyphens(marks: Marks) -> tuple[str, ...]:
    """Return the names that have a hyphen, as declared."""
    keys = sorted(key for key in marks.names if "_" in key)  # hyphens become underscores in compared names
    return tuple((marks.values.get(key) or marks.places[key]).name for key in keys)


def _describe_what_to_write(mark: ValueMark | PlaceMark, argument: Key) -> tuple[str, ...]:
    """Return how to write a mark: some possible arguments, or the help that it gives for a wrong one."""
    known = mark.values if isinstance(mark, ValueMark) else mark.targets
    if names := list(known.names.values()):
        few = join_words([f"{{{mark.name}:{name}}}" for name in names[:3]], "eller")
        return (f"Skriv {'till exempel ' if len(names) > 3 else ''}{few}.",)
    return next((problem.help for problem in known.check(argument)), ()) or (
        f"Skriv {{{mark.name}:…}}, med det som ska visas efter kolonet.",
    )


def _find_hidden(text: Text, marks: Marks) -> Iterator[Problem]:
    """A mark whose name contains an invisible character is not recognised, and would be shown with its braces."""
    for found in _BRACES.finditer(text.value):
        cleaned = clean(found[0])
        if cleaned == found[0] or MARK.fullmatch(found[0]):
            continue
        mark = MARK.fullmatch(cleaned)
        names = (
            [mark["name"]]
            if mark
            else [torn.name for torn in find_torn(cleaned, _spelt_with_hyphens(marks)) if not torn.is_prose]
        )
        if any(compare_key(name) in marks.names for name in names):
            place = text.place(found.start())
            right = place.rewritten(found[0], cleaned) if mark else None
            yield Problem(place, "osynligt-tecken", explain(found[0]), help=(HELP,), suggestion=right)


def find_raw_marks(shown: str, names: Collection[str]) -> Iterator[re.Match[str]]:
    """Yield the marks with these compared `names` that would be shown as they were typed."""
    yield from (found for found in _RAW.finditer(shown) if compare_key(found["name"]) in names)


def report_raw_mark(found: re.Match[str], place: Place) -> Problem:
    """Return the problem of a mark that is not replaced where it is."""
    message = f"Här byts markeringen {quote(found[0])} inte ut, så den skulle synas som den är skriven."
    help_lines = (
        "Skriv den med vanliga klamrar, { och }, utan ` eller andra tecken runt den.",
        "En markering som visar en kontakt eller ett block står på en rad för sig själv.",
    )
    return Problem(place, "fel-markering", message, help_lines)
