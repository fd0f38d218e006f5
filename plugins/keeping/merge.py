"""Merge one file that two people have changed: the entry point of the merge, called by `plugins.keeping.states`.

Takes the three versions of a file (bytes; None where it does not exist) and the shelves, which say what model it has. Returns the
merged bytes, and records conflicts in `Choices`. Conflict markers are never written: a conflict is a value, not text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from plugins.core.models.model import shape_of
from plugins.core.places import SourceFile
from plugins.core.reading.placing import find_shelf
from plugins.core.records.nodes import Shape
from plugins.core.shelf import Shelf
from plugins.core.source.conflicts import find_conflict
from plugins.core.swedish import format_size
from plugins.keeping.choices import Choices
from plugins.keeping.lines import merge_lines, split_lines, split_paragraphs
from plugins.keeping.records import CannotSplit, merge_record, merge_register
from plugins.keeping.units import Ambiguous, Unit, merge_units

BOM = "\ufeff"


def merge_file(
    path: str, before: bytes | None, mine: bytes | None, theirs: bytes | None, shelves: Sequence[Shelf], choices: Choices
) -> bytes | None:
    """Return the merged file, or None where it is removed; `path` is relative to `content/`."""
    if theirs in (mine, before):
        return mine
    if mine == before:
        return theirs
    texts = [_decode(data) for data in (before or b"", mine, theirs)]
    if mine is None or theirs is None or any(text is None for text in texts) or Path(path).suffix.lower() not in (".md", ".yaml"):
        return _settle_whole(path, before, mine, theirs, texts, choices)
    edges = _edges_of(mine if before is None or _edges_of(mine) != _edges_of(before) else theirs)
    old, own, other = (_plain(text or "") for text in texts)
    joined = _merge_text(path, old, own, other, shelves, choices)
    if find_conflict(SourceFile(Path(path), joined)) and not any(find_conflict(SourceFile(Path(path), t)) for t in (own, other)):
        return _settle_whole(path, before, mine, theirs, texts, choices)  # looks like conflict markers, by chance
    return _with_edges(joined, edges)


def _settle_whole(
    path: str, before: bytes | None, mine: bytes | None, theirs: bytes | None, texts: Sequence[str | None], choices: Choices
) -> bytes | None:
    """Choose between two whole files."""
    descriptions = [
        None if data is None else text if text is not None else f"en fil på {format_size(len(data))}"
        for data, text in zip((before, mine, theirs), texts, strict=True)
    ]
    if descriptions[1] == descriptions[2]:  # two pictures of equal size
        descriptions[1:] = [f"{descriptions[1]} (den ena)", f"{descriptions[2]} (den andra)"]
    settled = choices.resolve(path, "hela filen", descriptions[0], descriptions[1], descriptions[2])
    if settled == descriptions[1]:
        return mine
    return theirs


def _merge_text(path: str, before: str, mine: str, theirs: str, shelves: Sequence[Shelf], choices: Choices) -> str:
    """Merge by the model of the file; by lines where it cannot be split into records."""
    shelf = find_shelf(path, shelves) or find_shelf(re.sub(r"\.[a-z]{2,8}(\.(?:md|yaml))$", r"\1", path), shelves)
    shape = shape_of(shelf.model) if shelf and shelf.model else Shape({})
    found = len(choices.conflicts)
    try:
        if path.endswith(".md"):
            return _merge_page(path, before, mine, theirs, shape, choices)
        if shelf is not None and shelf.form == "record":
            return merge_record(path, before, mine, theirs, shape, choices)
        return merge_register(path, before, mine, theirs, shape, choices)
    except (CannotSplit, Ambiguous):
        del choices.conflicts[found:]
        return merge_lines(path, "i filen", before, mine, theirs, choices)


# ---- pages


def _merge_page(path: str, before: str, mine: str, theirs: str, shape: Shape, choices: Choices) -> str:
    """Merge a page: the header field by field, the text section by section."""
    parts = [_split_page(text) for text in (before, mine, theirs)]
    if before == "":
        parts[0] = ("---\n", "", "---\n", "")
    if any(part is None for part in parts):
        return merge_lines(path, "i filen", before, mine, theirs, choices)
    opening, header, closing, body = zip(*(part for part in parts if part), strict=True)
    return "".join(
        [
            merge_lines(path, "sidhuvudets början", opening[0], opening[1], opening[2], choices),
            _merge_header(path, header, shape, choices),
            merge_lines(path, "sidhuvudets slut", closing[0], closing[1], closing[2], choices),
            _merge_body(path, body, choices),
        ]
    )


def _merge_header(path: str, headers: Sequence[str], shape: Shape, choices: Choices) -> str:
    found = len(choices.conflicts)
    try:
        return merge_record(path, headers[0], headers[1], headers[2], shape, choices)
    except (CannotSplit, Ambiguous):
        del choices.conflicts[found:]
        return merge_lines(path, "sidhuvudet", headers[0], headers[1], headers[2], choices)


def _split_page(text: str) -> tuple[str, str, str, str] | None:
    """Split a page into its start up to the first line `---`, the header, the second such line, and the Markdown."""
    lines = split_lines(text)
    start = next((at for at, line in enumerate(lines) if line.strip()), None)
    if start is None or lines[start].strip() != "---":
        return None
    end = next((at for at in range(start + 1, len(lines)) if lines[at].strip() in ("---", "...")), None)
    if end is None:
        return None
    cut = lines[: start + 1], lines[start + 1 : end], lines[end : end + 1], lines[end + 1 :]
    return "".join(cut[0]), "".join(cut[1]), "".join(cut[2]), "".join(cut[3])


_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")


def _merge_body(path: str, bodies: Sequence[str], choices: Choices) -> str:
    """Merge the text of a page section by section, and within a section paragraph by paragraph."""

    def merge_one(before: Unit | None, mine: Unit | None, theirs: Unit | None) -> tuple[str, str] | None:
        named = next(unit for unit in (mine, theirs, before) if unit is not None)
        what = f"avsnittet {named.inside}" if named.inside else "texten"
        there = [unit for unit in (mine, theirs) if unit is not None]
        if mine is None or theirs is None:
            kept = choices.resolve(path, what, *(unit.text if unit else None for unit in (before, mine, theirs)))
            return None if kept is None else (kept, there[0].lead)
        text = merge_lines(path, what, before.text if before else "", mine.text, theirs.text, choices, split=split_paragraphs)
        below = theirs.lead if before and mine.lead == before.lead else mine.lead
        return text, below

    found = len(choices.conflicts)
    try:
        rows = [list(_sections(body)) for body in bodies]
        joined = [one.value for one in merge_units(rows[0], rows[1], rows[2], merge_one)]
        # A section that was last in one version, and no longer is, has no empty line below it.
        apart = [text + (below or ("\n" if text else "")) for text, below in joined[:-1]]
        return "".join(apart + [text + below for text, below in joined[-1:]])
    except Ambiguous:
        del choices.conflicts[found:]
        return merge_lines(path, "texten", bodies[0], bodies[1], bodies[2], choices, split=split_paragraphs)


def _sections(body: str) -> Iterable[Unit]:
    """Yield the text before the first heading, and each heading with its text; `lead` is the empty lines below it."""
    parts: list[tuple[int, str, str]] = [(0, "", "")]
    fence = ""
    for line in split_lines(body):
        found = _FENCE.match(line)
        if found and (not fence or found[1].startswith(fence)):
            fence = "" if fence else found[1]
        heading = None if fence else _HEADING.match(line)
        if heading:
            parts.append((len(heading[1]), heading[2].strip(), line))
        else:
            parts[-1] = (*parts[-1][:2], parts[-1][2] + line)
    above: list[tuple[int, str]] = []
    for level, name, text in parts:
        above = [*(one for one in above if one[0] < level), (level, name)]
        bare = text.rstrip("\n \t")
        ended = f"{bare}\n" if bare else ""
        yield Unit("\0".join(title.casefold() for _, title in above), ended, text[len(ended) :], inside=name)


# ---- encoding


def _decode(data: bytes | None) -> str | None:
    """Decode UTF-8; return None for bytes that are not text."""
    try:
        return None if data is None or b"\0" in data else data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _plain(text: str) -> str:
    text = text.removeprefix(BOM).replace("\r\n", "\n")
    return text if not text or text.endswith("\n") else f"{text}\n"


def _edges_of(data: bytes) -> tuple[bool, bool, bool]:
    """Return whether a file has a byte order mark, has CRLF, and ends with a line break."""
    return data.startswith(BOM.encode()), b"\r\n" in data, data.endswith(b"\n")


def _with_edges(text: str, edges: tuple[bool, bool, bool]) -> bytes:
    has_mark, has_crlf, is_ended = edges
    text = text if is_ended else text.removesuffix("\n")
    text = text.replace("\n", "\r\n") if has_crlf else text
    return ((BOM if has_mark else "") + text).encode("utf-8", "surrogatepass")
