"""Tables of fields in the documentation, generated from the models: Swedish name, description, kind and name in code.

A document has a table between the marks of a model's name, or of all models (`docs/falt.md`, `docs/glossary.md`), translated
files (`docs/nytt-sprak.md`), boxes (`docs/handbok.md`), rooms (`plugins/README.md`, `site.documentation.room_table`) or what
rooms can declare (the same, `site.documentation.declared_table`):

    <!-- fält: Activity -->
    <!-- fält: slut -->

Called by `commands.docs`, which writes the tables, and by the test that compares them with the models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from plugins.core.models.model import FieldInfo, Model, fields_of
from plugins.core.swedish import closest
from plugins.core.translations.model import has_language
from plugins.core.written_kinds import Box
from plugins.site.documentation.declared_table import DECLARED, list_declared
from plugins.site.documentation.room_table import HEAD, list_rooms
from plugins.site.rooms import BOXES, SHELVES

USELESS: Final = frozenset({("Block", "former_addresses")})
"""Inherited fields that a model does not use: a block has no address."""
ALL: Final = "alla"
"""Instead of a model: every model, each under a heading."""
NAMES: Final = "namn"
"""Instead of a model: the names of fields in code and in `content/`."""
TRANSLATED: Final = "översätts"
"""Instead of a model: the files that can be translated."""
BOX_ROWS: Final = "rutor"
"""Instead of a model: how boxes in texts are written, under a heading of its own; nothing if no room has one."""
DECLARATIONS: Final = "deklarationer"
"""Instead of a model: everything that rooms declare."""
ROOM_ROWS: Final = "rum"
"""Instead of a model: the rooms."""

_TABLE: Final = re.compile(
    r"^<!-- fält: (?P<what>[^\n>]+) -->\n(?P<table>(?>(?:(?!<!-- fält: ).*\n)*))<!-- fält: slut -->$", re.M
)


class UnknownTable(ValueError):
    """A document has a table of a model that does not exist; the message is for developers."""


def find_models() -> Mapping[type[Model], str]:
    """Return every model with the pattern of its files, in the order in which editors meet them."""
    models: dict[type[Model], str] = {}
    for shelf in SHELVES:
        for model in _with_parts(shelf.model) if shelf.model else ():
            models.setdefault(model, shelf.pattern)
    return MappingProxyType(models)


def _with_parts(model: type[Model]) -> Iterator[type[Model]]:
    yield model
    for info in fields_of(model).values():
        if info.nested:
            yield from _with_parts(info.nested)


def useful_fields(model: type[Model]) -> Iterator[FieldInfo]:
    """Yield the fields of a model that editors may write, required ones first."""
    infos = [info for info in fields_of(model).values() if (model.__name__, info.english) not in USELESS]
    yield from sorted(infos, key=lambda info: not info.required)


def fill_tables(text: str) -> str:
    """Return a document with its tables generated. Raises `UnknownTable`."""
    return _TABLE.sub(_fill, text)


def _fill(found: re.Match[str]) -> str:
    table = _write(found["what"])
    return "\n".join((f"<!-- fält: {found['what']} -->", *(("", table, "") if table else ()), "<!-- fält: slut -->"))


def find_documents(project: Path) -> list[Path]:
    """Return the documents of the project that have tables of fields."""
    folders = (project, project / "docs", project / "content", project / "plugins")
    return [path for folder in folders for path in sorted(folder.glob("*.md")) if _TABLE.search(path.read_text("utf-8"))]


def _write(what: str) -> str:
    if what == ALL:
        return "\n".join(_with_headings()).rstrip()
    if what == NAMES:
        return "\n".join(_names())
    if what == TRANSLATED:
        return "\n".join(_translated())
    if what == DECLARATIONS:
        return "\n".join(_declarations())
    if what == BOX_ROWS:
        return "\n".join(describe_boxes(BOXES))
    if what == ROOM_ROWS:
        return "\n".join(_room_rows())
    return "\n".join(_rows(_find_model(what.strip()), with_code=False))


def _find_model(name: str) -> type[Model]:
    by_name = {model.__name__: model for model in find_models()}
    if name not in by_name:
        raise UnknownTable(f"there is no model {name} for a table of fields; did you mean {closest(name, by_name)}?")
    return by_name[name]


def _with_headings() -> Iterator[str]:
    for model, pattern in find_models().items():
        yield f"## {model.CALLED[0].upper()}{model.CALLED[1:]} (`{model.__name__}`, i `{pattern}`)\n"
        yield from _rows(model, with_code=True)
        yield ""


def _rows(model: type[Model], *, with_code: bool) -> Iterator[str]:
    yield _row("Fält", "Vad det säger", "Sort", "Måste finnas", *(("I koden",) if with_code else ()))
    yield _row(*(["---"] * (5 if with_code else 4)))
    for info in useful_fields(model):
        code = (f"`{info.english}`",) if with_code else ()
        yield _row(f"`{info.swedish}`", info.hint, _sort(info), "ja" if info.required else "", *code)


def _sort(info: FieldInfo) -> str:
    """Return what a field takes: the name of its kind, or the word for its nested record."""
    kind = info.nested.CALLED if info.nested else info.kind.name if info.kind else ""
    return f"lista: {kind}" if info.is_list else kind


def _names() -> Iterator[str]:
    yield _row("In code", "Swedish", "Of")
    yield _row("---", "---", "---")
    owners: dict[tuple[str, str], list[str]] = {}
    for model in find_models():
        for info in useful_fields(model):
            owners.setdefault((info.english, info.swedish), []).append(model.__name__)
    for (english, swedish), models in sorted(owners.items()):
        yield _row(f"`{english}`", swedish, ", ".join(f"`{name}`" for name in models))


def _translated() -> Iterator[str]:
    yield _row("Fil", "Vad den har")
    yield _row("---", "---")
    for shelf in SHELVES:
        if shelf.is_translated and shelf.model and has_language(shelf.model):
            yield _row(f"`{shelf.pattern}`", shelf.title)


def describe_boxes(boxes: Sequence[Box]) -> Iterator[str]:
    """Yield the lines about boxes for editors: a heading, how a box is written, and a row for each."""
    if not boxes:
        return
    yield from ("### Rutor", "", "En ruta börjar med tre kolon och sitt namn, och slutar med tre kolon.")
    yield "De två raderna skrivs längst till vänster, och allt mellan dem står i rutan:"
    yield from ("", "```", f":::{boxes[0].name}", *boxes[0].example.splitlines(), ":::", "```", "")
    yield _row("Rutans första rad", "Så blir det")
    yield _row("---", "---")
    yield from (_row(f"`:::{box.name}`", box.shows) for box in boxes)


def _declarations() -> Iterator[str]:
    yield _row("Of", "Field", "Is")
    yield _row("---", "---", "---")
    for declared in DECLARED:
        yield from (_row(f"`{of}`", f"`{name}`", words) for of, name, words in list_declared(declared))


def _room_rows() -> Iterator[str]:
    yield _row(*HEAD)
    yield _row(*("---" for _ in HEAD))
    yield from (_row(*cells) for cells in list_rooms())


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
