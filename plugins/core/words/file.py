"""Read one word list: a file in `theme/words/`, with the place of each word.

Returns a `WordFile`, which has the problems of the file. Called by `core.words.lists`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from plugins.core.dataclass import dataclass
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.source.sources import read_source
from plugins.core.swedish import closest, quote

Keys = tuple[str, ...]
"""The path to a word through its groups: `("staff", "draft_word")`."""
MOST_NAMED: Final = 8
"""The most words that are listed in one problem."""
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True)
class WordFile:
    """A word list as written."""

    source: SourceFile
    words: dict[str, Any]
    places: dict[Keys, Place]
    problems: tuple[Problem, ...]

    @classmethod
    def read(cls, path: Path) -> WordFile:
        """Read a file; if that is not possible, return a list without words, and with problems."""
        source, problems = read_source(path)
        places: dict[Keys, Place] = {}
        if problems:
            return cls(source, {}, places, tuple(problems))
        try:
            root = _compose(source.text)
            words = _read_node(root, (), source, places, problems) if root is not None else {}
        except (yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            place = Place(source, mark.line + 1, mark.column + 1) if mark else Place(source)
            help_line = "Jämför med raderna omkring, och sätt citattecken runt texter som har kolon eller klamrar i sig."
            return cls(source, {}, places, (Problem(place, "olaslig-rad", "Raden går inte att läsa.", (help_line,)),))
        if not isinstance(words, dict):
            problems.append(Problem(Place(source), "fel-ord", "Filen ska ha ett ord på varje rad: nyckel, kolon, text."))
            words = {}
        return cls(source, words, places, tuple(problems))

    def place(self, keys: Keys) -> Place:
        """Return where a word is written; the beginning of the file if it is not."""
        return self.places.get(keys, Place(self.source))


def _compose(text: str) -> yaml.Node | None:
    """Return the YAML nodes of a text; None if it is empty."""
    root: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    return root


def _read_node(node: yaml.Node, keys: Keys, source: SourceFile, places: dict[Keys, Place], problems: list[Problem]) -> Any:
    """Return a YAML node as plain values, and store the place of each; duplicate keys are reported."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_read_node(item, keys, source, places, problems) for item in node.value]
    found: dict[str, Any] = {}
    for name, value in node.value:
        place = Place(source, name.start_mark.line + 1, name.start_mark.column + 1)
        if name.value in found:
            message = f"Ordet {quote(str(name.value))} står två gånger."
            problems.append(Problem(place, "dubbelt-falt", message, ("Ta bort det ena.",)))
        own = (*keys, str(name.value))
        places[own] = place
        found[own[-1]] = "" if _is_null(value) else _read_node(value, own, source, places, problems)
    return found


def _is_null(node: yaml.Node) -> bool:
    """Return whether a node is a YAML null: `menu: ~`, `menu: null`."""
    return isinstance(node, yaml.ScalarNode) and not node.style and str(node.value).casefold() in ("~", "null")


def report_unknown(file: WordFile, keys: Keys, known: Sequence[str]) -> Problem:
    """Return the problem of an unknown key; `known` are the possible ones."""
    near, place = closest(keys[-1], known), file.place(keys)
    message = f"Det finns inget ord som heter {quote(keys[-1])}."
    suggestion = place.rewritten(keys[-1], near) if near else None
    return Problem(place, "okant-ord", message, ("Ta bort raden, eller rätta nyckeln: det som står före kolonet.",), suggestion)
