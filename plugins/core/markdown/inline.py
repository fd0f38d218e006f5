"""What stands within a line, in Python-Markdown's own way but without trying what cannot be there.

Stage: read. In: the texts of the tree. Out: the same as Python-Markdown makes of them. It tries each of eighteen patterns
on every paragraph, item and word in bold type, which was a third of the time a text took; here a pattern is tried where
one of its signs stands. Called by `dialect`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

NEEDLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "backtick": ("`",),
        "value_marks": ("{",),
        "escape": ("\\",),
        "reference": ("[",),
        "link": ("[",),
        "image_link": ("![",),
        "image_reference": ("![",),
        "short_reference": ("[",),
        "short_image_ref": ("![",),
        "autolink": ("<",),
        "automail": ("<",),
        "backslash_break": ("\\\n",),
        "linebreak": ("  \n",),
        "html": ("<",),
        "bare_addresses": ("http", "www.", "@"),
        "entity": ("&",),
        "struck": ("~~",),
        "em_strong": ("*", "_"),
    }
)
"""By the name of a pattern in Python-Markdown or in `dialect`: signs of which each match has one. `tests/core/test_inline.py`
compares with the original; a pattern without a row is always tried."""
REFERENCES: Final = frozenset({"reference", "image_reference", "short_reference", "short_image_ref"})
"""Patterns that do nothing where no `[name]: address` stands in the text."""


class SparingInline(InlineProcessor):
    """Python-Markdown's processor of what stands within a line."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        # A list, since the registry sorts and looks up by name at each of a hundred thousand askings.
        self.inlinePatterns: list[Any] = list(md.inlinePatterns)  # type: ignore[assignment]
        names = {md.inlinePatterns.get_index_for_name(name): name for name in NEEDLES}
        found = (names.get(index, "") for index in range(len(self.inlinePatterns)))
        self._needles = tuple((NEEDLES.get(name, ("",)), name in REFERENCES) for name in found)
        self._tried: list[tuple[int, Any, tuple[str, ...]]] = []

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Change the texts of a tree; what stands in none of them is looked for in none."""
        text, has_references = "\n".join(tree.itertext()), bool(self.md.references)
        has_values = "{" in text  # whose words may have any sign, and now and then are read once more
        self._tried = [
            (index, pattern, needles)
            for index, (pattern, (needles, needs_references)) in enumerate(zip(self.inlinePatterns, self._needles, strict=True))
            if (has_references or not needs_references) and (has_values or any(needle in text for needle in needles))
        ]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        """Return a text with placeholders for what its patterns found, from one of them on."""
        if isinstance(data, AtomicString):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index, pattern, needles in self._tried:
            if index < patternIndex:
                continue
            for needle in needles:
                if needle in data:
                    break
            else:
                continue
            start, matched = 0, True
            while matched:
                data, matched, start = apply(pattern, data, index, start)
        return data
