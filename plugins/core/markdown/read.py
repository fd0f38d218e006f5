"""Parse an editor's Markdown text into a `Document`, cleaned by an allow-list.

Takes a `Text` and the marks that it may contain; returns a `Document` (headings, HTML, places for contacts and blocks, links,
marks used) and problems, each at its own line and column. Called by `core.texts.documents`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from plugins.core.markdown.nodes import Document
from plugins.core.markdown.reading import MarkdownReading
from plugins.core.marks.marks import Marks
from plugins.core.places import SourceFile
from plugins.core.problems import Problem
from plugins.core.source.bounds import check_markdown
from plugins.core.source.sources import Text, text_of_lines


def read_markdown(text: Text, marks: Marks) -> tuple[Document, list[Problem]]:
    """Parse `text`. The document is complete even if there are problems, so that all of them can be reported."""
    if not text.value.strip():
        return Document(), []
    if excess := check_markdown(text.value):
        return Document(), [Problem(text.place(excess.offset), excess.code, excess.message, (excess.help,))]
    document, problems = MarkdownReading(text, marks).run()
    if any(problem.suggestion for problem in problems):
        lines = text.value.split("\n")
        counts: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
        for problem in problems:
            counts[problem.place.line][problem.code, problem.message] += 1
        left = MOST_TRIED
        for at, problem in enumerate(problems):
            left -= len(problem.suggestion or "")
            if problem.suggestion and (left < 0 or not _is_sound(problem, text, marks, lines, counts[problem.place.line])):
                problems[at] = replace(problem, suggestion=None)
    return document, problems


MOST_TRIED = 50_000
"""The most characters of suggested lines that are verified per text, since each is parsed; further ones are dropped."""
_AROUND = 3
"""How many lines on each side are parsed together with a suggested line, for context."""


def _is_sound(problem: Problem, text: Text, marks: Marks, lines: list[str], counts: Counter[tuple[str, str]]) -> bool:
    """Return whether the suggested line has no errors other than those already reported for the original line."""
    index = problem.place.line - text.place().line
    if problem.suggestion is None or not 0 <= index < len(lines) or lines[index] != problem.place.written:
        return True  # there is no suggestion, or the text differs from the file on this line
    indent = lines[index][: len(lines[index]) - len(lines[index].lstrip())]
    hyphen = "- " if lines[index].startswith(f"{indent}- ") and not problem.suggestion.startswith("- ") else ""
    start = max(0, index - _AROUND)
    around = [*lines[start:index], f"{indent}{hyphen}{problem.suggestion}", *lines[index + 1 : index + 1 + _AROUND]]
    tried = text_of_lines(SourceFile(text.source.path, "\n".join(around)), 1, "\n".join(around))
    here = [p for p in MarkdownReading(tried, marks).run()[1] if p.is_error and p.place.line == index - start + 1]
    return Counter((p.code, p.message) for p in here) <= counts - Counter({(problem.code, problem.message): 1})
