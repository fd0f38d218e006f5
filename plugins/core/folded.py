"""Objects with lazy fields: some are made only when one of them is first read.

Stage: any. In: a dataclass with slots that begins with `Foldable`, with some of its fields, and what makes the others. Out: the
same thing, to all who read it. Most pages of a site that was kept are asked for their address and title, and for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any


class Foldable:
    """Base of a class with lazy fields: until one of these is first read, they have no value in their slots."""

    __slots__ = ("folded",)
    if TYPE_CHECKING:  # it is no field, and none for those who ask which fields a class has
        folded: Callable[[], Mapping[str, Any]]
        """Returns the other fields by name; not set where nothing is folded."""
    else:

        def __getattr__(self, name):
            """Return a field that is not there yet, and have all of them from then on."""
            if name == "folded":
                raise AttributeError(name)
            made = self.folded()
            value = made[name] if name in made else object.__getattribute__(self, name)
            for other, found in made.items():
                object.__setattr__(self, other, found)
            return value
