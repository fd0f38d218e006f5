"""Content or program that changes during a run yields no site: never half of one state and half of another."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from plugins.commands import nightly
from plugins.commands import run as commands
from plugins.commands.building import build_site
from plugins.commands.online import deliver, publish
from plugins.commands.runs import work
from plugins.commands.runs.basis import Basis, mark_basis, mark_content
from plugins.commands.runs.delivery_options import DeliveryOptions
from plugins.core.outputs import BUILD
from plugins.core.places import show_path
from plugins.site.cache.site_cache import BENCHES
from tests.flow.trial import DAY, PROJECT, Trial, snapshot

Change = Callable[[Trial], None]


def edit_page(trial: Trial) -> None:
    trial.edit("content/sidor/om.md", "Vi tänder lyktor.", "Vi tänder många lyktor.")


def break_page(trial: Trial) -> None:
    (trial.content / "sidor" / "om.md").write_text("---\ntitel\n---\n", "utf-8")


def add_page(trial: Trial) -> None:
    shutil.copyfile(trial.content / "sidor" / "om.md", trial.content / "sidor" / "om-igen.md")


def touch_page(trial: Trial) -> None:
    """Change a page as if by switching to another branch and back."""
    file = trial.content / "sidor" / "om.md"
    data = file.read_bytes()
    file.unlink()
    file.write_bytes(data)


def edit_template(trial: Trial) -> None:
    trial.edit("theme/templates/base.html", "<meta charset", "<meta name=prov><meta charset")


def edit_settings(trial: Trial) -> None:
    trial.settings.write_text(f"{trial.settings.read_text('utf-8')}\n# prov\n", "utf-8")


def pull(trial: Trial) -> None:
    """Change content and program, as `git pull` may."""
    edit_page(trial)
    edit_settings(trial)


CHANGES = (edit_page, break_page, add_page, touch_page, edit_template, edit_settings, pull)
TOLD = {
    edit_template: (".", "Programmets filer"),
    edit_settings: (".", "Programmets filer"),
    pull: ("content", "Innehållet och programmets filer"),
}
"""Changes whose message names something else than the content."""


def format_change(trial: Trial, change: Change) -> str:
    """Return the first line of the message about a change."""
    place, what = TOLD.get(change, ("content", "Innehållet"))
    is_one = change not in TOLD
    place = show_path(trial.folder / place)
    said = f"{what} ändrades medan {'det' if is_one else 'de'} lästes, så det som lästes hör inte ihop."
    return f"{place}:1:1: fel: {said} [andrad-under-tiden]\n"


@pytest.fixture
def own(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> Trial:
    """Return a project with its own program; its stylesheets, which no change here affects, are the real theme's."""
    monkeypatch.setattr("plugins.commands.runs.digests.PROJECT", trial.folder)
    assert trial.theme.is_dir()
    bundle = import_module("plugins.assets.bundle")  # by its whole name, as in `drawn_once`
    build = bundle.build_assets
    monkeypatch.setattr(bundle, "build_assets", lambda _theme, *more: build(PROJECT / "theme", *more))
    return trial


def meanwhile(monkeypatch: pytest.MonkeyPatch, trial: Trial, name: str, change: Change, task: Any = build_site) -> None:
    """Change something once, right before a step of the run."""
    step: Any = getattr(task, name)
    changes = [change]

    def do(*given: Any, **more: Any) -> Any:
        if changes:
            changes.pop()(trial)
        return step(*given, **more)

    monkeypatch.setattr(task, name, do)


@pytest.mark.parametrize(("task", "step"), [(build_site, "begin_job"), (build_site._Build, "_write")], ids=["read", "written"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_build_whose_files_change_meanwhile_reports_it_and_writes_nothing(
    own: Trial, monkeypatch: pytest.MonkeyPatch, change: Change, task: Any, step: str
) -> None:
    before = own.build_old_site()
    meanwhile(monkeypatch, own, step, change, task)
    result = own.run()
    assert result.status == 1
    assert result.stdout.count("[") == result.stdout.count("[andrad-under-tiden]") == 1
    assert result.stdout.startswith(format_change(own, change))
    assert "Kör samma kommando igen." in result.stdout
    assert snapshot(own.output) == before
    assert own.beside_output() == []
    again = own.run()
    assert "andrad-under-tiden" not in again.said
    assert again.status == (change is break_page)


@pytest.mark.parametrize("change", CHANGES)
def test_a_check_whose_files_change_meanwhile_reports_it(own: Trial, monkeypatch: pytest.MonkeyPatch, change: Change) -> None:
    meanwhile(monkeypatch, own, "prepare_job", change, commands)
    result = own.run("check")
    assert result.status == 1
    assert result.stdout.count("[") == result.stdout.count("[andrad-under-tiden]") == 1
    assert result.stdout.startswith(format_change(own, change))
    assert "andrad-under-tiden" not in own.run("check").said


def test_a_crash_caused_by_a_change_meanwhile_is_reported_as_that_change(own: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    before = own.build_old_site()
    meanwhile(monkeypatch, own, "_write", lambda trial: (trial.theme / "templates" / "base.html").unlink(), build_site._Build)
    result = own.run()
    assert result.status == 1
    assert result.stdout.startswith(format_change(own, edit_template))
    assert "[andrad-under-tiden]" in result.stdout
    assert snapshot(own.output) == before


def test_a_change_after_the_new_site_is_in_place_waits_for_the_next_build(own: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    own.build_old_site()
    meanwhile(monkeypatch, own, "print_time", edit_page)
    result = own.run()
    assert result.status == 0, result.said
    assert "många lyktor" not in own.page("om/index.html")
    assert own.run().status == 0
    assert "många lyktor" in own.page("om/index.html")


def test_a_build_reads_the_commit_only_after_it_has_waited_for_other_builds(own: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for another build may save meanwhile; the site is built from the state that it names."""
    own.build_old_site()
    asked: list[bool] = []
    hold = build_site.hold_output
    monkeypatch.setattr(build_site, "hold_output", lambda *given: (asked.append(False), hold(*given))[1])
    monkeypatch.setattr(build_site, "read_commit", lambda _: str(asked.append(True) or "0" * 40))
    assert own.run().status == 0
    assert asked == [False, True]
    assert "0" * 40 in own.page(BUILD)


def test_a_file_that_changed_and_was_put_back_still_counts_as_changed(own: Trial) -> None:
    basis = Basis(own.content, mark_basis(), own.folder)
    before = own.settings.read_bytes(), own.settings.stat()
    edit_settings(own)
    assert not basis.holds()
    own.settings.write_bytes(before[0])
    os.utime(own.settings, ns=(before[1].st_atime_ns, before[1].st_mtime_ns))
    edit_page(own)
    assert not basis.holds()
    assert basis.report().message.startswith("Innehållet och programmets filer ändrades")


def test_nothing_is_cached_if_the_program_changes_during_a_build(own: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.commands.runs.digests._FIRST", [])  # as in a new process
    monkeypatch.setattr(work, "PROJECT", own.folder)
    meanwhile(monkeypatch, own, "_write", edit_template, build_site._Build)
    assert own.run().status == 1
    assert not (own.folder / BENCHES).exists() or not list((own.folder / BENCHES).iterdir())


def test_only_files_that_programs_leave_in_the_content_are_ignored_as_changes(tmp_path: Path) -> None:
    page = tmp_path / "sidor" / "om.md"
    page.parent.mkdir()
    page.write_text("Hej.", "utf-8")
    first = mark_content(tmp_path)
    for name in (".DS_Store", ".om.md.swp", "om.md~", "Thumbs.db"):
        (tmp_path / "sidor" / name).write_text("x", "utf-8")
    page.chmod(0o640)
    (tmp_path / "a copy").hardlink_to(page)
    (tmp_path / "a copy").unlink()
    assert mark_content(tmp_path) == first
    (tmp_path / "sidor" / "mer.md").symlink_to(page) if os.name != "nt" else (tmp_path / "sidor" / "mer.md").touch()
    assert mark_content(tmp_path) != first
    page.unlink()
    assert len(mark_content(tmp_path)) == len(first)


def test_a_save_after_publish_has_read_the_saved_state_stops_the_delivery(own: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """A delivered site names its saved state, so it must not hold anything later."""
    before = own.build_old_site()
    asked = publish.open_delivery
    monkeypatch.setattr(publish, "open_delivery", lambda *given, **more: (asked(*given, **more), edit_page(own))[0])
    way = DeliveryOptions(f"folder:{own.folder / 'webb'}")
    result = own.run("publish", way=way)  # type: ignore[arg-type]
    assert result.status == 1
    assert "[andrad-under-tiden]" in result.stdout
    assert snapshot(own.output) == before
    monkeypatch.setattr(publish, "open_delivery", asked)
    assert own.run("publish", way=way).status == 0  # type: ignore[arg-type]
    assert "många lyktor" in (own.folder / "webb" / "om" / "index.html").read_text("utf-8")


def light_more(trial: Trial) -> None:
    trial.edit("content/sidor/om.md", "lyktor i natt.", "många lyktor i natt.")


def test_content_saved_after_the_build_is_neither_delivered_nor_copied(own: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git, the way back and the night would otherwise publish content that was never online."""
    way = DeliveryOptions(f"folder:{own.folder / 'webb'}")
    assert own.run("publish", way=way).status == 0  # type: ignore[arg-type]
    before, copies = snapshot(own.folder / "webb"), snapshot(own.folder / ".utgivet")
    own.edit("content/sidor/om.md", "lyktor.", "lyktor i natt.")
    meanwhile(monkeypatch, own, "read_site", light_more, deliver)
    result = own.run("publish", way=way)  # type: ignore[arg-type]
    assert result.status == 1
    assert "Innehållet ändrades efter bygget" in result.stderr
    assert (snapshot(own.folder / "webb"), snapshot(own.folder / ".utgivet")) == (before, copies)
    assert own.run("publish", way=way).status == 0  # type: ignore[arg-type]
    assert "många lyktor" in (own.folder / "webb" / "om" / "index.html").read_text("utf-8")


def test_the_night_publishes_nothing_if_the_content_changes_after_it_was_read(
    own: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without git: the copy that is kept is of the content that was read."""
    read = nightly.prepare_for_today
    monkeypatch.setattr(nightly, "prepare_for_today", lambda *given: (read(*given), edit_page(own))[0])
    way = DeliveryOptions(f"folder:{own.folder / 'webb'}")
    options = commands.Options(content=str(own.content), output=str(own.output), date=DAY, way=way)
    own.capsys.readouterr()
    assert nightly.run_nightly(options) == 1
    assert "[andrad-under-tiden]" in own.capsys.readouterr().out
    assert not (own.folder / "webb").exists()
    assert not list((own.folder / ".utgivet").glob("????-??-??-*"))
    monkeypatch.setattr(nightly, "prepare_for_today", read)
    assert nightly.run_nightly(options) == 0
