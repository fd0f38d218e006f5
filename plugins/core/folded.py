"""Lazy fields: a base class whose subclasses compute some fields when one of them is first read.

Create an instance of a slotted dataclass that derives from `Foldable` with some of its fields, and set `folded` to a function
that returns the others. Readers notice no difference. Used for pages from the cache, most of which are only asked for their
address and title.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any


class Foldable:
    """Base of a class with lazy fields: their slots have no value until one of them is first read."""

    __slots__ = ("folded",)
    if TYPE_CHECKING:  # not a dataclass field, so `fields()` must not list it
        folded: Callable[[], Mapping[str, Any]]
        """Returns the lazy fields by name; not set on an instance that has none."""
    else:

        def __getattr__(self, name):
            """Compute all lazy fields, store them, and return the one that was asked for."""
            if name == "folded":
                raise AttributeError(name)
            made = self.folded()
            value = made[name] if name in made else object.__getattribute__(self, name)
            for other, found in made.items():
                object.__setattr__(self, other, found)
            return value
