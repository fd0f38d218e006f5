"""The kernel's `dataclass` makes the same classes as Python's own."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from plugins.core.dataclass import dataclass

Make = Callable[..., Any]


def make_all(make: Make) -> list[Any]:
    """Return classes of each sort that the project has, made by a decorator."""

    @make(frozen=True, slots=True)
    class Nothing:
        """Has no fields."""

    @make(frozen=True, slots=True)
    class One:
        """Has one field and a method."""

        name: str

        def shout(self) -> str:
            return self.name.upper()

    @make(frozen=True, slots=True)
    class Many:
        """Has defaults, a factory, and fields excluded from repr, comparison or hash."""

        first: int
        second: "str" = "b"
        made: list[int] = dataclasses.field(default_factory=list, hash=False)
        hidden: bytes = dataclasses.field(default=b"", repr=False)
        apart: int = dataclasses.field(default=0, compare=False)

    @make(frozen=True)
    class Base:
        """Has no slots."""

        first: int = 1

    @make(frozen=True)
    class Derived(Base):
        """Adds a field."""

        second: int = 2

    @make(frozen=True, slots=True, eq=False)
    class Itself:
        """Is equal to itself only."""

        first: int

    @make(frozen=True)
    class OwnWays:  # noqa: PLW1641 (a dataclass gets `__hash__` from its maker)
        """Defines its own `__repr__` and `__eq__`."""

        first: int

        def __repr__(self) -> str:
            return "mine"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, type(self))

    @make(frozen=True, slots=True)
    class OwnHash:
        """Defines its own `__hash__`."""

        first: int

        def __hash__(self) -> int:
            return 7

    @make(frozen=True)
    class AllByName:
        """Is of a sort that the kernel leaves to Python's own decorator."""

        first: int = dataclasses.field(kw_only=True)

    @make
    class Loose:
        """Is mutable."""

        first: int

    return [Nothing, One, Many, Base, Derived, Itself, OwnWays, OwnHash, AllByName, Loose]


GIVEN: list[tuple[int, dict[str, Any]]] = [
    (0, {}),
    (1, {"name": "a"}),
    (2, {"first": 1}),
    (2, {"first": 1, "second": "c", "made": [1], "hidden": b"x", "apart": 3}),
    (3, {}),
    (4, {"second": 5}),
    (5, {"first": 1}),
    (6, {"first": 1}),
    (7, {"first": 1}),
    (8, {"first": 1}),
    (9, {"first": 1}),
]
OURS, THEIRS = make_all(dataclass), make_all(dataclasses.dataclass)


def ask(work: Callable[[], Any]) -> Any:
    """Return the result of a call, or its error as text; names of the two decorators' classes are normalised."""
    try:
        return work()
    except Exception as error:
        return type(error).__name__, str(error)


def look(sort: Any, values: dict[str, Any]) -> list[Any]:
    """Return all observable properties of a value."""
    one, same = sort(**values), sort(*values.values()) if sort.__name__ not in ("AllByName", "Derived") else sort(**values)
    first = next(iter(values), "first")
    answers: list[Any] = [repr(one), one == same, one != same, one == object(), ask(lambda: hash(one) == hash(same))]
    answers += [ask(lambda: dataclasses.asdict(one)), dataclasses.is_dataclass(one), hasattr(one, "__dict__")]
    answers += [[(field.name, field.type, field.default) for field in dataclasses.fields(one)], sort.__match_args__]
    answers += [ask(lambda: repr(dataclasses.replace(one, **{first: 9}))), repr(copy.copy(one)), repr(copy.deepcopy(one))]
    answers += [list(inspect.signature(sort).parameters), getattr(sort, "__slots__", None)]
    if values:  # with slots, Python 3.11 reports a name that is not a field wrongly
        answers += [ask(lambda: setattr(one, first, 1)), ask(lambda: delattr(one, first))]
    if hasattr(one, "__dict__"):
        answers += [ask(lambda: setattr(one, "other", 1))]
    answers += [
        ask(lambda: repr(sort(**values, other=1))),
        ask(lambda: repr(sort(1, 2, 3, 4, 5, 6, 7))),
        ask(lambda: repr(sort())),
        sort.__doc__,
    ]
    return answers


@pytest.mark.parametrize(("place", "values"), GIVEN)
def test_the_classes_behave_as_those_of_python(place: int, values: dict[str, Any]) -> None:
    assert look(OURS[place], values) == look(THEIRS[place], values)


def test_the_fast_path_is_used() -> None:
    """Classes made by Python's own decorator would pass the other tests too."""
    made = [sort for sort in OURS if getattr(sort.__setattr__, "__module__", "") == "plugins.core.dataclass"]
    assert [sort.__name__ for sort in made] == ["Nothing", "One", "Many", "Base", "Derived", "Itself", "OwnWays", "OwnHash"]


def test_default_values_are_never_shared() -> None:
    assert OURS[2](1).made is not OURS[2](1).made


def test_a_value_that_contains_itself_is_shown_once() -> None:
    loop = OURS[2](1)
    loop.made.append(loop)
    assert repr(loop).endswith("Many(first=1, second='b', made=[...], apart=0)")


@dataclass(frozen=True, slots=True)
class Sent:
    """Is pickled and sent to another process."""

    first: int
    second: str = ""


def test_a_value_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(Sent(1, "å"))) == Sent(1, "å")


def test_a_method_knows_its_own_class() -> None:
    assert OURS[1]("a").shout() == "A"


def test_a_field_without_a_default_comes_first() -> None:
    for make in (dataclass, dataclasses.dataclass):
        with pytest.raises(TypeError):
            make(frozen=True)(type("Wrong", (), {"__annotations__": {"first": int, "second": int}, "first": 1}))
