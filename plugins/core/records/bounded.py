"""Bounded: PyYAML asked for the structure of a text, within bounds.

Stage: read. In: YAML. Out: PyYAML's root node, or `TooMuch`. PyYAML goes into itself once for each level, and a list of
a list of a list without end would fill Python's stack. The levels are counted where it composes and not in the text
beforehand: so a bracket in a text or a comment is none, and every way that YAML has to nest is one. Called by
`core.records.read`.
"""

from __future__ import annotations

import contextlib
import re
from typing import Any

import yaml

DEEPEST = 12
"""Levels of nesting. The deepest record of the handbook (webbplats → organisation → sociala medier → namn) has five."""
MOST_NODES = 50_000
"""Values in one file, aliases counted each time they are used: a bound against aliases that expand without end."""


class TooMuch(Exception):
    """Nesting or aliases beyond the bounds, and where in the text."""

    def __init__(self, mark: yaml.Mark) -> None:
        super().__init__()
        self.mark = mark


class _Bounded(yaml.SafeLoader):
    """Stops before it has gone too deep or on for too long."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = self._count = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Compose a node and all in it."""
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST + 1 or self._count > 2 * MOST_NODES:  # names of fields are nodes too
            raise TooMuch(mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        self._depth -= 1
        return node


_LOADER_IN_C: Any = getattr(yaml, "CSafeLoader", None)
_NESTS = re.compile(r"(?:^ *|[:-] +)[\[\]{}&*!|>%@`\"'?]|\t|- +-|^ {25}", re.MULTILINE)
"""What has more to it than fields with plain values, or may lie deeper than `DEEPEST`: each level takes a space at least."""


def compose(text: str) -> yaml.Node | None:
    """Return the root node; None where the text holds nothing. Raises `yaml.YAMLError` or `TooMuch`.

    Most texts are fields with plain values, of which PyYAML's parser in C makes the same nodes many times as quickly.
    It can neither be stopped on its way down nor words its errors as the other does.
    """
    if _LOADER_IN_C is not None and not _NESTS.search(text) and text.count("\n") < MOST_NODES // 4:
        with contextlib.suppress(yaml.YAMLError):
            quick: yaml.Node | None = yaml.compose(text, Loader=_LOADER_IN_C)
            return quick
    loader = _Bounded(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    except (ValueError, OverflowError):  # "\\UFFFFFFFF": PyYAML asks Python for a sign of a number that no sign has
        raise yaml.MarkedYAMLError(problem="no such sign", problem_mark=loader.get_mark()) from None
    finally:
        loader.dispose()
    return node
