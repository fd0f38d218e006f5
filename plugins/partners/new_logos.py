"""New logos: where many come at once, as on a computer that has built nothing yet, half of them are taken in aside.

Stage: before the checks. In: the library. Out: nothing but what the store keeps (`core.intake.store`), from which the checks
and views then read. Each logo takes some hundredths of a second: it is drawn up to three times, and looked at pixel by pixel.
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
from plugins.partners.rules import logos_to_come

FEWEST: Final = 12
"""With fewer new logos no second process is started: it would have to start a drawing process of its own."""


def take_new_logos(library: Library, *, is_known: bool) -> None:
    """Take in the logos that no earlier run has taken in, if they are many.

    Of a site that `is_known` only files are looked into that have come since anything was taken in.
    """
    gallery, today = library.gallery, library.today
    if not can_fork():
        return
    coming = [(f"{LOGO_FOLDER}/{logo.value}", dark) for one in library.all(Partner) for logo, dark in logos_to_come(one, today)]
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
