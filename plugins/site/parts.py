"""Reads the parts of a volume as answers, each when somebody asks for it (`plugins/site/site_cache.py`).

Stage: around all from reading to views. In: the bytes of a volume. Out: values, each the same however often it is asked for; what
is not what was written is forgotten, and made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final

from plugins.core.cache.memo_nodes import Forgotten, Later
from plugins.core.cache.volume import Volume
from plugins.core.cache.written import PageLost
from plugins.house.page import SitePage
from plugins.site.fronts import name_rest, part_of, take_rest
from plugins.site.packing import Shared, unpack_part

_FORGOTTEN: Final = Forgotten.FORGOTTEN


class Parts:
    """The parts of a volume as values, each read once."""

    def __init__(self, volume: Volume | None = None, shared: Shared | None = None) -> None:
        self.volume = volume
        self.shared = shared or Shared()
        self.pages: dict[int, Hashable] = {}
        """What the pages are answers to, by the parts that have their rests."""
        self.make_again: Callable[[Hashable, Callable[[Any], bool]], Any] = lambda _key, _is_it: None
        """Returns the answer to a question as it is known to be, made anew (`Memo.make_again`); None where it is not known."""
        self._last: tuple[int, Any] = -1, None
        """The rest that was read last: who asks for that of a page asks for that of its frame too."""
        self._found: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}

    def find(self, number: int) -> Any:
        """Return the value of a part, the same each time."""
        if number not in self._found:
            value = self._found[number] = self.make(number)
            self._numbers[id(value)] = number
        return self._found[number]

    def make(self, number: int) -> Any:
        """Return the value of a part; forgotten where it is not what was written, or points to what is no more."""
        data = self.data(number)
        try:
            return _FORGOTTEN if data is None else unpack_part(data, self.shared)
        except Exception:  # whatever it is: it is made anew
            return _FORGOTTEN

    def data(self, number: int) -> bytes | None:
        """Return the bytes of a part."""
        return self.volume.read(number) if self.volume else None

    def find_rest(self, number: int, which: int) -> Mapping[str, Any]:
        """Return the rest of a page (0), or of its frame (1); of a page whose rest is not what was written, as it is made anew.

        Raises `PageLost` where the page is not what would be made today.
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
        """Return the part that has the rest of a page; None of a page that has been read from elsewhere, or made."""
        return part_of(page, self.find_rest)

    def digest(self, later: Later) -> bytes | None:
        """Return the digest that a part had when it was written; None of what is none of these."""
        return self.volume.digest(later.number) if self.volume and later.answers is self else None

    def number_of(self, value: object) -> int | None:
        """Return the part that a value has been read from; None where it is none of these."""
        if isinstance(value, Later):
            return value.number if value.answers is self else None
        return None if value is _FORGOTTEN else self._numbers.get(id(value))
