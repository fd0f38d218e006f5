"""A faster inline processor for Python-Markdown, with the same result.

Python-Markdown tries each of eighteen patterns on every paragraph, item and bold phrase, which took a third of the time of a
text; here a pattern is tried only if the text contains one of its substrings. Called by `dialect`.
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
"""Substrings by the name of a pattern in Python-Markdown or in `dialect`; each match contains at least one of them.
`tests/core/test_inline.py` compares with the original; a pattern that is not listed is always tried."""
REFERENCES: Final = frozenset({"reference", "image_reference", "short_reference", "short_image_ref"})
"""Patterns that cannot match in a text without a line `[name]: address`."""


class SparingInline(InlineProcessor):
    """Python-Markdown's inline processor, without patterns that cannot match."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        # as a list, since the registry sorts and looks up by name on each of about 100,000 accesses
        self.inlinePatterns: list[Any] = list(md.inlinePatterns)  # type: ignore[assignment]
        names = {md.inlinePatterns.get_index_for_name(name): name for name in NEEDLES}
        found = (names.get(index, "") for index in range(len(self.inlinePatterns)))
        self._needles = tuple((NEEDLES.get(name, ("",)), name in REFERENCES) for name in found)
        self._tried: list[tuple[int, Any, tuple[str, ...]]] = []

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Process the texts of a tree; patterns whose substrings do not occur in it are skipped."""
        text, has_references = "\n".join(tree.itertext()), bool(self.md.references)
        has_values = "{" in text  # the values may contain any character, and are sometimes processed again
        self._tried = [
            (index, pattern, needles)
            for index, (pattern, (needles, needs_references)) in enumerate(zip(self.inlinePatterns, self._needles, strict=True))
            if (has_references or not needs_references) and (has_values or any(needle in text for needle in needles))
        ]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        """Return a text with placeholders for the matches of its patterns, from `patternIndex` on."""
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
