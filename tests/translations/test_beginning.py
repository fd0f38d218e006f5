"""A translation is begun: what stands in it at first, and what is said until all of it has its words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from plugins.commands.run import Options
from plugins.commands.translate import run_translate
from plugins.site.model import Preparation
from tests.translations.conftest import GOAL, TRANSLATED, WEBSITE

Speak = Callable[..., Preparation]
PAGE = "mal/mal-1-ingen-hunger"


def begin(content: Path, file: str) -> None:
    assert run_translate(file, "en", Options(content=str(content), date="2026-12-03"), is_same=False) == 0


def test_a_goal_begins_with_the_headings_that_the_language_has(tmp_path: Path, speak: Speak) -> None:
    content = tmp_path / "content"
    preparation = speak()
    own = re.findall("(?m)^## (.*)$", (content / f"{PAGE}.md").read_text("utf-8"))
    begin(content, f"{PAGE}.md")
    begun = re.findall("(?m)^## (.*)$", (content / f"{PAGE}.en.md").read_text("utf-8"))
    assert begun == [own[0], *re.findall(": (.+)", WEBSITE)]
    assert [one for one in preparation.problems if one.is_error] == []


def test_a_heading_that_was_left_in_the_original_s_words_is_advised_in_the_language(speak: Speak) -> None:
    goal = GOAL.replace("## What we do today", "## Det här gör vi idag")
    told = [one for one in speak({"mal/mal-2-alla-ar-trygga.en.md": goal}).problems if one.is_error]
    assert [one.suggestion for one in told] == ["## What we do today"]


def test_headings_without_words_in_the_language_are_told_of_once_and_first(speak: Speak) -> None:
    files = {name: text for name, text in TRANSLATED.items() if name != "webbplats.en.yaml"}
    for website in ({}, {"webbplats.en.yaml": f"{WEBSITE}status: utkast\n"}):
        [problem] = [one for one in speak(files | website, whole=False).problems if one.is_error]
        assert problem.place.source.path.name == "mal-2-alla-ar-trygga.en.md"
        assert problem.help[0] == "Kör:  python3 tasks.py översätt webbplats.yaml en"
    assert not [one for one in speak({"webbplats.en.yaml": WEBSITE}, whole=False).problems if one.is_error]
