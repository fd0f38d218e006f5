"""Files that systems, sync programs and people leave beside the editors' own, and that are no content.

Stage: read. In: paths below `content/`. Out: which of them are nobody's, which are not here at all, and which are
copies of another file. The names are data, with their sources, in `leftovers.toml`. Called by `core.reading.reader`.
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
"""Lines of a copy that are told of those that only it has."""
_COMPARED = 3_000
"""Lines of the longest file whose lines are compared in their order, which takes time by the square."""


def _compared(name: str) -> str:
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", name).casefold()


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Return what names of `files` and of `folders` look like that nobody gave, and the marks of a copy: `sure`, `version`,
    `computer` and `before`.
    """
    patterns: Mapping[str, str] = make_once(("leftovers", _DATA.read_bytes()), _write_patterns)
    return {name: re.compile(pattern) for name, pattern in patterns.items()}


def _write_patterns() -> dict[str, str]:
    import tomllib  # noqa: PLC0415 (once for all runs)

    data = tomllib.loads(_DATA.read_text("utf-8"))
    names = [name for part in data.values() for name in part.get("names", ())]
    files = [translate(name) for name in names if not name.endswith("/")]
    folders = [translate(name[:-1]) for name in names if name.endswith("/")]
    marks = {kind: f"(?:{'|'.join(marks)})+" for kind, marks in data["copies"].items() if kind != "source"}
    return {"files": "|".join(files), "folders": "|".join(folders), **marks}


# ---- nobody's


def is_left_by_program(name: str) -> bool:
    """Tell whether a file is one that a system or program leaves behind, whatever its case."""
    return _patterns()["files"].fullmatch(_compared(name)) is not None


def is_folder_of_program(name: str) -> bool:
    """Tell whether a folder is one of a system or program; so is each whose name begins with a full stop."""
    return name.startswith(".") or _patterns()["folders"].fullmatch(_compared(name)) is not None


# ---- not here


def find_absent(path: Path) -> Path | None:
    """Return the file for which iCloud Drive has left a stand-in on this computer; None where the path is no stand-in."""
    if not path.name.startswith("."):
        return None
    found = re.fullmatch(r"\.(?P<name>.+)\.icloud", path.name, re.IGNORECASE)
    return path.with_name(found["name"]) if found else None


def tell_absent(path: Path, absent: Path) -> Problem:
    """A file that is only in the cloud cannot be read; it must be fetched, and its stand-in be left alone."""
    message = f"Filen {absent.name} finns i iCloud men är inte hämtad till den här datorn."
    help_lines = (
        f"Öppna mappen {path.parent.name}/ i Finder och klicka på molnet bredvid {absent.name}, så hämtas filen.",
        "Högerklicka på mappen och välj ”Behåll nedladdad”, så ligger filerna kvar här.",
    )
    return Problem(Place(SourceFile(path)), "inte-hamtad", message, help=help_lines)


FETCH_IT = (
    "Ligger mappen i OneDrive, Dropbox eller iCloud: högerklicka på filen och välj att alltid behålla den på den här datorn."
)
"""Advice for a file that is empty or cannot be read: sync programs show files that they have not fetched."""


# ---- copies


def find_copies(paths: Iterable[Path], compared: set[Path] | None = None) -> dict[Path, Path]:
    """Return the pages and registers that are copies of another beside them, each with that other.

    Files that had to be looked into are added to `compared`.
    """
    compared = set() if compared is None else compared
    texts = [path for path in paths if path.suffix in _TEXT_ENDINGS and os.path.isfile(path)]  # noqa: PTH113 (of thousands)
    beside: dict[tuple[Path, str], dict[str, Path]] = {}
    for path in texts:
        beside.setdefault((path.parent, path.suffix), {})[_compared(path.stem)] = path
    return {path: original for path in texts if (original := _find_original(path, beside[path.parent, path.suffix], compared))}


def _find_original(path: Path, there: dict[str, Path], compared: set[Path]) -> Path | None:
    """Return what a file is a copy of, among those in its folder with its ending, by their compared names."""
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
        return False  # `om-huset.md` may begin as a copy of `om.md`
    compared |= {path, original}
    if is_version:
        return _is_alike(path, original, needs_both=False)
    # Two registers with the same records are one, whatever they are called.
    return _is_alike(path, original, needs_both=True)


def _read_lines(path: Path) -> list[str]:
    """Return the lines of a file, without the space around them; none where it cannot be read."""
    try:
        return [line.strip() for line in read_plain(path).decode("utf-8-sig", "replace").splitlines()]
    except OSError:
        return []


_TITLE = re.compile(r"(?:titel|rubrik|namn)\s*:", re.IGNORECASE)
_DRAFT = re.compile(r"status\s*:\s*utkast\b", re.IGNORECASE)
_HEADER = 60
"""Lines at the beginning of a page in which its header stands."""


def _is_alike(path: Path, original: Path, *, needs_both: bool) -> bool:
    """A page is alike with the same title, half of the lines, or both; a register with half of the records.

    A draft is no copy that was left: somebody works on it.
    """
    here, there = _read_lines(path), _read_lines(original)
    if path.suffix != ".md":
        return _is_half(_first_lines(here), there)
    if any(_DRAFT.match(line) for line in here[:_HEADER]):
        return False
    titles = [next((line for line in lines[:_HEADER] if _TITLE.match(line)), "") for lines in (here, there)]
    return (all if needs_both else any)((titles[0] == titles[1], _is_half(here, there)))


def _first_lines(lines: list[str]) -> list[str]:
    """Return the first line of each record of a register; of a file without records, all."""
    return [line for line in lines if line.startswith("- ")] or lines


def _is_half(here: list[str], there: list[str]) -> bool:
    filled = {line for line in here if line}
    return bool(filled) and 2 * len(filled & set(there)) >= len(filled)


def tell_copy(path: Path, original: Path) -> Problem:
    """A copy is not read; what only it has is told, so that no work is lost when it is removed."""
    message = f"Filen är en kopia av {original.name}, som någon eller ett program för synkning har lämnat kvar."
    only_here, only_there = _find_differences(_read_lines(path), _read_lines(original))
    if not only_here and not only_there:
        help_lines = ["De två är lika. Ta bort den här filen."]
    else:
        help_lines = [*_tell_lines("Bara här", only_here), *_tell_lines(f"Bara i {original.name}", only_there)]
        help_lines.append(f"För över det som ska gälla till {original.name}. Ta sedan bort den här filen.")
    if path.suffix == ".md" and only_here:
        help_lines.append("Är den en egen sida: ge den ett namn som säger vad den handlar om.")
    return Problem(Place(SourceFile(path)), "kvarglomd-kopia", message, help=tuple(help_lines))


Lines = list[tuple[int, str]]
"""Lines that are not empty, each with its number."""


def _find_differences(here: list[str], there: list[str]) -> tuple[Lines, Lines]:
    """Return the lines that only the one and only the other has; of very long files those that stand nowhere in the other."""
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


def _tell_lines(where: str, lines: Lines) -> Iterator[str]:
    if not lines:
        return
    told = ", ".join(f"rad {number} {quote(line, 60)}" for number, line in lines[:_SHOWN])
    left = len(lines) - _SHOWN
    yield f"{where}: {told}{f' och {left} rader till' if left > 1 else ' och en rad till' if left == 1 else ''}."
