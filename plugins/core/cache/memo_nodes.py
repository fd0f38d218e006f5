"""The nodes of a memo, one for each question with its answer and dependencies, and their export and import.

Nodes are exported as plain tuples (`KeptAnswer`), each after its dependencies, and imported from them. This is how answers are
kept from one process to the next (`docs/decisions/0133-kept-between-processes.md`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from enum import Enum
from typing import Any, Final, NamedTuple, Protocol, cast

RECENT: Final = 8
"""Revisions: answers that have not been used for so long are not exported, and are dropped eventually."""
NOTHING: Final = object()
"""The value of a node without an answer."""
NO_FILES: Final[frozenset[str]] = frozenset()


class Forgotten(Enum):
    """Stands for an answer that was not kept although its dependencies are known; it is computed again on demand."""

    FORGOTTEN = 0


FORGOTTEN: Final = Forgotten.FORGOTTEN


class Answers(Protocol):
    """A store of answers by number; returns `Forgotten.FORGOTTEN` for an answer that is lost."""

    def find(self, number: int) -> Any:
        """Return an answer, the same object each time."""
        ...

    def make(self, number: int) -> Any:
        """Return an answer, a new object each time."""
        ...


class Later:
    """A reference to an answer that is loaded on demand; of all adopted answers, few ever are."""

    __slots__ = ("answers", "number", "stays")

    def __init__(self, answers: Answers, number: int, *, stays: bool) -> None:
        self.answers = answers
        self.number = number
        self.stays = stays
        """Whether the answer is kept in memory once loaded; False for large answers that are needed once."""

    def find(self) -> Any:
        """Return the answer; `Forgotten.FORGOTTEN` if it is lost."""
        return self.answers.find(self.number) if self.stays else self.answers.make(self.number)


class KeptAnswer(NamedTuple):
    """An exported question with its answer: a plain tuple, because there are tens of thousands."""

    key: Hashable
    value: Any
    dependencies: tuple[int, ...] | None
    """Positions of the dependencies in the same export; None: the importing memo must have this question already."""
    changed: int = 0
    verified: int = 0
    """Revisions in which the answer last changed, and in which it was last known to be valid."""
    files: frozenset[str] = NO_FILES
    is_input: bool = False


class Node:
    """A question with its answer. Inputs have no `make`, nor do imported answers that have not been asked for yet."""

    __slots__ = (
        "changed",
        "dependencies",
        "files",
        "holds_make",
        "is_first",
        "is_input",
        "is_part",
        "key",
        "make",
        "value",
        "verified",
    )

    def __init__(
        self,
        make: Callable[[], Any] | None,
        value: Any = NOTHING,
        dependencies: tuple[Node, ...] = (),
        files: frozenset[str] = NO_FILES,
        changed: int = 0,
        verified: int = 0,
        *,
        is_input: bool = False,
        key: Hashable = None,
    ) -> None:
        self.make = make
        self.holds_make = True
        """Whether `make` is to be stored; False if it can be found by the key (`Memo.revive`), or there are no dependencies."""
        self.key = key
        """The memo key, if the function that computes the answer can be found by it; else None."""
        self.is_input = is_input
        self.is_part = False
        """Whether it is a part of another answer, and needs none of that answer's files (`Memo.ask_part`)."""
        self.is_first = False
        """Whether it was asked outside any computation, in this or an earlier run (`Memo.export_apart`)."""
        self.value = value
        self.dependencies = dependencies
        self.files = files
        self.changed = changed
        self.verified = verified


Nodes = dict[Hashable, Node]
"""Nodes by their memo keys."""


class Same:
    """Wraps an object as part of a memo key, so that it is compared by identity."""

    __slots__ = ("thing",)

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.thing is other.thing


def find_recent(nodes: Nodes, revision: int, early: Collection[Node] = ()) -> list[Node]:
    """Return the inputs and the nodes verified after `revision`, each after its dependencies; those in `early` are left out."""
    found: dict[Node, None] = {}
    for first in nodes.values():
        path = [first] if first not in early and (first.is_input or first.verified > revision) else []
        while path:
            node = path[-1]
            if node in found:
                path.pop()
            elif node not in early and (further := [other for other in node.dependencies if other not in found]):
                path += further
            else:
                found[path.pop()] = None
    return list(found)


def find_first(nodes: Nodes, order: Collection[Node], is_wanted: Callable[[Hashable, Node], bool]) -> set[Node]:
    """Return the nodes of `order` that `is_wanted` selects, and everything that these depend on."""
    firsts = {node for key, node in nodes.items() if is_wanted(key, node)}
    for node in reversed([*order]):
        if node in firsts:
            firsts.update(node.dependencies)
    return firsts


def export_nodes(
    nodes: Nodes,
    order: Iterable[Node],
    keeps: Callable[[Hashable], bool],
    early: Collection[Node],
    numbers: dict[Node, int | None],
) -> Iterator[KeptAnswer]:
    """Yield nodes in a given order as `KeptAnswer`, with their values if `keeps` returns True.

    Nodes in `early` are listed by key only; `numbers` has the positions of nodes that were exported before, and is extended.
    """
    named = {node: key for key, node in nodes.items()}
    count = sum(number is not None for number in numbers.values())
    for node in order:
        others = [numbers[other] for other in node.dependencies] if node not in early else []
        if node.value is NOTHING or None in others:
            numbers[node] = None  # could not be verified after import
            continue
        key = named.get(node) or Same([])  # no longer reachable by its key, but others depend on it
        value = node.value if keeps(key) and node not in early else FORGOTTEN
        dependencies = cast("tuple[int, ...]", tuple(others)) if node not in early else None
        numbers[node] = count
        count += 1
        yield KeptAnswer(key, value, dependencies, node.changed, node.verified, node.files, node.is_input)


def import_nodes(nodes: Nodes, kept: Iterable[tuple[Any, ...]], listed: list[Any], latest: int) -> int:
    """Import `kept` into `nodes`, except existing ones; return the last revision in which any of them was verified or changed.

    `listed` has the nodes imported before these, to which positions refer; the new ones are appended.
    """
    find, look = listed.__getitem__, nodes.get if nodes else _find_none  # local names save a sixth of the time
    for key, value, dependencies, changed, verified, files, is_input in kept:
        node = look(key)
        if node is None and dependencies is not None:
            others = tuple(map(find, dependencies))
            if None not in others:
                node = nodes[key] = Node(None, value, others, files, changed, verified, is_input=is_input, key=key)
        if verified > latest or changed > latest:
            latest = max(verified, changed)
        listed.append(node)
    return latest


def _find_none(_key: Hashable) -> None:
    """Return None, as in a memo without questions."""
