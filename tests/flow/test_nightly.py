"""The nightly run: problems that come with the day alone never stop it, and newer content with errors is never published."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from plugins.commands import nightly
from plugins.commands import run as commands
from plugins.commands.runs import work
from plugins.commands.runs.delivery_options import DeliveryOptions
from plugins.publishing.manifest import Manifest, read_manifest
from tests.flow.trial import DAY, Result, Trial

GOAL = "content/mal/mal-1-ingen-i-morker.md"
PARTNERS = "content/partner/partner.yaml"
YULE = "---\ntitel: Jul i mörkret\nsammanfattning: Vad vi gör i jul.\n{}status: publicerad\n---\nVi tänder ljus.\n"


@pytest.fixture
def night(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> Trial:
    """Return a project under version control, with a folder as target."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_DATE", "2026-11-20T12:00:00Z")
    (trial.folder / ".gitignore").write_text("/.cache/\n/.utgivet/\n/out/\n/webb*\n/.webb*\n/theme\n", "utf-8")
    git(trial.folder, "init", "--quiet", "--initial-branch=main")
    git(trial.folder, "config", "user.name", "Anna Exempel")
    git(trial.folder, "config", "user.email", "anna@example.org")
    keep(trial)
    return trial


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, encoding="utf-8").stdout.strip()


def keep(trial: Trial) -> str:
    git(trial.folder, "add", "--all")
    git(trial.folder, "commit", "--quiet", "-m", "x")
    return git(trial.folder, "rev-parse", "HEAD")


def tonight(trial: Trial, day: str = DAY) -> Result:
    trial.capsys.readouterr()
    way = DeliveryOptions(f"folder:{trial.folder / 'webb'}")
    options = commands.Options(content=str(trial.content), output=str(trial.output), date=day, way=way)
    status = nightly.run_nightly(options)
    said = trial.capsys.readouterr()
    return Result(status, said.out, said.err)


def online(trial: Trial) -> Manifest:
    found = read_manifest(trial.folder / "webb")
    assert found is not None
    return found


def page(trial: Trial, name: str) -> str:
    return (trial.folder / "webb" / name).read_text("utf-8")


def test_an_agreement_ends_in_the_night_even_if_a_text_has_errors(night: Trial) -> None:
    first = tonight(night)
    assert first.status == 0, first.said
    assert "- Ny: Veke & Vax" in first.stdout
    good = online(night).commit
    night.edit(GOAL, "Vekarna räcker inte.", "Nu lyser staden.")
    better = keep(night)
    night.edit(PARTNERS, "nivå: vänföretag", "nivå: vänföretg")
    keep(night)
    result = tonight(night, "2026-12-01")
    assert result.status == 1
    assert "content/partner/partner.yaml:10:9: fel:" in result.stdout
    assert "[okand-niva]" in result.stdout
    assert "Det nyaste innehållet har fel" in result.stdout
    assert "Inte längre partner: Veke & Vax" in result.stdout
    assert (night.folder / ".cache" / "andringar.md").read_text("utf-8").startswith("Ändringar på webbplatsen 1 december 2026")
    assert "Veke &amp; Vax" not in page(night, "partner/index.html")
    assert "Nu lyser staden" in page(night, "mal-1/index.html")
    assert good != online(night).commit == better
    assert "lokalamalen-natt" not in result.said


def test_a_contact_that_ends_does_not_stop_the_night(night: Trial) -> None:
    night.edit("content/kontakter.yaml", "  till: 2026-12-31\n  ersätts av: vakten\n", "  till: 2026-11-30\n")
    keep(night)
    assert tonight(night).status == 0
    assert "Alva Ek" in page(night, "om/index.html")
    result = tonight(night, "2026-12-01")
    assert result.status == 0, result.said
    assert "[avslutad-kontakt]" in result.stderr
    assert "Alva Ek" not in page(night, "om/index.html")
    assert "Veke &amp; Vax" not in page(night, "partner/index.html")


def test_a_heading_over_a_contact_that_ends_is_removed_by_the_night(night: Trial) -> None:
    night.edit("content/kontakter.yaml", "  till: 2026-12-31\n  ersätts av: vakten\n", "  till: 2026-11-30\n")
    night.edit(GOAL, "Vekarna räcker inte.", "Vekarna räcker inte, [ring Frida](#ring-frida).")
    night.edit(GOAL, "{kontakt:vakten}", "{kontakt:vakten}\n\n### Ring Frida\n\n{kontakt:lyktan}")
    keep(night)
    assert tonight(night).status == 0
    assert ">Ring Frida</h" in page(night, "mal-1/index.html")

    ended = tonight(night, "2026-12-01")
    assert ended.status == 0, ended.said
    html = page(night, "mal-1/index.html")
    assert ">Ring Frida</h" not in html
    assert html.count('id="ring-frida"') == 1 == html.count('href="#ring-frida"')


def test_a_heading_that_is_only_a_link_disappears_with_the_page_it_leads_to(night: Trial) -> None:
    (night.content / "sidor" / "jul.md").write_text(YULE.format("visas till: 2026-11-30\n"), "utf-8")
    night.edit(GOAL, "{kontakt:vakten}", "{kontakt:vakten}\n\n### Jul\n\n#### [Julens ljus](/jul/)\n\n### Sedan\n\nSläck.")
    about = "[mörkret](/mal-1/#morker)"
    night.edit("content/sidor/om.md", about, f"{about} och [ljuset](/mal-1/#julens-ljus)")
    keep(night)
    assert tonight(night).status == 0
    assert ">Julens ljus</a></h" in page(night, "mal-1/index.html")

    ended = tonight(night, "2026-12-01")
    assert ended.status == 0, ended.said
    html = page(night, "mal-1/index.html")
    assert ">Julens ljus</" not in html
    assert ">Jul</" not in html
    assert html.count('id="julens-ljus"') == 1
    assert 'href="/mal-1/#julens-ljus"' in page(night, "om/index.html")


def test_a_page_whose_first_day_comes_with_an_empty_section_does_not_stop_the_night(night: Trial) -> None:
    (night.content / "sidor" / "jul.md").write_text(YULE.format("visas från: 2026-12-01\n") + "\n## Ljus\n", "utf-8")
    keep(night)
    assert tonight(night).status == 0
    begun = tonight(night, "2026-12-01")
    assert begun.status == 0, begun.said
    assert "[tomt-avsnitt]" in begun.stderr
    assert not (night.folder / "webb" / "jul").exists()


def test_a_link_to_a_contact_that_ends_does_not_stop_the_night(night: Trial) -> None:
    night.edit("content/kontakter.yaml", "  till: 2026-12-31\n  ersätts av: vakten\n", "  till: 2026-11-30\n")
    night.edit(GOAL, "Vekarna räcker inte.", "Vekarna räcker inte: [hör av dig](#kontakt).")
    night.edit("content/sidor/om.md", "[mörkret](/mal-1/#morker)", "[mörkret](https://lyktstad.example.org/mal-1/#kontakt)")
    keep(night)
    assert tonight(night).status == 0
    assert '<a href="#kontakt">hör av dig</a>' in page(night, "mal-1/index.html")
    result = tonight(night, "2026-12-01")
    assert result.status == 0, result.said
    goal, about = page(night, "mal-1/index.html"), page(night, "om/index.html")
    assert "Vekarna räcker inte: hör av dig." in goal  # words without a link
    assert "#kontakt" not in goal + about
    assert "Läs om mörkret." in about


def test_a_link_to_an_anchor_that_disappears_with_the_day_still_leads_to_its_page(night: Trial) -> None:
    night.edit("content/block/om-malen.md", "Målen gäller", "Tack, [huvudpartner](/partner/#huvudpartner). Målen gäller")
    keep(night)
    assert tonight(night).status == 0
    result = tonight(night, "2026-12-01")
    assert result.status == 0, result.said
    assert "om-malen.md:4:22: fel:" not in result.said
    assert 'Tack, <a href="/partner/#huvudpartner">huvudpartner</a>. Målen gäller' in page(night, "om/index.html")


@pytest.mark.parametrize("has_history", [True, False])
def test_a_link_that_one_night_left_dead_stops_no_later_night(night: Trial, *, has_history: bool) -> None:
    """The site online was built for the first of these nights, on which its content had the same errors."""
    menu = "meny:\n  - text: Stöd\n    adress: /partner/#huvudpartner\n"
    night.edit("content/webbplats.yaml", "meny:\n  - text: Om oss\n    adress: /om/\n", menu)
    if has_history:
        keep(night)
    else:
        shutil.rmtree(night.folder / ".git")
    for day in (DAY, "2026-12-01", "2026-12-02", "2027-01-15"):
        result = tonight(night, day)
        assert result.status == 0, (day, result.said)
    assert "Alva Ek" not in page(night, "om/index.html")  # whose last day was in December


@pytest.mark.parametrize("field", ["meny:\n  - text: Stöd\n    adress: ", "stöd oss:\n  volontär: "])
def test_a_site_wide_link_to_an_anchor_that_disappears_with_the_day_still_leads_to_its_page(night: Trial, field: str) -> None:
    night.edit("content/webbplats.yaml", "meny:\n  - text: Om oss\n    adress: /om/\n", f"{field}/partner/#huvudpartner\n")
    keep(night)
    assert tonight(night).status == 0
    result = tonight(night, "2026-12-01")
    assert result.status == 0, result.said
    assert 'href="/partner/#huvudpartner"' in page(night, "om/index.html")


def test_an_error_that_came_with_the_day_does_not_stop_going_back(night: Trial) -> None:
    night.edit("content/kontakter.yaml", "  till: 2026-12-31\n  ersätts av: vakten\n", "  till: 2026-11-30\n")
    keep(night)
    assert tonight(night).status == 0
    night.edit(GOAL, "Vekarna räcker inte.", "Nu lyser staden.")
    keep(night)
    assert tonight(night).status == 0
    way = DeliveryOptions(f"folder:{night.folder / 'webb'}", goes_back=True)
    back = night.run("publish", date="2026-12-01", way=way)  # type: ignore[arg-type]
    assert back.status == 0, back.said
    assert "varning" in back.stdout
    assert "[avslutad-kontakt]" in back.stdout
    assert "lokalamalen-" not in back.said
    assert "Vekarna räcker inte." in page(night, "mal-1/index.html")
    assert "Alva Ek" not in page(night, "om/index.html")


def test_a_photograph_without_consent_is_not_published_by_the_night(night: Trial) -> None:
    assert tonight(night).status == 0
    photo = "bild:\n  fil: lykta.png\n  beskrivning: Någon med en lykta.\nstatus: publicerad"
    night.edit(GOAL, "status: publicerad", photo)
    keep(night)
    result = tonight(night, "2026-12-01")
    assert result.status == 1
    assert "[saknar-samtycke]" in result.stdout
    assert "Veke &amp; Vax" not in page(night, "partner/index.html")
    assert "Någon med en lykta" not in page(night, "mal-1/index.html")


def test_a_site_that_was_taken_back_keeps_its_content_through_the_night(night: Trial) -> None:
    assert tonight(night).status == 0
    night.edit(GOAL, "Vekarna räcker inte.", "Nu lyser staden.")
    keep(night)
    assert tonight(night).status == 0
    target = str(night.folder / "webb")
    back = night.run("publish", way=DeliveryOptions(f"folder:{target}", goes_back=True))  # type: ignore[arg-type]
    assert back.status == 0, back.said
    held = online(night)
    assert held.held
    result = tonight(night, "2026-12-01")
    assert result.status == 0, result.said
    assert online(night).held
    assert online(night).commit == held.commit
    assert "Nu lyser staden" not in page(night, "mal-1/index.html")
    assert "Veke &amp; Vax" not in page(night, "partner/index.html")


@pytest.fixture
def other(night: Trial, tmp_path: Path) -> Path:
    """Return a colleague's clone, from which a new version of the program and of a goal is shared."""
    shared, other = tmp_path / "shared.git", tmp_path / "other"
    (night.folder / "kod.py").write_text("a = 1\n", "utf-8")
    keep(night)
    git(tmp_path, "clone", "--quiet", "--bare", str(night.folder), str(shared))
    git(night.folder, "remote", "add", "origin", str(shared))
    git(night.folder, "push", "--quiet", "--set-upstream", "origin", "main")
    git(tmp_path, "clone", "--quiet", str(shared), str(other))
    (other / "kod.py").write_text("a = 2\n", "utf-8")
    goal = other / GOAL
    goal.write_text(goal.read_text("utf-8").replace("Vekarna räcker inte.", "Nu lyser staden."), "utf-8")
    git(other, "-c", "user.name=Bo", "-c", "user.email=bo@example.org", "commit", "--quiet", "--all", "-m", "x")
    git(other, "push", "--quiet")
    return other


@pytest.mark.usefixtures("other")
def test_a_program_that_cannot_be_renewed_is_reported_as_an_error(night: Trial) -> None:
    """Shared content is published; but otherwise every later night would run the old program, and nobody would know."""
    (night.folder / "kod.py").write_text("a = 3\n", "utf-8")
    result = tonight(night)
    assert "kunde inte förnyas" in result.stdout
    assert "Nu lyser staden" in page(night, "mal-1/index.html")
    assert result.status == 1
    git(night.folder, "checkout", "--quiet", "kod.py")
    assert tonight(night).status == 0


@pytest.mark.parametrize("is_new", [False, True])
@pytest.mark.usefixtures("other")
def test_unsaved_content_is_kept_and_reported_as_what_prevents_the_renewal(night: Trial, is_new: bool) -> None:
    text = "Ingen har sparat det här."
    if is_new:
        name = night.content / "verksamhet" / "jul-i-morkret.md"
        name.parent.mkdir(exist_ok=True)
        name.write_text(YULE.format("") + text, "utf-8")
    else:
        night.edit(PARTNERS, "Veke & Vax", text)
        name = night.folder / PARTNERS
    result = tonight(night)
    assert "kunde inte förnyas. Där finns ändringar i innehållet som ingen har sparat (" in result.stdout, result.said
    assert "python3 tasks.py spara" in result.stdout
    assert result.status == 1
    assert "Nu lyser staden" in page(night, "mal-1/index.html")
    assert text in name.read_text("utf-8")
    assert (night.folder / "kod.py").read_text("utf-8") == "a = 1\n"
    keep(night)
    git(night.folder, "pull", "--quiet", "--rebase")
    git(night.folder, "push", "--quiet")
    assert "kunde inte förnyas" not in tonight(night).said


@pytest.mark.usefixtures("other")
def test_unshared_content_is_kept_and_reported_as_what_prevents_the_renewal(night: Trial) -> None:
    night.edit(PARTNERS, "Veke & Vax", "Vax & Veke")
    kept = keep(night)
    result = tonight(night)
    assert "kunde inte förnyas. Där finns något som är sparat och inte delat." in result.stdout, result.said
    assert (result.status, git(night.folder, "rev-parse", "HEAD")) == (1, kept)
    assert "Nu lyser staden" in page(night, "mal-1/index.html")


@pytest.mark.parametrize(("day", "status"), [(date(1970, 1, 1), 1), (date(2026, 11, 18), 1), (date(2026, 11, 19), 0)])
def test_the_night_publishes_nothing_if_the_clock_has_gone_back(
    night: Trial, monkeypatch: pytest.MonkeyPatch, day: date, status: int
) -> None:
    """The newest commit is of 20 November; a clock that differs by some hours is accepted."""
    assert tonight(night).status == 0
    before = online(night)
    monkeypatch.setattr(work, "find_today", lambda *_: day)
    night.capsys.readouterr()
    way = DeliveryOptions(f"folder:{night.folder / 'webb'}")
    assert nightly.run_nightly(commands.Options(output=str(night.output), way=way)) == status
    said = night.capsys.readouterr().out
    assert ("klocka säger" in said) == bool(status)
    if status:
        assert "det nyaste ni har sparat är från 20\u00a0november 2026" in said
        assert online(night) == before


@pytest.mark.usefixtures("other")
def test_unsaved_content_prevents_no_renewal_if_nothing_newer_is_shared(night: Trial) -> None:
    assert tonight(night).status == 0
    night.edit(PARTNERS, "Veke & Vax", "Vax & Veke")
    result = tonight(night)
    assert (result.status, "kunde inte förnyas" in result.said) == (0, False)
    keep(night)
    result = tonight(night)
    assert (result.status, "kunde inte förnyas" in result.said) == (0, False)


def test_without_git_the_published_content_is_kept_for_the_night(trial: Trial) -> None:
    assert tonight(trial).status == 0
    assert len(list((trial.folder / ".utgivet").glob("????-??-??-*"))) == 1
    trial.edit(PARTNERS, "nivå: vänföretag", "nivå: vänföretg")
    result = tonight(trial, "2026-12-01")
    assert result.status == 1
    assert "[okand-niva]" in result.stdout
    assert "Veke &amp; Vax" not in page(trial, "partner/index.html")
    assert "Ångströms Olja" in page(trial, "partner/index.html")
