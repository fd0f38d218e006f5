"""Drawings of a site: icons, share pictures and QR codes, as memo questions and drawn ahead in a worker process.

A question is a key with all that the drawing depends on, and the function that draws it. For a new site, a worker process draws
while this process prepares pages, and the functions wait for its results.
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
"""`nice` increment of the worker process once the QR codes are drawn, which pages wait for."""


class _Wanted(NamedTuple):
    """The drawings requested from the worker process: those that pages wait for, and the others."""

    at_once: Sequence[Question]
    later: Sequence[Question]


_Copy = WaitingWorker[_Wanted, tuple[Hashable, Any]]

_READY: Final[list[tuple[_Copy, tuple[Question, ...]]]] = []
"""The worker process that was started ahead, until it gets a request, with the questions that it answers before that."""


@contextmanager
def draw_ahead(*questions: Question) -> Iterator[None]:
    """Start a worker process that imports the drawing libraries and answers `questions`, which depend on the theme alone.

    Within the context, `begin_drawings` sends it its request. A worker that gets no request ends with the run.
    """
    made: dict[Hashable, Any] = {}

    def begin() -> None:
        import segno  # noqa: F401, PLC0415 (slow to import, and only the worker needs it)

        import plugins.sharing.picture  # noqa: F401, PLC0415 (as above)

        made.update((key, make()) for key, make in questions)

    _READY.append((WaitingWorker(begin, partial(_draw, made)), questions))
    try:
        yield
    finally:
        _READY.clear()


def begin_drawings(theme: Path, pictures: Iterable[SharePicture], codes: Sequence[Question]) -> tuple[Coming, Coming]:
    """Request drawings from the worker process; return functions that wait for each, by key.

    The first mapping has the share pictures, the icons, and the questions answered ahead; the second has the codes.
    """
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
    """Draw in the worker process; `made` has what it has drawn before the request."""
    yield from ((key, make()) for key, make in wanted.at_once)
    os.nice(NICENESS)  # type: ignore[attr-defined,unused-ignore]  # workers are forked, on Linux only
    yield from ((key, made[key] if key in made else make()) for key, make in wanted.later)


def ask_picture(picture: SharePicture, theme: Path) -> Question:
    """Return the memo question of a share picture: its key, and the function that draws it."""
    shown = picture.eyebrow, picture.title, picture.goal_number, picture.language.code
    return ("share picture", *shown), partial(draw_picture, picture, theme)


def draw_picture(picture: SharePicture, theme: Path) -> bytes:
    """Return a share picture as PNG; import Pillow only now."""
    from plugins.sharing.picture import draw_picture as draw  # noqa: PLC0415 (Pillow, only for what is new)

    return draw(picture, theme)
