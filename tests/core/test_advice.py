"""No suggested line leads to another error."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plugins.core.places import Place, SourceFile
from plugins.core.problems import warning
from plugins.site.checks.suggestions import keep_sound_advice

LINK = "[070](tel:1)"


@pytest.mark.parametrize(
    ("text", "is_given"),
    [
        ("Ring 070.", True),
        ("Ring [nu] 070.", True),
        ("[Ring](/om/) 070.", True),
        ("[Ring 070](/om/)", False),
        ("[Ring [nu] 070](/om/)", False),
        ("[Ring\n070\nnu](/om/)", False),
        ("[Ring 070][om]\n\n[om]: /om/", False),
        ("Ring [070].\n\n[070]: /om/", False),
        ("Skriv `070`.", False),
        ("[Ring [b](/om/) igen](/om/)\n\nRing 070", True),
        ("[Ring [b](/om/) igen](/om/)\n\n[Ring 070](/om/)", False),
    ],
)
def test_a_link_is_not_suggested_where_it_would_not_work_or_would_break_another(text: str, is_given: bool) -> None:
    place = SourceFile(Path("a.md"), text)
    line = text[: text.index("070")].count("\n") + 1
    problem = warning(Place(place, line), "a", "b")
    problem = replace(problem, suggestion=problem.place.written.replace("070", LINK))
    (kept,) = keep_sound_advice([problem], {"/om/"}, set())
    assert (kept.suggestion is not None) is is_given
