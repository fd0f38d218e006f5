"""A faster replacement for `dataclasses.dataclass` on frozen classes.

The decorated class has the same fields, methods and errors as with `dataclasses.dataclass`. Python 3.11 generates and compiles
source code for six methods of every frozen class, about a millisecond per class at each start. Here the methods are closures
over the field names; `__init__` calls each slot's descriptor directly, which also makes it faster to create many instances
(`docs/decisions/0206-a-start-is-not-a-compilation.md`).
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 (handed on; who checks types knows what it makes)
else:
    from dataclasses import MISSING, Field, FrozenInstanceError
    from functools import cache, partial
    from operator import attrgetter
    from reprlib import recursive_repr
    from types import FunctionType

    def dataclass(cls=None, /, **wanted):
        """Make a class a dataclass; takes the same keyword arguments as `dataclasses.dataclass`."""
        return partial(_make, **wanted) if cls is None else _make(cls, **wanted)

    def _make(cls, *, frozen=False, slots=False, eq=True, repr=True):
        if not frozen or not _is_plain(cls):
            return dataclasses.dataclass(frozen=frozen, slots=slots, eq=eq, repr=repr)(cls)
        cls.__doc__ = cls.__doc__ or cls.__name__  # `dataclasses` would look up the signature, three milliseconds long
        own = dict(vars(cls))
        made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
        fields = dataclasses.fields(made)
        names = [field.name for field in fields]
        setters = [_setter(made, field.name, has_slots=slots) for field in fields]
        methods = {"__init__": _init(made, fields, setters)}
        methods["__setattr__"], methods["__delattr__"] = _refusals(made, frozenset(names))
        if repr:
            methods["__repr__"] = _repr([field.name for field in fields if field.repr])
        if eq:
            methods["__eq__"] = _equality([field.name for field in fields if field.compare])
            methods["__hash__"] = _hash([field.name for field in fields if (field.compare if field.hash is None else field.hash)])
            if own.get("__hash__") is None:  # Python writes that where there is `__eq__`
                own.pop("__hash__", None)
        if slots:  # pickle would give each its value by name, which is refused
            methods["__getstate__"], methods["__setstate__"] = _reader(names), _state_setter(setters)
        for name, method in methods.items():
            if name not in own:
                setattr(made, name, method)
        return made

    def _is_plain(cls):
        """Return whether `__init__` does nothing but assign its positional arguments to the fields, in order."""
        given = [value for value in vars(cls).values() if isinstance(value, Field)]
        return all(field.init and field.kw_only is not True for field in given) and not hasattr(cls, "__post_init__")

    def _reader(names):
        """Return a function that returns the values of these fields as a tuple."""
        if len(names) > 1:
            get = attrgetter(*names)
            return lambda self: get(self)  # noqa: PLW0108 (a method, which is given what it belongs to)
        return lambda self: tuple(getattr(self, name) for name in names)

    def _setter(made, name, *, has_slots):
        """Return a function that sets a field, bypassing the `__setattr__` that refuses changes."""
        return getattr(made, name).__set__ if has_slots else lambda self, value: object.__setattr__(self, name, value)

    def _init(made, fields, setters):
        """Return `__init__`, with the names and defaults of the fields as its signature."""
        is_left = [field.default is not MISSING or field.default_factory is not MISSING for field in fields]
        if sorted(is_left) != is_left:
            raise TypeError(f"{made.__name__}: a field without a default follows one with a default")
        given = {f"_{place}": _maker(field, setters[place]) for place, field in enumerate(fields)}
        names = ("self", *(field.name for field in fields))
        code = _init_code(len(fields)).replace(co_varnames=names, co_qualname=f"{made.__qualname__}.__init__")
        init = FunctionType(code, given, "__init__", tuple(field.default for field in fields[len(is_left) - sum(is_left) :]))
        init.__module__ = made.__module__
        return init

    def _maker(field, give):
        """Return a function that sets a field, and calls its default factory where the argument is left out."""
        make = field.default_factory
        return give if make is MISSING else lambda self, value: give(self, make() if value is MISSING else value)

    @cache
    def _init_code(count):
        """Return the code object of an `__init__` with `count` fields, whatever their names."""
        taken = ", ".join(["self", *(f"value_{place}" for place in range(count))])
        body = "".join(f"    _{place}(self, value_{place})\n" for place in range(count))
        made = {}
        exec(f"def __init__({taken}):\n{body}    return None", made)
        return made["__init__"].__code__

    def _state_setter(setters):
        def set_state(self, state):
            for give, value in zip(setters, state, strict=True):
                give(self, value)

        return set_state

    def _equality(names):
        compared = _reader(names)

        def is_equal(self, other):
            return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

        return is_equal

    def _hash(names):
        hashed = _reader(names)
        return lambda self: hash(hashed(self))

    def _repr(names):
        @recursive_repr()
        def show(self):
            return f"{self.__class__.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

        return show

    def _refusals(made, names):
        """Return `__setattr__` and `__delattr__` that raise `FrozenInstanceError`, worded as in `dataclasses`."""

        def set_attribute(self, name, value):
            if type(self) is made or name in names:
                raise FrozenInstanceError(f"cannot assign to field {name!r}")
            super(made, self).__setattr__(name, value)

        def delete_attribute(self, name):
            if type(self) is made or name in names:
                raise FrozenInstanceError(f"cannot delete field {name!r}")
            super(made, self).__delattr__(name)

        return set_attribute, delete_attribute
