"""Something is removed from the public site at once, whatever errors other texts have, and no publication restores it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plugins.commands import remove_now
from plugins.commands.runs import withdrawals, work
from plugins.commands.runs.delivery_options import DeliveryOptions
from plugins.commands.runs.job import Options
from plugins.keeping.repository import Repository
from plugins.publishing.manifest import Manifest
from plugins.site.removal.withdrawn import Withdrawal
from tests.flow.test_nightly import GOAL, PARTNERS, git, keep, night, online, page, tonight
from tests.flow.trial import DAY, Result, Trial

__all__ = ["night"]

PHOTO = "bild:\n  fil: lykta.png\n  beskrivning: Någon med en lykta.\n  samtycke: ja\nstatus: publicerad"


def remove(trial: Trial, name: str, *, shows_again: bool = False) -> Result:
    trial.capsys.readouterr()
    way = DeliveryOptions(f"folder:{trial.folder / 'webb'}", replaces=True)
    options = Options(content=str(trial.content), output=str(trial.output), date=DAY, way=way)
    status = remove_now.run_remove_now(name, options, shows_again=shows_again)
    said = trial.capsys.readouterr()
    return Result(status, said.out, said.err)


def shown(trial: Trial) -> str:
    """Return all text of the public site, and the names of its files."""
    files = [path for path in (trial.folder / "webb").rglob("*") if path.is_file() and "releases" not in str(path)]
    texts = [path.read_text("utf-8") for path in files if path.suffix in (".html", ".json", ".xml") and "build" not in path.name]
    return "\n".join([*texts, *(path.name for path in files)])


def break_a_text(trial: Trial) -> None:
    """Write an unrelated error into a text, saved and shared."""
    trial.edit(PARTNERS, "nivå: vänföretag", "nivå: vänföretg")
    trial.edit(GOAL, "Vekarna räcker inte.", "Nu lyser staden.")
    keep(trial)


def test_a_photograph_a_person_and_a_page_are_removed_while_other_texts_have_errors(night: Trial) -> None:
    night.edit(GOAL, "status: publicerad", PHOTO)
    night.edit("content/sidor/om.md", "Vi tänder lyktor.", "Vi tänder lyktor.\n\nAlva Ek berättar gärna mer.\n\nAndra också.")
    keep(night)
    assert tonight(night).status == 0
    before = shown(night)
    for there in ("Någon med en lykta", "Alva Ek", "Alva Ek berättar", 'href="/om/"'):
        assert there in before, there
    break_a_text(night)

    photo = remove(night, "lykta.png")
    assert photo.status == 0, photo.said
    assert "Bilden ”lykta.png” är borta från webbplatsen" in photo.stderr
    assert "mal-1-ingen-i-morker.md" in photo.stderr
    assert "Någon med en lykta" not in shown(night)
    assert "lykta-" not in shown(night)
    assert "Vekarna räcker inte." in page(night, "mal-1/index.html")  # newer content has not come along

    person = remove(night, "Alva Ek")
    assert person.status == 0, person.said
    assert "Alva Ek" not in shown(night)
    assert "alva@example.org" not in shown(night)
    assert "Andra också." in page(night, "om/index.html")

    gone = remove(night, "/om/")
    assert gone.status == 0, gone.said
    assert not (night.folder / "webb" / "om" / "index.html").exists()
    assert 'href="/om/"' not in shown(night)

    listed = (night.folder / "borttaget.yaml").read_text("utf-8")
    assert [line for line in listed.split("\n") if line.startswith("- namn")] == [
        "- namn: lykta.png",
        "- namn: Alva Ek",
        "- namn: /om/",
    ]

    night.edit(PARTNERS, "nivå: vänföretg", "nivå: vänföretag")
    keep(night)
    result = tonight(night, "2026-12-01")
    assert result.status == 0, result.said
    after = shown(night)
    assert "Nu lyser staden." in after
    for name in ("Någon med en lykta", "Alva Ek", 'href="/om/"'):
        assert name not in after, name

    checked = night.run("check")
    assert checked.status == 0, checked.said
    assert "[borttaget]" in checked.stdout
    assert "Personen ”Alva Ek” är borttagen från webbplatsen sedan 22" in checked.stdout

    back = night.run("publish", way=DeliveryOptions(f"folder:{night.folder / 'webb'}", goes_back=True))  # type: ignore[arg-type]
    assert back.status == 0, back.said
    assert "Alva Ek" not in shown(night)

    assert remove(night, "Alva Ek", shows_again=True).status == 0
    assert online(night).held
    assert night.run("publish", way=DeliveryOptions(f"folder:{night.folder / 'webb'}")).status == 0  # type: ignore[arg-type]
    assert "alva@example.org" in shown(night)


def test_the_list_of_removals_exists_at_every_step_at_which_the_task_may_be_killed(
    night: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tonight(night).status == 0
    assert remove(night, "veke & vax").status == 0
    listed = night.folder / withdrawals.FILE
    before, run, seen = listed.read_bytes(), Repository.run, []

    def run_and_look(repository: Repository, *words: str, **more: Any) -> bytes:
        seen.append((words[0], listed.is_file() and listed.read_bytes().startswith(before)))
        return run(repository, *words, **more)

    monkeypatch.setattr(Repository, "run", run_and_look)
    assert remove(night, "Alva Ek").status == 0
    assert "update-ref" in [step for step, _ in seen]
    assert [step for step, is_there in seen if not is_there] == []
    assert git(night.folder, "status", "--porcelain", "--", withdrawals.FILE) == ""
    assert git(night.folder, "show", f"HEAD:{withdrawals.FILE}") == listed.read_text("utf-8").strip()


def test_a_colleague_who_has_not_fetched_does_not_publish_a_removed_person_again(
    night: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = night.folder / "out" / "delat"
    place.mkdir(parents=True)
    assert tonight(night).status == 0
    night.edit(GOAL, "Vekarna räcker inte.", "Nu lyser staden.")
    keep(night)
    assert tonight(night).status == 0
    git(place, "clone", "--quiet", "--bare", str(night.folder), "all.git")
    git(night.folder, "remote", "add", "origin", str(place / "all.git"))
    git(night.folder, "fetch", "--quiet", "origin")
    git(night.folder, "branch", "--quiet", "--set-upstream-to", "origin/main")
    git(place, "clone", "--quiet", "all.git", "colleague")
    git(place / "colleague", "config", "user.name", "Bo Exempel")
    assert remove(night, "Alva Ek").status == 0
    assert "Alva Ek" not in shown(night)

    theirs = str(place / "colleague" / "content")
    (place / "colleague" / "theme").symlink_to(night.folder / "theme")  # which is not in git here
    monkeypatch.setattr(work, "PROJECT", place / "colleague")
    web = f"folder:{night.folder / 'webb'}"
    for way in (DeliveryOptions(web), DeliveryOptions(web, goes_back=True)):
        published = night.run("publish", content=theirs, way=way)  # type: ignore[arg-type]
        assert (published.status, "Alva Ek" in shown(night)) == (0, False), published.said
    assert "Kvar att göra" not in published.said

    (place / "all.git").rename(place / "elsewhere.git")
    alone = night.run("publish", content=theirs, way=DeliveryOptions(web))  # type: ignore[arg-type]
    assert (alone.status, "om en kollega har tagit bort något" in alone.stderr) == (1, True), alone.said


def test_a_partner_is_removed_and_an_unknown_name_is_refused(trial: Trial) -> None:
    assert tonight(trial).status == 0
    gone = remove(trial, "veke & vax")
    assert gone.status == 0, gone.said
    assert "Veke &amp; Vax" not in shown(trial)
    assert "veke-" not in shown(trial)
    translated = remove(trial, "/en/om/")
    assert (translated.status, "python3 tasks.py ta-bort-nu /om/" in translated.said) == (1, True), translated.said
    missing = remove(trial, "Ingen Alls")
    assert (missing.status, "Det finns ingen bild, person, sida eller partner" in missing.stdout) == (1, True)
    assert remove(trial, "/").status == 1


def test_a_removed_name_in_a_draft_translation_is_reported_and_never_published(night: Trial) -> None:
    """In a page and in a record: a text that names a removed person is left out in every language."""
    night.edit("content/webbplats.yaml", "språk: sv", "språk: [sv, en]")
    text = "We light lamps.\n\nAsk Vera Veke.\n\n![Vera at work](/bilder/lykta.png)"
    page_file, boxes = night.content / "sidor/om.en.md", night.content / "stodrutor.en.yaml"
    page_file.write_text(f"---\ntitel: About us\nsammanfattning: We.\nstatus: utkast\n---\n{text}\n", "utf-8")
    boxes.write_text("- id: mörker\n  rubrik: Is it dark?\n  text: Call Ove Olja.\n  status: utkast\n", "utf-8")
    keep(night)
    assert tonight(night).status == 0
    for name, standing in (
        ("Vera Veke", "om.en.md:8:5: varning"),
        ("lykta.png", "om.en.md:10:"),
        ("Ove Olja", "stodrutor.en.yaml:3:14: varning"),
    ):
        gone = remove(night, name)
        assert (gone.status, standing in gone.stderr) == (0, True), gone.said
    for file in (page_file, boxes):
        file.write_text(file.read_text("utf-8").replace("status: utkast", "status: publicerad"), "utf-8")
    keep(night)
    assert tonight(night, "2026-12-01").status == 0
    after = shown(night)
    assert "We light lamps." in page(night, "en/om/index.html")
    assert [name for name in ("Vera", "Ove Olja", "lykta-", "/bilder/lykta") if name in after] == []


def test_a_link_to_a_heading_that_is_removed_with_a_person_becomes_plain_text(night: Trial) -> None:
    """A page's contact has a heading, which texts may link to and which is removed with the contact."""
    words = "[Hör av dig](#kontakt) till [oss alla](/om/#kontakt)."
    night.edit("content/sidor/om.md", "Vi tänder lyktor.", f"Vi tänder lyktor.\n\n{words}\n\n")
    keep(night)
    assert tonight(night).status == 0
    assert page(night, "om/index.html").count('#kontakt"') == 2

    person = remove(night, "Alva Ek")
    assert person.status == 0, person.said
    assert "Alva Ek" not in shown(night)
    text = re.sub(r"\s+", " ", page(night, "om/index.html"))
    assert re.findall("<p>(Hör av.*?)</p>", text) == ["Hör av dig till oss alla."]


@pytest.mark.parametrize("way", ["021-12 34 56", "alva@example.org"])
@pytest.mark.parametrize("is_shared", [False, True])
def test_a_removed_persons_number_still_in_a_text_is_reported_unless_others_share_it(
    trial: Trial, way: str, is_shared: bool
) -> None:
    trial.edit("content/sidor/om.md", "Vi tänder lyktor.", f"Vi tänder lyktor.\n\nFråga efter lyktan på {way} hela dagen.\n\n")
    if is_shared:
        trial.edit("content/kontakter.yaml", "telefon: 021-12 34 57", "telefon: 021-12 34 56\n  e-post: alva@example.org")
    assert tonight(trial).status == 0
    gone = remove(trial, "Alva Ek")
    message = f"”{way}” står kvar på /om/. Ändra där för hand och publicera."
    assert (gone.status, message in gone.said) == ((0, False) if is_shared else (1, True)), gone.said


def test_a_folder_put_in_the_place_of_a_published_file_does_not_stop_a_removal(night: Trial) -> None:
    night.edit(GOAL, "status: publicerad", PHOTO)
    keep(night)
    assert tonight(night).status == 0
    robots = night.folder / "webb" / "robots.txt"
    robots.unlink()
    robots.mkdir()
    photo = remove(night, "lykta.png")
    assert photo.status == 0, photo.said
    assert "Någon med en lykta" not in shown(night)
    assert robots.is_dir()


@pytest.mark.parametrize("data", [b"", b"- x\n", b"[", b"- namn: a\n  sort: annat\n", b"\xff"])
def test_an_empty_or_invalid_list_of_removals_removes_nothing(data: bytes) -> None:
    from plugins.commands.runs.withdrawals import parse

    assert parse(data) == []


@pytest.mark.parametrize(
    "name", ["kontakter.vcf", "om/index.html", "data/personer.csv", "kalender.ics", "utan-andelse", "bild.png"]
)
def test_a_name_left_on_the_site_is_found_in_files_of_every_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    files = {name: "\u00a0Ring Vera\u00a0Veke.".encode() + b"\xff", "annat.png": b"\x89PNG\xff Ove", "annat.txt": b"Ring Ove."}
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    manifest = Manifest("desk", date.fromisoformat(DAY), dict.fromkeys(files, ""))
    monkeypatch.setattr(remove_now, "read_manifest", lambda _: manifest)
    left = remove_now._left(tmp_path, Withdrawal("Vera Veke", "person", date.fromisoformat(DAY)))
    assert list(left) == [f"/{name.removesuffix('index.html')}"]
