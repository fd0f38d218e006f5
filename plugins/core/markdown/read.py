"""Markdown: an editor's text as a `Document`, cleaned by an allow-list.

Stage: read and check. In: a `Text` and the marks that may stand in it. Out: a `Document` (headings, HTML, places
for contacts and blocks, links, marks used) and problems, each at its own line and column. Called by `core.texts.texts`.
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
    """Render `text`; the document is complete even where there are problems, so that all can be told at once."""
    if not text.value.strip():
        return Document(), []
    if excess := check_markdown(text.value):
        return Document(), [Problem(text.place(excess.offset), excess.code, excess.message, (excess.help,))]
    document, problems = MarkdownReading(text, marks).run()
    if any(problem.suggestion for problem in problems):
        lines = text.value.split("\n")
        told: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
        for problem in problems:
            told[problem.place.line][problem.code, problem.message] += 1
        left = MOST_TRIED
        for at, problem in enumerate(problems):
            left -= len(problem.suggestion or "")
            if problem.suggestion and (left < 0 or not _is_sound(problem, text, marks, lines, told[problem.place.line])):
                problems[at] = replace(problem, suggestion=None)
    return document, problems


MOST_TRIED = 50_000
"""Characters of all suggested lines that are tried in one text: each is rendered, and beyond so many none is suggested."""
_AROUND = 3
"""How many lines on each side are read with a suggested line, so that it is known what it belongs to."""


def _is_sound(problem: Problem, text: Text, marks: Marks, lines: list[str], told: Counter[tuple[str, str]]) -> bool:
    """Tell whether the line to write instead, if there is one, has no error but what else is told of the line."""
    index = problem.place.line - text.place().line
    if problem.suggestion is None or not 0 <= index < len(lines) or lines[index] != problem.place.written:
        return True  # nothing is suggested, or the text has the line in another way than the file
    indent = lines[index][: len(lines[index]) - len(lines[index].lstrip())]
    hyphen = "- " if lines[index].startswith(f"{indent}- ") and not problem.suggestion.startswith("- ") else ""
    start = max(0, index - _AROUND)
    around = [*lines[start:index], f"{indent}{hyphen}{problem.suggestion}", *lines[index + 1 : index + 1 + _AROUND]]
    tried = text_of_lines(SourceFile(text.source.path, "\n".join(around)), 1, "\n".join(around))
    here = [p for p in MarkdownReading(tried, marks).run()[1] if p.is_error and p.place.line == index - start + 1]
    return Counter((p.code, p.message) for p in here) <= told - Counter({(problem.code, problem.message): 1})
