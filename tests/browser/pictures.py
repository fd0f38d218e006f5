"""Compare screenshots with snapshots, and distinguish changes from the noise between machines and versions of a browser.

Two machines antialias letters with different greys, and two versions of a browser may place a line half a pixel apart. So
snapshots are stored at half size with few colours, and compared cell by cell: the mean colour of 8 × 8 pixels of the screen
hardly changes by such noise, but changes much if text moves, an edge disappears or a colour is another.

What noise could hide, a slightly different colour or a thin line in another grey, is known without the pixels: each snapshot
contains the list of the colours that the browser was asked for, which are the same on every machine.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops, ImageStat
from PIL.PngImagePlugin import PngInfo

from tests.writing import exchange

PICTURES = Path(__file__).parent / "snapshots"
FOUND = Path(__file__).parents[2] / ".cache" / "pictures"
"""Where a screenshot that differs from its snapshot is written, at the path of the snapshot; CI keeps it with the failed run."""
MODES: dict[str, tuple[str, int, dict[str, str]]] = {
    "phone": ("light", 320, {}),
    "desk": ("light", 1280, {}),
    "evening": ("dark", 320, {}),
    "own colours": ("light", 320, {"forced_colors": "active"}),
    "paper": ("light", 688, {"media": "print"}),  # the width of A4 within its margins: 182 mm at 96 to the inch
}
"""Colour scheme, width and media of each row of snapshots."""

REDUCED = 2
"""The factor by which width and height are reduced."""
COLOURS = 128
CELL = 4
"""Side of a cell, in pixels of a snapshot."""
FAR = 28
"""A cell differs if one of its three colours differs by more than this, of 255; an edge moved by half a pixel stays below."""
FEW = 0.002
"""The share of all cells that may differ; three cells may differ in any case."""
MOVED = 5
"""A cell has moved if one of its three colours has changed by this much, of 255."""
LEANING = 0.5
"""The share of the cells' movement that goes in one direction, from which it is a change. With another colour of links it was
0.94 to 1, in 19 pictures; noise in the placing of letters moves cells both ways, 0.08 at most in 14 pictures."""
MANY = 0.004
"""The part of all cells that have moved where a colour is another: a machine moved 10 of 4,200 from one run to the next."""
HUE = 12
"""A colour is in a picture only if another's is this far from it in hue: by the two differences between red, green and blue, of
255. With a thin stripe in another colour these were 27 to 41; noise made it 3 at most, in 16 pictures. Greys do not differ."""
ENOUGH = 10
"""Pixels of a snapshot that a colour must have to be looked for in another picture."""
GRAIN = "kept, for another machine may draw it so"
"""The line about a snapshot that a refresh leaves as it is."""
STRAY = 3
"""Pixels of a snapshot by which heights may differ, from rounding of many lines."""
LIST = "Colours"
"""The text in the file of a snapshot that lists its colours."""
FIND_COLOURS = """(parts, isSeen) => {
    const found = [], edges = ["top", "right", "bottom", "left"];
    for (const it of parts) {
        if (!isSeen(it.getBoundingClientRect())) { continue; }
        const says = [...it.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        for (const pseudo of [null, "::before", "::after", "::marker"]) {
            const style = getComputedStyle(it, pseudo), add = (use, value) => found.push([use, value]);
            if (style.visibility !== "visible" || style.display === "none") { continue; }
            if (pseudo === "::marker" && getComputedStyle(it).display !== "list-item") { continue; }
            if (pseudo && pseudo !== "::marker" && style.content === "none") { continue; }
            if (pseudo || says || it.matches("input, select, textarea")) { add("text", style.color); }
            if (pseudo === "::marker") { continue; }
            if (says && style.textDecorationLine !== "none") { add("underline", style.textDecorationColor); }
            add("ground", style.backgroundColor);
            add("ground", style.backgroundImage);
            add("shadow", style.boxShadow);
            for (const edge of edges) {
                if (parseFloat(style[`border-${edge}-width`])) { add("edge", style[`border-${edge}-color`]); }
            }
            if (style.outlineStyle !== "none") { add("edge", style.outlineColor); }
            if (it instanceof SVGGeometryElement) {
                add("drawing", style.fill);
                if (style.stroke !== "none") { add("drawing", style.stroke); }
            }
        }
    }
    return found;
}"""
"""Returns the colours of those elements whose box is seen, as pairs of a use and a CSS value that contains the colour."""


class Shot(NamedTuple):
    """What the browser shows of a component or page: the reduced screenshot, and the list of its colours."""

    picture: Image.Image
    colours: str


def reduce_picture(screen: Image.Image) -> Image.Image:
    """Return a screenshot at the size of snapshots."""
    return screen.convert("RGB").reduce(REDUCED)


def list_colours(uses: Iterable[tuple[str, str]]) -> str:
    """Return a list of colours, a line for each use of one, and the number of elements that have it so.

    `uses` are pairs of a use and a CSS value with any number of colours.
    """
    counted = Counter(
        (use, _write_colour(colour)) for use, value in uses for colour in re.findall(r"\b(?:rgba?|color)\([^()]*\)", value)
    )
    return "\n".join(f"{use} {colour} {count}" for (use, colour), count in sorted(counted.items()) if colour)


def _write_colour(computed: str) -> str:
    """Return a computed colour as stylesheets write it, if they can, else as it is; empty if nothing of it is seen."""
    parts = re.fullmatch(r"rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)", computed)
    if parts is None:
        return computed
    if parts[4] is not None:
        return computed if float(parts[4]) else ""
    return f"#{bytes(map(int, parts.groups()[:3])).hex()}"


def keep_picture(found: Image.Image, file: Path, colours: str | None = None) -> None:
    """Write a reduced screenshot as a snapshot, with the list of its colours."""
    info, data = PngInfo(), io.BytesIO()
    if colours is not None:
        info.add_text(LIST, colours, zip=True)
    _to_few_colours(found).save(data, "PNG", optimize=True, pnginfo=info)
    exchange(file, data.getvalue())


def read_colours(file: Path) -> str | None:
    """Return the list of a snapshot's colours; None if it has none."""
    with Image.open(file) as picture:
        picture.load()  # texts may follow the pixels
        return picture.info.get(LIST)


def _to_few_colours(found: Image.Image) -> Image.Image:
    return found.quantize(COLOURS, dither=Image.Dither.NONE)


def is_kept(found: Image.Image, file: Path) -> bool:
    """Return whether a snapshot has the same pixels as a reduced screenshot, whatever its compression."""
    if not file.exists():
        return False
    kept = _open(file)
    new = _to_few_colours(found).convert("RGB")
    return kept.size == new.size and kept.tobytes() == new.tobytes()


def describe_difference(found: Image.Image, file: Path, few: float = FEW) -> str | None:
    """Return how a reduced screenshot differs from its snapshot, and where, in pixels of the screen; None if it does not.

    The share `few` of all cells may differ, and at least three; with 0, none.
    """
    kept = _open(file)
    if found.width != kept.width or abs(found.height - kept.height) > STRAY:
        return f"it is {_measure(found)}, and was {_measure(kept)}"
    furthest = _compare_cells(found, kept).point(lambda value: 255 if value > FAR else 0)
    differing = furthest.histogram()[255]
    if differing <= (max(3, few * furthest.width * furthest.height) if few else 0):
        return None
    box = [edge * CELL * REDUCED for edge in furthest.getbbox() or ()]
    return f"{differing} of {furthest.width * furthest.height} cells differ, between {box[:2]} and {box[2:]}"


def describe_movement(found: Image.Image, file: Path, colours: str | None = None) -> str:
    """Return how much a reduced screenshot differs from the snapshot that it replaces, both in the few colours of snapshots.

    Where both have a list of colours, these say whether a colour is another; else the pixels must.
    """
    if not file.exists():
        return "new"
    found = _to_few_colours(found).convert("RGB")
    if difference := describe_difference(found, file, few=0):
        return difference
    kept = _open(file)
    if colours is not None and (before := read_colours(file)) is not None:
        if before != colours:
            return f"in other colours: {_diff_colours(before, colours)}"
        return _describe_grain(found, kept)
    moved, by, share = _measure_leaning(found, kept)
    cells = _compare_cells(found, kept)
    if share >= LEANING and moved > max(3, MANY * cells.width * cells.height):
        return f"as another colour is: {moved} of {cells.width * cells.height} cells by {by} of 255"
    if other := _find_other_hue(found, kept) or _find_other_hue(kept, found):
        return f"in another colour: only one has {other}"
    return _describe_grain(found, kept)


def _describe_grain(found: Image.Image, kept: Image.Image) -> str:
    most = max(value for value, count in enumerate(_compare_cells(found, kept).histogram()) if count)
    return f"{GRAIN}; the furthest cell by {most} of 255"


def _diff_colours(before: str, now: str) -> str:
    """Return the first lines that only one of two lists of colours has."""
    old, new = before.splitlines(), now.splitlines()
    lines = [f"- {line}" for line in old if line not in new] + [f"+ {line}" for line in new if line not in old]
    return ", ".join([*lines[:4], "…"] if len(lines) > 4 else lines)


def check_picture(
    found: Image.Image, kept: Path, file: Path, colours: str | None = None, *, refreshes: bool, note: Callable[[str], None]
) -> None:
    """Fail if a reduced screenshot differs from its snapshot `kept`, and write the screenshot to `file`; else remove that file.

    With `refreshes` the snapshot is replaced instead, unless the difference is noise, and `note` gets the difference. To
    replace it all the same, remove the snapshot first.
    """
    if refreshes and not is_kept(found, kept):
        movement = describe_movement(found, kept, colours)
        note(movement)
        if not movement.startswith(GRAIN):
            keep_picture(found, kept, colours)
    difference = describe_difference(found, kept) if kept.exists() else "it has no picture yet: python3 tasks.py refresh"
    if difference:
        file.parent.mkdir(parents=True, exist_ok=True)
        found.save(file)
    else:
        file.unlink(missing_ok=True)
    assert difference is None, f"see {file} beside {kept}"


def _open(file: Path) -> Image.Image:
    with Image.open(file) as picture:
        return picture.convert("RGB")


def _compare_cells(found: Image.Image, kept: Image.Image) -> Image.Image:
    """Return the difference of each cell of two pictures of equal width, by the colour that differs most."""
    size = (kept.width, min(found.height, kept.height))
    red, green, blue = ImageChops.difference(_to_cells(found, size), _to_cells(kept, size)).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _measure_leaning(found: Image.Image, kept: Image.Image) -> tuple[int, list[int], float]:
    """Return the number of moved cells, their mean movement in each colour, and the share of it in one direction."""
    size = (kept.width, min(found.height, kept.height))
    new, old = _to_cells(found, size), _to_cells(kept, size)
    has_moved = _compare_cells(found, kept).point(lambda value: 255 if value >= MOVED else 0)
    moved = has_moved.histogram()[255]
    if not moved:
        return 0, [0, 0, 0], 0.0
    up, down = (ImageStat.Stat(ImageChops.subtract(*pair), has_moved).sum for pair in ((new, old), (old, new)))
    by = [more - less for more, less in zip(up, down, strict=True)]
    most = max(more + less for more, less in zip(up, down, strict=True))
    return moved, [round(each / moved) for each in by], max(map(abs, by)) / most


def _find_other_hue(one: Image.Image, other: Image.Image) -> str | None:
    """Return the colour of `one` whose hue is furthest from all those of `other`, and its pixels; None if all are near."""
    hues = {_hue(colour) for _, colour in _count_colours(other)}
    far = {
        colour: (min(max(abs(x - y) for x, y in zip(_hue(colour), hue, strict=True)) for hue in hues), count)
        for count, colour in _count_colours(one)
        if count >= ENOUGH
    }
    colour = max(far, key=lambda colour: far[colour])
    distance, count = far[colour]
    return f"{count} pixels like #{bytes(colour).hex()}" if distance >= HUE else None


def _count_colours(picture: Image.Image) -> list[tuple[int, tuple[int, int, int]]]:
    return picture.getcolors(picture.width * picture.height)  # type: ignore[return-value]  # of an RGB picture


def _hue(colour: tuple[int, int, int]) -> tuple[int, int]:
    red, green, blue = colour
    return red - green, blue - green


def _to_cells(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return picture.crop((0, 0, *size)).reduce(CELL)


def _measure(picture: Image.Image) -> str:
    return f"{picture.width * REDUCED} × {picture.height * REDUCED} pixels"
