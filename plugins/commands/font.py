"""The task `font`: subset the font of the pages to the letters they need, and merge a font for drawing pictures.

Fetches the package `@fontsource-variable/familjen-grotesk` with npm, in the version below. Writes to `theme/static/fonts/` the
woff2 that pages load, one for each weight, and their licence (SIL OFL 1.1); to `theme/fonts/` the bold font of share pictures,
which no browser loads and so has every letter of the package, and the list of these. The files are in the repository; a build
needs neither npm nor this task. Run it when letters are missing, or the package has a new version.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from plugins.core.files.unpack import unpack

PACKAGE = "@fontsource-variable/familjen-grotesk"
VERSION = "5.3.0"
PARTS = ("latin", "latin-ext", "vietnamese")
SOURCE = "package/files/familjen-grotesk-{part}-wght-normal.woff2"
WEIGHTS = (400, 700)
"""Weights of the pages, a file each: browsers rasterise a variable font again for each weight and size."""
BOLD = 700
"""The weight of share pictures."""
LICENCE = "package/LICENSE"
NAME = "familjen-grotesk"

LETTERS = "".join(map(chr, range(0x20, 0x7F))) + "§«­°·»ÄÅÉÖ×ØÜáäåæèéöøü–—“”•…’↑↓\u00a0\u2018\u2032\u2212"
"""ASCII, Swedish, the most common letters of names in neighbouring languages, and Swedish punctuation. A browser shows a name
with another letter in the next font of the stack.
"""


def run_font(theme: Path) -> int:
    """Write fonts and licence below `theme`; return the exit status."""
    fonts, drawn = theme / "static" / "fonts", theme / "fonts"
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", f"{PACKAGE}@{VERSION}", "--pack-destination", folder]
        try:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError):
            print(f"Paketet {PACKAGE} gick inte att hämta. Det behövs npm och nätverk.")
            return 1
        [package] = Path(folder).glob("*.tgz")
        with tarfile.open(package) as archive:
            unpack(archive, Path(folder))
        parts = [Path(folder) / SOURCE.format(part=part) for part in PARTS]
        files = [fonts / f"{NAME}-{weight}.woff2" for weight in WEIGHTS]
        for weight, file in zip(WEIGHTS, files, strict=True):
            cut_font(parts[0], file, weight)
        letters = join_fonts(parts, drawn / f"{NAME}-bold.woff2")
        (drawn / "letters.txt").write_text("\n".join(letters) + "\n", "utf-8")
        for place in (fonts, drawn):
            shutil.copyfile(Path(folder) / LICENCE, place / f"{NAME}-OFL.txt")
    for file in (*files, drawn / f"{NAME}-bold.woff2"):
        print(f"{file.name} är {file.stat().st_size} byte.")
    return 0


def cut_font(source: Path, target: Path, weight: int) -> None:
    """Write `source` in one weight, with only the letters that the site needs; the same source gives the same bytes."""
    from fontTools.subset import Options, Subsetter, save_font  # noqa: PLC0415 (a package of the tests)
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415

    options = Options(flavor="woff2", recalc_timestamp=False, layout_features=["ccmp", "kern", "liga", "locl"], hinting=False)
    font = instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": weight})
    subsetter = Subsetter(options)
    subsetter.populate(text=LETTERS)
    subsetter.subset(font)
    save_font(font, str(target), options)


def join_fonts(sources: Sequence[Path], target: Path) -> list[str]:
    """Write the bold letters of all `sources` as one font and return them; only those of the first have kerning."""
    from fontTools.merge import Merger  # noqa: PLC0415 (a package of the tests)
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415

    parts = []
    known = set[int]()
    for source in sources:
        part = target.with_name(f"{source.stem}.ttf")
        font = instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": BOLD})
        own = set(font.getBestCmap()) - known
        subsetter = Subsetter(Options(layout_features=[] if known else ["ccmp", "kern", "liga", "locl"], hinting=False))
        subsetter.populate(unicodes=own)
        subsetter.subset(font)
        font.flavor = None
        target.parent.mkdir(parents=True, exist_ok=True)
        font.save(part)
        parts.append(part)
        known |= own
    joined = Merger().merge([str(part) for part in parts])
    joined.flavor, joined.recalcTimestamp = "woff2", False
    joined.save(target)
    for part in parts:
        part.unlink()
    return [chr(code) for code in sorted(known) if chr(code).isprintable() and not chr(code).isspace()]
