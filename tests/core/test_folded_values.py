"""The position of each line in a value of several lines."""

from __future__ import annotations

import pytest

from plugins.core.source.folded_values import find_openings, list_lines


@pytest.mark.parametrize(
    ("text", "fields", "lines"),
    [
        ("- namn: >\n    Ett\n    namn\n  nivå: partner", [None, "- namn: >", "- namn: >", None], [1, 2, 3]),
        ("- namn: |\n    Ett\n\n    - punkt: ett\n  nivå: a", [None, "- namn: |", None, "- namn: |", None], [1]),
        ("namn: Ett\n  namn på\n  rader\nnivå: a", [None, "namn:", "namn:", None], [1, 2, 3]),
        ("namn:\n  Ett namn\nnivå: a", [None, "namn:", None], [1, 2]),
        ("namn:\n  ett: a\n  två: b", [None, None, None], [1]),
        ("mål:\n  - ett\n  - två", [None, None, None], [1, 2, 3]),
        ("mål:\n  - >\n    ett\n- två", [None, None, "- >", None], [1, 2, 3]),
        ("mål:\n  - ett: a\n    två: b", [None, None, None], [1]),
        ("- Ett\n  namn\n- två", [None, "-", None], [1, 2]),
        ("- >-\n  Ett\n  namn", [None, "- >", "- >"], [1, 2, 3]),
        ("namn: ett # så\n# två\ntre: 3", [None, None, None], [1]),
        ("namn:\n  # så\n  Ett namn", [None, None, None], [1]),
        ("namn: >  # så\n  # två\n  tre", [None, "namn: >", "namn: >"], [1, 2, 3]),
        ("namn: 'Ett\n  namn: här'\ntre: 3", [None, "namn:", None], [1, 2]),
        ("---\ntitel: Ett\n  namn\n---\nHej: du\n  där", [None, None, "titel:", None, None, "Hej:"], [1]),
    ],
)
def test_each_line_of_a_value_knows_its_field(text: str, fields: list[str | None], lines: list[int]) -> None:
    found = find_openings(text)
    by_line = {number: f"{opening.field} {opening.sign}".strip() for number, opening in found.items()}
    assert [by_line.get(number) for number in range(1, len(fields) + 1)] == fields
    assert list_lines(text, 1) == lines
