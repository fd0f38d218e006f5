"""Map places in a copy of the content to the editors' own files. Used where an earlier content is built."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from plugins.core.places import SourceFile
from plugins.core.problems import Problem
from plugins.site.model import Unfinished

Placed = TypeVar("Placed", Problem, Unfinished)


def map_to_content(items: Iterable[Placed], copy: Path, content: Path) -> list[Placed]:
    """Return the problems or to-do rows with places in the folder `copy` moved to `content`; the rest unchanged."""
    moved = []
    for one in items:
        source = one.place.source
        if source.path.is_relative_to(copy):
            path = content / source.path.relative_to(copy)
            one = replace(one, place=replace(one.place, source=SourceFile(path, source.text)))  # noqa: PLW2901
        moved.append(one)
    return moved
