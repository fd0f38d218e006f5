"""Removing a file removes all that was in it, in every room."""

from __future__ import annotations

import shutil

import pytest

from plugins.core.problems import Problem
from plugins.core.shelf import Shelf
from plugins.site.model import Theme
from plugins.site.prepare import prepare_site
from plugins.site.rooms import SHELVES
from tests.benches import Bench, write_changes
from tests.conftest import BASE, TODAY
from tests.rooms.rich import RICH

OF_RECORDS = [shelf for shelf in SHELVES if shelf.model is not None]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, theme: Theme) -> Bench:
    """Return the bench of a site with something on each shelf; a user must restore it."""
    content = shutil.copytree(BASE, tmp_path_factory.mktemp("full") / "content")
    write_changes(content, RICH)
    for shelf in OF_RECORDS:
        if not [*content.glob(shelf.pattern)]:  # that a file is there is what counts, and not what is in it
            text = "---\ntitel: En till\nstatus: publicerad\n---\nText.\n" if shelf.form == "page" else "- namn: En till\n"
            write_changes(content, {shelf.pattern.replace("*", "en-till"): text})
    return Bench(content, theme, TODAY)


def list_problems(problems: tuple[Problem, ...]) -> list[tuple[str, int, str]]:
    return sorted((one.place.source.path.name, one.place.line, one.message) for one in problems)


@pytest.mark.slow
@pytest.mark.parametrize("shelf", OF_RECORDS, ids=lambda shelf: shelf.pattern)
def test_the_records_of_a_shelf_are_removed_with_its_files(shelf: Shelf, full: Bench) -> None:
    model = shelf.model
    assert model is not None
    for file in [*full.content.glob(shelf.pattern)]:
        file.unlink()
    try:
        known = full.prepare()
        fresh = prepare_site(full.content, TODAY, full.theme)
        assert list_problems(known.problems) == list_problems(fresh.problems)
        assert known.library.shelves.all(model) == ()
        assert known.library.shelves.is_complete(model) == fresh.library.shelves.is_complete(model)
    finally:
        full.restore()
