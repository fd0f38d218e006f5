"""What is done with a text as a whole, in Python-Markdown's own way but not where there is nothing to do.

Stage: read. In: the lines of a text, or its tree. Out: the same as Python-Markdown makes of them; here a text is first asked
whether it has a sign of what is looked for. Called by `dialect`.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, STX


class SparingWhitespace(NormalizeWhitespace):
    """Python-Markdown's step that takes out tabs, foreign line ends, its own signs, and spaces on empty lines."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines made even, with two empty ones after them."""
        source = "\n".join([*lines, ""])
        has_blank = "\n " in source and " \n" in source
        if has_blank or any(sign in source for sign in ("\t", "\r", STX, ETX)):
            return super().run(lines)
        return [*lines, "", ""]


class SparingHtmlBlocks(HtmlBlockPreprocessor):
    """Python-Markdown's step that lays aside what is written in HTML."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines without their HTML."""
        return super().run(lines) if any("<" in line or "&" in line for line in lines) else lines


class SparingUnescape(UnescapeTreeprocessor):
    """Python-Markdown's step that puts back signs that a backslash stood before."""

    def run(self, root: Element) -> None:
        """Change the texts of a tree."""
        lines: list[str] = self.md.lines  # type: ignore[attr-defined]  # of the text at hand
        if any("\\" in line for line in lines):
            super().run(root)
