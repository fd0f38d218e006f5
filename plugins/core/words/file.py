"""One list of words as it is written: a file of `theme/words/`, with the place of each word.

Stage: read. In: the file. Out: a `WordFile`, with what cannot be read in it as problems. Called by `core.words.lists`.
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
"""The way to a word through its groups: `("staff", "draft_word")`."""
MOST_NAMED: Final = 8
"""Words that one problem names."""
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True)
class WordFile:
    """A list as it is written."""

    source: SourceFile
    words: dict[str, Any]
    places: dict[Keys, Place]
    problems: tuple[Problem, ...]

    @classmethod
    def read(cls, path: Path) -> WordFile:
        """Read a file; one that cannot be read has no words, and says why."""
        source, problems = read_source(path)
        places: dict[Keys, Place] = {}
        if problems:
            return cls(source, {}, places, tuple(problems))
        try:
            root = yaml.compose(source.text, Loader=_LOADER)
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
        """Return where a word is written; the head of the file for one that is not."""
        return self.places.get(keys, Place(self.source))


def _read_node(node: yaml.Node, keys: Keys, source: SourceFile, places: dict[Keys, Place], problems: list[Problem]) -> Any:
    """Return a node of YAML as plain values, with the place of each; a key that stands twice is told."""
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
    """Tell whether nothing is written as YAML writes it: `menu: ~`, `menu: null`."""
    return isinstance(node, yaml.ScalarNode) and not node.style and str(node.value).casefold() in ("~", "null")


def tell_unknown(file: WordFile, keys: Keys, known: Sequence[str]) -> Problem:
    """Return the problem of a key that no list has; `known` are those that might have been meant."""
    near, place = closest(keys[-1], known), file.place(keys)
    message = f"Det finns inget ord som heter {quote(keys[-1])}."
    suggestion = place.rewritten(keys[-1], near) if near else None
    return Problem(place, "okant-ord", message, ("Ta bort raden, eller rätta nyckeln: det som står före kolonet.",), suggestion)
