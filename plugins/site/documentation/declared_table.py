"""The table in `plugins/README.md` of everything that rooms declare: each field with what its docstring says first.

Reads the sources of the declaring classes; returns rows for the mark `<!-- fält: deklarationer -->`
(`site.documentation.field_tables`).
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from plugins.core.beside import FileBeside
from plugins.core.library import Register
from plugins.core.named_records import CountMark, NamesMark
from plugins.core.shelf import Shelf
from plugins.core.texts.pieces import MarkedPiece, WrittenPiece
from plugins.house.context import KnownPage, PageKind
from plugins.house.new_page import NewPage
from plugins.house.room import PageRoom

DECLARED: Final = (
    PageRoom,
    PageKind,
    NewPage,
    KnownPage,
    Shelf,
    Register,
    MarkedPiece,
    WrittenPiece,
    NamesMark,
    CountMark,
    FileBeside,
)
"""The classes that rooms declare things with, the room itself first."""


def list_declared(declared: type) -> Iterator[tuple[str, str, str]]:
    """Yield (class, field, words) for each field of a declaring class; the words are the first paragraph of its docstring."""
    of = "ROOM" if declared is PageRoom else declared.__name__
    for one in reversed(declared.__mro__):
        if "__annotations__" in vars(one) and one.__module__.startswith("plugins."):
            yield from ((of, name, words) for name, words in _read_words(one))


def _read_words(declared: type) -> Iterator[tuple[str, str]]:
    (made,) = ast.parse(inspect.getsource(declared)).body
    assert isinstance(made, ast.ClassDef)
    for node, below in pairwise([*made.body, ast.Pass()]):
        match node, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                yield name, " ".join(words.partition("\n\n")[0].split())
            case ast.AnnAssign(target=ast.Name(id=name)), _:
                yield name, ""
