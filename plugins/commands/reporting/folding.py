"""Group warnings: one warning at many places is printed once, with the number of places and where they are.

Used for text output; JSON has a row for each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem, format_problem, shown_path
from plugins.core.swedish import join_words

FEWEST = 3
"""From so many warnings a group is shorter than its rows."""

_NAMED = 6
"""Most files, or lines of the only file, to list before "och N till"."""

_HINT = "Varje ställe för sig visas av: python3 tasks.py kontrollera --alla"


def fold_problems(problems: Sequence[Problem]) -> list[tuple[Problem, ...]]:
    """Return the problems in groups: warnings with the same code and help together, all else alone.

    Groups come first: single problems are more likely to be new, and the last lines in a terminal are the ones read. Errors are
    never grouped, since each must be fixed.
    """
    count = Counter(_cure(problem) for problem in problems)
    groups: dict[object, list[Problem]] = {}
    rows: list[tuple[Problem, ...]] = []
    for problem in problems:
        if problem.is_error or count[_cure(problem)] < FEWEST:
            rows.append((problem,))
        else:
            groups.setdefault(_cure(problem), []).append(problem)
    return [*map(tuple, groups.values()), *rows]


def _cure(problem: Problem) -> object:
    return problem.code, problem.help, problem.suggestion, problem.severity


def format_problems(problems: Sequence[Problem], *, shows_all: bool = False) -> Iterator[str]:
    """Yield the problems as text for editors, each followed by an empty line."""
    for group in [(problem,) for problem in problems] if shows_all else fold_problems(problems):
        yield f"{format_problem(group[0]) if len(group) == 1 else _format_group(group)}\n"


def _format_group(group: tuple[Problem, ...]) -> str:
    """Return a group as one problem at its first place, without quoting the line."""
    first = group[0]
    words = _common_words([problem.message for problem in group])
    message = f"{len(group)} ställen: {words}" if words else f"{len(group)} ställen, det första: {first.message}"
    place = Place(SourceFile(first.place.source.path), first.place.line, first.place.column)
    return format_problem(replace(first, place=place, message=message, help=(_where(group), *first.help, _HINT)))


def _common_words(messages: Sequence[str]) -> str | None:
    """Return what the messages have in common, with `…` for the words that differ; None where that is less than half."""
    if len(set(messages)) == 1:
        return messages[0]
    split = [message.split() for message in messages]
    before = _count_common(split)
    after = _count_common([words[before:][::-1] for words in split])
    first = split[0]
    if before + after < len(first) / 2:
        return None
    return " ".join([*first[:before], "…", *first[len(first) - after :]])


def _count_common(split: list[list[str]]) -> int:
    """Return how many words are the same at the beginning of all."""
    return sum(1 for _ in takewhile(lambda words: len(set(words)) == 1, zip(*split, strict=False)))


def _where(group: tuple[Problem, ...]) -> str:
    """Return the files, each with its count; for a single file its lines."""
    files = Counter(shown_path(problem) for problem in group)
    if len(files) == 1:
        return f"Rad {_few([str(line) for line in dict.fromkeys(problem.place.line for problem in group)])}."
    named = [f"{file.rpartition('/')[2]} ({count})" for file, count in files.items()]
    return f"Här: {_few(named)}."


def _few(words: list[str]) -> str:
    left = len(words) - _NAMED
    return join_words(words) if left <= 1 else join_words([*words[:_NAMED], f"{left} till"])
