"""Parallel intake of new logos: if there are many, as in a first build, a worker process takes in half of them.

This runs before the checks, and only fills the store (`core.intake.store`), from which checks and views read. One logo takes
some hundredths of a second: it is rendered up to three times and examined pixel by pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from plugins.core.cache.forking import can_fork
from plugins.core.cache.workers import WorkerTask
from plugins.core.library import Library
from plugins.core.pictures.gallery import Gallery
from plugins.partners.model import LOGO_FOLDER, Partner
from plugins.partners.rules import list_coming_logos

FEWEST: Final = 12
"""Fewest new logos for which a worker process pays: it has to start a drawing process of its own."""


def take_new_logos(library: Library, *, is_known: bool) -> None:
    """Take in the logos that no earlier run has taken in, if there are at least `FEWEST`; else leave them to the checks.

    If the site `is_known` from an earlier run, only files newer than the last write to the store are opened.
    """
    gallery, today = library.gallery, library.today
    if not can_fork():
        return
    coming = [
        (f"{LOGO_FOLDER}/{logo.value}", dark) for one in library.all(Partner) for logo, dark in list_coming_logos(one, today)
    ]
    if is_known:
        coming = [(name, dark) for name, dark in coming if gallery.has_come_since(name, gallery.store.kept.last_write)]
    new = [(name, dark) for name, dark in dict.fromkeys(coming) if gallery.is_new_logo(name, is_for_dark=dark)]
    if len(new) < FEWEST:
        return
    work = WorkerTask(partial(_take, gallery, new[1::2]))
    _take(gallery, new[::2])
    work.answer()


def _take(gallery: Gallery, logos: Sequence[tuple[str, bool]]) -> None:
    from plugins.core.intake.ink import keep_memory  # noqa: PLC0415 (loads Pillow, as the gallery where a logo is new)

    with keep_memory():
        for name, is_for_dark in logos:
            gallery.logo(name, is_for_dark=is_for_dark)
