"""The ids of a page: each is given once, to headings in the order in which they are asked for.

Stage: views. In: headings, of the content and of the templates. Out: their ids, and which of them the page shows. An address with
such an id holds on when words that follow the day are others (`core.locales.lasting`).
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
"""Ids that `base.html` uses on every page: the skip link's target and the menus in the footer."""


class Ids:
    """The ids of one page: a heading's slug, with `-2` for a repeat."""

    def __init__(
        self,
        edit: Callable[[Place], str] | None = None,
        foreign: Mapping[str, str] = MappingProxyType({}),
        letters: Collection[tuple[str, str]] = (),
    ) -> None:
        """Begin a page; `letters` are those of its language that ids have in other letters."""
        self._taken: dict[str, None] = dict.fromkeys(THEME_IDS)
        """In the order in which they were taken."""
        self._hidden: set[str] = set()
        self._numbers: dict[str, int] = {}
        """The last number that was given to each slug."""
        self._edit = edit
        self._foreign = foreign
        self._letters = letters
        self._kept: dict[tuple[Path, int, int], str] = {}
        """Ids that are kept for headings of the content, by where these stand."""
        self._by_words: dict[str, str] = {}
        """The ids of headings with words that follow the day, by what these would be on the day."""
        self._own: dict[str, Place] = {}
        """The ids that editors have given to headings, with where these stand."""
        self.clashes: list[tuple[str, Place]] = []
        """The ids of this sort that something else on the page has, with where the headings stand that lack them."""

    def tag(self, place: Place) -> str | None:
        """Return the tag of the language of what stands at `place`, where that is not the page's."""
        return self._foreign.get(place.source.language)

    def edit(self, place: Place | None) -> str | None:
        """Return where an editor changes what stands at `place`; None outside preview."""
        return self._edit(place) if self._edit and place else None

    def take(self, text: str) -> str:
        """Return the id for a heading with these words, and keep it from being given again; it has none that follow the day."""
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

    def take_over(self, taken: Iterable[str]) -> None:
        """Keep ids that something of the page has."""
        self._taken.update(dict.fromkeys(taken))

    def is_one(self, text: str, other: str) -> bool:
        """Tell whether headings with these words would have one id."""
        letters = tuple(self._letters)
        return slugify(text, letters) == slugify(other, letters)

    def keep_for(self, node: HeadingNode) -> None:
        """Give a heading of the content its id before it is shown, so that nothing of the records shown above it takes that."""
        if _spot(node) not in self._kept:
            self._kept[_spot(node)] = self._take_anew(node)

    def take_for(self, node: HeadingNode) -> str:
        """Return the id of a heading of the content: the one that was kept for it."""
        return self._kept.pop(_spot(node), None) or self._take_anew(node)

    def _take_anew(self, node: HeadingNode) -> str:
        if node.own_id:
            return self._take_own(node)
        return self._take(node.text, node.text if node.lasting is None else node.lasting)

    def _take_own(self, node: HeadingNode) -> str:
        """Return the id that an editor has given to a heading; where something else has that, it is told and has a number."""
        taken = self._take(node.own_id, node.own_id)
        if taken == node.own_id:
            self._own[taken] = node.place
        elif self._own.get(node.own_id) != node.place:  # a block may stand twice on a page
            self.clashes.append((node.own_id, node.place))
        return taken

    def give_back(self, node: HeadingNode) -> None:
        """Let what is shown instead of a heading take the id that was kept for it."""
        self._taken.pop(self._kept.pop(_spot(node), ""), None)

    def hide(self, *ids: str) -> None:
        """Say of what has these ids that it is not shown after all: nothing can lead to it, and nothing else gets its id."""
        self._hidden.update(ids)

    @property
    def shown(self) -> frozenset[str]:
        """All ids that the page has so far."""
        return frozenset(self._taken.keys() - self._hidden - {*self._kept.values()})

    @property
    def by_words(self) -> tuple[tuple[str, str], ...]:
        """What somebody would write who reads a heading with words that follow the day, and the id that it has."""
        return tuple((words, name) for words, name in self._by_words.items() if words not in self._taken and name in self.shown)

    @contextmanager
    def watch(self) -> Iterator[list[str]]:
        """Give a list that has, when all is done, the ids that were taken meanwhile."""
        before, taken = {*self._taken}, list[str]()
        yield taken
        taken += (name for name in self._taken if name not in before)


def find_next_id(words: str, taken: Iterable[str], letters: Collection[tuple[str, str]]) -> str:
    """Return the id that a heading with these words would have beside what has been `taken` on a page."""
    ids = Ids(letters=letters)
    ids.take_over(taken)
    return ids.take(words)


def _spot(node: HeadingNode) -> tuple[Path, int, int]:
    return node.place.source.path, node.place.line, node.place.column
