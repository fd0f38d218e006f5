"""The ids of a page: each is given out once, to headings in the order of the calls.

Also knows which ids the page shows. Ids do not contain words that depend on the day (`core.locales.lasting`), so that links to
them keep working.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from plugins.core.locales.lasting import lasting_of
from plugins.core.markdown.nodes import HeadingNode
from plugins.core.places import Place
from plugins.core.swedish import slugify

THEME_IDS = ("innehall", "meny")
"""Ids that `base.html` uses on every page: the skip link's target, and the menus in the footer."""


class Ids:
    """The ids of one page: a heading's slug, with `-2` if it is repeated."""

    def __init__(
        self,
        edit: Callable[[Place], str] | None = None,
        foreign: Mapping[str, str] = MappingProxyType({}),
        letters: Collection[tuple[str, str]] = (),
    ) -> None:
        """Start a page; `letters` are those of its language with their replacements in ids."""
        self._taken: dict[str, None] = dict.fromkeys(THEME_IDS)
        """Ids in use, in the order in which they were taken."""
        self._hidden: set[str] = set()
        self._numbers: dict[str, int] = {}
        """The last number given to each slug."""
        self._edit = edit
        self._foreign = foreign
        self._letters = letters
        self._kept: dict[tuple[Path, int, int], str] = {}
        """Ids reserved for headings of the content, by their places."""
        self._by_words: dict[str, str] = {}
        """The ids of headings with words that depend on the day, by the slug of today's words."""
        self._own: dict[str, Place] = {}
        """The ids that editors have given to headings, with the headings' places."""
        self.clashes: list[tuple[str, Place]] = []
        """Ids of this type that were already in use on the page, with the places of the headings that did not get them."""

    def tag(self, place: Place) -> str | None:
        """Return the language tag of what is at `place`, if it is not the page's language."""
        return self._foreign.get(place.source.language)

    def edit(self, place: Place | None) -> str | None:
        """Return where an editor can change what is at `place`; None outside preview."""
        return self._edit(place) if self._edit and place else None

    def take(self, text: str) -> str:
        """Return a new id for a heading with these words, without those that depend on the day."""
        return self._take(text, lasting_of(text))

    def _take(self, text: str, lasting: str) -> str:
        letters = tuple(self._letters)
        slug = slugify(lasting, letters) or "avsnitt"
        wanted, number = slug, self._numbers.get(slug, 1)
        if number > 1:
            wanted = f"{slug}-{number}"
        while wanted in self._taken:
            number += 1
            wanted = f"{slug}-{number}"
        self._taken[wanted] = None
        self._numbers[slug] = number
        if lasting != text:
            self._by_words.setdefault(slugify(text, letters), wanted)
        return wanted

    def reserve(self, taken: Iterable[str]) -> None:
        """Reserve ids that are used elsewhere on the page."""
        self._taken.update(dict.fromkeys(taken))

    def is_one(self, text: str, other: str) -> bool:
        """Return whether headings with these words would have the same id."""
        letters = tuple(self._letters)
        return slugify(text, letters) == slugify(other, letters)

    def keep_for(self, node: HeadingNode) -> None:
        """Reserve the id of a heading of the content before the page is built, so that no record shown above it takes the id."""
        if _place_key(node) not in self._kept:
            self._kept[_place_key(node)] = self._take_anew(node)

    def take_for(self, node: HeadingNode) -> str:
        """Return the id of a heading of the content, which may have been reserved."""
        return self._kept.pop(_place_key(node), None) or self._take_anew(node)

    def _take_anew(self, node: HeadingNode) -> str:
        if node.own_id:
            return self._take_own(node)
        return self._take(node.text, node.text if node.lasting is None else node.lasting)

    def _take_own(self, node: HeadingNode) -> str:
        """Return the id that an editor has given to a heading; if it is in use, record the clash and add a number."""
        taken = self._take(node.own_id, node.own_id)
        if taken == node.own_id:
            self._own[taken] = node.place
        elif self._own.get(node.own_id) != node.place:  # a block may be shown twice on a page
            self.clashes.append((node.own_id, node.place))
        return taken

    def give_back(self, node: HeadingNode) -> None:
        """Release the id reserved for a heading, for what is shown in its place."""
        self._taken.pop(self._kept.pop(_place_key(node), ""), None)

    def hide(self, *ids: str) -> None:
        """Mark ids as not shown: nothing can link to them, but they stay in use."""
        self._hidden.update(ids)

    @property
    def shown(self) -> frozenset[str]:
        """All ids that the page has so far."""
        return frozenset(self._taken.keys() - self._hidden - {*self._kept.values()})

    @property
    def by_words(self) -> tuple[tuple[str, str], ...]:
        """For headings with words that depend on the day: the id that their words suggest today, and the id they have."""
        return tuple((words, name) for words, name in self._by_words.items() if words not in self._taken and name in self.shown)

    @contextmanager
    def watch(self) -> Iterator[list[str]]:
        """Provide a list that contains, after the block, the ids taken within it."""
        before, taken = {*self._taken}, list[str]()
        yield taken
        taken += (name for name in self._taken if name not in before)


def find_next_id(words: str, taken: Iterable[str], letters: Collection[tuple[str, str]]) -> str:
    """Return the id that a heading with these words would get if the ids in `taken` were in use."""
    ids = Ids(letters=letters)
    ids.reserve(taken)
    return ids.take(words)


def _place_key(node: HeadingNode) -> tuple[Path, int, int]:
    return node.place.source.path, node.place.line, node.place.column
