"""If many logos are new, a worker process takes in half of them, and the results of all are stored."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import pytest

from plugins.commands.bench.texts import write_site
from plugins.core.intake.store import Store
from plugins.core.pictures import gallery as galleries
from plugins.core.system.file_mark import changed_at
from plugins.partners import new_logos
from plugins.site.prepare import read_content
from plugins.site.rooms import open_library


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
@pytest.mark.parametrize("is_known", [False, True])
def test_new_logos_are_taken_in_by_two_processes_and_cached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_known: bool
) -> None:
    monkeypatch.setattr(galleries, "Store", lambda: Store(tmp_path / "kept"))
    monkeypatch.setattr(new_logos, "can_fork", lambda: True)
    monkeypatch.setattr("plugins.core.cache.workers.can_fork", lambda: True)
    monkeypatch.setattr(new_logos, "FEWEST", 2)
    monkeypatch.setattr("plugins.core.intake.store.SETTLED", sys.maxsize)  # also in a clone of a moment ago
    site = write_site(tmp_path / "site", 5, seed=3, partners=3)
    library = open_library(read_content(site).shelves, date(2026, 11, 22), shows_drafts=False)
    logos = [f"partner/logotyper/p{number}.svg" for number in range(3)]
    assert all(library.gallery.is_new_logo(name, is_for_dark=False) for name in logos)
    taken: list[str] = []
    monkeypatch.setattr(new_logos, "_take", _noting(taken, new_logos._take))
    new_logos.take_new_logos(library, is_known=is_known)
    assert taken == [logos[0], logos[2]], "the other was taken in by the copy of this process"
    assert not any(library.gallery.is_new_logo(name, is_for_dark=False) for name in logos)


@pytest.mark.skipif(sys.platform != "linux", reason="asked on Linux alone; elsewhere no time of a file tells that it was moved")
def test_only_added_logos_of_a_known_site_are_examined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(galleries, "Store", lambda: Store(tmp_path / "kept"))
    monkeypatch.setattr(new_logos, "can_fork", lambda: True)
    monkeypatch.setattr(new_logos, "FEWEST", 1)
    site = write_site(tmp_path / "site", 5, seed=3, partners=3)
    library = open_library(read_content(site).shelves, date(2026, 11, 22), shows_drafts=False)
    looked: list[str] = []
    monkeypatch.setattr(library.gallery, "is_new_logo", lambda name, **_: looked.append(name))
    kept, moved = tmp_path / "kept", site / "partner" / "logotyper" / "p1.svg"
    kept.mkdir()
    written = max(changed_at(logo.stat()) for logo in moved.parent.iterdir()) + 1
    os.utime(kept, ns=(written, written))
    while changed_at(moved.stat()) <= written:  # as soon as the disk's clock has gone on
        os.utime(moved, ns=(1, 1))  # an old file that is moved here
    new_logos.take_new_logos(library, is_known=True)
    assert looked == [f"partner/logotyper/{moved.name}"]


def _noting(taken: list[str], take):  # type: ignore[no-untyped-def]
    def note(gallery, logos):  # type: ignore[no-untyped-def]
        taken.extend(name for name, _ in logos)
        take(gallery, logos)

    return note
