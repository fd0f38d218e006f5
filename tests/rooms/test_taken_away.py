"""A file that is taken away takes with it all that was in it, whichever room it is of."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from plugins.core.shelf import Shelf
from plugins.core.shelf_reader import ShelfReader
from plugins.site.prepare import find_problems
from plugins.site.rooms import SHELVES
from plugins.site.theme import read_theme
from plugins.site.workbench import Reading, Workbench

PROJECT = Path(__file__).parents[2]
DAY = date(2026, 11, 22)
OF_RECORDS = [shelf for shelf in SHELVES if shelf.model is not None]


@pytest.mark.parametrize("shelf", OF_RECORDS, ids=lambda shelf: shelf.pattern)
def test_what_was_on_a_shelf_is_gone_with_its_files(shelf: Shelf, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(PROJECT / "content", content)
    theme = read_theme(PROJECT / "theme")
    files = [*content.glob(shelf.pattern)]
    if not files:  # the site has none: that a file is there is what counts, and not what is in it
        files = [content / shelf.pattern.replace("*", "en-till")]
        files[0].parent.mkdir(exist_ok=True)
        files[0].write_text(
            "---\ntitel: En till\nstatus: publicerad\n---\nText.\n" if shelf.form == "page" else "- namn: En till\n", "utf-8"
        )

    def read(reader: ShelfReader) -> Reading:
        shelves, problems = reader.read()
        return Reading(shelves, tuple(problems))

    def tell(bench: Workbench) -> list[tuple[str, int, str]]:
        return sorted((one.place.source.path.name, one.place.line, one.message) for one in find_problems(bench))

    reader = ShelfReader(content, SHELVES)
    bench = Workbench(read(reader), DAY, theme)
    tell(bench)
    for file in files:
        file.unlink()
    bench.take(read(reader), DAY, theme)
    fresh = Workbench(read(ShelfReader(content, SHELVES)), DAY, theme)
    assert tell(bench) == tell(fresh)
    assert shelf.model is not None
    assert bench.library.shelves.all(shelf.model) == ()
    assert bench.library.shelves.is_complete(shelf.model) == fresh.library.shelves.is_complete(shelf.model)
