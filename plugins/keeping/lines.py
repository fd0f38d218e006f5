"""Merge texts that have no named parts, line by line or paragraph by paragraph.

Used within registers and pages, and for files that cannot be parsed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from merge3 import Merge3

from plugins.keeping.choices import Choices


def merge_lines(
    path: str,
    what: str,
    before: str,
    mine: str,
    theirs: str,
    choices: Choices,
    split: Callable[[str], Sequence[str]] | None = None,
) -> str:
    """Merge three texts, in the parts that `split` makes of them (by default lines); a part that both changed is a conflict."""
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
        joined.append(choices.resolve(path, what, *(text or None for text in texts)) or "")
    return "".join(joined)


def split_lines(text: str) -> list[str]:
    """Return the lines, each with its line break."""
    return (
        text.splitlines(keepends=True) if not set(text) & _ODD else [f"{line}\n" for line in text.split("\n")[:-1]] + _last(text)
    )


_ODD = set("\v\f\x1c\x1d\x1e\x85\u2028\u2029\r")
"""Characters at which `str.splitlines` ends a line and text editors do not."""


def _last(text: str) -> list[str]:
    rest = text.rpartition("\n")[2]
    return [rest] if rest else []


def split_paragraphs(text: str) -> list[str]:
    """Return paragraphs and the runs of empty lines between them, alternately."""
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
