"""Faster versions of Python-Markdown's steps on whole texts and trees, with the same result.

Each step first tests whether the text contains anything for it to do. Called by `dialect`.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, STX


class SparingWhitespace(NormalizeWhitespace):
    """Replaces tabs and line ends, and removes placeholder characters, and spaces on blank lines."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the normalised lines, with two empty ones after them."""
        source = "\n".join([*lines, ""])
        has_blank = "\n " in source and " \n" in source
        if has_blank or any(sign in source for sign in ("\t", "\r", STX, ETX)):
            return super().run(lines)
        return [*lines, "", ""]


class SparingHtmlBlocks(HtmlBlockPreprocessor):
    """Extracts HTML written by hand."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines without their HTML."""
        return super().run(lines) if any("<" in line or "&" in line for line in lines) else lines


class SparingUnescape(UnescapeTreeprocessor):
    """Restores characters that were escaped by a backslash."""

    def run(self, root: Element) -> None:
        """Change the texts of a tree in place."""
        lines: list[str] = self.md.lines  # type: ignore[attr-defined]  # of the current text
        if any("\\" in line for line in lines):
            super().run(root)
