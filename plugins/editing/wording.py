"""Reword the advice of problems for a form: where a file has a line with a key and a colon, a form has a field.

Takes advice, the path of the field that it is shown at, and the model. Called by `editing.take`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from plugins.core.models.model import Model, fields_of
from plugins.core.swedish import compare_key, join_words
from plugins.core.writer.places import FieldPath
from plugins.site.rooms import SHELVES

_ADD: Final = re.compile(r"Lägg till(?: raden| en rad|:)? ")
_TO_FILL: Final = r"(?<!\w)({}): …"
_DROP: Final = r"\b([Tt])a bort raden(?: ”({0})(?:: [^”]*)?”| ({0}): \S+)?"
_VALUE: Final = r"((?:[^\s,.]|\.(?=\w))+(?: (?:[^\s,.]|\.(?=\w))+)*)"
_WRITE: Final = rf"\b([Ss]kriv|[Ll]ägg till(?: raden|:)) ({{}}): {_VALUE}"
_OF_FILES: Final = (
    (re.compile(r"Samma sak på rad [0-9, och]{1,60}[….]"), "Samma sak på fler ställen."),
    (re.compile(r"skriv # tillåt: [^#]{1,80} på raden ovanför"), "be den som sköter programmet att tillåta det"),
    (re.compile(r"på en egen rad under [^,]{1,40}, med ett bindestreck och ett mellanslag först"), "i en egen ruta"),
    (re.compile(r"I en lista får vart och ett en egen rad, [^.]*\."), "Vart och ett får en egen ruta."),
    (re.compile(r"sätt status: utkast"), "välj utkast i fältet status"),
    (re.compile(r"Skriv ”([^:”]+): …” här"), r"Fyll i fältet \1 här"),
    (re.compile(r"ta bort raden om fältet inte behövs"), "lämna fältet tomt om det inte behövs"),
)
_ONLY_IN_FILES: Final = ("Skriv bild: ensamt på raden", "Lägg till raderna")


def reword(suggestion: str | None, advice: Iterable[str], path: FieldPath, *, is_text: bool) -> Iterator[str]:
    """Yield advice in the words of a form. `path` leads to the field that shows it; `is_text` tells that it holds Markdown."""
    own = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    if suggestion:
        yield f"Skriv: {suggestion if is_text else _value_of(suggestion, own)}"
    to_fill: list[str] = []
    for line in advice:
        names = _to_fill(line)
        if len(names) == 1 and line in (f"  {names[0]}: …", f"Lägg till raden {names[0]}: …"):
            to_fill += names
        elif not line.startswith(_ONLY_IN_FILES):
            yield from _fill(to_fill)
            to_fill = []
            yield _reword(line, own, is_text=is_text)
    yield from _fill(to_fill)


def find_missing(advice: Iterable[str], path: FieldPath, model: type[Model]) -> FieldPath:
    """Return the path of the first field that `advice` says to add to the record at `path` or one around it; else `path`."""
    keys = [compare_key(name) for line in advice for name in _to_fill(line)]
    for depth in reversed(range(max(1, len(path)))):
        fields = fields_of(found) if (found := model_at(path[:depth], model)) is not None else {}
        for key in keys:
            if key in fields:
                return (*path[:depth], key)
    return path


def model_at(path: Sequence[str | int], model: type[Model]) -> type[Model] | None:
    """Return the model of the record that a path leads to; None if it leads to a value."""
    found: type[Model] | None = model
    for step in path:
        if isinstance(step, str) and found is not None:
            info = fields_of(found).get(step)
            found = info.nested if info else None
    return found


@cache
def _with_names(pattern: str) -> re.Pattern[str]:
    """Return a pattern with the Swedish names of all fields inserted, longest first."""
    names: set[str] = set()
    waiting = [shelf.model for shelf in SHELVES if shelf.model is not None]
    while waiting:
        for info in fields_of(waiting.pop()).values():
            names.add(info.swedish)
            waiting += [info.nested] if info.nested else []
    listed = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(pattern.format(listed))


def _to_fill(line: str) -> list[str]:
    return _with_names(_TO_FILL).findall(line)


def _fill(names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"Fyll i {'fältet' if len(names) == 1 else 'fälten'} {join_words(list(names))}."


def _value_of(line: str, own: str) -> str:
    """Return the value in a line of YAML, without hyphen and key."""
    value = re.sub(r"\A\s*(?:- +)*", "", line)
    name, colon, rest = value.partition(": ")
    return rest.strip() if colon and compare_key(name) == own else value


def _reword(line: str, own: str, *, is_text: bool) -> str:
    for pattern, words in _OF_FILES:
        line = pattern.sub(words, line)
    if is_text:
        return line

    def write(found: re.Match[str]) -> str:
        verb = "Skriv" if found[1][0].isupper() else "skriv"
        return f"{verb} {found[3]}" + ("" if compare_key(found[2]) == own else f" i fältet {found[2]}")

    def leave_empty(found: re.Match[str]) -> str:
        name = found[2] or found[3]
        return f"{'L' if found[1] == 'T' else 'l'}ämna fältet {f'{name} ' if name else ''}tomt"

    if _to_fill(line):
        line = _with_names(_TO_FILL).sub(r"\1", _ADD.sub("Fyll i ", line, count=1))
    return _with_names(_WRITE).sub(write, _with_names(_DROP).sub(leave_empty, line))
