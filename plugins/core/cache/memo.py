"""The memo: incremental computation. It keeps each answer with everything that was read to work it out.

Stage: any. In: inputs (a shelf's records, the day), and functions of them. Out: their answers, each worked out again only
when something that it read has another answer than before (`docs/decisions/0090-reads-are-recorded.md`).

Reads are recorded as they happen: an answer that is asked for while another is worked out is one that the other rests on.
Whoever reads the site through a memo cannot forget to say so. An answer that comes out as it was stays the very same
object, and what rests on it is left alone (*early cut-off*). The way is that of salsa (Rust's `rust-analyzer`) and of
Shake; "Build Systems à la Carte" (Mokhov, Mitchell and Peyton Jones, 2018) calls it a suspending scheduler with verifying
traces.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, Final, Protocol, TypeVar, cast

from plugins.core.cache.memo_nodes import (
    FORGOTTEN,
    LATELY,
    NO_FILES,
    NOTHING,
    KeptAnswer,
    Later,
    Node,
    Nodes,
    find_first,
    find_lately,
    take_over,
    write_down,
)
from plugins.core.cache.written import PageLost

T = TypeVar("T")
Question = tuple[Hashable, Callable[[], Any]]
"""What something is known by that follows from that alone, and what makes it."""
Coming = Mapping[Hashable, Callable[[], Any]]
"""What waits for what is being made elsewhere, by what it is known by."""

MOST_FOLLOWED: Final = 100_000
"""Answers that follow from their keys, beyond which none is held longer: ten times those of a thousand pages."""


class Interrupted(BaseException):
    """What is being worked out must wait: something else is asked for. What has been worked out is kept."""


class Remember(Protocol):
    """Returns a value that depends on its key alone: the one that was made before for that key, else what `make` makes."""

    def __call__(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return it."""
        ...


def make_anew(key: Hashable, make: Callable[[], T]) -> T:  # noqa: ARG001 (what it is called by does not matter)
    """Remember nothing: call `make` each time."""
    return make()


class Memo:
    """Answers to questions, by their keys, each with what it depends on. One thread at a time may ask."""

    def __init__(self) -> None:
        self.revision = 1
        """Raised when inputs are given anew."""
        self.changes = 0
        """How many inputs have been given another value."""
        self.made = 0
        """How many answers have been worked out: for tests, which count what a change costs."""
        self.must_wait: Callable[[], bool] | None = None
        """Asked before anything is worked out; where it says yes, `Interrupted` is raised."""
        self.revive: Callable[[Hashable], Callable[[], Any] | None] = lambda _key: None
        """Returns what works out an answer that was adopted; None where that is known only when somebody asks for it."""
        self.aids: dict[Hashable, Any] = {}
        """What makes answers quicker, however old it is, and never makes them other answers."""
        self._followed: dict[Hashable, Any] = {}
        """What follows from a key alone, by that key."""
        self.coming: dict[Hashable, Callable[[], Any]] = {}
        """What waits for what follows from a key and is being made elsewhere, by that key."""
        self._nodes: Nodes = {}
        self._let_go = 0
        """The revision in which `let_go` last did its work."""
        self._take_rest: Callable[[], None] = _take_nothing
        """Takes over what `adopt_apart` has left."""
        self._open: list[tuple[dict[Node, None], set[str]]] = []
        """What is being worked out, the innermost last: what each has read, and which files it needs."""

    # ---- inputs

    def give(self, inputs: Mapping[Hashable, Any]) -> None:
        """Set inputs, all or some of them; one that equals its former value changes nothing."""
        if self._open:
            raise RuntimeError("inputs change only between questions")
        self.revision += 1
        for key, value in inputs.items():
            node = self._nodes.setdefault(("input", key), Node(None, is_input=True))
            if node.value is FORGOTTEN:  # whoever adopted it vouches for it being as it was
                node.value = value
            elif node.value is NOTHING or not _is_same(node.value, value):
                node.value, node.changed = value, self.revision
                self.changes += 1

    def read(self, key: Hashable, default: Any = None) -> Any:
        """Return an input; `default` where it has not been given yet."""
        node = self._nodes.get(("input", key))
        if node is None:
            node = self._nodes["input", key] = Node(None, is_input=True)
            node.value, node.changed = default, self.revision
        self._note(node)
        return node.value

    # ---- answers

    def ask(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer to a question. `make` works it out from inputs and other answers, and from nothing else.

        `make` is kept, and called again when inputs have changed: what it closes over must not change by then.
        """
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = Node(None)
        if node.holds_make and node.make is None:
            self._hold(node, key, make)
        value = _find(node) if self._is_fresh(node) else FORGOTTEN
        if value is FORGOTTEN:
            try:
                self._work_out(node, make)
            except BaseException:
                self._nodes.pop(key, None)
                raise
            value = _find(node)
        self._note(node)
        return cast("T", value)

    def pick(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return a part of another answer: the files that the whole needs are not counted as needed by the part."""
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = Node(None)
        node.is_part = True
        return self.ask(key, make)

    def follow(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what depends on a key alone, made once: whoever asks rests neither on it nor on what is read to make it."""
        if key not in self._followed:
            if len(self._followed) >= MOST_FOLLOWED:
                self._followed.clear()
            self._open.append(({}, set()))
            try:
                self._followed[key] = self.coming.pop(key, make)()
            finally:
                self._open.pop()
        return cast("T", self._followed[key])

    def known(self, key: Hashable) -> Any:
        """Return an answer that is known to hold; None where it would have to be worked out."""
        node = self._nodes.get(key)
        value = _find(node) if node is not None and self._is_fresh(node) else None
        return None if value is FORGOTTEN else value

    def find_place(self, key: Hashable) -> Any:
        """Return an answer that is known to hold, as it is or where it lies (`Later`); None where it has to be worked out."""
        node = self._nodes.get(key)
        return None if node is None or not self._is_fresh(node) or node.value is FORGOTTEN else node.value

    def make_again(self, key: Hashable, is_it: Callable[[Any], bool]) -> Any:
        """Return an answer that is known to hold, made once more, for a caller that has it and cannot read all of it.

        None where it is not known to hold, or where `is_it` says that it is not the one that the caller has. The caller does not
        rest on what is read to make it.
        """
        node = self._nodes.get(key)
        if node is None or node.verified != self.revision or not is_it(node.value):
            return None
        make = node.make or self.revive(node.key)
        if make is None:
            return None
        self._open.append(({}, set()))
        try:
            return make()
        finally:
            self._open.pop()

    def put_aside(self, key: Hashable, later: Later | None) -> None:
        """Forget how an answer is made, on which nothing rests; and the answer too, where `later` has it from now on."""
        node = self._nodes[key]
        node.make, node.holds_make = None, False
        if later is not None:
            node.value = later

    def breathe(self) -> None:
        """Raise `Interrupted` where something else must come first: for work that takes long and asks nothing meanwhile."""
        if self.must_wait is not None and self.must_wait():
            raise Interrupted

    def aid(self, key: Hashable) -> Any:
        """Return an aid; None where there is none, or it is lost."""
        found = self.aids.get(key)
        if isinstance(found, Later):
            found = self.aids[key] = found.find()
        return None if found is FORGOTTEN else found

    def need(self, file: str) -> None:
        """Say that what is being worked out needs a file to be written; so does all that rests on it."""
        if self._open:
            self._open[-1][1].add(file)

    @property
    def needed(self) -> frozenset[str] | None:
        """The files that what is being worked out needs, as far as it has come; None where nothing is."""
        return frozenset(self._open[-1][1]) if self._open else None

    def files_of(self, key: Hashable) -> frozenset[str]:
        """Return the files that an answer needs, which has been asked for."""
        return self._nodes[key].files

    def let_go(self, lately: int) -> None:
        """Forget answers that nobody has asked for in so many revisions, not even through others; done once in as many."""
        if self.revision >= self._let_go + lately:
            asked = {*find_lately(self._nodes, self.revision - lately)}
            self._nodes = {key: node for key, node in self._nodes.items() if node in asked}
            self._let_go = self.revision

    @property
    def files(self) -> frozenset[str]:
        """The files that any answer needs."""
        return NO_FILES.union(*{node.files for node in self._nodes.values()})

    # ---- what goes to another memo, or comes from one

    def open_beside(self) -> Memo:
        """Return a memo of the same inputs that has answered nothing, to be asked what would be if some of them were others.

        Who opens it rests on all inputs.
        """
        other = Memo()
        other.must_wait, other.coming, other._followed = self.must_wait, self.coming, self._followed
        inputs = {key: node for key, node in self._nodes.items() if node.is_input and isinstance(key, tuple)}
        for node in inputs.values():
            self._note(node)
        values = {key[1]: node.value for key, node in inputs.items()}
        other.give({key: value for key, value in values.items() if value is not NOTHING and value is not FORGOTTEN})
        return other

    def export(self, keeps: Callable[[Hashable], bool], since: int = 0) -> Iterator[KeptAnswer]:
        """Yield every question that was asked lately, each after all that it rests on; with its answer where `keeps` says so.

        The first `since` of all questions stand there by name alone, where others rest on them.
        """
        early = set(list(self._nodes.values())[:since]) if since else set[Node]()
        return write_down(self._nodes, find_lately(self._nodes, self.revision - LATELY, early), keeps, early, {})

    def export_apart(
        self, keeps: Callable[[Hashable], bool], comes_first: Callable[[Hashable], bool], comes_last: Callable[[Hashable], bool]
    ) -> tuple[Iterator[KeptAnswer], Iterator[KeptAnswer]]:
        """Return what `export` does in two, gone through one after the other; the second can be adopted later (`adopt_apart`).

        In the first are inputs, what `comes_first` says so of, what has been asked for by itself unless `comes_last` says so of
        it, and all that these rest on.
        """

        def is_wanted(key: Hashable, node: Node) -> bool:
            return node.is_input or comes_first(key) or (node.is_first and not comes_last(key))

        order = find_lately(self._nodes, self.revision - LATELY)
        firsts = find_first(self._nodes, order, is_wanted)
        numbers: dict[Node, int | None] = {}
        return (
            write_down(self._nodes, [node for node in order if node in firsts], keeps, (), numbers),
            write_down(self._nodes, [node for node in order if node not in firsts], keeps, (), numbers),
        )

    @property
    def latest(self) -> int:
        """The last revision with which anything was found, or known to hold."""
        return max((max(node.changed, node.verified) for node in self._nodes.values()), default=0)

    def adopt(self, kept: Iterable[tuple[Any, ...]]) -> None:
        """Take over what another memo has answered (`KeptAnswer`); what is here already stays.

        A memo that has answered nothing yet takes the inputs too, and goes on from there; another must have the very same.
        """
        self.revision = take_over(self._nodes, kept, [], self.revision)

    def adopt_apart(self, kept: Iterable[tuple[Any, ...]], latest: int, find_rest: Callable[[], Iterable[KeptAnswer]]) -> None:
        """Take over what came first of `export_apart`, and leave the rest until `take_rest`.

        `latest` is that of the other memo: the rest may have been known to hold with a later revision than what came first.
        """
        listed: list[Node | None] = []
        found = take_over(self._nodes, kept, listed, self.revision)
        for node in listed:
            if node is not None:
                node.is_first = True
        self.revision = max(found, latest)

        def take() -> None:
            self.revision = take_over(self._nodes, find_rest(), listed, self.revision)

        self._take_rest = take

    def take_rest(self) -> None:
        """Take over what was left, if anything was: what of it is asked for before that is worked out anew."""
        take, self._take_rest = self._take_rest, _take_nothing
        take()

    def __len__(self) -> int:
        return len(self._nodes)

    # ---- within

    def _hold(self, node: Node, key: Hashable, make: Callable[[], Any]) -> None:
        """Hold what works out an answer, if its key does not tell: of a thousand pages that would be some ten megabytes."""
        if self.revive(key) is None:
            node.make = make
        else:
            node.holds_make, node.key = False, key

    def _note(self, node: Node) -> None:
        if self._open:
            read, files = self._open[-1]
            read[node] = None
            if node.files:
                files |= node.files
        else:
            node.is_first = True

    def _is_fresh(self, node: Node) -> bool:
        """Tell whether all that an answer rests on is as it was, in the order in which it was read."""
        revision, verified = self.revision, node.verified
        if verified == revision:
            return True
        if node.value is NOTHING:
            return False
        for other in node.rests_on:
            if other.verified != revision and not other.is_input and not self._is_fresh(other):
                make = other.make or self.revive(other.key)
                if make is None:
                    return False  # nobody has asked for it yet: who rests on it will
                try:
                    self._work_out(other, make)
                except Exception:  # it is asked for again by what rests on it, if that still does
                    return False
            if other.changed > verified:
                return False
        node.verified = revision
        return True

    def _work_out(self, node: Node, make: Callable[[], Any]) -> None:
        self.breathe()
        read: dict[Node, None] = {}
        files: set[str] = set()
        self._open.append((read, files))
        try:
            value = make()
        except BaseException:
            node.value = NOTHING
            raise
        finally:
            self._open.pop()
        self.made += 1
        needed = frozenset(files) if files and not node.is_part else NO_FILES
        before = _find(node)
        if before is FORGOTTEN and node.verified == self.revision:
            node.value = value  # the very answer that was forgotten: what rests on it holds
        elif before is NOTHING or needed != node.files or not _is_same(before, value):
            node.value, node.files, node.changed = value, needed, self.revision
        node.rests_on = tuple(read)
        node.verified = self.revision
        if not read:  # it is never made again: what it was made of, which may be long, can go
            node.make, node.holds_make = None, False


def _take_nothing() -> None:
    """Take over nothing: there is no rest."""


def _find(node: Node) -> Any:
    """Return the answer of a question, from where it lies."""
    value = node.value
    if isinstance(value, Later):
        later, value = value, value.find()
        if later.stays or value is FORGOTTEN:
            node.value = value
    return value


def _is_same(one: Any, other: Any) -> bool:
    """Tell whether two answers are one; values that cannot be compared are not."""
    if one is other:
        return True
    try:
        return type(one) is type(other) and bool(one == other)
    except (TypeError, RecursionError, PageLost):
        return False
