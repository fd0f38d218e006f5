"""Merges texts that have no names in them: line by line, paragraph by paragraph.

In: three texts. Out: the joined one; where both have changed the same part, what was chosen. Called by the joins of
registers and pages, and for files that cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from merge3 import Merge3

from plugins.keeping.choices import Choices


def join_lines(
    path: str,
    what: str,
    before: str,
    mine: str,
    theirs: str,
    choices: Choices,
    split: Callable[[str], Sequence[str]] | None = None,
) -> str:
    """Return one text of three; `split` says what its parts are, by itself lines."""
    if theirs in (mine, before):
        return mine
    if mine == before:
        return theirs
    old, own, other = (list((split or split_lines)(text)) for text in (before, mine, theirs))
    joined: list[str] = []
    for group in Merge3(old, own, other).merge_groups():
        if group[0] != "conflict":
            joined += group[1]
            continue
        texts = ["".join(part) for part in group[1:]]
        joined.append(choices.settle(path, what, *(text or None for text in texts)) or "")
    return "".join(joined)


def split_lines(text: str) -> list[str]:
    """Return lines, each with its end."""
    return (
        text.splitlines(keepends=True) if not set(text) & _ODD else [f"{line}\n" for line in text.split("\n")[:-1]] + _last(text)
    )


_ODD = set("\v\f\x1c\x1d\x1e\x85\u2028\u2029\r")
"""Characters that Python takes for the end of a line, and editors' programs do not."""


def _last(text: str) -> list[str]:
    rest = text.rpartition("\n")[2]
    return [rest] if rest else []


def split_paragraphs(text: str) -> list[str]:
    """Return paragraphs and the empty lines between them, in turn."""
    parts: list[str] = []
    was_empty: bool | None = None
    for line in split_lines(text):
        is_empty = not line.strip()
        if is_empty == was_empty:
            parts[-1] += line
        else:
            parts.append(line)
        was_empty = is_empty
    return parts
