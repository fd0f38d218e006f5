"""A colour as the theme writes it, in `theme/goals.yaml` and `theme/static/css/tokens.css`: `#faf6ee`.

In: what somebody has written there. Out: whether pictures can be painted with it, which understand this alone.
"""

from __future__ import annotations

import re
from typing import Any, Final

_WRITTEN: Final = re.compile(r"#[0-9a-fA-F]{6}")


class WrongColour(LookupError):
    """A colour of the theme that is asked for, and is not there or is none."""

    def __init__(self, file: str, name: str, value: object, goal: str = "") -> None:
        """Tell of a file below `theme/`, the colour's name in it, what it says there (None: nothing), and whose it is."""
        super().__init__(f"theme/{file}: {name} is {value!r}: write a colour such as #1a2b3c, six digits or letters a to f")
        self.file, self.name, self.value, self.goal = file, name, value, goal


def is_colour(written: Any) -> bool:
    """Tell whether something is a colour with six digits."""
    return isinstance(written, str) and _WRITTEN.fullmatch(written) is not None
