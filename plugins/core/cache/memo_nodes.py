"""The nodes of a memo: each question with its answer and what it depends on, and how nodes are exported and adopted.

Stage: any. In: the nodes of a memo, by what they were asked by. Out: plain tuples (`KeptAnswer`), each after all that it rests
on; and of such, nodes again. What is kept between processes goes this way (`docs/decisions/0133-kept-between-processes.md`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from enum import Enum
from typing import Any, Final, NamedTuple, Protocol, cast

LATELY: Final = 8
"""Revisions: what nobody has asked for since is not exported, nor held on to for ever."""
NOTHING: Final = object()
"""No answer yet."""
NO_FILES: Final[frozenset[str]] = frozenset()


class Forgotten(Enum):
    """Stands for an answer that was not kept, though it is known what it rests on: worked out again where it is asked for."""

    FORGOTTEN = 0


FORGOTTEN: Final = Forgotten.FORGOTTEN


class Answers(Protocol):
    """A store of answers by number; returns `Forgotten.FORGOTTEN` where the answer is lost."""

    def find(self, number: int) -> Any:
        """Return an answer, the same each time."""
        ...

    def make(self, number: int) -> Any:
        """Return an answer, anew each time."""
        ...


class Later:
    """An answer that is stored elsewhere until somebody asks for it; of all that a memo has adopted, few are."""

    __slots__ = ("answers", "number", "stays")

    def __init__(self, answers: Answers, number: int, *, stays: bool) -> None:
        self.answers = answers
        self.number = number
        self.stays = stays
        """Whether the answer is held from then on: False for what is long, and asked for once."""

    def find(self) -> Any:
        """Return the answer; `Forgotten.FORGOTTEN` where it is lost."""
        return self.answers.find(self.number) if self.stays else self.answers.make(self.number)


class KeptAnswer(NamedTuple):
    """A question with its answer, as `Memo.adopt` takes it: a plain tuple, for there are tens of thousands."""

    key: Hashable
    value: Any
    rests_on: tuple[int, ...] | None
    """Numbers of the questions in the same list; None: whoever adopts it must have this one already."""
    changed: int = 0
    verified: int = 0
    """Revisions: when it last came out as another answer, and when it was last known to hold."""
    files: frozenset[str] = NO_FILES
    is_input: bool = False


class Node:
    """One question with its answer; an input has nothing that works it out, nor has what was adopted and not asked for yet."""

    __slots__ = (
        "changed",
        "files",
        "holds_make",
        "is_first",
        "is_input",
        "is_part",
        "key",
        "make",
        "rests_on",
        "value",
        "verified",
    )

    def __init__(
        self,
        make: Callable[[], Any] | None,
        value: Any = NOTHING,
        rests_on: tuple[Node, ...] = (),
        files: frozenset[str] = NO_FILES,
        changed: int = 0,
        verified: int = 0,
        *,
        is_input: bool = False,
        key: Hashable = None,
    ) -> None:
        self.make = make
        self.holds_make = True
        """False where `make` is not held: it is told by the key (`Memo.revive`), or the answer rests on nothing."""
        self.key = key
        """What it was asked by, where that tells what works it out; None where it does not."""
        self.is_input = is_input
        self.is_part = False
        """It is picked from another answer, and needs none of the files that the other does."""
        self.is_first = False
        """It has been asked for by itself, and not by another question, in this run or an earlier one (`Memo.export_apart`)."""
        self.value = value
        self.rests_on = rests_on
        self.files = files
        self.changed = changed
        self.verified = verified


Nodes = dict[Hashable, Node]
"""By what they were asked by."""


class Same:
    """A thing as a part of a question: itself, and not another that is equal to it."""

    __slots__ = ("thing",)

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.thing is other.thing


def find_lately(nodes: Nodes, revision: int, early: Collection[Node] = ()) -> list[Node]:
    """Return the inputs and what was known to hold after `revision`, each after all that it rests on, but for what is `early`."""
    found: dict[Node, None] = {}
    for first in nodes.values():
        path = [first] if first not in early and (first.is_input or first.verified > revision) else []
        while path:
            node = path[-1]
            if node in found:
                path.pop()
            elif node not in early and (further := [other for other in node.rests_on if other not in found]):
                path += further
            else:
                found[path.pop()] = None
    return list(found)


def find_first(nodes: Nodes, order: Collection[Node], is_wanted: Callable[[Hashable, Node], bool]) -> set[Node]:
    """Return, of an order of nodes, those that are wanted by themselves, and all that these rest on."""
    firsts = {node for key, node in nodes.items() if is_wanted(key, node)}
    for node in reversed([*order]):
        if node in firsts:
            firsts.update(node.rests_on)
    return firsts


def write_down(
    nodes: Nodes,
    order: Iterable[Node],
    keeps: Callable[[Hashable], bool],
    early: Collection[Node],
    numbers: dict[Node, int | None],
) -> Iterator[KeptAnswer]:
    """Yield nodes in an order, with their answers where `keeps` says so.

    Those that are `early` stand there by name alone; `numbers` are of what was written down before, and of this afterwards.
    """
    named = {node: key for key, node in nodes.items()}
    count = sum(number is not None for number in numbers.values())
    for node in order:
        others = [numbers[other] for other in node.rests_on] if node not in early else []
        if node.value is NOTHING or None in others:
            numbers[node] = None  # nothing that could be verified
            continue
        key = named.get(node) or Same([])  # nobody can ask for it by name, and others rest on it
        value = node.value if keeps(key) and node not in early else FORGOTTEN
        rests_on = cast("tuple[int, ...]", tuple(others)) if node not in early else None
        numbers[node] = count
        count += 1
        yield KeptAnswer(key, value, rests_on, node.changed, node.verified, node.files, node.is_input)


def take_over(nodes: Nodes, kept: Iterable[tuple[Any, ...]], listed: list[Any], latest: int) -> int:
    """Take over answers that were kept, but for those that are here already; return the last revision with which any was known.

    `listed` are the nodes that stood before these in the list, by which they know what they rest on; these are added to it.
    """
    find, look = listed.__getitem__, nodes.get if nodes else _find_none  # to look for each key takes a sixth of the time
    for key, value, rests_on, changed, verified, files, is_input in kept:
        node = look(key)
        if node is None and rests_on is not None:
            others = tuple(map(find, rests_on))
            if None not in others:
                node = nodes[key] = Node(None, value, others, files, changed, verified, is_input=is_input, key=key)
        if verified > latest or changed > latest:
            latest = max(verified, changed)
        listed.append(node)
    return latest


def _find_none(_key: Hashable) -> None:
    """Find nothing, as in a memo that has no question."""
