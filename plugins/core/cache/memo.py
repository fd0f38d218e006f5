"""The memo: incremental computation. It stores each answer with everything that was read to compute it.

An answer is computed by a function from inputs (the records of a shelf, the day) and other answers, and computed again only when
something that it read has changed (`docs/decisions/0090-reads-are-recorded.md`).

Reads are recorded as they happen: an answer requested while another is computed is a dependency of the other, so no code that
reads the site through a memo can forget to declare a dependency. An answer that comes out equal to before stays the same object,
and what depends on it is not computed again (*early cut-off*). The design is that of salsa (Rust's `rust-analyzer`) and of Shake;
"Build Systems à la Carte" (Mokhov, Mitchell and Peyton Jones, 2018) calls it a suspending scheduler with verifying traces.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, Final, Generic, Protocol, TypeVar, cast, overload

from plugins.core.cache.memo_nodes import (
    FORGOTTEN,
    NO_FILES,
    NOTHING,
    RECENT,
    KeptAnswer,
    Later,
    Node,
    Nodes,
    export_nodes,
    find_first,
    find_recent,
    import_nodes,
)
from plugins.core.cache.written import PageLost

T = TypeVar("T")
D = TypeVar("D")
Question = tuple[Hashable, Callable[[], Any]]
"""A key on which an answer depends exclusively, and a function that computes the answer."""
Coming = Mapping[Hashable, Callable[[], Any]]
"""Functions that wait for answers being computed in a worker, by key."""

MOST_DERIVED: Final = 100_000
"""The most answers of `derive` that are held, ten times those of a thousand pages; beyond that all are dropped."""


class Interrupted(BaseException):
    """Raised to abort a computation because something more urgent is waiting. Finished answers are kept."""


class Remember(Protocol):
    """Returns a value that depends on its key only: the value stored for the key, or else what `make` returns."""

    def __call__(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value."""
        ...


def remember_nothing(key: Hashable, make: Callable[[], T]) -> T:  # noqa: ARG001 (has the signature of `Remember`)
    """Call `make` every time; store nothing."""
    return make()


class Input(Generic[T]):
    """The name of a value that a memo is given, and the value's type. Two with the same name are the same input."""

    __slots__ = ("key",)

    def __init__(self, name: Hashable) -> None:
        self.key = (_INPUT, name)
        """The memo key."""

    def of(self, value: T) -> Given:
        """Return the input with a value, for `Memo.give`."""
        return self.key, value


Given = tuple[tuple[str, Hashable], Any]
"""The memo key of an input, and its value."""
_INPUT: Final = "input"
_RAISE: Final = object()
"""Stands for no default."""


class Memo:
    """Answers by key, each with its dependencies. Not thread-safe: only one thread at a time may ask."""

    def __init__(self) -> None:
        self.revision = 1
        """Incremented whenever inputs are set."""
        self.changes = 0
        """How many times an input has changed its value."""
        self.made = 0
        """How many answers have been computed: for tests that measure the cost of a change."""
        self.must_wait: Callable[[], bool] | None = None
        """Called before each computation; if it returns True, `Interrupted` is raised."""
        self.revive: Callable[[Hashable], Callable[[], Any] | None] = lambda _key: None
        """Returns a function that computes the answer for a key; None if only a caller of `ask` can provide it."""
        self.aids: dict[Hashable, Any] = {}
        """Data that speeds up computations, even when outdated, and never affects their results."""
        self._derived: dict[Hashable, Any] = {}
        """Answers of `derive`, by key."""
        self.coming: dict[Hashable, Callable[[], Any]] = {}
        """Functions that wait for answers of `derive` that a worker is computing, by key."""
        self._nodes: Nodes = {}
        self._evicted = 0
        """The revision in which `evict` last removed answers."""
        self._take_rest: Callable[[], None] = _take_nothing
        """Adopts the answers that `adopt_apart` has deferred."""
        self._open: list[tuple[dict[Node, None], set[str]]] = []
        """The running computations, innermost last: the nodes that each has read, and the files that it needs."""

    # ---- inputs

    def give(self, *inputs: Given) -> None:
        """Set some or all inputs (`Input.of`); an input that equals its former value counts as unchanged."""
        if self._open:
            raise RuntimeError("inputs change only between questions")
        self.revision += 1
        for key, value in inputs:
            node = self._nodes.setdefault(key, Node(None, is_input=True))
            if node.value is FORGOTTEN:  # the caller of `adopt` guarantees that the input is unchanged
                node.value = value
            elif node.value is NOTHING or not _is_same(node.value, value):
                node.value, node.changed = value, self.revision
                self.changes += 1

    @overload
    def read(self, wanted: Input[T]) -> T:
        """Return an input, which must have been set."""

    @overload
    def read(self, wanted: Input[T], default: D) -> T | D:
        """Return an input; `default` if it has not been set."""

    def read(self, wanted: Input[Any], default: Any = _RAISE) -> Any:
        """Return an input; `default` if it has not been set."""
        node = self._nodes.get(wanted.key)
        if node is None:
            if default is _RAISE:
                raise LookupError(f"no value has been given for the input {wanted.key[1]!r}")
            node = self._nodes[wanted.key] = Node(None, is_input=True)
            node.value, node.changed = default, self.revision
        self._note(node)
        return node.value

    # ---- answers

    def ask(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer to a question. `make` must compute it from inputs and other answers only.

        `make` is stored and called again when inputs have changed, so the variables that it closes over must not change.
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

    def ask_part(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return an answer that is a part of another: files needed by the whole are not counted as needed by the part."""
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = Node(None)
        node.is_part = True
        return self.ask(key, make)

    def derive(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return an answer that depends on its key only, computed once; the caller depends on nothing that is read for it."""
        if key not in self._derived:
            if len(self._derived) >= MOST_DERIVED:
                self._derived.clear()
            self._open.append(({}, set()))
            try:
                self._derived[key] = self.coming.pop(key, make)()
            finally:
                self._open.pop()
        return cast("T", self._derived[key])

    def known(self, key: Hashable) -> Any:
        """Return an answer if it is known to be valid; None if it would have to be computed."""
        node = self._nodes.get(key)
        value = _find(node) if node is not None and self._is_fresh(node) else None
        return None if value is FORGOTTEN else value

    def find_stored(self, key: Hashable) -> Any:
        """Return an answer if it is known to be valid, as stored (perhaps a `Later`); None if it would have to be computed."""
        node = self._nodes.get(key)
        return None if node is None or not self._is_fresh(node) or node.value is FORGOTTEN else node.value

    def make_again(self, key: Hashable, is_it: Callable[[Any], bool]) -> Any:
        """Compute an answer again that is known to be valid, for a caller that has it but cannot read all of it.

        Return None if it is not known to be valid, or if `is_it` rejects the stored answer. What is read does not become a
        dependency of the caller.
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

    def offload(self, key: Hashable, later: Later | None) -> None:
        """Drop the function of an answer on which nothing depends; with `later` drop the answer too, which `later` loads."""
        node = self._nodes[key]
        node.make, node.holds_make = None, False
        if later is not None:
            node.value = later

    def checkpoint(self) -> None:
        """Raise `Interrupted` if something more urgent is waiting: for long computations that ask no questions."""
        if self.must_wait is not None and self.must_wait():
            raise Interrupted

    def aid(self, key: Hashable) -> Any:
        """Return an aid (`aids`); None if there is none or it is lost."""
        found = self.aids.get(key)
        if isinstance(found, Later):
            found = self.aids[key] = found.find()
        return None if found is FORGOTTEN else found

    def need(self, file: str) -> None:
        """Record that the running computation needs a file to be written, and so do its dependents."""
        if self._open:
            self._open[-1][1].add(file)

    @property
    def needed(self) -> frozenset[str] | None:
        """The files that the running computation has needed so far; None outside a computation."""
        return frozenset(self._open[-1][1]) if self._open else None

    def files_of(self, key: Hashable) -> frozenset[str]:
        """Return the files needed by an answer that has been requested."""
        return self._nodes[key].files

    def evict(self, lately: int) -> None:
        """Drop answers that have not been used, even indirectly, for `lately` revisions; runs at most once in as many."""
        if self.revision >= self._evicted + lately:
            asked = {*find_recent(self._nodes, self.revision - lately)}
            self._nodes = {key: node for key, node in self._nodes.items() if node in asked}
            self._evicted = self.revision

    @property
    def files(self) -> frozenset[str]:
        """The files needed by any answer."""
        return NO_FILES.union(*{node.files for node in self._nodes.values()})

    # ---- what goes to another memo, or comes from one

    def open_beside(self, without: Input[Any]) -> Memo:
        """Return a memo with the same inputs but one, and no answers, to find out what answers would be with others of that one.

        The running computation then depends on all other inputs.
        """
        other = Memo()
        other.must_wait, other.coming, other._derived = self.must_wait, self.coming, self._derived
        nodes = self._nodes.items()
        inputs = {key: node for key, node in nodes if node.is_input and isinstance(key, tuple) and key != without.key}
        for node in inputs.values():
            self._note(node)
        values = ((key, node.value) for key, node in inputs.items())
        other.give(*((key, value) for key, value in values if value is not NOTHING and value is not FORGOTTEN))
        return other

    def export(self, keeps: Callable[[Hashable], bool], since: int = 0) -> Iterator[KeptAnswer]:
        """Yield every recently used question after its dependencies, with its answer if `keeps` returns True.

        The first `since` questions of the memo are listed by key only, where others depend on them.
        """
        early = set(list(self._nodes.values())[:since]) if since else set[Node]()
        return export_nodes(self._nodes, find_recent(self._nodes, self.revision - RECENT, early), keeps, early, {})

    def export_apart(
        self, keeps: Callable[[Hashable], bool], comes_first: Callable[[Hashable], bool], comes_last: Callable[[Hashable], bool]
    ) -> tuple[Iterator[KeptAnswer], Iterator[KeptAnswer]]:
        """Return what `export` yields in two parts, to be consumed in order; the second can be adopted later (`adopt_apart`).

        The first part has the inputs, the questions for which `comes_first` returns True, those that were asked directly unless
        `comes_last` returns True, and everything that these depend on.
        """

        def is_wanted(key: Hashable, node: Node) -> bool:
            return node.is_input or comes_first(key) or (node.is_first and not comes_last(key))

        order = find_recent(self._nodes, self.revision - RECENT)
        firsts = find_first(self._nodes, order, is_wanted)
        numbers: dict[Node, int | None] = {}
        return (
            export_nodes(self._nodes, [node for node in order if node in firsts], keeps, (), numbers),
            export_nodes(self._nodes, [node for node in order if node not in firsts], keeps, (), numbers),
        )

    @property
    def latest(self) -> int:
        """The last revision in which any answer was computed or verified."""
        return max((max(node.changed, node.verified) for node in self._nodes.values()), default=0)

    def adopt(self, kept: Iterable[tuple[Any, ...]]) -> None:
        """Take over answers exported from another memo (`KeptAnswer`); existing ones stay.

        A memo without answers takes the inputs and the revision too; any other memo must have exactly the same inputs.
        """
        self.revision = import_nodes(self._nodes, kept, [], self.revision)

    def adopt_apart(self, kept: Iterable[tuple[Any, ...]], latest: int, find_rest: Callable[[], Iterable[KeptAnswer]]) -> None:
        """Take over the first part of `export_apart`, and defer the second until `take_rest`.

        `latest` is that of the exporting memo: answers in the second part may have been verified in a later revision.
        """
        listed: list[Node | None] = []
        found = import_nodes(self._nodes, kept, listed, self.revision)
        for node in listed:
            if node is not None:
                node.is_first = True
        self.revision = max(found, latest)

        def take() -> None:
            self.revision = import_nodes(self._nodes, find_rest(), listed, self.revision)

        self._take_rest = take

    def take_rest(self) -> None:
        """Take over the deferred answers, if any; until then, questions about them are computed again."""
        take, self._take_rest = self._take_rest, _take_nothing
        take()

    def __len__(self) -> int:
        return len(self._nodes)

    # ---- within

    def _hold(self, node: Node, key: Hashable, make: Callable[[], Any]) -> None:
        """Store the function that computes an answer, unless the key tells it: that saves some 10 MB per thousand pages."""
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
        """Return whether all dependencies of an answer are unchanged; they are checked in the order in which they were read."""
        revision, verified = self.revision, node.verified
        if verified == revision:
            return True
        if node.value is NOTHING:
            return False
        for other in node.dependencies:
            if other.verified != revision and not other.is_input and not self._is_fresh(other):
                make = other.make or self.revive(other.key)
                if make is None:
                    return False  # not asked for yet in this process: the dependent will ask
                try:
                    self._work_out(other, make)
                except Exception:  # raised again when the dependent asks for it, if it still does
                    return False
            if other.changed > verified:
                return False
        node.verified = revision
        return True

    def _work_out(self, node: Node, make: Callable[[], Any]) -> None:
        self.checkpoint()
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
            node.value = value  # the answer that was not kept: dependents stay valid
        elif before is NOTHING or needed != node.files or not _is_same(before, value):
            node.value, node.files, node.changed = value, needed, self.revision
        node.dependencies = tuple(read)
        node.verified = self.revision
        if not read:  # never computed again, so release what the function holds
            node.make, node.holds_make = None, False


def _take_nothing() -> None:
    """Do nothing: no answers were deferred."""


def _find(node: Node) -> Any:
    """Return the stored answer of a node, loading it if necessary."""
    value = node.value
    if isinstance(value, Later):
        later, value = value, value.find()
        if later.stays or value is FORGOTTEN:
            node.value = value
    return value


def _is_same(one: Any, other: Any) -> bool:
    """Return whether two answers are equal; False if they cannot be compared."""
    if one is other:
        return True
    try:
        return type(one) is type(other) and bool(one == other)
    except (TypeError, RecursionError, PageLost):
        return False
