"""Where many logos are new, half of them are taken in by a second process, and all are then kept."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from plugins.commands.bench_texts import write_site
from plugins.core.intake import gallery as galleries
from plugins.core.intake.store import Store
from plugins.partners import new_logos
from plugins.site.prepare import read_content
from plugins.site.rooms import open_library


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
def test_new_logos_are_taken_in_by_two_and_kept_for_the_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(galleries, "Store", lambda: Store(tmp_path / "kept"))
    monkeypatch.setattr(new_logos, "can_copy", lambda: True)
    monkeypatch.setattr("plugins.core.aside.can_copy", lambda: True)
    monkeypatch.setattr(new_logos, "FEWEST", 2)
    monkeypatch.setattr("plugins.core.intake.store.SETTLED", sys.maxsize)  # also in a clone of a moment ago
    site = write_site(tmp_path / "site", 5, seed=3, partners=3)
    library = open_library(read_content(site).shelves, date(2026, 11, 22), shows_drafts=False)
    logos = [f"partner/logotyper/p{number}.svg" for number in range(3)]
    assert all(library.gallery.is_new_logo(name, is_for_dark=False) for name in logos)
    taken: list[str] = []
    monkeypatch.setattr(new_logos, "_take", _noting(taken, new_logos._take))
    new_logos.take_new_logos(library)
    assert taken == [logos[0], logos[2]], "the other was taken in by the copy of this process"
    assert not any(library.gallery.is_new_logo(name, is_for_dark=False) for name in logos)


def _noting(taken: list[str], take):  # type: ignore[no-untyped-def]
    def note(gallery, logos):  # type: ignore[no-untyped-def]
        taken.extend(name for name, _ in logos)
        take(gallery, logos)

    return note
