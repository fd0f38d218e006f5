"""Homes: where a file belongs that is in the wrong place or has the wrong name.

Takes a file's path and text, and the shelves of all rooms; returns the path that it should have, and the problem that says so.
Called by the modules of `core.reading`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path, PurePosixPath

from plugins.core.files.endings import LIST_ENDINGS, PAGE_ENDINGS, SPREADSHEETS, WORD_PROCESSED
from plugins.core.guessed_addresses import KNOWN_FOLDER
from plugins.core.models.misfits import count_misfits
from plugins.core.models.model import fields_of
from plugins.core.pages import AddressedPage
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.records.nodes import Record
from plugins.core.shelf import Shelf
from plugins.core.swedish import closest, compare_key, join_words, slugify


def fits(relative: str, pattern: str) -> bool:
    """Return whether a path matches a pattern; `*` does not match a `/`."""
    parts, wanted = _cut(relative), _cut(pattern)
    return len(parts) == len(wanted) and all(p == w or fnmatchcase(p, w) for p, w in zip(parts, wanted, strict=True))


@lru_cache(maxsize=256)
def _cut(path: str) -> tuple[str, ...]:
    return PurePosixPath(path).parts


# ---- by the name


def find_meant(relative: str, shelves: Sequence[Shelf]) -> str | None:
    """Return the path that a file should probably have: another extension, case or folder; None if there is no single candidate.

    Shelves of the file's own folder take precedence, since another folder may have a similar name.
    """
    own = [shelf for shelf in shelves if _is_of_folder(shelf, PurePosixPath(relative))]
    found = _find_near(relative, own) or _find_near(relative, shelves)
    return found[0] if len(found) == 1 else None


def _is_of_folder(shelf: Shelf, path: PurePosixPath) -> bool:
    return compare_key(path.parent.as_posix()) == compare_key(PurePosixPath(shelf.pattern).parent.as_posix())


def _find_near(relative: str, shelves: Iterable[Shelf]) -> list[str]:
    path = PurePosixPath(relative)
    stem = path.name.casefold()
    for ending in (*PAGE_ENDINGS, *LIST_ENDINGS) * 2:
        stem = stem.removesuffix(ending)
    found: list[str] = []
    for shelf in shelves:
        wanted = PurePosixPath(shelf.pattern)
        endings = PAGE_ENDINGS if wanted.suffix == ".md" else LIST_ENDINGS
        if not path.name.casefold().endswith(endings) or shelf.form == "file":
            continue
        is_below = wanted.parent != PurePosixPath() and path.is_relative_to(wanted.parent)
        if wanted.stem == "*":
            is_near = is_below or _is_of_folder(shelf, path) or closest(path.parent.name or stem, [wanted.parent.name])
            found += [f"{wanted.parent}/{slugify(stem)}{wanted.suffix}"] if is_near else []
        elif closest(stem, [wanted.stem]) and slugify(stem)[:3] == wanted.stem[:3]:
            found.append(shelf.pattern)
    return found


# ---- by what the file holds

FEW_LACKING = 2
"""One required field is easily forgotten; a page that lacks this many is of another kind."""


def find_homes(relative: str, text: str, own: Shelf | None, shelves: Sequence[Shelf]) -> tuple[str, ...]:
    """Return the paths for a page or register whose fields belong to other shelves than its `own`, all equally likely; or none.

    A file of no shelf (`own` is None) may have a home too. A file without foreign fields stays where it is, unless it lacks
    several required fields, has only those that all kinds of pages have, and is not named like those in its folder
    (`mal/mal-1-…`).
    """
    path = PurePosixPath(relative)
    names = set(_field_names(text))
    if not names or (own is None and len(names) < 2):
        return ()
    if own is not None:
        foreign, lacking = count_misfits(own.model, names) if own.model else (0, 0)
        is_named_so = compare_key(path.stem).startswith(compare_key(path.parent.name))
        if not foreign and (lacking < FEW_LACKING or is_named_so or not _is_plain(names, own, shelves)):
            return ()
    found = _find_shelves_with("page" if text.lstrip().startswith("---") else "list", names, own, shelves)
    return tuple(_path_in(shelf, path) for shelf in found)


def _path_in(shelf: Shelf, path: PurePosixPath) -> str:
    wanted = PurePosixPath(shelf.pattern)
    return f"{wanted.parent}/{slugify(path.stem)}{wanted.suffix}" if wanted.stem == "*" else shelf.pattern


def _is_plain(names: Collection[str], own: Shelf, shelves: Iterable[Shelf]) -> bool:
    """Return whether a page has only fields that pages of all kinds have."""
    models = [shelf.model for shelf in shelves if shelf.model and issubclass(shelf.model, AddressedPage)]
    return own.model in models and all(name in fields_of(model) for model in models for name in names)


def _find_shelves_with(form: str, names: Collection[str], own: Shelf | None, shelves: Iterable[Shelf]) -> list[Shelf]:
    """Return the shelves whose records have all these fields and require no others; of these, the ones that require the most.

    If plain pages (`sidor/`) are among them, the fields do not indicate any other kind, so only that shelf is returned.
    """
    homes = [
        (len([info for info in fields_of(shelf.model).values() if info.required]), shelf)
        for shelf in shelves
        if shelf is not own and shelf.form == form and shelf.model and count_misfits(shelf.model, names) == (0, 0)
    ]
    most = max((required for required, _ in homes), default=0)
    found = [shelf for required, shelf in homes if required == most]
    return [shelf for shelf in found if shelf.pattern.startswith(f"{KNOWN_FOLDER}/")] or found


def report_foreign_record(record: Record, own: Shelf, shelves: Sequence[Shelf]) -> Problem | None:
    """Return one problem for a record whose fields are those of another register; None for other records."""
    names = [entry.key for entry in record.entries]
    if own.model is None or len(names) < 2 or not count_misfits(own.model, names)[0]:
        return None
    homes = _find_shelves_with("list", names, own, shelves)
    if not homes:
        return None
    where = _say_where([_path_in(shelf, PurePosixPath("x")) for shelf in homes])
    foreign = join_words([entry.name for entry in record.entries if entry.key not in fields_of(own.model)])
    message = f"Posten har fält som hör hemma {where}, inte här: {foreign}."
    help_line = "Flytta posten dit." if len(homes) == 1 else "Flytta posten till den av dem som den handlar om."
    return Problem(record.place, "fel-mapp", message, help=(help_line, "Ska den stå kvar: ta bort de fälten."))


def _say_where(homes: Sequence[str]) -> str:
    """Return where some paths are, in Swedish, for *hör hemma i mappen projekt/*."""
    parents = [(PurePosixPath(home).parent, home) for home in homes]
    return join_words([f"i mappen {parent}/" if parent.name else f"i filen {home}" for parent, home in parents], "eller")


_HEADER_FIELD = re.compile(r"^(?P<name>[^\W_](?:[^:\n]*[^:\s])?)\s*:(?:\s|$)")
_ITEM = re.compile(r"^ *- +")


def _field_names(text: str) -> Iterator[str]:
    """Yield the compared names of the fields in a page's header, or in the records of a list, even if the rest is malformed."""
    lines = text.lstrip("\n").split("\n")
    column = 0
    if lines[0].strip() == "---":
        lines = lines[1:]
    elif first := next((found for line in lines if (found := _ITEM.match(line))), None):
        column = first.end()
    else:
        return
    for line in lines:
        if line.strip() in ("---", "..."):
            return
        item = _ITEM.match(line) if column else None
        if (item is None or item.end() != column) and line[:column].strip():
            continue
        if found := _HEADER_FIELD.match(line[column:]):
            yield compare_key(found["name"])


def report_wrong_folder(path: Path, relative: str, homes: Sequence[str], text: str, own: Shelf, folder: Path) -> Problem:
    """Return the problem of a page or register in the wrong folder; if there are several `homes` the editor has to choose."""
    assert own.model is not None
    fields = fields_of(own.model)
    foreign = [name for name in dict.fromkeys(_field_names(text)) if name not in fields]
    written = {
        compare_key(found[1]): found[1] for found in re.finditer(r"^[ -]*([^\W_](?:[^:\n]*[^:\s])?)\s*:", text, re.MULTILINE)
    }
    meant, here = homes[0], PurePosixPath(relative)
    home, where = PurePosixPath(meant), _say_where(homes)
    there = f"i {here.name}" if not here.parent.name else f"i {here.parent}/"
    words = join_words([written[name] for name in foreign if name in written])
    message = f"Filen har fält som hör hemma {where}, inte {there}: {words}."
    keep = "Ska den ligga kvar: ta bort de fälten."
    if not foreign:
        lacking = join_words(
            [info.swedish for key, info in fields.items() if info.required and key not in set(_field_names(text))]
        )
        message = f"Filen har bara det som en fil {where} har. Här, i {here.parent}/, behövs också {lacking}."
        keep = "Ska den ligga kvar: lägg till de fälten."
    if len(homes) > 1:
        help_line = f"Flytta den till {_list_folders(homes)}."
    elif not home.parent.name and (folder / meant).exists():
        help_line = f"Flytta posterna till {meant}, och ta bort den här filen."
    elif (folder / meant).exists():
        help_line = f"Flytta den till mappen {home.parent}/ under ett annat namn. Där finns redan en fil som heter {home.name}."
    else:
        help_line = f"Flytta den till {meant}."
    help_lines = (help_line, keep)
    return Problem(Place(SourceFile(path)), "fel-mapp", message, help=help_lines)


def _list_folders(homes: Sequence[str]) -> str:
    parents = [(PurePosixPath(home).parent, home) for home in homes]
    return join_words([f"{parent}/" if parent.name else home for parent, home in parents], "eller")


# ---- what no room claims


def find_picture_home(name: str, sources: Iterable[SourceFile], shelves: Sequence[Shelf]) -> str | None:
    """Return the folder of logos or pictures in which a file is expected by the texts that name it; None if none does."""
    folders = [PurePosixPath(shelf.pattern).parent for shelf in shelves if shelf.form == "file"]
    plain = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])")
    for source in sources:
        if plain.search(source.text):
            around = source.path.parent.name
            below = [folder for folder in folders if folder.parent.name == around]
            return (below or [folder for folder in folders if not folder.parent.name])[0].as_posix()
    return None


def report_misplaced_picture(path: Path, home: str | None, shelves: Sequence[Shelf]) -> Problem:
    """Return the problem of a logo or picture in the wrong place, which is then not reported where it is named."""
    message = f"Filen {path.name} hör inte hemma här, så den kommer inte med på webbplatsen."
    folders = [f"{PurePosixPath(shelf.pattern).parent}/" for shelf in shelves if shelf.form == "file"]
    help_line = f"Flytta den till {home}/{path.name}." if home else f"Flytta den till {join_words(sorted(folders), 'eller')}."
    return Problem(Place(SourceFile(path)), "okand-fil", message, help=(help_line,))


def report_unclaimed(path: Path, relative: str, shelves: Iterable[Shelf], homes: Sequence[str], folder: Path) -> Problem:
    """Return the problem of a file that no room reads, which an editor may not notice; `homes` are where it may belong."""
    parent = PurePosixPath(relative).parent.as_posix()
    here = sorted({PurePosixPath(s.pattern).name for s in shelves if fits(parent, PurePosixPath(s.pattern).parent.as_posix())})
    message = f"Filen {path.name} hör inte hemma här, så den kommer inte med på webbplatsen."
    meant = homes[0] if homes else ""
    if not homes:
        endings = ", ".join(name.replace("*", "namn") for name in here)
        help_line = f"I den mappen ligger {endings}." if here else "Mappen hör inte till webbplatsen. Se content/README.md."
        help_lines: tuple[str, ...] = (help_line, "Flytta eller ta bort den.")
    elif len(homes) > 1:
        help_lines = (f"Flytta den till {_list_folders(homes)}. Behövs den inte längre: ta bort den.",)
    elif (folder / meant).exists():
        help_lines = (f"Det finns redan en fil som heter {meant}. Flytta över det som ska vara med, och ta bort den här.",)
    elif path.suffix.casefold() in (*WORD_PROCESSED, *SPREADSHEETS):
        message = f"Filen {path.name} är ingen vanlig textfil, så den kommer inte med på webbplatsen."
        help_lines = (f"Öppna den, kopiera texten och klistra in den i en textfil som heter {meant}.",)
    elif PurePosixPath(meant).parent.as_posix() == parent:
        message = f"Filen {path.name} har fel namn, så den kommer inte med på webbplatsen."
        help_lines = (f"Döp om den till {PurePosixPath(meant).name}.",)
    else:
        help_lines = (f"Flytta den till {meant}. Behövs den inte längre: ta bort den.",)
    return Problem(Place(SourceFile(path)), "okand-fil", message, help=help_lines)
