"""The four site tasks: folders, day, output format, drafts, and the stricter rules of publishing."""

from __future__ import annotations

import builtins
import errno
import io
import json
import os
import shutil
import socket
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plugins.commands.run import WrongUsage, find_today
from plugins.commands.runs import job
from plugins.core.cache.disk_cache import DiskCache
from plugins.core.outputs import BUILD
from plugins.core.places import SourceFile
from tests.flow.trial import PROJECT, Trial, run_python, snapshot

GOAL = "content/mal/mal-1-ingen-i-morker.md"
PAGE = "content/sidor/om.md"
KEYS = ["path", "line", "column", "severity", "code", "message", "help"]


# ---- output folders that are not ours to replace


def refuse(trial: Trial, output: Path, sentence: str) -> None:
    """Check that the run is refused as wrong usage, and that nothing is lost."""
    before = snapshot(trial.folder)
    result = trial.run(output=str(output))
    assert (result.status, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert snapshot(trial.folder) == before


def test_an_output_folder_with_other_files_is_refused(trial: Trial) -> None:
    precious = trial.folder / "bilder"
    precious.mkdir()
    (precious / "semester.jpg").write_bytes(b"sun")
    refuse(trial, precious, "I mappen bilder ligger annat än en byggd webbplats, och det skulle försvinna.")


def test_an_output_folder_that_holds_the_content_is_refused(trial: Trial) -> None:
    (trial.folder / "arbete").mkdir()
    shutil.move(trial.content, trial.folder / "arbete" / "content")
    before = snapshot(trial.folder)
    result = trial.run(content=str(trial.folder / "arbete" / "content"), output=str(trial.folder / "arbete"))
    assert (result.status, result.stdout) == (2, "")
    assert "Mappen arbete innehåller innehållet." in result.stderr
    assert snapshot(trial.folder) == before


def test_the_content_folder_itself_is_refused_as_output(trial: Trial) -> None:
    refuse(trial, trial.content, "Mappen content innehåller innehållet.")


def test_an_output_folder_within_the_content_is_refused(trial: Trial) -> None:
    refuse(trial, trial.content / "ny", "Mappen ny ligger i innehållet.")


@pytest.mark.parametrize("above", [".", ".."])
def test_an_output_folder_that_holds_the_project_is_refused(trial: Trial, above: str) -> None:
    refuse(trial, trial.folder / above, "innehåller")


def test_a_file_is_refused_as_output(trial: Trial) -> None:
    (trial.folder / "sida.html").write_text("hej", "utf-8")
    refuse(trial, trial.folder / "sida.html", "sida.html är en fil, ingen mapp.")


def test_a_link_to_a_folder_with_other_files_is_refused_as_output(trial: Trial) -> None:
    precious = trial.folder / "bilder"
    precious.mkdir()
    (precious / "semester.jpg").write_bytes(b"sun")
    (trial.folder / "genväg").symlink_to(precious)
    refuse(trial, trial.folder / "genväg", "I mappen bilder ligger annat än en byggd webbplats")


def test_an_empty_output_folder_is_used(trial: Trial) -> None:
    trial.output.mkdir(parents=True)
    assert trial.run().status == 0
    assert (trial.output / "index.html").is_file()


# ---- wrong usage

WRONG = {
    "a day in another form": (
        {"date": "22/11/2026"},
        "--dag ska vara en dag som 2026-12-31, inte ”22/11/2026”.",
    ),
    "a day without hyphens": (
        {"date": "20261122"},
        "--dag ska vara en dag som 2026-12-31, inte ”20261122”.",
    ),
    "a week": ({"date": "2026-W47-7"}, "--dag ska vara en dag som 2026-12-31, inte ”2026-W47-7”."),
    "a day that does not exist": (
        {"date": "2026-02-30"},
        "--dag ska vara en dag som 2026-12-31, inte ”2026-02-30”.",
    ),
    "no day": ({"date": ""}, "--dag ska vara en dag som 2026-12-31, inte ””."),
    "an unknown format": ({"format": "xml"}, "--form kan vara text eller json, inte ”xml”."),
    "a missing content folder": ({"content": "/nowhere/at/all"}, "Mappen ”/nowhere/at/all” finns inte."),
}


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.parametrize("task", ["check", "build", "publish"])
def test_wrong_usage_is_reported_in_swedish(trial: Trial, task: str, what: str) -> None:
    options, sentence = WRONG[what]
    result = trial.run(task, **options)
    assert (result.status, result.stdout, result.stderr) == (2, "", f"{sentence}\n")
    assert not trial.output.exists()


# ---- the answer


def test_json_has_one_object_per_line_with_the_keys_that_programs_rely_on(trial: Trial) -> None:
    trial.edit(GOAL, "globalt mål: 7", "globalt mål: 18")
    trial.edit(PAGE, "/mal-1/#morker", "/mal-9/")
    trial.edit("content/fakta.yaml", "2027-01-01", "2026-01-01")
    result = trial.run("check", format="json")
    problems = [json.loads(line) for line in result.stdout.splitlines()]
    assert [list(problem) for problem in problems] == [KEYS] * 3
    assert [problem["severity"] for problem in problems] == ["warning", "error", "error"]
    assert [problem["code"] for problem in problems] == [
        "granskning-forfallen",
        "okant-globalt-mal",
        "bruten-lank",
    ]
    for problem in problems:
        assert all(isinstance(problem[key], int) and problem[key] >= 1 for key in ("line", "column"))
        assert all(isinstance(problem[key], str) for key in KEYS if key not in ("line", "column"))
    assert result.stderr.splitlines()[-1] == "2 fel att rätta och 1 varning. Inget är skrivet."


def test_json_writes_nothing_on_stdout_if_nothing_is_wrong(trial: Trial) -> None:
    result = trial.run(format="json")
    assert (result.status, result.stdout) == (0, "")
    assert result.stderr.splitlines()[-1].startswith("Inga fel. Webbplatsen ligger i ")


def test_json_includes_errors_in_the_theme(trial: Trial) -> None:
    trial.edit("theme/templates/page.html", "{% endblock %}", "")
    result = trial.run(format="json")
    [problem] = [json.loads(line) for line in result.stdout.splitlines()]
    assert (list(problem), problem["code"]) == (KEYS, "mall")


def test_text_says_where_the_error_is_what_it_is_and_what_to_write(trial: Trial) -> None:
    trial.edit(PAGE, "kontakt: lyktan", "kontakt: lyktn")
    result = trial.run("check")
    path, line, column = result.stdout.split(":")[:3]
    assert (Path(path).name, line, column) == ("om.md", "4", "10")
    assert result.stdout.splitlines()[1:4] == [
        "    4 | kontakt: lyktn",
        "    Skriv:  kontakt: lyktan",
        "    Kontakterna är lyktan och vakten.",
    ]
    assert result.stdout.splitlines()[-1] == "1 fel att rätta. Inget är skrivet."


def test_reported_paths_are_relative_to_the_current_folder(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    trial.edit(PAGE, "kontakt: lyktan", "kontakt: lyktn")
    expected = {".": "content/sidor/om.md", "content": "sidor/om.md", "content/mal": "../sidor/om.md"}
    for folder, path in expected.items():
        monkeypatch.chdir(trial.folder / folder)
        assert trial.run("check").stdout.startswith(f"{path}:4:10: fel: ")


def test_given_folders_are_relative_to_the_current_folder(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(trial.content)
    result = trial.run(content=".", output="../ny")
    assert result.status == 0
    assert result.stdout.startswith("Inga fel. Webbplatsen ligger i ../ny/. ")
    assert (trial.folder / "ny" / "index.html").is_file()


def test_folders_default_to_those_of_the_project(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert trial.run(content=None, output=None).status == 0  # type: ignore[arg-type]  # as the door hands it over
    assert (trial.folder / "output" / "mal-1" / "index.html").is_file()


def test_check_writes_nothing_but_its_cache(trial: Trial) -> None:
    before = snapshot(trial.folder)
    result = trial.run("check")
    assert (result.status, result.stdout) == (0, "Inga fel. Inget är skrivet.\n")
    assert {name: digest for name, digest in snapshot(trial.folder).items() if not name.startswith(".cache")} == before


# ---- publishing is stricter

STRICTER = {
    "a known gap": (
        "content/fakta.yaml", "källa: Lyktstads räkning", "källa: saknas", "saknas", "Uppgiften ”källa” är ännu inte känd.",
    ),
    "a link to a draft": (
        PAGE, "/mal-1/#morker", "/mal-3/", "pekar-pa-utkast", "Länken leder till /mal-3/, som är ett utkast",
    ),
    "a contact that is a draft": (
        "content/kontakter.yaml", "- id: vakten\n", "- id: vakten\n  status: utkast\n",
        "pekar-pa-utkast", "”vakten” är ett utkast och visas inte för besökaren.",
    ),
    "a block that is a draft": (
        "content/block/om-malen.md", "rubrik: Om målen", "rubrik: Om målen\nstatus: utkast",
        "pekar-pa-utkast", "”om-malen” är ett utkast och visas inte för besökaren.",
    ),
    "a help box that is a draft": (
        "content/stodrutor.yaml", "- id: mörker", "- id: mörker\n  status: utkast",
        "pekar-pa-utkast", "”mörker” är ett utkast och visas inte för besökaren.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", STRICTER)
def test_publish_refuses_what_build_warns_of(trial: Trial, what: str) -> None:
    file, right, unfinished, code, message = STRICTER[what]
    trial.edit(file, right, unfinished)
    for task in ("check", "build"):
        result = trial.run(task)
        assert result.status == 0, result.said
        assert f"varning: {message}" in result.stdout
        assert f"[{code}]" in result.stdout
    old = snapshot(trial.output)
    result = trial.run("publish")
    assert result.status == 1
    assert f"fel: {message}" in result.stdout
    assert snapshot(trial.output) == old


def test_publish_accepts_other_warnings(trial: Trial) -> None:
    trial.edit(GOAL, "  - globalt mål: 7", "  - globalt mål: 7\n    bekräftad: nej")
    trial.edit("content/fakta.yaml", "2027-01-01", "2026-01-01")
    result = trial.run("publish")
    assert result.status == 0
    assert "\n2 varningar. Inga fel. Webbplatsen ligger i " in result.stdout  # the change note follows


def test_publish_writes_the_same_site_as_build_except_its_security_policy(trial: Trial) -> None:
    built = trial.build_old_site()
    assert trial.run("publish").status == 0
    for page in trial.output.rglob("*.html"):
        text = page.read_text("utf-8")
        lines = text.splitlines(keepends=True)
        [policy] = [line for line in lines if line.startswith('<meta http-equiv="Content-Security-Policy"')]
        page.write_text(text.replace(policy, ""), "utf-8")
    published = snapshot(trial.output)
    assert published.pop(BUILD) != built.pop(BUILD)
    assert published == built


def test_a_menu_link_to_a_draft_is_reported_once_and_stops_only_publishing(trial: Trial) -> None:
    trial.edit(PAGE, "status: publicerad", "status: utkast")
    result = trial.run()
    assert result.status == 0, result.said
    assert result.stdout.count("[pekar-pa-utkast]") == 2  # menu and footer
    assert trial.run("publish").status == 1


def test_a_gap_in_a_draft_does_not_stop_publishing(trial: Trial) -> None:
    trial.edit("content/mal/mal-3-ingen-vilse.md", "kontakt: lyktan", "kontakt: saknas")
    result = trial.run("publish")
    assert result.status == 0
    assert "varning" not in result.stdout


# ---- drafts


def test_a_draft_is_left_out_and_listed(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(trial.folder)
    for task in ("check", "build", "publish"):
        result = trial.run(task)
        assert result.status == 0
        lines = result.stderr.replace("\N{NO-BREAK SPACE}", " ").splitlines()
        assert lines[-3:] == [
            "Kvar att göra:",
            "  content/mal/mal-3-ingen-vilse.md",
            "    rad 2: ”Ingen vilse” är ett utkast och inte med på webbplatsen.",
        ]
        coming = [
            "Bygg igen senast 1 december 2026, då ändras webbplatsen av sig själv: ”Veke & Vax” visas inte längre på mål 1."
        ]
        assert lines[:-3] == ([] if task == "check" else coming)
    assert not any("mal-3" in name for name in snapshot(trial.output))
    for page in trial.output.rglob("*.html"):
        assert "Ingen vilse" not in page.read_text("utf-8")
        assert "/mal-3/" not in page.read_text("utf-8")


def test_a_page_is_a_draft_until_its_first_day(trial: Trial) -> None:
    trial.edit("content/webbplats.yaml", "meny:\n  - text: Om oss\n    adress: /om/\n", "")
    trial.edit("content/webbplats.yaml", "  länkar:\n    - text: Om Lyktmålen\n      adress: /om/\n", "")
    trial.edit(PAGE, "status: publicerad", "visas från: 2026-12-01\nstatus: publicerad")
    result = trial.run(date="2026-11-30")
    assert result.status == 0
    assert "”Om oss” visas från 1\u00a0december 2026." in result.stderr
    assert not (trial.output / "om").exists()
    assert trial.run(date="2026-12-01").status == 0
    assert (trial.output / "om" / "index.html").is_file()


def test_a_page_that_became_a_draft_is_not_on_the_next_site(trial: Trial) -> None:
    trial.build_old_site()
    assert (trial.output / "mal-2" / "index.html").is_file()
    trial.edit("content/mal/mal-2-ingen-fryser.md", "status: publicerad", "status: utkast")
    trial.edit(GOAL, "[vintern](/mal-2/#vinter)", "vintern")
    assert trial.run().status == 0
    assert not (trial.output / "mal-2").exists()


# ---- the day

LAST_DAY = "2026-11-30"  # of the agreement with Veke & Vax


@pytest.mark.parametrize(("day", "is_shown"), [(LAST_DAY, True), ("2026-12-01", False)])
def test_an_agreement_is_shown_through_its_last_day(trial: Trial, day: str, is_shown: bool) -> None:
    assert trial.run(date=day).status == 0
    assert ("Veke &amp; Vax" in trial.page("mal-1/index.html")) is is_shown
    assert bool(list(trial.output.glob("partner/logotyper/veke.*.svg"))) is is_shown


def test_a_contact_is_replaced_by_its_successor_after_its_last_day(trial: Trial) -> None:
    assert trial.run(date="2026-12-31").status == 0
    assert "Alva Ek" in trial.page("om/index.html")
    assert trial.run(date="2027-01-01").status == 0
    assert "Alva Ek" not in trial.page("om/index.html")
    assert "Vakthavande lyktbärare" in trial.page("om/index.html")


EPOCHS = [  # seconds, the site's time zone, the day there
    ("1796079599", "Europe/Stockholm", "2026-11-30"),  # 22:59:59 UTC
    ("1796079600", "Europe/Stockholm", "2026-12-01"),  # 23:00:00 UTC is midnight in Stockholm
    ("1796079600", "Atlantic/Reykjavik", "2026-11-30"),
    ("1782856800", "Europe/Stockholm", "2026-07-01"),  # 22:00:00 UTC, in summer
]


@pytest.mark.parametrize(("seconds", "zone", "day"), EPOCHS)
def test_the_day_is_the_one_in_the_time_zone_of_the_site(trial: Trial, seconds: str, zone: str, day: str) -> None:
    trial.edit("content/webbplats.yaml", "Europe/Stockholm", zone)
    assert find_today(None, trial.content, {"SOURCE_DATE_EPOCH": seconds}) == date.fromisoformat(day)


@pytest.mark.parametrize("task", ["check", "build"])
def test_a_site_record_that_cannot_be_read_is_reported_like_any_other_file(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, task: str
) -> None:
    """Its time zone is needed before anything else is read, and yet the error comes with the others."""
    trial.edit("content/sidor/om.md", "status: publicerad", "status: publiserad")
    site, open_file = trial.content / "webbplats.yaml", builtins.open

    def open_others(path: Any, *given: Any, **more: Any) -> Any:  # as root one may all the same
        if isinstance(path, str | Path) and Path(path) == site:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return open_file(path, *given, **more)

    for module in (builtins, io):
        monkeypatch.setattr(module, "open", open_others)
    result = trial.run(task, date=None)
    assert result.status == 1
    assert "[intern]" not in result.said
    assert "publiserad" in result.stdout
    assert "webbplats.yaml:1:1: fel: Filen går inte att läsa (rättigheter saknas). [olaslig-fil]" in result.stdout


def test_the_time_zone_is_read_again_only_if_the_site_record_or_the_cache_has_changed(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = DiskCache(trial.folder / "kept", 8)
    monkeypatch.setattr(job, "ZONES", kept)
    read: list[str] = []
    read_models = job.read_models

    def count(source: SourceFile, *more: Any) -> Any:
        read.append(source.text)
        return read_models(source, *more)

    monkeypatch.setattr(job, "read_models", count)

    def find() -> tuple[str, int]:
        job._read_zone.cache_clear()  # as another process
        read.clear()
        return job.find_time_zone(trial.content).key, len(read)

    assert [find(), find()] == [("Europe/Stockholm", 1), ("Europe/Stockholm", 0)]
    (entry,) = kept.folder.iterdir()
    entry.write_bytes(entry.read_bytes().replace(b"Stockholm", b"Reykjavik"))
    assert [find(), find()] == [("Europe/Stockholm", 1), ("Europe/Stockholm", 0)]
    trial.edit("content/webbplats.yaml", "Europe/Stockholm", "Atlantic/Reykjavik")
    assert [find(), find()] == [("Atlantic/Reykjavik", 1), ("Atlantic/Reykjavik", 0)]


def test_a_given_day_takes_precedence_over_source_date_epoch(trial: Trial) -> None:
    assert find_today("2026-11-22", trial.content, {"SOURCE_DATE_EPOCH": "0"}) == date(2026, 11, 22)


@pytest.mark.parametrize(("seconds", "is_shown"), [("1796079599", True), ("1796079600", False)])
def test_source_date_epoch_decides_the_day_of_a_build(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, seconds: str, is_shown: bool
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    assert trial.run(date=None).status == 0  # type: ignore[arg-type]  # as the door hands it over
    assert ("Veke &amp; Vax" in trial.page("mal-1/index.html")) is is_shown


@pytest.mark.parametrize("seconds", ["yesterday", "1.5", "99999999999999999999"])
def test_a_wrong_source_date_epoch_is_wrong_usage(trial: Trial, monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    with pytest.raises(WrongUsage, match="SOURCE_DATE_EPOCH ska vara ett antal sekunder"):
        find_today(None, trial.content, {"SOURCE_DATE_EPOCH": seconds})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    assert trial.run(date=None).status == 2  # type: ignore[arg-type]  # as the door hands it over


# ---- the network, and the plain command


def test_no_build_uses_the_network(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the build asked the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert trial.run("publish").status == 0


def run_pelican(content: Path, output: Path, day: str = "2026-11-22") -> tuple[int, str]:
    """Run the plain `pelican` command over `content` with the project's own settings."""
    script = "import sys; from pelican import main; main()"
    settings = ["-s", str(PROJECT / "pelicanconf.py"), "-e", f'SITE_DATE="{day}"']
    ended = run_python(script, str(content), "-o", str(output), *settings)
    return ended.returncode, ended.stdout + ended.stderr


def test_the_plain_pelican_command_writes_the_same_pages(trial: Trial) -> None:
    assert trial.run().status == 0
    output = trial.folder / "plain"
    status, said = run_pelican(trial.content, output)
    assert status == 0, said
    shutil.rmtree(trial.output / ".well-known")
    assert snapshot(output) == snapshot(trial.output)


def test_the_plain_pelican_command_takes_the_day_from_source_date_epoch(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796079600")
    output = trial.folder / "plain"
    status, said = run_pelican(trial.content, output, day="")
    assert status == 0, said
    assert "Veke &amp; Vax" not in (output / "mal-1" / "index.html").read_text("utf-8")


def test_the_plain_pelican_command_stops_on_errors(trial: Trial) -> None:
    trial.edit(PAGE, "/mal-1/#morker", "/mal-9/")
    output = trial.folder / "plain"
    status, said = run_pelican(trial.content, output)
    assert status != 0
    assert "bruten-lank" in said
    assert not output.exists() or snapshot(output) == {}
