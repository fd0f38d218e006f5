"""Load the parts of a volume as answers, on demand (`plugins/site/cache/site_cache.py`).

Takes the bytes of a volume; returns values, the same object each time. A damaged part counts as forgotten, and is recomputed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final

from plugins.core.cache.memo_nodes import Forgotten, Later
from plugins.core.cache.volume import Volume
from plugins.core.cache.written import PageLost
from plugins.house.page import SitePage
from plugins.site.cache.fronts import name_rest, part_of, take_rest
from plugins.site.cache.pickling import Shared, unpack_part

_FORGOTTEN: Final = Forgotten.FORGOTTEN


class Parts:
    """The parts of a volume as values, each loaded once."""

    def __init__(self, volume: Volume | None = None, shared: Shared | None = None) -> None:
        self.volume = volume
        self.shared = shared or Shared()
        self.pages: dict[int, Hashable] = {}
        """Memo keys of pages, by the part that holds the page's rest."""
        self.make_again: Callable[[Hashable, Callable[[Any], bool]], Any] = lambda _key, _is_it: None
        """Recomputes the answer to a question (`Memo.make_again`); returns None if the answer would be another."""
        self._last: tuple[int, Any] = -1, None
        """The rest that was loaded last: after that of a page, that of its frame is needed."""
        self._found: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}

    def find(self, number: int) -> Any:
        """Return the value of a part, the same object each time."""
        if number not in self._found:
            value = self._found[number] = self.make(number)
            self._numbers[id(value)] = number
        return self._found[number]

    def make(self, number: int) -> Any:
        """Return the value of a part; forgotten if it is damaged, or refers to an object that is gone."""
        data = self.data(number)
        try:
            return _FORGOTTEN if data is None else unpack_part(data, self.shared)
        except Exception:  # any error: recompute
            return _FORGOTTEN

    def data(self, number: int) -> bytes | None:
        """Return the bytes of a part."""
        return self.volume.read(number) if self.volume else None

    def find_rest(self, number: int, which: int) -> Mapping[str, Any]:
        """Return the rest of a page (0) or of its frame (1); if it is damaged, that of the rebuilt page.

        Raises `PageLost` if the page would be another today.
        """
        last, rest = self._last
        if last != number:
            rest = self.make(number)
        if rest is _FORGOTTEN:
            page = self.make_again(self.pages[number], lambda page: isinstance(page, SitePage) and self.rest_of(page) == number)
            if page is None:
                raise PageLost
            rest = take_rest(page)
        self._last = number, rest
        return name_rest(rest, which)

    def rest_of(self, page: SitePage) -> int | None:
        """Return the part that holds the rest of a page; None if the page is not from this volume, or is loaded."""
        return part_of(page, self.find_rest)

    def digest(self, later: Later) -> bytes | None:
        """Return the digest of an answer when it was written; None if it is not in this volume."""
        return self.volume.digest(later.number) if self.volume and later.answers is self else None

    def number_of(self, value: object) -> int | None:
        """Return the part that a value was loaded from; None if it is not from this volume."""
        if isinstance(value, Later):
            return value.number if value.answers is self else None
        return None if value is _FORGOTTEN else self._numbers.get(id(value))
