"""Compose YAML nodes with PyYAML, within limits.

The parser is libyaml's where that gives the same result; the composer is always PyYAML's, which recurses once per nesting level,
so that deeply nested lists could exhaust Python's stack. Levels are counted in the composer rather than in the text: that covers
all forms of nesting in YAML, and ignores brackets in strings and comments. Called by `core.records.read`.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.composer import Composer
from yaml.resolver import BaseResolver

from plugins.core.records.alike import is_read_alike

DEEPEST = 12
"""Levels of nesting. The deepest record in the handbook (webbplats → organisation → sociala medier → namn) has five."""
MOST_NODES = 50_000
"""Values in one file, counting each use of an alias: a limit for aliases that expand exponentially."""


class BoundsExceeded(Exception):
    """Nesting or aliases exceed the limits, at `mark`."""

    def __init__(self, mark: yaml.Mark) -> None:
        super().__init__()
        self.mark = mark


class _Bounds:
    """A mixin that stops a composer at the limits."""

    _depth = _count = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Compose a node and everything in it."""
        mark = self.peek_event().start_mark  # type: ignore[attr-defined]
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST + 1 or self._count > 2 * MOST_NODES:  # field names are nodes too
            raise BoundsExceeded(mark)
        node: yaml.Node | None = super().compose_node(parent, index)  # type: ignore[misc]
        self._depth -= 1
        return node


class _PyYAML(_Bounds, yaml.SafeLoader):
    """Parses everything, and has the better error messages."""


if yaml.__with_libyaml__:
    from yaml._yaml import CParser

    class _LibYAML(_Bounds, Composer, CParser, BaseResolver):
        """The same composer with the parser in C."""

        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            Composer.__init__(self)
            BaseResolver.__init__(self)


def compose(text: str) -> yaml.Node | None:
    """Return the root node, or None for a text without values. Raises `yaml.YAMLError` or `BoundsExceeded`.

    Of the end marks only the lines of scalars may be used, because the two parsers agree in nothing else.
    """
    if yaml.__with_libyaml__ and is_read_alike(text):
        try:
            return _LibYAML(text).get_single_node()
        except (yaml.YAMLError, BoundsExceeded):
            pass  # PyYAML reports the error
    loader = _PyYAML(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    except (ValueError, OverflowError):  # "\\UFFFFFFFF": PyYAML calls chr() with a number that is no code point
        raise yaml.MarkedYAMLError(problem="no such sign", problem_mark=loader.get_mark()) from None
    finally:
        loader.dispose()
    return node
