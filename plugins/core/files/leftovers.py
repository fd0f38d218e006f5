"""Recognise files that systems, sync programs and people leave beside the editors' own, and that are no content.

Finds leftovers of programs, placeholders of files that have not been downloaded, and copies of other files. The patterns are
data, with their sources, in `leftovers.toml`. Called by whatever meets such files: `core.reading`,
`commands.runs.basis`, `commands.preview.watcher`.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from fnmatch import translate
from functools import cache
from pathlib import Path

from plugins.core.cache.compiled import make_once
from plugins.core.files.translation_names import split_name
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.swedish import quote
from plugins.core.system.plain_file import read_plain

_DATA = Path(__file__).with_suffix(".toml")

_TEXT_ENDINGS = (".md", ".yaml")
_SHOWN = 3
"""How many lines that only a copy has are quoted."""
_COMPARED = 3_000
"""The most lines of a file that are compared in order, which takes quadratic time."""


def _compared(name: str) -> str:
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", name).casefold()


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Return patterns for the names of leftover `files` and `folders`, and for marks of copies: `sure`, `version`, `computer` and
    `before`.
    """
    patterns: Mapping[str, str] = make_once(("leftovers", _DATA.read_bytes()), _write_patterns)
    return {name: re.compile(pattern) for name, pattern in patterns.items()}


def _write_patterns() -> dict[str, str]:
    import tomllib  # noqa: PLC0415 (needed once for all runs)

    data = tomllib.loads(_DATA.read_text("utf-8"))
    names = [name for part in data.values() for name in part.get("names", ())]
    files = [translate(name) for name in names if not name.endswith("/")]
    folders = [translate(name[:-1]) for name in names if name.endswith("/")]
    marks = {kind: f"(?:{'|'.join(marks)})+" for kind, marks in data["copies"].items() if kind != "source"}
    return {"files": "|".join(files), "folders": "|".join(folders), **marks}


# ---- nobody's


def is_left_by_program(name: str) -> bool:
    """Return whether a file name, in any case, is one that systems or programs leave behind."""
    return _patterns()["files"].fullmatch(_compared(name)) is not None


def is_folder_of_program(name: str) -> bool:
    """Return whether a folder belongs to a system or program, as do all whose names begin with a full stop."""
    return name.startswith(".") or _patterns()["folders"].fullmatch(_compared(name)) is not None


# ---- not here


def find_absent(path: Path) -> Path | None:
    """Return the file for which iCloud Drive has left a placeholder; None if the path is no placeholder."""
    if not path.name.startswith("."):
        return None
    found = re.fullmatch(r"\.(?P<name>.+)\.icloud", path.name, re.IGNORECASE)
    return path.with_name(found["name"]) if found else None


def report_absent(path: Path, absent: Path) -> Problem:
    """Return the problem of a file that is only in the cloud: it must be downloaded, and its placeholder left alone."""
    message = f"Filen {absent.name} finns i iCloud men är inte hämtad till den här datorn."
    help_lines = (
        f"Öppna mappen {path.parent.name}/ i Finder och klicka på molnet bredvid {absent.name}, så hämtas filen.",
        "Högerklicka på mappen och välj ”Behåll nedladdad”, så ligger filerna kvar här.",
    )
    return Problem(Place(SourceFile(path)), "inte-hamtad", message, help=help_lines)


FETCH_IT = (
    "Ligger mappen i OneDrive, Dropbox eller iCloud: högerklicka på filen och välj att alltid behålla den på den här datorn."
)
"""Advice for a file that is empty or unreadable: sync programs show files that have not been downloaded."""


# ---- copies


def find_copies(paths: Iterable[Path], compared: set[Path] | None = None) -> dict[Path, Path]:
    """Return the pages and registers that are copies of another file in the same folder, each with that file.

    Files whose contents had to be compared are added to `compared`.
    """
    compared = set() if compared is None else compared
    texts = [path for path in paths if path.suffix in _TEXT_ENDINGS and os.path.isfile(path)]  # noqa: PTH113 (of thousands)
    beside: dict[tuple[Path, str], dict[str, Path]] = {}
    for path in texts:
        beside.setdefault((path.parent, path.suffix), {})[_compared(path.stem)] = path
    return {path: original for path in texts if (original := _find_original(path, beside[path.parent, path.suffix], compared))}


def _find_original(path: Path, there: dict[str, Path], compared: set[Path]) -> Path | None:
    """Return the file of which a file is a copy, among those in its folder with its extension, by their compared names."""
    marks = _patterns()
    stem = unicodedata.normalize("NFC", path.stem)
    for end in range(len(stem) - 1, 0, -1):
        original = None if stem[end].isalpha() else there.get(_compared(stem[:end]))
        if original is None:
            continue
        is_translation = split_name(f"{stem}{path.suffix}") is not None and stem[end:].count(".") == 1 and stem[end] == "."
        if not is_translation and _is_copy(path, original, stem[end:], marks, compared):
            return original
    mark = marks["before"].match(_compared(stem))
    return there.get(_compared(stem)[mark.end() :]) if mark else None


def _is_copy(path: Path, original: Path, mark: str, marks: Mapping[str, re.Pattern[str]], compared: set[Path]) -> bool:
    if marks["sure"].fullmatch(_compared(mark)):
        return True
    is_version, is_computers = marks["version"].fullmatch(_compared(mark)), marks["computer"].fullmatch(mark)
    if not is_version and path.suffix == ".md" and not is_computers:
        return False  # `om-huset.md` may have begun as a copy of `om.md`
    compared |= {path, original}
    if is_version:
        return _is_alike(path, original, needs_both=False)
    # two registers with the same records are copies, whatever their names
    return _is_alike(path, original, needs_both=True)


def _read_lines(path: Path) -> list[str]:
    """Return the stripped lines of a file; empty if it cannot be read."""
    try:
        return [line.strip() for line in read_plain(path).decode("utf-8-sig", "replace").splitlines()]
    except OSError:
        return []


_TITLE = re.compile(r"(?:titel|rubrik|namn)\s*:", re.IGNORECASE)
_DRAFT = re.compile(r"status\s*:\s*utkast\b", re.IGNORECASE)
_HEADER = 60
"""How many lines at the beginning of a page are searched for its header fields."""


def _is_alike(path: Path, original: Path, *, needs_both: bool) -> bool:
    """Return whether a file resembles another: a page by its title or half of its lines, or both; a register by half of its
    records.

    A draft page is not taken for a forgotten copy: somebody is working on it.
    """
    here, there = _read_lines(path), _read_lines(original)
    if path.suffix != ".md":
        return _is_half(_first_lines(here), there)
    if any(_DRAFT.match(line) for line in here[:_HEADER]):
        return False
    titles = [next((line for line in lines[:_HEADER] if _TITLE.match(line)), "") for lines in (here, there)]
    return (all if needs_both else any)((titles[0] == titles[1], _is_half(here, there)))


def _first_lines(lines: list[str]) -> list[str]:
    """Return the first line of each record of a register; all lines of a file without records."""
    return [line for line in lines if line.startswith("- ")] or lines


def _is_half(here: list[str], there: list[str]) -> bool:
    filled = {line for line in here if line}
    return bool(filled) and 2 * len(filled & set(there)) >= len(filled)


def report_copy(path: Path, original: Path) -> Problem:
    """Return the problem of a copy, which is not read; lines that only it has are quoted, so that no work gets lost."""
    message = f"Filen är en kopia av {original.name}, som någon eller ett program för synkning har lämnat kvar."
    only_here, only_there = _find_differences(_read_lines(path), _read_lines(original))
    if not only_here and not only_there:
        help_lines = ["De två är lika. Ta bort den här filen."]
    else:
        help_lines = [*_format_lines("Bara här", only_here), *_format_lines(f"Bara i {original.name}", only_there)]
        help_lines.append(f"För över det som ska gälla till {original.name}. Ta sedan bort den här filen.")
    if path.suffix == ".md" and only_here:
        help_lines.append("Är den en egen sida: ge den ett namn som säger vad den handlar om.")
    return Problem(Place(SourceFile(path)), "kvarglomd-kopia", message, help=tuple(help_lines))


Lines = list[tuple[int, str]]
"""Non-empty lines with their numbers."""


def _find_differences(here: list[str], there: list[str]) -> tuple[Lines, Lines]:
    """Return the lines that only one and only the other file has; for very long files regardless of their order."""
    if max(len(here), len(there)) > _COMPARED:
        known_here, known_there = {*here, ""}, {*there, ""}
        return [(n, line) for n, line in _numbered(here) if line not in known_there], [
            (n, line) for n, line in _numbered(there) if line not in known_here
        ]
    blocks = SequenceMatcher(a=here, b=there).get_opcodes()
    changed = [block for block in blocks if block[0] != "equal"]
    return (
        [item for _, start, end, _, _ in changed for item in _numbered(here)[start:end] if item[1]],
        [item for _, _, _, start, end in changed for item in _numbered(there)[start:end] if item[1]],
    )


def _numbered(lines: list[str]) -> Lines:
    return list(enumerate(lines, 1))


def _format_lines(where: str, lines: Lines) -> Iterator[str]:
    if not lines:
        return
    listed = ", ".join(f"rad {number} {quote(line, 60)}" for number, line in lines[:_SHOWN])
    left = len(lines) - _SHOWN
    yield f"{where}: {listed}{f' och {left} rader till' if left > 1 else ' och en rad till' if left == 1 else ''}."
