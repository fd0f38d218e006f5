"""Find what a form edits: a page, a record of a register, or the only record of a file.

Takes the path in a form's address (`partner/partner.yaml/3`); returns an `EditTarget`, or None if there is nothing to edit. Only
files in `content/` that belong to a shelf of a room can be targets. Called by `editing.take`, and by pages that link to forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

from plugins.core.dataclass import dataclass
from plugins.core.files.folder import EXPLANATION
from plugins.core.files.translation_names import join_name, name_language, split_name
from plugins.core.models.model import Model, fields_of
from plugins.core.reading.placing import find_shelf
from plugins.core.shelf import Shelf
from plugins.core.system.plain_file import read_plain
from plugins.core.writer.places import FieldPath, path_to
from plugins.core.writer.refusal import CannotWrite
from plugins.core.writer.tree import Tree
from plugins.core.writer.write import EditedFile, open_document
from plugins.editing.view import BODY
from plugins.site.rooms import SHELVES

NEW: Final = "ny"
"""Last part of the address of a form for a new page or record."""


@dataclass(frozen=True, slots=True)
class EditTarget:
    """What a form edits: a page, a record of a register, or the only record of a file."""

    shelf: Shelf
    file: str
    """Path relative to `content/`; for a new page, its folder."""
    number: int | None = None
    """Index of the record in its register, from 0; None for a page, and for what is new."""
    is_new: bool = False

    @property
    def model(self) -> type[Model]:
        """Return the model that it is read as."""
        assert self.shelf.model is not None
        return self.shelf.model

    @property
    def path(self) -> str:
        """Return its part of a form's address. Records are counted from 1 there."""
        if self.is_new:
            return f"{self.file}/{NEW}"
        return self.file if self.number is None else f"{self.file}/{self.number + 1}"


def find_target(path: str, content: Path) -> EditTarget | None:
    """Return the target of an address; None if there is none."""
    head, _, last = path.rpartition("/")
    if last == NEW and (folder := _page_shelf(head)) and is_own_folder(content, head):
        return EditTarget(folder, head, is_new=True)
    if last == NEW or re.fullmatch(r"[1-9][0-9]{0,4}", last, re.ASCII):
        shelf = _editable(head, content)
        if shelf is None or shelf.form != "list":
            return None
        return EditTarget(shelf, head, is_new=True) if last == NEW else EditTarget(shelf, head, int(last) - 1)
    shelf = _editable(path, content)
    return EditTarget(shelf, path) if shelf and shelf.form != "list" else None


def is_own_folder(content: Path, folder: str) -> bool:
    """Return whether a folder, which need not exist, lies in `content/` without a symbolic link on the way."""
    try:
        return (content / folder).resolve() == content.resolve() / folder
    except (OSError, RuntimeError):  # a loop raises one or the other, depending on the version of Python
        return False


def _page_shelf(folder: str) -> Shelf | None:
    return next((shelf for shelf in SHELVES if shelf.form == "page" and shelf.pattern == f"{folder}/*.md"), None)


def _editable(relative: str, content: Path) -> Shelf | None:
    """Return the shelf of a file that editors may edit; None if it is missing, hidden, or behind a symbolic link."""
    shelf = find_shelf(relative, SHELVES)
    parts = relative.split("/")
    if shelf is None or shelf.model is None or any(part.startswith(".") for part in parts) or parts[-1] == EXPLANATION:
        return None
    file = content / relative
    try:
        is_own = file.is_file() and file.resolve() == content.resolve() / relative
    except (OSError, ValueError):
        return None
    return shelf if is_own else None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page or record that can be edited, as the list shows it."""

    name: str
    target: EditTarget
    is_draft: bool
    language: str = ""
    """Name of its language, unless that is the site's own: `engelska`."""
    translations: tuple[Listed, ...] = ()


_MARK: Final = re.compile(r"\{[^{}\n]*\}")


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A register file, or a folder of pages, with its contents."""

    title: str
    file: str
    """Path relative to `content/`."""
    what: str
    """The word for one of them, in the definite form: `partnern`."""
    items: tuple[Listed, ...]
    new: EditTarget | None
    trouble: str = ""
    """Why its records cannot be listed; empty if they can."""
    language: str = ""
    """Name of its language, unless that is the site's own."""
    translations: tuple[ListedFile, ...] = ()

    def walk(self) -> Iterator[Listed]:
        """Yield everything in it, with translations."""
        for item in self.items:
            yield item
            yield from item.translations
        for file in self.translations:
            yield from file.walk()


def list_files(content: Path) -> Iterator[ListedFile]:
    """Yield everything that can be edited, in the order of the rooms."""
    for shelf in SHELVES:
        if shelf.model is None:
            continue
        called = shelf.model.CALLED
        found = list(_find_files(shelf, content))
        if shelf.form == "list":
            files = [_list_register(relative, content / relative, own) for relative, own in found]
            beside = [file for file in files if split_name(file.file)]
            yield from (replace(file, translations=_of(file.file, beside)) for file in files if file not in beside)
            continue
        listed = [_list_one(relative, content / relative, own) for relative, own in found]
        spoken = [item for item in listed if split_name(item.target.file)]
        items = tuple(replace(item, translations=_of(item.target.file, spoken)) for item in listed if item not in spoken)
        folder = shelf.pattern.partition("/*")[0]
        yield ListedFile(
            title_of(shelf), folder, called, items, EditTarget(shelf, folder, is_new=True) if shelf.form == "page" else None
        )


Found = TypeVar("Found", Listed, ListedFile)


def _of(original: str, translations: Iterable[Found]) -> tuple[Found, ...]:
    """Return the translations of the file `original`."""
    named = [(one, split_name(one.file if isinstance(one, ListedFile) else one.target.file)) for one in translations]
    return tuple(one for one, name in named if name and name.original == original)


def _call_language(relative: str) -> str:
    """Return the name of the language of a translation; empty for an original."""
    name = split_name(relative)
    if name is None:
        return ""
    return name_language(name.code)


def _find_files(shelf: Shelf, content: Path) -> Iterator[tuple[str, Shelf]]:
    """Yield the editable files of a shelf with the shelf that each is read by; a translation has one of its own."""
    patterns = [shelf.pattern, join_name(shelf.pattern, "*")] if shelf.is_translated else [shelf.pattern]
    for file in sorted({file for pattern in patterns for file in content.glob(pattern)}):
        relative = file.relative_to(content).as_posix()
        if own := _editable(relative, content):
            yield relative, own


def _list_register(relative: str, file: Path, shelf: Shelf) -> ListedFile:
    assert shelf.model is not None
    new, language = EditTarget(shelf, relative, is_new=True), _call_language(relative)
    title, called = title_of(shelf), shelf.model.CALLED
    try:
        tree = open_document(read_plain(file), shelf).tree
    except (OSError, CannotWrite) as error:
        return ListedFile(title, relative, called, (), new, str(error), language)
    records = tree if isinstance(tree, list) else []
    items = [
        Listed(_listed_name(tree, shelf.model), EditTarget(shelf, relative, at), is_draft(tree))
        for at, tree in enumerate(records)
    ]
    return ListedFile(title, relative, called, tuple(items), new, "", language)


def _list_one(relative: str, file: Path, shelf: Shelf) -> Listed:
    assert shelf.model is not None
    language = _call_language(relative)
    try:
        tree = open_document(read_plain(file), shelf).tree
    except (OSError, CannotWrite):
        return Listed(relative, EditTarget(shelf, relative), is_draft=False, language=language)
    name = _listed_name(tree, shelf.model) if shelf.form == "page" else title_of(shelf)
    return Listed(name, EditTarget(shelf, relative), is_draft(tree), language)


def title_of(shelf: Shelf) -> str:
    """Return the title of a shelf on editing pages; its pattern if none is declared."""
    return shelf.title or shelf.pattern


def is_draft(tree: Tree) -> bool:
    """Return whether a record has the status of a draft."""
    return isinstance(tree, dict) and str(tree.get("status", "")).casefold() == "utkast"


def _listed_name(tree: Tree, model: type[Model]) -> str:
    """Return the name of a record with an ellipsis for each mark: values of marks are unknown until the site is built."""
    return _MARK.sub("…", name_of(tree, model))


def name_of(tree: Tree, model: type[Model]) -> str:
    """Return the name of a record: the first of its `NAMED_BY` fields, else its first required field, else its first field."""
    if not isinstance(tree, dict):
        return str(tree)
    fields = fields_of(model)
    required = [key for key, info in fields.items() if info.required and key != "status"]
    named = [key for english in model.NAMED_BY for key, info in fields.items() if info.english == english]
    keys = [key for key in (*named, *required, *tree) if isinstance(tree.get(key), str)]
    return str(tree[keys[0]]).split("\n")[0][:80] if keys else "utan namn"


def open_target(target: EditTarget, content: Path) -> tuple[bytes, EditedFile]:
    """Return the bytes of a target's file, and the file parsed for writing. Raises `OSError` or `CannotWrite`."""
    data = read_plain(content / target.file)
    return data, open_document(data, target.shelf)


def record_of(target: EditTarget, document: EditedFile) -> dict[str, Tree]:
    """Return the record of a target. Raises `CannotWrite` if it is no longer there or is no mapping."""
    tree = document.tree
    if target.number is not None:
        if not isinstance(tree, list) or target.number >= len(tree):
            raise CannotWrite("Posten finns inte längre.")
        tree = tree[target.number]
    if not isinstance(tree, dict):
        raise CannotWrite("Posten har en annan form än den ska ha. Rätta den i filen först.")
    return tree


def find_place(file: str, line: int, content: Path) -> tuple[EditTarget, str] | None:
    """Return the target on a line of a file, and the id of the form field there; None if no form shows it."""
    shelf = _editable(file, content)
    if shelf is None:
        return None
    document = open_document(read_plain(content / file), shelf)
    path = path_to(document, line)
    if shelf.form != "list":
        is_below = shelf.form == "page" and line > document.limit + 1
        return EditTarget(shelf, file), f"f-{BODY}" if is_below else _field_id(path)
    if path and isinstance(path[0], int):
        return EditTarget(shelf, file, path[0]), _field_id(path[1:])
    return None


def _field_id(path: FieldPath) -> str:
    return "-".join(("f", *map(str, path))) if path else "f-form"
