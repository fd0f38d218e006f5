"""The task `tidy`: show what would be tidied in a file of `content/`, or in all of them, and with `--apply` do it.

The difference goes to stdout, everything else to stderr. Called by `tasks.py`.
"""

from __future__ import annotations

import re
from difflib import get_close_matches, unified_diff
from pathlib import Path

from plugins.commands.process.failure import PROJECT
from plugins.commands.reporting.speak import say, show
from plugins.core.places import show_path
from plugins.core.reading.placing import find_shelf
from plugins.core.source.sources import LARGEST_TEXT
from plugins.core.swedish import join_words
from plugins.core.system.plain_file import read_plain
from plugins.core.writer.put import Overtaken, put_file
from plugins.site.rooms import SHELVES
from plugins.site.tidy import CannotTidy, Tidied, read_style, tidy_file

_HIDDEN = re.compile("[\u00a0\u00ad\u200b-\u200f\u202f\u2060\ufeff]")


def run_tidy(file: str, content_option: str | None, *, applies: bool) -> int:
    """Tidy one file, or all where `file` is the content folder; return the exit status: 0 done, 1 a file failed, 2 wrong
    usage.
    """
    content = Path(content_option) if content_option else PROJECT / "content"
    if not content.is_dir():
        say(f"Mappen ”{content_option or content.name}” finns inte.")
        return 2
    paths = texts_of(content)
    if not (Path(file).is_dir() and Path(file).resolve() == content.resolve()):
        found = find_file(file, content, paths)
        if isinstance(found, str):
            say(found)
            return 2
        paths = [found]
    changed = failed = 0
    style = read_style(content)
    for path in paths:
        try:
            if path.stat().st_size > LARGEST_TEXT:
                raise CannotTidy(f"{path.name} är för stor för en textfil.")
            data = read_plain(path)
            tidied = tidy_file(path, path.resolve().relative_to(content.resolve()).as_posix(), data, style)
            if tidied.text.encode() == data:
                continue
            show(_format_change(path, tidied))
            if applies:
                put_file(path, tidied.text.encode(), data)  # a link stays a link, and leads to a file in `content/`
            changed += 1
        except (CannotTidy, Overtaken) as error:
            say(str(error))
            failed += 1
        except OSError as error:
            say(f"Det gick inte att läsa eller skriva {path.name} ({error.strerror}).")
            failed += 1
    if changed or not failed:
        say(_summarise(changed, is_one=len(paths) == 1, applies=applies))
    return 1 if failed else 0


def texts_of(content: Path) -> list[Path]:
    """Return the text files of the content that a room claims, sorted by path."""
    files = [path for path in sorted(content.rglob("*")) if path.is_file() and not path.is_symlink()]
    return [path for path in files if _is_text(path.relative_to(content).as_posix())]


def _is_text(relative: str) -> bool:
    shelf = find_shelf(relative, SHELVES)
    return shelf is not None and shelf.model is not None


def find_file(file: str, content: Path, paths: list[Path]) -> Path | str:
    """Return the file that was meant: relative to the current folder or `content/`, or by its name; else a message why there
    is none.
    """
    for path in (Path(file), content / file):
        if path.is_file():
            resolved = path.resolve()
            if not resolved.is_relative_to(content.resolve()):
                return f"Filen ”{file}” ligger inte i mappen {content.name}/."
            relative = resolved.relative_to(content.resolve()).as_posix()
            return path if _is_text(relative) else f"Filen ”{file}” är ingen text som hör till webbplatsen."
    named = [path for path in paths if path.name == Path(file).name]
    if len(named) == 1 and Path(file).name == file:
        return named[0]
    if len(named) > 1:
        listing = join_words([show_path(path) for path in named], "eller")
        return f"Det finns flera filer som heter {file}. Skriv också mappen: {listing}."
    near = get_close_matches(Path(file).name, [path.name for path in paths], n=1)
    guess = f" Menade du {near[0]}?" if near else ""
    return f"Det finns ingen fil som heter ”{file}”.{guess}"


def _format_change(path: Path, tidied: Tidied) -> str:
    """Return what changes in a file: in words, and as a diff in which invisible characters are shown by code."""
    name = show_path(path)
    before, after = ([_show(line) for line in text.split("\n")] for text in (_lines_of(tidied.before), tidied.text))
    difference = unified_diff(before, after, f"{name} (nu)", f"{name} (städad)", lineterm="", n=0)
    return "\n".join([f"{name}: {', '.join(tidied.notes)}.", *difference])


def _lines_of(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _show(line: str) -> str:
    return _HIDDEN.sub(lambda found: "⍽" if found[0] in "\u00a0\u202f" else f"[U+{ord(found[0]):04X}]", line)


def _summarise(changed: int, *, is_one: bool, applies: bool) -> str:
    if not changed:
        return "Här finns inget att städa." if is_one else "Ingen fil behöver städas."
    files = "1 fil" if changed == 1 else f"{changed} filer"
    if applies:
        return f"{files} är {'städad' if changed == 1 else 'städade'}."
    return f"{files} kan städas. Inget är skrivet: lägg till --gor för att rätta."
