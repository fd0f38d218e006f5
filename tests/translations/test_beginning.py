"""Beginning a translation: what is in it at first, and what is reported until it is complete."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date
from io import IOBase
from pathlib import Path

import pytest

from plugins.commands import translate as module
from plugins.commands.run import Options
from plugins.commands.translate import begin_file, run_translate
from plugins.core.writer.refusal import CannotWrite
from plugins.site.model import Preparation
from tests.translated import GOAL, TRANSLATED, WEBSITE

Prepare = Callable[..., Preparation]
PAGE = "mal/mal-1-ingen-hunger"


def begin(content: Path, file: str) -> None:
    assert run_translate(file, "en", Options(content=str(content), date="2026-12-03"), is_same=False) == 0


def test_a_new_translation_of_a_goal_has_the_translated_fixed_headings(tmp_path: Path, prepare_translated: Prepare) -> None:
    content = tmp_path / "content"
    preparation = prepare_translated()
    own = re.findall("(?m)^## (.*)$", (content / f"{PAGE}.md").read_text("utf-8"))
    begin(content, f"{PAGE}.md")
    begun = re.findall("(?m)^## (.*)$", (content / f"{PAGE}.en.md").read_text("utf-8"))
    assert begun == [own[0], *re.findall(": (.+)", WEBSITE)]
    assert [one for one in preparation.problems if one.is_error] == []


def test_a_new_translation_is_complete_whenever_the_program_is_killed(tmp_path: Path, prepare_translated: Prepare) -> None:
    """Half of one would be taken by the next run as begun by the editor."""
    prepare_translated()
    file = tmp_path / "content" / f"{PAGE}.en.md"
    seen = set[bytes]()

    def look(_frame: object, event: str, what: object) -> None:
        is_disk = getattr(what, "__module__", "") in ("posix", "nt", "_io") or isinstance(getattr(what, "__self__", None), IOBase)
        if event == "c_call" and is_disk and file.exists():
            seen.add(file.read_bytes())

    sys.setprofile(look)
    try:
        begin(tmp_path / "content", f"{PAGE}.md")
    finally:
        sys.setprofile(None)
    whole = file.read_bytes()
    assert whole in seen
    assert len(seen) == 2  # without fingerprints first, which any later run takes
    assert {data.partition(b"\n---\n")[2] for data in seen} == {whole.partition(b"\n---\n")[2]}


@pytest.mark.parametrize("lead", [None, "not-there.md"])
def test_a_translation_created_meanwhile_is_not_overwritten(
    tmp_path: Path, prepare_translated: Prepare, monkeypatch: pytest.MonkeyPatch, lead: str | None
) -> None:
    prepare_translated()
    file = tmp_path / "content" / f"{PAGE}.en.md"
    plain = module.begin_translation

    def save_too(*arguments: object) -> bytes:
        file.write_text("mine", "utf-8") if lead is None else file.symlink_to(lead)
        return plain(*arguments)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(module, "begin_translation", save_too)
    with pytest.raises(CannotWrite, match="finns redan"):
        begin_file(tmp_path / "content", f"{PAGE}.md", "en", date(2026, 12, 3))
    assert file.is_symlink() if lead else file.read_text("utf-8") == "mine"
    assert not (file.parent / "not-there.md").exists()


def test_an_untranslated_fixed_heading_is_reported_with_the_line_to_write(prepare_translated: Prepare) -> None:
    goal = GOAL.replace("## What we do today", "## Det här gör vi idag")
    errors = [one for one in prepare_translated({"mal/mal-2-alla-ar-trygga.en.md": goal}).problems if one.is_error]
    assert [one.suggestion for one in errors] == ["## What we do today"]


def test_untranslated_headings_of_the_website_are_reported_once(prepare_translated: Prepare) -> None:
    files = {name: text for name, text in TRANSLATED.items() if name != "webbplats.en.yaml"}
    for website in ({}, {"webbplats.en.yaml": f"{WEBSITE}status: utkast\n"}):
        [problem] = [one for one in prepare_translated(files | website, whole=False).problems if one.is_error]
        assert problem.place.source.path.name == "mal-2-alla-ar-trygga.en.md"
        assert problem.help[0] == "Kör:  python3 tasks.py översätt webbplats.yaml en"
    assert not [one for one in prepare_translated({"webbplats.en.yaml": WEBSITE}, whole=False).problems if one.is_error]


@pytest.mark.parametrize("name", [f"{PAGE}.en.md", "nivaer.en.yaml"])
def test_a_translation_of_a_translation_is_refused(tmp_path: Path, prepare_translated: Prepare, name: str) -> None:
    prepare_translated()
    content = tmp_path / "content"
    (content / name).write_text("---\ntitel: About\nstatus: publicerad\n---\nWe.\n", "utf-8")
    before = sorted(content.rglob("*"))
    with pytest.raises(CannotWrite, match="Utgå från originalet"):
        begin_file(content, name, "en", date(2026, 12, 3))
    assert sorted(content.rglob("*")) == before
