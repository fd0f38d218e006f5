"""Random edits of every register, field, kind of file and part of the theme, for tests of the incremental core."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image

from plugins.commands.translate import begin_file
from plugins.core.writer.refusal import CannotWrite
from tests.conftest import PROJECT
from tests.flow.desk import DAY, Desk
from tests.rooms.rich import PDF, RICH

BASE = PROJECT / "tests" / "sites" / "_base"
LANGUAGES = ("[sv, en]", "[sv, en, latt]", "[sv, latt]", "[en, sv]", "sv")
GIVING = "stöd oss:\n  bankgiro: 123-4566\n  gåvosida: https://www.example.org/\n  volontär: /om/\n"
WITH_ALL = """

Vi serverar {fakta:frukostar} frukostar, {fakta:provfakta} steg, {antal:partner} partner och {antal:globala mål}.

{kontakt:partnerskap}

{block:vad-kan-jag-gora}

> Det var gott.
> – Alva Exempelsson

[Rapporten](/bilder/rapport.pdf), [listan](/bilder/lista.txt), [Soppköket](/verksamheter/soppan/) och [målet](/mal-1/).

![Ett bord](/bilder/bord.png)
"""
"""Text for a page with all marks, components, files and pictures."""
MORE: dict[str, str | bytes] = {"bilder/rapport.pdf": PDF, "bilder/lista.txt": "mat\n"}


def draw(desk: Desk, *, is_large: bool = False) -> bytes:
    """Return a picture of a random colour."""
    file = BytesIO()
    size = (1500, 900) if is_large else desk.rng.choice(((400, 300), (300, 400)))
    Image.new("RGB", size, (desk.rng.randrange(256), 120, 90)).save(file, "PNG")
    return file.getvalue()


def put(desk: Desk, name: str, data: bytes) -> None:
    file = desk.content / name
    desk.clear(file)
    file.write_bytes(data)
    desk.changed.add(file)


def take_away(desk: Desk, file: Path) -> None:
    if file.is_symlink() or file.is_file():
        file.unlink()
        desk.changed.add(file)


def lay_rich(desk: Desk, share: float | None = None) -> None:
    """Write the rich site, and a page with every mark and component; with a `share`, only that random part of the files."""
    share = desk.rng.choice((0.3, 0.7, 1, 1)) if share is None else share
    for name, rich in RICH.items():
        if desk.rng.random() >= share:
            continue
        if rich is None:
            take_away(desk, desk.content / name)
            continue
        text = rich
        if name == "webbplats.yaml" and desk.rng.random() < 0.7:
            text = text.replace("språk: sv", f"språk: {desk.rng.choice(LANGUAGES)}") + GIVING
        if name == "sidor/om.md" and desk.rng.random() < 0.9:
            text += WITH_ALL
            put(desk, "bilder/bord.png", draw(desk))
        desk.write(desk.content / name, text)
    for name, data in MORE.items():
        if desk.rng.random() < share:
            put(desk, name, data if isinstance(data, bytes) else data.encode())


def change_languages(desk: Desk) -> None:
    """Change the site's languages, or their order and so the site's own language."""
    website = desk.content / "webbplats.yaml"
    if website.is_file():
        text = re.sub(r"(?m)^språk:.*$", f"språk: {desk.rng.choice(LANGUAGES)}", desk.read(website))
        desk.write(website, text)


def begin_translation(desk: Desk) -> None:
    """Begin a translation of any file as the task does; at times with changed words, or published."""
    for _ in range(desk.rng.choice((1, 1, 4))):
        file, code = desk.pick(), desk.rng.choice(("en", "latt"))
        try:
            name = begin_file(desk.content, file.relative_to(desk.content).as_posix(), code, DAY)
        except (CannotWrite, OSError, SystemExit):
            continue
        made = desk.content / name
        desk.changed.add(made)
        text = desk.read(made)
        if desk.rng.random() < 0.7:
            text = text.replace("utkast", "publicerad").replace("Vi ", "We ").replace("saknas", "Words")
        desk.write(made, text)


def change_records(desk: Desk) -> None:
    """Remove, duplicate or move a record of a register, or remove all others; or restore the register."""
    file = desk.rng.choice(sorted(file for file in desk.texts() if file.suffix == ".yaml") or [desk.pick()])
    records = re.split(r"(?m)^(?=- )", desk.read(file))
    head, records = (records[0], records[1:]) if not records[0].startswith("- ") else ("", records)
    if not records:
        return
    at = desk.rng.randrange(len(records))
    way = desk.rng.randrange(5)
    if way == 0:
        del records[at]
    elif way == 1:
        records.insert(at, records[at])
    elif way == 2:
        records.insert(0, records.pop(at))
    elif way == 3:
        records = [records[at]]
    else:
        records[at] = re.sub(r"(?m)^((?:- |  )(?:id|namn): )(.*)$", r"\1\2 två", records[at], count=1)
    desk.write(file, head + "".join(one if one.endswith("\n") else f"{one}\n" for one in records))


def take_file(desk: Desk) -> None:
    """Remove any file (a register, picture, logo or translation), or restore one of the initial files."""
    known = sorted(path for path in BASE.rglob("*") if path.is_file())
    if desk.rng.random() < 0.4:
        file = desk.rng.choice(known)
        put(desk, file.relative_to(BASE).as_posix(), file.read_bytes())
        return
    files = sorted(path for path in desk.content.rglob("*") if path.is_file() and not path.name.startswith("start"))
    registers = [path for path in files if path.suffix == ".yaml"]
    if found := desk.rng.choice((files, registers)):
        take_away(desk, desk.rng.choice(found))


def take_lines(desk: Desk) -> None:
    """Remove a field of a file with all that is nested in it, or move it to the end."""
    file = desk.pick()
    parts = re.split(r"(?m)^(?=\S)", desk.read(file))
    if len(parts) > 2:
        part = parts.pop(desk.rng.randrange(1, len(parts)))
        if file.suffix == ".yaml" and desk.rng.random() < 0.3:
            parts.append(part if part.endswith("\n") else f"{part}\n")
    desk.write(file, "".join(parts))


LINKED = ("block", "sidor", "mal", "bilder", "partner/logotyper")
"""Folders that may be replaced by links to folders outside `content/`."""
FILES = (
    "bilder/frukost.png",
    "bilder/bord.png",
    "bilder/rapport.pdf",
    "bilder/lista.txt",
    "partner/logotyper/exempelbolaget.svg",
)


def change_file(desk: Desk) -> None:
    """Replace the contents of a picture, logo or download: by another of its kind, by another kind, or by a truncated file."""
    name = desk.rng.choice(FILES)
    file = desk.content / name
    before = file.read_bytes() if file.is_file() else b""
    others = (
        draw(desk),
        draw(desk, is_large=True),
        PDF.encode(),
        b"mat och dryck\n",
        before[: len(before) // 2],
        b"",
        b"<p>x</p>",
    )
    data = (draw(desk) if name.endswith(".png") else before + b"\n") if desk.rng.random() < 0.4 else desk.rng.choice(others)
    status = file.stat() if file.is_file() and len(data) == len(before) else None
    put(desk, name, data)
    if status:
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def rename_any(desk: Desk) -> None:
    """Rename a register, picture or folder: in case, in Unicode form, or completely."""
    paths = sorted(path for path in desk.content.rglob("*") if not path.is_symlink() and path.name != ".git")
    path = desk.rng.choice(paths)
    new = path.with_name(
        desk.rng.choice(
            (path.name.upper(), path.name.capitalize(), f"{path.stem}-å{path.suffix}", f"{path.stem}.en{path.suffix}")
        )
    )
    if not new.exists():
        path.rename(new)
        desk.changed |= {path, new}
        desk.is_unseen = desk.is_unseen or new.is_dir()


def name_back(desk: Desk) -> None:
    """Rename all folders and files to lower case."""
    for path in sorted(desk.content.rglob("*"), reverse=True):
        new = path.with_name(path.name.lower().replace("-å.", ".").removesuffix("-å"))
        if path != new and not new.exists() and not path.is_symlink():
            path.rename(new)
            desk.changed |= {path, new}
            desk.is_unseen = True


def lead_elsewhere(desk: Desk) -> None:
    """Change the target of a link, replace a folder by a link, or make a link lead to another file."""
    if os.name == "nt":  # where it takes a right of its own
        return
    outside = desk.folder / "utanfor.md"
    way = desk.rng.randrange(3)
    if way == 0:
        outside.write_text(f"---\ntitel: Utanför {desk.rng.randrange(9)}\nstatus: publicerad\n---\nKort.\n", "utf-8")
    elif way == 1:
        links = [path for path in sorted(desk.content.rglob("*")) if path.is_symlink()]
        for link in links:
            link.unlink()
            link.symlink_to(desk.rng.choice((outside, desk.pick("sidor/*.md"))))
    else:
        name = desk.rng.choice(LINKED)
        folder, aside = desk.content / name, desk.folder / name.rpartition("/")[2]
        if folder.is_symlink():
            folder.unlink()
            if aside.is_dir():
                aside.rename(folder)
        elif folder.is_dir() and not aside.exists():
            folder.rename(aside)
            folder.symlink_to(aside, target_is_directory=True)
    desk.is_unseen = True


def touch_theme(desk: Desk) -> None:
    """Change any file of the theme (words, templates, styles, goals), or restore it."""
    pattern = desk.rng.choice(("words/*.yaml", "templates/**/*.html", "static/css/**/*.css", "goals.yaml", "fonts/letters.txt"))
    file = desk.rng.choice(sorted((PROJECT / "theme").glob(pattern)))
    text = file.read_text("utf-8")
    if desk.rng.random() < 0.6:
        if file.suffix == ".html":
            text = f"{text}{desk.rng.choice(('<!-- x -->', ' '))}" if "extends" not in text else text
        elif file.suffix == ".css":
            text += f"\n.prov{desk.rng.randrange(9)}{{margin:0}}\n"
        elif file.name == "letters.txt":
            text = text.replace("Z", "") if desk.rng.random() < 0.5 else text
        else:
            lines = text.split("\n")
            plain = [at for at, line in enumerate(lines) if re.fullmatch(r'\w+: [^"{|>\[]+', line)]
            if plain and file.name != "goals.yaml":
                lines[desk.rng.choice(plain)] += " Ny"
            text = "\n".join(lines)
    desk.write(desk.theme / file.relative_to(PROJECT / "theme"), text)


def lose_theme(desk: Desk) -> None:
    """Remove a language from the theme, or restore it."""
    file = desk.theme / "words" / desk.rng.choice(("en.yaml", "latt.yaml"))
    if file.exists() and desk.rng.random() < 0.5:
        file.unlink()
        desk.changed.add(file)
    else:
        shutil.copyfile(PROJECT / "theme" / "words" / file.name, file)
        desk.changed.add(file)


_VALUE = re.compile(r"(?m)^(?P<head> *(?:- )?(?P<name>\w[\w ]*): +)(?P<value>\S.*)$")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def change_value(desk: Desk) -> None:
    """Give a field the value of the same field elsewhere, another day or number, or `saknas`."""
    file = desk.rng.choice([file for file in desk.texts() if file.suffix == ".yaml"] or desk.texts())
    text = desk.read(file)
    fields = list(_VALUE.finditer(text if file.suffix == ".yaml" else text.partition("\n---\n")[0]))
    if not fields:
        return
    field = desk.rng.choice(fields)
    value = field["value"]
    others = [one["value"] for other in desk.texts() for one in _VALUE.finditer(desk.read(other)) if one["name"] == field["name"]]
    if _DATE.fullmatch(value) and desk.rng.random() < 0.8:
        value = str(desk.day + timedelta(days=desk.rng.choice((-400, -1, 0, 1, 30))))
    elif value.isdecimal() and desk.rng.random() < 0.5:
        value = str(int(value) + desk.rng.choice((-1, 1, 10)))
    else:
        value = desk.rng.choice((*others, "saknas", f"{value} till"))
    desk.write(file, text[: field.start()] + field["head"] + value + text[field.end() :])


def change_sign(desk: Desk) -> None:
    """Change one character of a file of content or theme, but not its size and modification time."""
    theme = [file for pattern in ("words/*", "static/css/**/*.css", "goals.yaml") for file in desk.theme.glob(pattern)]
    file = desk.pick() if desk.rng.random() < 0.7 else desk.rng.choice(sorted(file for file in theme if file.is_file()))
    data, status = bytearray(file.read_bytes()), file.stat()
    found = [at for at, sign in enumerate(data) if chr(sign) in ("12345" if file.suffix == ".css" else "12345aeiou")]
    if found:
        at = desk.rng.choice(found)
        data[at] = ord(desk.rng.choice("12345" if chr(data[at]).isdecimal() else "aeiou"))
        file.write_bytes(data)
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
        desk.changed.add(file)


def put_together(desk: Desk) -> None:
    """Change the Unicode form of a file's or folder's name (NFC or NFD), but not of references to it."""
    paths = sorted(path for path in desk.content.rglob("*") if not path.is_symlink() and ".git" not in path.parts)
    named = [path for path in paths if not path.name.isascii()]
    path = desk.rng.choice(named if named and desk.rng.random() < 0.7 else paths)
    form: Literal["NFC", "NFD"] = "NFC" if unicodedata.is_normalized("NFD", path.name) else "NFD"
    name = path.name if path in named else path.name.replace("o", "å", 1)
    if path not in named and path.suffix == ".svg" and (file := desk.content / "partner" / "partner.yaml").is_file():
        desk.write(file, desk.read(file).replace(path.name, name))
    new = path.with_name(unicodedata.normalize(form, name))
    if not new.exists():
        path.rename(new)
        desk.changed |= {path, new}
        desk.is_unseen = desk.is_unseen or new.is_dir()


def lay_pipe(desk: Desk) -> None:
    """Put a named pipe in the place of a file."""
    if os.name == "nt":  # which has none among its files
        return
    file = desk.rng.choice((desk.pick(), desk.content / "sidor" / "prov-1.md", desk.content / desk.rng.choice(FILES)))
    desk.clear(file)
    file.unlink(missing_ok=True)
    os.mkfifo(file)
    desk.changed.add(file)


def write_over(desk: Desk) -> None:
    """Replace a file atomically, with a modification time in the future."""
    file = desk.pick()
    made = desk.folder / "sparas.tmp"
    made.write_text(
        f"{desk.read(file).rstrip()}\n\nTill sist.\n" if file.suffix == ".md" else desk.read(file), "utf-8", newline="\n"
    )
    if desk.rng.random() < 0.5:
        os.utime(made, (4_000_000_000, 4_000_000_000))
    made.replace(file)
    desk.changed.add(file)


def link_theme(desk: Desk) -> None:
    """Replace a folder of the theme by a link to it, or by a folder again."""
    if os.name == "nt":  # where it takes a right of its own
        return
    name = desk.rng.choice(("words", "static", "templates/components"))
    folder, aside = desk.theme / name, desk.folder / f"temats-{name.rpartition('/')[2]}"
    if folder.is_symlink():
        folder.unlink()
        aside.rename(folder)
    else:
        folder.rename(aside)
        folder.symlink_to(aside, target_is_directory=True)
    desk.changed.add(folder)
    desk.is_unseen = True


WIDER_STEPS: tuple[tuple[Callable[[Desk], None], int], ...] = (
    (lay_rich, 5),
    (change_languages, 4),
    (begin_translation, 5),
    (change_records, 6),
    (take_file, 4),
    (take_lines, 4),
    (change_file, 5),
    (rename_any, 2),
    (name_back, 2),
    (lead_elsewhere, 2),
    (touch_theme, 3),
    (lose_theme, 1),
    (change_value, 8),
    (change_sign, 4),
    (put_together, 3),
    (lay_pipe, 2),
    (write_over, 2),
    (link_theme, 1),
)
