"""Text is read and written as UTF-8 explicitly: the default encoding depends on the machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.conftest import PROJECT

FOLDERS = ("plugins", "tests")
LEAST = {"read_text": 1, "write_text": 2}
"""Number of positional arguments that include the encoding, for each function that opens files."""
PROGRAMS = ("run", "Popen", "check_output")
SIGNS = re.compile(rf"\b(?:{'|'.join(LEAST)}|text\s*=|universal_newlines)")
"""What a file that uses the default encoding contains; only files that do are parsed."""


def find_unsaid(text: str) -> Iterator[int]:
    """Yield the lines that use the default encoding."""
    if not SIGNS.search(text):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            named, name = {word.arg for word in node.keywords}, node.func.attr
            asks = len(node.args) < LEAST.get(name, 0) or (name in PROGRAMS and named & {"text", "universal_newlines"})
            if asks and not {"encoding", None} & named:
                yield node.lineno


def test_every_text_is_read_and_written_with_an_encoding() -> None:
    found = [
        f"{path.relative_to(PROJECT).as_posix()}:{line}"
        for folder in FOLDERS
        for path in sorted((PROJECT / folder).rglob("*.py"))
        for line in find_unsaid(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("x.write_text('å')", [1]),
        ("x.write_text('å', 'utf-8')", []),
        ("x.read_text()", [1]),
        ("x.read_text(encoding='utf-8')", []),
        ("subprocess.run(y, text=True)", [1]),
        ("subprocess.run(y, text=True, encoding='utf-8')", []),
        ("subprocess.run(y)", []),
    ],
)
def test_a_missing_encoding_is_found(text: str, lines: list[int]) -> None:
    assert [*find_unsaid(text)] == lines
