"""Drawings: the icons, the share pictures and the codes of a site as questions, by all that each is made of; and who draws them.

Stage: from the Site on, and before it. In: the theme, the share pictures, and the codes that pages to hand out have.
Out: keys, and what draws for each; or, of a new site, what waits for a copy of this process that draws.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from plugins.core.cache.memo import Coming, Question
from plugins.core.cache.workers import WaitingWorker
from plugins.core.looks.share_picture import SharePicture
from plugins.sharing.icons import ask_icons

NICENESS: Final = 10
"""How far the copy that draws stands back when the codes are there, which pages wait for (in the system's own measure)."""


class _Wanted(NamedTuple):
    """A drawing that a forked copy is asked for."""

    at_once: Sequence[Question]
    later: Sequence[Question]


_Copy = WaitingWorker[_Wanted, tuple[Hashable, Any]]

_READY: Final[list[tuple[_Copy, tuple[Question, ...]]]] = []
"""The copy that has been made ahead, until it is asked, and what it makes before that."""


@contextmanager
def get_ready(*questions: Question) -> Iterator[None]:
    """Make a copy of this process that loads what draws, and makes what rests on the theme alone: `questions`, the first first.

    Within, `begin_drawings` asks it for all; a copy that nobody has asked ends with the run.
    """
    made: dict[Hashable, Any] = {}

    def begin() -> None:
        import segno  # noqa: F401, PLC0415 (Pillow and half a dozen other libraries, only where something is drawn)

        import plugins.sharing.picture  # noqa: F401, PLC0415 (as above)

        made.update((key, make()) for key, make in questions)

    _READY.append((WaitingWorker(begin, partial(_draw, made)), questions))
    try:
        yield
    finally:
        _READY.clear()


def begin_drawings(theme: Path, pictures: Iterable[SharePicture], codes: Sequence[Question]) -> tuple[Coming, Coming]:
    """Begin to draw aside; return what waits for pictures, icons and what was begun ahead, and for codes."""
    ready, ahead = _READY.pop() if _READY else (WaitingWorker(lambda: None, partial(_draw, {})), (ask_icons(theme),))
    wanted = _Wanted(codes, [*ahead, *(ask_picture(picture, theme) for picture in pictures)])
    answers, found = ready.ask(wanted), dict[Hashable, Any]()

    def wait(key: Hashable, make: Callable[[], Any]) -> Any:
        while key not in found:
            answer = next(answers, None)
            if answer is None:  # no more will come
                return make()
            found[answer[0]] = answer[1]
        return found[key]

    codes_coming, others_coming = ({key: partial(wait, key, make) for key, make in some} for some in wanted)
    return others_coming, codes_coming


def _draw(made: Mapping[Hashable, Any], wanted: _Wanted) -> Iterator[tuple[Hashable, Any]]:
    """Draw in the copy, which has `made` some of it already."""
    yield from ((key, make()) for key, make in wanted.at_once)
    os.nice(NICENESS)  # type: ignore[attr-defined,unused-ignore]  # in a copy, which is made on Linux alone
    yield from ((key, made[key] if key in made else make()) for key, make in wanted.later)


def ask_picture(picture: SharePicture, theme: Path) -> Question:
    """Return what a share picture is known by, and what draws it."""
    shown = picture.eyebrow, picture.title, picture.goal_number, picture.language.code
    return ("share picture", *shown), partial(draw_picture, picture, theme)


def draw_picture(picture: SharePicture, theme: Path) -> bytes:
    """Draw a share picture."""
    from plugins.sharing.picture import draw_picture as draw  # noqa: PLC0415 (Pillow, only for what is new)

    return draw(picture, theme)
