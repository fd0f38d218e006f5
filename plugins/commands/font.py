"""The font: cut anew from its package to the letters that the site needs.

In: the package `@fontsource-variable/familjen-grotesk`, fetched with npm in the version named here. Out:
`theme/static/fonts/`: one woff2 and its licence (SIL OFL 1.1), which stand in the repository; the build needs neither
npm nor this. Run it when letters are missing, or the package has a newer drawing.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "@fontsource-variable/familjen-grotesk"
VERSION = "5.3.0"
SOURCE = "package/files/familjen-grotesk-latin-wght-normal.woff2"
LICENCE = "package/LICENSE"
NAME = "familjen-grotesk"

LETTERS = "".join(map(chr, range(0x20, 0x7F))) + "§«­°·»ÄÅÉÖ×ØÜáäåæèéöøü–—“”•…’↑↓\u00a0\u2018\u2032\u2212"
"""ASCII, Swedish, the commonest letters of neighbours' names, and Swedish punctuation. A name with another letter is
shown whole in the next font of the row."""


def run_font(fonts: Path) -> int:
    """Write font and licence to `fonts`; return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", f"{PACKAGE}@{VERSION}", "--pack-destination", folder]
        try:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError):
            print(f"Paketet {PACKAGE} gick inte att hämta. Det behövs npm och nätverk.")
            return 1
        [package] = Path(folder).glob("*.tgz")
        with tarfile.open(package) as archive:
            archive.extractall(folder, filter="data")
        cut_font(Path(folder) / SOURCE, fonts / f"{NAME}.woff2")
        shutil.copyfile(Path(folder) / LICENCE, fonts / f"{NAME}-OFL.txt")
    print(f"{NAME}.woff2 är {(fonts / f'{NAME}.woff2').stat().st_size} byte.")
    return 0


def cut_font(source: Path, target: Path) -> None:
    """Write `source` with no more letters than the site needs; the same source gives the same bytes."""
    from fontTools.subset import Options, Subsetter, load_font, save_font  # noqa: PLC0415 (a package of the tests)

    options = Options(flavor="woff2", recalc_timestamp=False, layout_features=["ccmp", "kern", "liga", "locl"], hinting=False)
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(text=LETTERS)
    subsetter.subset(font)
    save_font(font, str(target), options)
