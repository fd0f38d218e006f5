"""Bounded: PyYAML asked for the structure of a text, within bounds.

Stage: read. In: YAML. Out: PyYAML's root node, or `BoundsExceeded`. The parser is libyaml's where that gives the same, the
composer always PyYAML's, which goes into itself once for each level: a list of a list of a list without end would fill
Python's stack. The levels are counted where it composes and not in the text beforehand: so a bracket in a text or a
comment is none, and every way that YAML has to nest is one. Called by `core.records.read`.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.composer import Composer
from yaml.resolver import BaseResolver

from plugins.core.records.alike import is_read_alike

DEEPEST = 12
"""Levels of nesting. The deepest record of the handbook (webbplats → organisation → sociala medier → namn) has five."""
MOST_NODES = 50_000
"""Values in one file, aliases counted each time they are used: a bound against aliases that expand without end."""


class BoundsExceeded(Exception):
    """Nesting or aliases beyond the bounds, and where in the text."""

    def __init__(self, mark: yaml.Mark) -> None:
        super().__init__()
        self.mark = mark


class _Bounds:
    """Stops a composer before it has gone too deep or on for too long."""

    _depth = _count = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Compose a node and all in it."""
        mark = self.peek_event().start_mark  # type: ignore[attr-defined]
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST + 1 or self._count > 2 * MOST_NODES:  # names of fields are nodes too
            raise BoundsExceeded(mark)
        node: yaml.Node | None = super().compose_node(parent, index)  # type: ignore[misc]
        self._depth -= 1
        return node


class _PyYAML(_Bounds, yaml.SafeLoader):
    """Reads everything, and says best what is wrong."""


if yaml.__with_libyaml__:
    from yaml._yaml import CParser

    class _LibYAML(_Bounds, Composer, CParser, BaseResolver):
        """The same with the parser in C."""

        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            Composer.__init__(self)
            BaseResolver.__init__(self)


def compose(text: str) -> yaml.Node | None:
    """Return the root node; None where the text holds nothing. Raises `yaml.YAMLError` or `BoundsExceeded`.

    Of its end marks only the lines of scalars may be used: there alone the two parsers agree.
    """
    if yaml.__with_libyaml__ and is_read_alike(text):
        try:
            return _LibYAML(text).get_single_node()
        except (yaml.YAMLError, BoundsExceeded):
            pass  # PyYAML says what is wrong
    loader = _PyYAML(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    except (ValueError, OverflowError):  # "\\UFFFFFFFF": PyYAML asks Python for a sign of a number that no sign has
        raise yaml.MarkedYAMLError(problem="no such sign", problem_mark=loader.get_mark()) from None
    finally:
        loader.dispose()
    return node
