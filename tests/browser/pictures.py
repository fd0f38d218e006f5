"""Comparing pictures of the same thing drawn by two browsers, and telling a change from the grain of a machine.

Two machines draw a letter's edge with other greys, and two versions of a browser place a line half a pixel apart. So the
pictures are kept at half size, in few colours, and compared cell by cell: a cell tells the mean colour of 8 × 8 pixels of
the screen, which such grain hardly moves, while words that moved, an edge that went or another colour move it far.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

PICTURES = Path(__file__).parent / "snapshots"
MODES: dict[str, tuple[str, int, dict[str, str]]] = {
    "phone": ("light", 320, {}),
    "desk": ("light", 1280, {}),
    "evening": ("dark", 320, {}),
    "own colours": ("light", 320, {"forced_colors": "active"}),
    "paper": ("light", 688, {"media": "print"}),  # the width of A4 within its margins: 182 mm at 96 to the inch
}
"""Scheme, width and medium of each row of pictures."""

REDUCED = 2
"""A picture is kept at half its width and height."""
COLOURS = 128
CELL = 4
"""Pixels of a kept picture to a side of a cell."""
FAR = 28
"""A cell differs when one of its three colours does by more than this, of 255: an edge moved by half a pixel stays below."""
FEW = 0.002
"""The part of all cells that may differ, and at least three."""
MOVED = 5
"""A cell has moved when one of its three colours has by so much, of 255."""
LEANING = 0.5
"""The part of what the cells have moved that goes one way, all in all: with links of another colour it was 0.94 to 1, in 19
pictures; another way of placing letters moves as many cells there as back, 0.08 at most in the 14 that were looked at."""
GRAIN = "as another machine may draw it: left as it was"
"""How a picture is told that a refresh does not write."""
STRAY = 3
"""Pixels, of a kept picture, by which its height may differ: the roundings of many lines."""


def reduce_picture(screen: Image.Image) -> Image.Image:
    """Return a screenshot at the size it is kept in."""
    return screen.convert("RGB").reduce(REDUCED)


def keep_picture(found: Image.Image, file: Path) -> None:
    """Write a screenshot, reduced, as it is kept."""
    file.parent.mkdir(parents=True, exist_ok=True)
    _to_few_colours(found).save(file, optimize=True)


def _to_few_colours(found: Image.Image) -> Image.Image:
    return found.quantize(COLOURS, dither=Image.Dither.NONE)


def is_kept(found: Image.Image, file: Path) -> bool:
    """Tell whether a file has the very pixels of a screenshot, reduced; those who wrote it may have packed them otherwise."""
    if not file.exists():
        return False
    kept = _open(file)
    new = _to_few_colours(found).convert("RGB")
    return kept.size == new.size and kept.tobytes() == new.tobytes()


def tell_difference(found: Image.Image, file: Path, few: float = FEW) -> str | None:
    """Tell how a screenshot, reduced, differs from the kept picture, and where, in pixels of the screen; None: it does not.

    A part of all cells may differ, `few`, and at least three; with none, not one may.
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


def tell_movement(found: Image.Image, file: Path) -> str:
    """Tell how far a screenshot, reduced, is from the picture that it takes the place of; both in as few colours."""
    if not file.exists():
        return "new"
    found = _to_few_colours(found).convert("RGB")
    if difference := tell_difference(found, file, few=0):
        return difference
    kept = _open(file)
    moved, by, share = _measure_leaning(found, kept)
    cells = _compare_cells(found, kept)
    if share >= LEANING and moved > max(3, FEW * cells.width * cells.height):
        return f"as another colour is: {moved} of {cells.width * cells.height} cells by {by} of 255"
    most = max(value for value, count in enumerate(cells.histogram()) if count)
    return f"{GRAIN}; the furthest cell by {most} of 255"


def check_picture(found: Image.Image, kept: Path, file: Path, *, refreshes: bool, tell: Callable[[str], None]) -> None:
    """Fail where a screenshot, reduced, is not as the picture that was kept, and leave it in `file`.

    With `refreshes` it is kept instead, unless it differs as two machines do, and how far it has moved is told. To
    write one that was left (a thin line of another colour is within the grain), remove the picture first.
    """
    if refreshes and not is_kept(found, kept):
        movement = tell_movement(found, kept)
        tell(movement)
        if not movement.startswith(GRAIN):
            keep_picture(found, kept)
    difference = tell_difference(found, kept) if kept.exists() else "it has no picture yet: python3 tasks.py refresh"
    if difference:
        found.save(file)
    assert difference is None, f"see {file} beside {kept}"


def _open(file: Path) -> Image.Image:
    with Image.open(file) as picture:
        return picture.convert("RGB")


def _compare_cells(found: Image.Image, kept: Image.Image) -> Image.Image:
    """Return how far each cell of two pictures of one width is from the other's, by the colour that differs most."""
    size = (kept.width, min(found.height, kept.height))
    red, green, blue = ImageChops.difference(_to_cells(found, size), _to_cells(kept, size)).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _measure_leaning(found: Image.Image, kept: Image.Image) -> tuple[int, list[int], float]:
    """Return how many cells have moved, by how much on average in each colour, and which part of that goes one way."""
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


def _to_cells(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return picture.crop((0, 0, *size)).reduce(CELL)


def _measure(picture: Image.Image) -> str:
    return f"{picture.width * REDUCED} × {picture.height * REDUCED} pixels"
