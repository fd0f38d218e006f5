"""Colours as written in the theme, in `theme/goals.yaml` and `theme/static/css/tokens.css`: `#faf6ee`.

Only this notation is supported by the code that draws pictures.
"""

from __future__ import annotations

import re
from typing import Any, Final

_WRITTEN: Final = re.compile(r"#[0-9a-fA-F]{6}")


class WrongColour(LookupError):
    """A colour of the theme is missing or invalid."""

    def __init__(self, file: str, name: str, value: object, goal: str = "") -> None:
        """`file` is relative to `theme/`, `value` what it has for the colour (None: nothing), `goal` the number of the goal."""
        super().__init__(f"theme/{file}: {name} is {value!r}: write a colour such as #1a2b3c, six digits or letters a to f")
        self.file, self.name, self.value, self.goal = file, name, value, goal


def is_colour(written: Any) -> bool:
    """Return whether a value is a colour with six hexadecimal digits."""
    return isinstance(written, str) and _WRITTEN.fullmatch(written) is not None
