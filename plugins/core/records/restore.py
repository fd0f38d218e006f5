"""Build our nodes from PyYAML's, with the original values put back: the masked text has been composed.

Takes the `ScanState` after the scan; returns the root node, with places, and collects problems. Called by `core.records.read`.
"""

from __future__ import annotations

import yaml

from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.records.compose import DEEPEST, MOST_NODES, BoundsExceeded
from plugins.core.records.nodes import Entry, Items, Node, Record, Scalar
from plugins.core.records.state import ScanState, Value
from plugins.core.source.sources import UNWRITABLE, Text, report_invisible
from plugins.core.swedish import compare_key


class Restorer:
    """Converts PyYAML's nodes into ours, with the original values."""

    def __init__(self, text: Text, state: ScanState) -> None:
        self.text = text
        self.state = state
        self.count = 0
        self.problems: list[Problem] = []

    def place(self, mark: yaml.Mark) -> Place:
        """Return the place in the file of a PyYAML mark."""
        return self.state.place(mark.line, mark.column)

    def node(self, node: yaml.Node, depth: int = 0) -> Node:
        """Return our node for one of PyYAML's, with everything below it."""
        self.count += 1
        place = self.place(node.start_mark)
        if depth > DEEPEST or self.count > MOST_NODES:
            raise BoundsExceeded(node.start_mark)
        if isinstance(node, yaml.SequenceNode):
            return Items(tuple(self.node(item, depth + 1) for item in node.value), place)
        if isinstance(node, yaml.MappingNode):
            entries = tuple(
                Entry(_key_text(key), compare_key(_key_text(key)), self.place(key.start_mark), self.node(value, depth + 1))
                for key, value in node.value
            )
            return Record(entries, place)
        value = self.state.values.get((node.start_mark.line, node.start_mark.column))
        if value is not None:
            return Scalar(self._joined(value))
        assert isinstance(node, yaml.ScalarNode)  # PyYAML has no fourth type of node
        return Scalar(self._yaml_text(node, place))

    def _joined(self, value: Value) -> Text:
        """Return the lines of a value joined with single spaces; blank lines become one line break."""
        text, spans = "", []
        pending_break = False
        first_line = self.text.place().line
        for line, column, piece in value.pieces:
            if not piece:
                pending_break = True
                text = text + "\n" if text else text
                continue
            if text and not pending_break:
                text += " "
            pending_break = False
            spans.append((len(text), first_line + line, self.state.written_column(line, column) + 1))
            text += piece
        return Text(text.rstrip("\n"), self.text.source, tuple(spans))

    def _yaml_text(self, node: yaml.ScalarNode, place: Place) -> Text:
        """Return a quoted value, a block or a value in `{ }` as YAML reads it."""
        value = str(node.value)
        if found := UNWRITABLE.search(value):  # written as an escape, "\x02"; the program uses such characters internally
            self.problems.append(report_invisible(found.group(), place))
            value = UNWRITABLE.sub("", value)
        if node.style in ("|", ">"):
            return self._block_text(node, value)
        column = place.column + (1 if node.style else 0)
        return Text(value, self.text.source, ((0, place.line, column),))

    def _block_text(self, node: yaml.ScalarNode, value: str) -> Text:
        """Return a block with the places of its lines; a folded block (`>`) is matched piece by piece."""
        value = value.rstrip("\n")
        at = node.start_mark.line + 1
        spans: list[tuple[int, int, int]] = []
        offset = 0
        base = self.text.place().line
        lines = self.state.lines
        if node.style == "|":
            for line in value.split("\n"):
                column = len(lines[at]) - len(line) + 1 if at < len(lines) and line and lines[at].endswith(line) else 1
                spans.append((offset, base + at, column))
                offset += len(line) + 1
                at += 1
        else:
            for piece in (piece.strip() for piece in lines[at : node.end_mark.line + 1]):
                found = value.find(piece, offset) if piece else -1
                if found >= 0:
                    spans.append((found, base + at, len(lines[at]) - len(lines[at].lstrip()) + 1))
                    offset = found + len(piece)
                at += 1
        return Text(value, self.text.source, tuple(spans) or ((0, base + node.start_mark.line, 1),))


def _key_text(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else "?"
