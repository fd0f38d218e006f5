"""The task `new`: what it writes and asks, and that errors leave the folder unchanged."""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterable
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any, ClassVar

import pytest

import tasks
from plugins.commands.new import task as new
from plugins.commands.new.fields import read_options
from plugins.commands.new.page import sort_of_pages
from plugins.commands.new.record import sort_of_records
from plugins.commands.new.sort import OF_ALL, OWN_OPTIONS, NewSort, Wish, write_fields
from plugins.commands.runs.job import Options
from plugins.commands.start.options import OPTIONS
from plugins.core.kinds.annotations import Name
from plugins.core.models.model import FieldInfo, Model, RegisterModel, field, fields_of
from plugins.core.shelf import Shelf
from plugins.core.swedish import slugify
from plugins.facts.model import Fact
from plugins.local_goals.model import LocalGoal
from plugins.site.rooms import KINDS, PAGE_FOLDERS, SHELF_OF, SHELVES
from tests.flow.trial import DAY, Result, Trial, snapshot


def make(trial: Trial, wish: Wish, answers: list[str] | None = None, monkeypatch: pytest.MonkeyPatch | None = None) -> Result:
    """Run the task as the door does; `answers` are typed one by one, as far as they last."""
    if answers is not None:
        assert monkeypatch is not None
        left = iter(answers)
        monkeypatch.setattr(new, "ask_at_keyboard", lambda: lambda _question: next(left, ""))
    trial.capsys.readouterr()
    status = new.run_new(wish, Options(content=str(trial.content), date=DAY))
    said = trial.capsys.readouterr()
    return Result(status, said.out, said.err)


PARTNER = Wish("partner", "Åkeriet & Co", goal="1", tier="vänföretag")


@pytest.fixture
def partner_wish(trial: Trial) -> Wish:
    """Return the wish for a partner of the small site, on one of its tiers."""
    first = next(line for line in (trial.content / "nivaer.yaml").read_text("utf-8").splitlines() if "namn:" in line)
    return replace(PARTNER, tier=first.partition(":")[2].strip())


def list_asked(model: type[Model]) -> tuple[str, ...]:
    """Return options for the fields without which a new page is not written, other than its title and its goals."""
    asked = (info for info in fields_of(model).values() if info.required and not info.may_be_unknown and info.kind)
    left_out = ("title", "status", "goals", "number")
    return tuple(f"{info.swedish}={info.kind.example}" for info in asked if info.kind and info.english not in left_out)


NEW_FILES = [
    (word, f"{folder}/mal-4-oppna-dorrar.md" if kind.model is LocalGoal else f"{folder}/oppna-dorrar.md")
    for kind, folder in zip(KINDS, PAGE_FOLDERS, strict=True)
    for word in (kind.new.words[0], kind.new.words[-1].capitalize())
]


@pytest.mark.parametrize(("kind", "file"), [("mal", "mal/mal-4-oppna-dorrar.md"), *NEW_FILES])
def test_a_new_page_is_a_draft_that_causes_no_errors(trial: Trial, kind: str, file: str) -> None:
    before = trial.run("check")
    sort = new.find_sort(kind)
    result = make(trial, Wish(kind, "Öppna dörrar", goal="1" if "mal" in sort.options else "", fields=list_asked(sort.model)))
    assert result.status == 0
    assert f"Skapat: {file}, rad 1." in result.stderr
    text = (trial.content / file).read_text("utf-8")
    assert "titel: Öppna dörrar\n" in text
    assert "status: utkast\n" in text
    after = trial.run("check")
    assert (after.status, after.stdout) == (0, before.stdout)
    assert "”Öppna dörrar” är ett utkast och inte med på webbplatsen." in after.stderr


def test_a_kind_that_may_belong_to_a_goal_takes_the_goal_that_is_given(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = next(kind for kind in KINDS if kind.new.asks_for_goal)
    free = replace(kind, new=replace(kind.new, asks_for_goal=False))
    monkeypatch.setattr(new, "find_sort", lambda _word: sort_of_pages(free))
    path, word = trial.content / SHELF_OF[kind.model].pattern.partition("/")[0], kind.new.words[-1]
    assert make(trial, Wish(word, "Öppna dörrar", goal="1")).status == 0
    assert "lokala mål: 1\n" in (path / "oppna-dorrar.md").read_text("utf-8")
    assert "Skriv --mal med ett värde" in refuse(trial, Wish(word, "Stängda dörrar")), "its model requires one"


def test_a_required_field_without_a_value_from_its_room_is_an_option(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing the field to be filled in afterwards is no help: the file is never written without it."""
    monkeypatch.setattr(new, "ask_at_keyboard", lambda: None)
    goals = next(kind for kind in KINDS if kind.model is LocalGoal)
    monkeypatch.setattr(new, "SORTS", (sort_of_pages(replace(goals, new=replace(goals.new, values=lambda _library: {}))),))
    before = snapshot(trial.content)
    result = make(trial, Wish("mal", "Öppna dörrar"))
    assert (result.status, result.stdout) == (2, "")
    assert (
        "Fältet ”nummer” måste ha ett värde från början. Skriv --nummer med ett värde, "
        "eller kör kommandot i ett terminalfönster, så frågar det." in result.stderr
    )
    assert snapshot(trial.content) == before
    assert make(trial, Wish("mal", "Öppna dörrar", fields=("nummer=4",))).status == 0
    assert "nummer: 4\n" in (trial.content / "mal/mal-4-oppna-dorrar.md").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.usefixtures("nobody")
def test_several_values_in_one_option_are_refused_with_how_to_give_each(trial: Trial) -> None:
    message = refuse(trial, Wish("stödruta", "Hjälp", fields=("text=Ring.", "kontakter=lyktan, vakten")))
    assert message == ("”lyktan, vakten” är flera. Skriv valet en gång för varje: --kontakter lyktan --kontakter vakten\n")
    fields = "text=Ring.", "kontakter=lyktan", "kontakter=vakten"
    assert make(trial, Wish("stödruta", "Hjälp", fields=fields)).status == 0
    message = refuse(trial, Wish("verksamhet", "Öppna dörrar", goal="1, 2"))
    assert message == "”1, 2” är flera. Skriv valet en gång för varje: --lokala-mal 1 --lokala-mal 2\n"
    assert make(trial, Wish("verksamhet", "Öppna dörrar", fields=("lokala-mal=1", "lokala-mal=2"))).status == 0


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("sort", new.SORTS, ids=lambda sort: sort.words[0])
def test_the_field_filled_by_the_name_can_be_given_in_its_place(trial: Trial, sort: NewSort) -> None:
    """For each sort: by its name in files, in the model and as an option. Giving it twice is an error."""
    first = next(info for info in fields_of(sort.model).values() if info.english == sort.model.NAMED_BY[0])
    for name in {first.swedish, first.swedish.capitalize(), first.english.replace("_", "-"), "namn"}:
        wish = read_options(sort, Wish(sort.words[-1], fields=(f"{name}= Öppna dörrar",)))
        assert (wish.name, wish.given) == ("Öppna dörrar", {})
        message = "Vad det ska heta står mer än en gång. Skriv det bara med --namn."
        assert refuse(trial, Wish(sort.words[-1], "Öppna dörrar", fields=(f"{name}=Hej",))).startswith(message)
        assert refuse(trial, Wish(sort.words[-1], fields=(f"{name}=Hej", "namn=Hej"))).startswith(message)


@pytest.mark.usefixtures("nobody")
def test_a_contact_can_be_created_from_its_fields_alone(trial: Trial) -> None:
    assert make(trial, Wish("kontakt", fields=("namn=Alva Exempelsson", "telefon=070-174 06 50"))).status == 0
    assert "  namn: Alva Exempelsson\n" in (trial.content / "kontakter.yaml").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.usefixtures("nobody")
def test_the_file_of_a_new_goal_has_the_given_number(trial: Trial) -> None:
    assert make(trial, Wish("mål", "Öppna dörrar", fields=("nummer=9",))).status == 0
    assert "\nnummer: 9\n" in (trial.content / "mal/mal-9-oppna-dorrar.md").read_text("utf-8")
    assert make(trial, Wish("mål", "Ljusa hus", fields=("nummer=11", "fil=mal-11-ljus"))).status == 0
    assert "\nnummer: 11\n" in (trial.content / "mal/mal-11-ljus.md").read_text("utf-8")
    assert trial.run("check").status == 0


@pytest.mark.slow
def test_an_unwritten_text_is_reported_when_the_page_is_published(trial: Trial) -> None:
    make(trial, Wish("page", "Öppna dörrar"))
    trial.edit("content/sidor/oppna-dorrar.md", "sammanfattning: saknas", "sammanfattning: Öppet för alla.")
    trial.edit("content/sidor/oppna-dorrar.md", "status: utkast", "status: publicerad")
    assert "Texten är ännu inte skriven. [saknas]" in trial.run("check").stdout
    assert trial.run("publish").status == 1


def test_a_new_goal_has_the_headings_of_the_site(trial: Trial) -> None:
    make(trial, Wish("goal", "Öppna dörrar"))
    text = (trial.content / "mal/mal-4-oppna-dorrar.md").read_text("utf-8")
    website = (trial.content / "webbplats.yaml").read_text("utf-8")
    headings = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert headings[0] == "Öppna dörrar"
    assert len(headings) == 4
    assert all(heading in website for heading in headings[1:])


def test_a_page_whose_file_name_windows_reserves_is_refused(trial: Trial) -> None:
    result = make(trial, Wish("sida", "Con"))
    assert result.status == 2
    assert "Filen con.md har ett namn som Windows har för egen del. Välj ett annat namn, med ett ord till." in result.stderr
    assert not (trial.content / "sidor/con.md").exists()


def test_an_existing_file_is_never_overwritten(trial: Trial) -> None:
    make(trial, Wish("page", "Öppna dörrar"))
    before = snapshot(trial.content)
    result = make(trial, Wish("page", "öppna dörrar!"))
    assert result.status == 1
    assert "sidor/oppna-dorrar.md finns redan" in result.stderr
    assert snapshot(trial.content) == before


@pytest.mark.slow
def test_a_new_partner_is_added_last_as_a_draft(trial: Trial, partner_wish: Wish) -> None:
    result = make(trial, replace(partner_wish, last_day="2027-12-31"))
    assert result.status == 0
    record = (trial.content / "partner/partner.yaml").read_text("utf-8").rpartition("\n- ")[2]
    assert record.startswith("namn: Åkeriet & Co\n  webbplats: saknas\n  lokalt mål: 1\n")
    assert "  till: 2027-12-31\n  status: utkast\n" in record
    assert trial.run("check").status == 0


def test_the_logo_is_copied_under_the_name_of_the_partner(trial: Trial, partner_wish: Wish) -> None:
    logo = trial.folder / "Logga FINAL (2).svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"><path d="M0 0h8v4H0z"/></svg>', "utf-8")
    result = make(trial, replace(partner_wish, logo=str(logo)))
    assert result.status == 0
    assert (trial.content / "partner/logotyper/akeriet-co.svg").read_bytes() == logo.read_bytes()
    assert "  logotyp: akeriet-co.svg\n" in (trial.content / "partner/partner.yaml").read_text("utf-8")


def test_an_unusable_logo_is_refused_with_a_letter_to_its_sender(trial: Trial, partner_wish: Wish) -> None:
    logo = trial.folder / "logga.svg"
    logo.write_bytes(b"%PDF-1.4\n")
    before = snapshot(trial.content)
    result = make(trial, replace(partner_wish, logo=str(logo)))
    assert result.status == 1
    assert "logga.svg:1:1: fel: Filen är en PDF-fil." in result.stdout
    assert "”Hej! Tack för logotypen." in result.stdout
    assert snapshot(trial.content) == before
    assert logo.read_bytes() == b"%PDF-1.4\n"


def test_parts_removed_from_a_logo_are_reported_when_it_is_added(trial: Trial, partner_wish: Wish) -> None:
    logo = trial.folder / "logga.png"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"><script>a()</script><path d="M0 0h8v4H0z"/></svg>', "utf-8"
    )
    result = make(trial, replace(partner_wish, logo=str(logo)))
    assert result.status == 0
    assert "Ur SVG-filen är borttaget: skript." in result.stdout
    assert "Inget är skrivet" not in result.stdout
    assert (trial.content / "partner/logotyper/akeriet-co.svg").read_bytes() == logo.read_bytes()


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"><path d="M0 0h8v4H0z"/></svg>'


def test_a_folder_given_as_a_logo_is_refused_with_the_logos_in_it(trial: Trial, partner_wish: Wish) -> None:
    folder = trial.folder / "Från mejlet"
    folder.mkdir()
    for name in ("logga.svg", "Logga vit.PNG", "läs mig.txt"):
        (folder / name).write_text(LOGO, "utf-8")
    result = make(trial, replace(partner_wish, logo=str(folder)))
    assert result.status == 2
    assert "Från mejlet är en mapp. I den ligger Logga vit.PNG och logga.svg." in result.stderr


def test_a_logo_file_that_cannot_be_read_is_reported(trial: Trial, partner_wish: Wish, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Path.open

    def refuse(path: Path, *given: Any, **more: Any) -> Any:
        if path == logo:
            raise PermissionError
        return plain(path, *given, **more)

    logo = trial.folder / "logga.svg"
    logo.write_text(LOGO, "utf-8")
    monkeypatch.setattr(Path, "open", refuse)  # an administrator may read whatever its permissions say
    result = make(trial, replace(partner_wish, logo=str(logo)))
    assert result.status == 2
    assert "logga.svg går inte att läsa. Kopiera den till en egen mapp, och försök igen." in result.stderr


def test_a_logo_never_replaces_one_whose_name_differs_only_in_case(trial: Trial, partner_wish: Wish) -> None:
    logo = trial.folder / "logga.svg"
    logo.write_text(LOGO, "utf-8")
    (trial.content / "partner/logotyper/Akeriet-Co.svg").write_text(LOGO, "utf-8")
    result = make(trial, replace(partner_wish, logo=str(logo)))
    assert result.status == 2
    assert "Det finns redan en logotyp som heter partner/logotyper/Akeriet-Co.svg." in result.stderr


@pytest.mark.slow
def test_a_link_to_a_logo_is_followed(trial: Trial, partner_wish: Wish) -> None:
    (trial.folder / "Åkeriets logga å ä ö.svg").write_text(LOGO, "utf-8")
    (trial.folder / "genväg.svg").symlink_to("Åkeriets logga å ä ö.svg")
    assert make(trial, replace(partner_wish, logo=str(trial.folder / "genväg.svg"))).status == 0
    copied = trial.content / "partner/logotyper/akeriet-co.svg"
    assert not copied.is_symlink()
    assert copied.read_text("utf-8") == LOGO


def test_a_failure_halfway_leaves_no_files_behind(trial: Trial, partner_wish: Wish, monkeypatch: pytest.MonkeyPatch) -> None:
    logo = trial.folder / "logga.svg"
    logo.write_text(LOGO, "utf-8")
    before = snapshot(trial.content)
    plain = Path.replace

    def replace_file(path: Path, other: Path) -> Path:
        if other.suffix == ".svg":
            raise OSError(28, "No space left on device", str(path))
        return plain(path, other)

    monkeypatch.setattr(Path, "replace", replace_file)
    assert make(trial, replace(partner_wish, logo=str(logo))).status == 1
    monkeypatch.undo()
    assert snapshot(trial.content) == before


def save_while_checked(monkeypatch: pytest.MonkeyPatch, check: int, file: Path, words: bytes) -> None:
    """Let somebody else append to a file, or create it, during the n-th check of the site."""
    checks = iter(range(1, 9))
    plain = new.prepare

    def prepare(*arguments: Any, **options: Any) -> Any:
        found = plain(*arguments, **options)
        if next(checks) == check:
            file.write_bytes((file.read_bytes() if file.exists() else b"") + words)
        return found

    monkeypatch.setattr(new, "prepare", prepare)


@pytest.mark.parametrize("other", ["partner/partner.yaml", "partner/logotyper/akeriet-co.svg"])
def test_a_file_that_another_saves_before_the_draft_is_written_is_kept(
    trial: Trial, partner_wish: Wish, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    logo = trial.folder / "logga.svg"
    logo.write_text(LOGO, "utf-8")
    file, before = trial.content / other, snapshot(trial.content)
    words = file.read_bytes() if file.exists() else b""
    save_while_checked(monkeypatch, 1, file, b"# mer\n")
    result = make(trial, replace(partner_wish, logo=str(logo)))
    assert result.status == 1
    assert f"Filen {other} ändrades just nu av någon annan. Kör kommandot en gång till. Ingenting är sparat." in result.stderr
    assert file.read_bytes() == words + b"# mer\n"
    after = snapshot(trial.content)
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == {other}


def test_a_file_that_another_saves_while_a_wrong_draft_is_checked_is_not_reverted(
    trial: Trial, partner_wish: Wish, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = trial.content / "partner/partner.yaml"
    save_while_checked(monkeypatch, 2, register, b"# mer\n")
    result = make(trial, replace(partner_wish, name="Åkeriet {fakta:finns-inte}"))
    assert result.status == 1
    assert register.read_bytes().endswith(b"# mer\n")
    assert (
        "Filen partner/partner.yaml ändrades just nu av någon annan, och lämnas som den är. Se efter om utkastet står kvar i den."
    ) in result.stderr


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"tier": "vänföretg"}, "Det finns ingen nivå som heter ”vänföretg”."),
        ({"goal": "9"}, "Det finns inget lokalt mål ”9”. Målen är 1, 2 och 3."),
        ({"last_day": "2027-02-30"}, "Det finns ingen dag ”2027-02-30”."),
        (
            {"first_day": "2027-02-01", "last_day": "2027-01-31"},
            "Avtalet kan inte sluta 2027-01-31, innan det börjar 2027-02-01.",
        ),
        ({"website": "www.example.org"}, "Menade du https://www.example.org?"),
        ({"kind": "project", "tier": "", "goal": "55"}, "Det finns inget lokalt mål ”55”. Målen är 1, 2 och 3."),
        (
            {"kind": "activity", "tier": "", "goal": "1, 2"},
            "”1, 2” är flera. Skriv valet en gång för varje: --lokala-mal 1 --lokala-mal 2",
        ),
        (
            {"kind": "goal", "tier": "", "goal": "", "name": "ingen i mörker"},
            "Målet ”ingen i mörker” finns redan i mal-1-ingen-i-morker.md.",
        ),
    ],
)
def test_an_invalid_value_is_refused(trial: Trial, partner_wish: Wish, changes: dict[str, str], message: str) -> None:
    before = snapshot(trial.content)
    result = make(trial, replace(partner_wish, **changes))
    assert (result.status, result.stdout) == (2, "")
    assert message in result.stderr
    assert snapshot(trial.content) == before


def test_a_draft_that_the_check_rejects_is_reported_and_taken_back(trial: Trial, partner_wish: Wish) -> None:
    logo = trial.folder / "a.svg"
    logo.write_text(LOGO, "utf-8")
    before = snapshot(trial.content)
    result = make(trial, replace(partner_wish, name="Åkeriet {fakta:finns-inte}", logo=str(logo)))
    assert result.status == 1
    assert "finns-inte" in result.stdout
    assert snapshot(trial.content) == before


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        (Wish("part", "X"), "Jag kan inte skapa ”part”. Menade du partner?"),
        (Wish("actvity", "X"), "Jag kan inte skapa ”actvity”. Menade du verksamhet?"),
        (Wish("page"), "Skriv vad det ska heta: python3 tasks.py skapa page --namn"),
        (Wish("page", "!?"), "Det måste ha ett namn med minst en bokstav."),
        (Wish("partner", "Åkeriet"), "Skriv till exempel --mal 1."),
        (Wish("activity", "Verkstaden"), "Skriv till exempel --mal 1."),
        (Wish("partner", "Åkeriet", goal="1"), "Skriv till exempel --niva"),
        (replace(PARTNER, logo="finns-inte.svg"), "Filen finns-inte.svg finns inte."),
    ],
)
def test_a_missing_or_unknown_value_is_refused_with_what_to_write(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, wish: Wish, message: str
) -> None:
    monkeypatch.setattr(new, "ask_at_keyboard", lambda: None)
    before = snapshot(trial.content)
    result = make(trial, wish)
    assert (result.status, result.stdout) == (2, "")
    assert message in result.stderr
    assert snapshot(trial.content) == before


def test_an_existing_partner_is_reported_with_its_line(trial: Trial, partner_wish: Wish) -> None:
    make(trial, partner_wish)
    result = make(trial, replace(partner_wish, name="åkeriet & co"))
    assert result.status == 2
    assert "åkeriet & co finns redan i partner.yaml, rad " in result.stderr


def test_a_partner_can_be_created_by_answering_questions(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, partner_wish: Wish
) -> None:
    answers = ["Lyktfabriken", "1", partner_wish.tier, "https://www.example.org/", "", "2027-12-31", ""]
    result = make(trial, Wish("partner"), [f"{answer}\n" for answer in answers], monkeypatch)
    assert result.status == 0
    record = (trial.content / "partner/partner.yaml").read_text("utf-8").rpartition("\n- ")[2]
    assert record.startswith("namn: Lyktfabriken\n  webbplats: https://www.example.org/\n")
    assert "från: " not in record.replace("# från:", "")


def test_a_question_is_asked_again_with_the_reason_until_its_answer_is_valid(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, partner_wish: Wish
) -> None:
    logo = trial.folder / "Åkeriets logga.svg"
    logo.write_text(LOGO, "utf-8")
    there = next(line for line in (trial.content / "partner/partner.yaml").read_text("utf-8").splitlines() if "namn: " in line)
    answers = {
        "": "Det måste ha ett namn med minst en bokstav.",
        there.partition(": ")[2]: "finns redan i partner.yaml, rad ",
        "Lyktfabriken": None,
        " ": "Här behövs ett svar.",
        "9": "Det finns inget lokalt mål ”9”. Målen är 1, 2 och 3.",
        "2 Ingen fryser": None,
        "vänföretg": "Det finns ingen nivå som heter ”vänföretg”.",
        partner_wish.tier: None,
        "www.example.org": "Menade du https://www.example.org?",
        "https://www.example.org/": None,
        "32/1": "”32/1”",
        "2027-02-01": None,
        "2027-01-01": "Avtalet kan inte sluta 2027-01-01, innan det börjar 2027-02-01.",
        "2027-12-31": None,
        "finns-inte.svg": "Filen finns-inte.svg finns inte.",
        str(logo).replace(" ", "\\ ") + " ": None,
    }
    result = make(trial, Wish("partner"), [f"{answer}\n" for answer in answers], monkeypatch)
    assert result.status == 0, result.said
    lines = result.stderr.splitlines()
    for reason, line in zip([reason for reason in answers.values() if reason], lines, strict=False):
        assert reason in line
        assert "--" not in line
    assert (trial.content / "partner/logotyper/lyktfabriken.svg").read_text("utf-8") == LOGO
    record = (trial.content / "partner/partner.yaml").read_text("utf-8").rpartition("\n- ")[2]
    assert "  lokalt mål: 2\n" in record
    assert "  från: 2027-02-01\n  till: 2027-12-31\n" in record


@pytest.mark.parametrize("answers", [[], ["Lyktfabriken\n", "9\n"]])
def test_questions_end_without_a_draft_when_input_ends(trial: Trial, monkeypatch: pytest.MonkeyPatch, answers: list[str]) -> None:
    before = snapshot(trial.content)
    result = make(trial, Wish("partner"), answers, monkeypatch)
    assert result.status == 130
    assert result.stderr.endswith("Avbrutet.\n")
    assert snapshot(trial.content) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has backslashes in its paths")
@pytest.mark.parametrize("typed", [r"{}/min\ logga\ \(2\).svg", "'{}/min logga (2).svg'", "{}/min logga (2).svg"])
def test_a_logo_may_be_dragged_into_any_terminal(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, partner_wish: Wish, typed: str
) -> None:
    (trial.folder / "min logga (2).svg").write_text(LOGO, "utf-8")
    answers = ["https://www.example.org/\n", "\n", "\n", f"{typed.format(trial.folder)} \n"]
    assert make(trial, partner_wish, answers, monkeypatch).status == 0
    assert (trial.content / "partner/logotyper/akeriet-co.svg").read_text("utf-8") == LOGO


def test_a_logo_that_the_tier_does_not_show_is_reported_when_it_is_added(trial: Trial, partner_wish: Wish) -> None:
    logo = trial.folder / "logga.svg"
    logo.write_text(LOGO, "utf-8")
    result = make(trial, replace(partner_wish, tier="Vänföretag", logo=str(logo)))
    assert result.status == 0
    assert "Nivån Vänföretag visar bara namn, så logotypen syns inte" in result.stdout + result.stderr


def test_an_empty_answer_accepts_the_suggestion(trial: Trial, monkeypatch: pytest.MonkeyPatch, partner_wish: Wish) -> None:
    asked: list[str] = []
    answers = iter(["Lyktfabriken", "1", f"{partner_wish.tier}x", "", "www.example.org", "", "2027-1-1", "", "", ""])

    def ask(question: str) -> str:
        asked.append(question)
        return f"{next(answers)}\n"

    monkeypatch.setattr(new, "ask_at_keyboard", lambda: ask)
    result = make(trial, Wish("partner"))
    assert result.status == 0, result.said
    record = (trial.content / "partner/partner.yaml").read_text("utf-8").rpartition("\n- ")[2]
    assert f"  nivå: {partner_wish.tier}\n" in record
    assert "  webbplats: https://www.example.org\n" in record
    assert "  från: 2027-01-01\n" in record
    assert "Tryck Enter för 2027-01-01, eller skriv något annat:" in asked


@pytest.mark.slow
def test_a_partner_who_starts_later_is_created_with_how_to_preview_that_day(trial: Trial, partner_wish: Wish) -> None:
    later = make(trial, replace(partner_wish, first_day="2031-01-01"))
    assert (
        "Det visas från 1\u00a0januari 2031. Se hur det blir den dagen: python3 tasks.py forhandsvisa --dag 2031-01-01\n"
        in later.stderr
    )
    now = make(trial, replace(partner_wish, name="Lyktfabriken", first_day="2020-01-01"))
    assert now.stderr.endswith("Se hur det blir: python3 tasks.py forhandsvisa\n")


def test_a_partner_in_a_tier_of_names_is_created_without_asking_for_a_logo(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    result = make(trial, replace(PARTNER, tier="Vänföretag"), ["https://www.example.org/\n", "\n", "\n", "\n"], monkeypatch)
    assert result.status == 0, result.said
    assert "Nivån Vänföretag visar bara namnet. En logotyp behövs först om partnern byter nivå.\n" in result.stderr
    assert "Lägg logotypen" not in result.stderr


@pytest.mark.slow
def test_a_new_file_shows_how_rows_are_written(trial: Trial) -> None:
    make(trial, Wish("goal", "Öppna dörrar"))
    path = trial.content / "mal/mal-4-oppna-dorrar.md"
    text = path.read_text("utf-8")
    shown = "# globala mål:\n#   - globalt mål: 11.1\n#     varför: Skriv här hur de hänger ihop.\n"
    assert f"globala mål: saknas\n# I stället för saknas skrivs globala mål så här, utan # framför:\n{shown}" in text
    row = "# globala mål:", "#   - globalt mål: 11.1", "#     varför:", "#     bekräftad:"
    lines = [line[2:] if line.startswith(row) else line for line in text.replace("globala mål: saknas\n", "", 1).split("\n")]
    path.write_text("\n".join(lines), "utf-8")
    result = trial.run("check")
    assert result.status == 0, result.said


LISTS = [shelf for shelf in SHELVES if shelf.form == "list"]


class Toy(RegisterModel):
    """A record of a room that does not declare how to create it."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)

    name: Name = field("namn", "", required=True, may_be_unknown=False)


def test_a_record_of_every_list_can_be_created() -> None:
    """Whichever room declares the list: its words are those of its model, else its file name."""
    words = {word for sort in new.SORTS for word in sort.words}
    assert [shelf.pattern for shelf in LISTS if shelf.model and not {*shelf.model.NEW_WORDS} & words] == []
    assert sort_of_records(Shelf("priser.yaml", Fact, "list", "Priser")).words == Fact.NEW_WORDS
    assert sort_of_records(Shelf("leksaker/*.yaml", Toy, "list", "Leksaker")).words == ("leksaker",)


@pytest.mark.parametrize(
    ("wish", "answers", "file", "lines"),
    [
        (
            Wish("kontakt", "Alva Exempelsson"),
            [],
            "kontakter.yaml",
            ["- id: alva-exempelsson", "  namn: Alva Exempelsson", "  telefon: saknas", "  # roll:"],
        ),
        (Wish("uppgift", "lekar"), ["31"], "fakta.yaml", ["- id: lekar", "  värde: 31", "  avser: saknas", "  källa: saknas"]),
        (
            Wish("announcement", "Vi har öppet på julafton."),
            ["i dag", "2026-12-24"],
            "meddelanden.yaml",
            ["- text: Vi har öppet på julafton.", "  till: 2026-12-24"],
        ),
        (
            Wish("meddelande", "Vi har öppet.", first_day="2026-12-01", last_day="2026-12-24"),
            [],
            "meddelanden.yaml",
            ["- text: Vi har öppet.", "  från: 2026-12-01", "  till: 2026-12-24"],
        ),
        (
            Wish("stodruta", "Behöver du leka?"),
            [],
            "stodrutor.yaml",
            ["- id: behover-du-leka", "  rubrik: Behöver du leka?", "  text: saknas", "  kontakter: saknas"],
        ),
        (
            Wish("nivå", "lekpartner"),
            ["Lekpartner", "9", "namn"],
            "nivaer.yaml",
            ["- namn: lekpartner", "  plural: Lekpartner", "  ordning: 9", "  visning: namn"],
        ),
        (
            Wish("skrivregel", "lekis"),
            ["förskola", "Så säger alla nu."],
            "skrivregler.yaml",
            ["- inte: lekis", "  skriv: förskola", "  därför: Så säger alla nu."],
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, Wish) else "",
)
def test_a_new_record_has_the_fields_that_its_model_requires(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, wish: Wish, answers: list[str], file: str, lines: list[str]
) -> None:
    path = trial.content / file
    before = path.read_text("utf-8") if path.exists() else ""
    result = make(trial, wish, [f"{answer}\n" for answer in answers], monkeypatch)
    assert result.status == 0, result
    written = path.read_text("utf-8")
    assert written.startswith(before)
    made = written.removeprefix(before).strip("\n").split("\n")
    assert {*lines} <= {*made}
    assert made[0] == lines[0]
    assert "  status: utkast" in made
    number = written.split("\n").index(made[0]) + 1
    assert f"Skapat: {file}, rad {number}.\nFyll i det som är ”saknas”, ta bort # framför de fält som behövs" in result.stderr
    assert trial.run("check").status == 0


def test_a_record_without_its_required_fields_names_them_if_nobody_can_be_asked(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new, "ask_at_keyboard", lambda: None)
    before = snapshot(trial.content)
    result = make(trial, Wish("niva", "lekpartner"))
    assert (result.status, result.stdout) == (2, "")
    assert (
        "Fälten ”plural”, ”ordning” och ”visning” måste ha ett värde från början. "
        "Skriv --plural, --ordning och --visning med var sitt värde, eller kör kommandot i ett terminalfönster, så frågar det."
        in result.stderr
    )
    assert snapshot(trial.content) == before


def test_an_existing_record_is_reported_with_its_line(trial: Trial) -> None:
    make(trial, Wish("kontakt", "Alva Exempelsson"))
    result = make(trial, Wish("kontakt", "Alva  exempelsson"))
    assert result.status == 2
    assert "alva-exempelsson finns redan i kontakter.yaml, rad " in result.stderr


def refuse(trial: Trial, wish: Wish) -> str:
    """Return the message for a wish that is wrong usage; check that nothing is written."""
    before = snapshot(trial.content)
    result = make(trial, wish)
    assert (result.status, result.stdout) == (2, ""), result
    assert snapshot(trial.content) == before
    return result.stderr


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate a run without a terminal."""
    monkeypatch.setattr(new, "ask_at_keyboard", lambda: None)


def test_the_options_of_the_task_match_its_table() -> None:
    assert {name: OPTIONS[name.replace("_", "-")].swedish for name in OWN_OPTIONS} == OWN_OPTIONS
    names = [*inspect.signature(tasks.new.body).parameters][2:]
    assert {OPTIONS[name].swedish for name in names if name not in OWN_OPTIONS and name in OPTIONS} == {*OF_ALL}


@pytest.mark.parametrize("sort", new.SORTS, ids=lambda sort: sort.words[0])
@pytest.mark.usefixtures("nobody")
def test_an_option_of_another_sort_is_never_ignored_silently(trial: Trial, sort: NewSort) -> None:
    for name, option in OWN_OPTIONS.items():
        if option not in sort.options:
            message = refuse(trial, replace(Wish(sort.words[0], "Öppna dörrar"), **{name: "1"}))
            assert message.startswith(f"Valet --{option} hör inte till {sort.words[-1]}.")
            assert "De val som hör till är --namn" in message
            assert all(f"--{one}" in message for one in sort.options)


@pytest.mark.usefixtures("nobody")
def test_all_unknown_options_are_reported_at_once_and_a_misspelt_one_is_guessed(trial: Trial) -> None:
    message = refuse(trial, Wish("kontakt", "Alva Ek", tier="Partner", logo="a.svg", fields=("telefon=070-174 06 50",)))
    assert message.startswith("Valen --niva och --logotyp hör inte till kontakt. De val")
    assert "Menade du --telefon?" in refuse(trial, Wish("kontakt", "Alva Ek", fields=("telefn=070-174 06 50",)))
    assert "Valet --telefon står mer än en gång." in refuse(
        trial, Wish("kontakt", "Alva Ek", fields=("telefon=070-174 06 50", "Telefon=070-174 06 51"))
    )
    assert "Valet --telefon behöver ett värde" in refuse(trial, Wish("kontakt", "Alva Ek", fields=("telefon= ",)))
    assert "--falt telefon=VÄRDE" in refuse(trial, Wish("kontakt", "Alva Ek", fields=("telefon",)))
    assert "Valet --globala-mal" not in refuse(trial, Wish("mål", "Öppna dörrar", fields=("globala mål=99",)))


@pytest.mark.slow
@pytest.mark.usefixtures("nobody")
def test_a_contact_with_a_name_already_taken_is_refused_with_a_free_id(trial: Trial) -> None:
    for at, number in enumerate(("", "-2", "-3")):
        more = (f"id=alva-exempelsson{number}",) if number else ()
        result = make(trial, Wish("kontakt", "Alva Exempelsson", fields=(*more, f"telefon=070-174 06 5{at}")))
        assert result.status == 0, result
        message = refuse(trial, Wish("kontakt", "Ålva Exempelsson", fields=more))
        assert f"alva-exempelsson{number} finns redan i kontakter.yaml, rad " in message
        if not number:
            assert message.endswith(f"Ändra där i stället. Är det en annan: skriv --id alva-exempelsson-{at + 2}\n")
    assert trial.run("check").status == 0
    message = refuse(trial, Wish("kontakt", "Alva Exempelsson"))
    assert message.endswith("skriv --id alva-exempelsson-4\n")


@pytest.mark.slow
def test_a_record_with_a_name_already_taken_asks_for_another_id(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    assert make(trial, Wish("stödruta", "Behöver du leka?")).status == 0
    result = make(trial, Wish("stödruta", "Behöver du leka?"), ["\n"], monkeypatch)
    assert result.status == 0, result
    assert "behover-du-leka finns redan i stodrutor.yaml, rad " in result.stderr
    assert "--" not in result.stderr.partition("\n")[0]
    assert "\n- id: behover-du-leka-2\n" in (trial.content / "stodrutor.yaml").read_text("utf-8")


NAMES = ["علي", "Ελένη Παπά", "Пётр", "花子"]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("nobody")
def test_a_name_without_latin_letters_is_refused_with_how_to_give_its_id(trial: Trial, name: str) -> None:
    message = refuse(trial, Wish("kontakt", name))
    assert message == f"Fältet ”id” skrivs med bokstäverna a till z, och ”{name}” har ingen sådan. Hitta på ett: --id kontakt-1\n"
    assert make(trial, Wish("kontakt", name, fields=("id=kontakt-1", "telefon=070-174 06 50"))).status == 0
    assert trial.run("check").status == 0


@pytest.mark.slow
@pytest.mark.usefixtures("nobody")
def test_a_title_without_latin_letters_is_refused_with_how_to_give_its_file(trial: Trial) -> None:
    for kind, name in zip(KINDS, cycle(NAMES), strict=False):
        word, folder = kind.new.words[-1], trial.content / SHELF_OF[kind.model].pattern.partition("/")[0]
        goal, asked = "1" if kind.new.asks_for_goal else "", list_asked(kind.model)
        message = refuse(trial, Wish(word, name, goal=goal, fields=asked))
        assert f"”{name}” har ingen sådan. Hitta på ett: --fil {slugify(word)}-1\n" in message
        assert "Menade du i-gamla-stan?" in refuse(trial, Wish(word, name, goal=goal, fields=("fil=I gamla stan", *asked)))
        assert make(trial, Wish(word, name, goal=goal, fields=("fil=i-gamla-stan.md", *asked))).status == 0
        assert [f"titel: {name}" in file.read_text("utf-8") for file in folder.glob("*i-gamla-stan.md")] == [True]
    assert trial.run("check").status == 0


@pytest.mark.slow
def test_a_name_without_latin_letters_asks_for_its_id_or_file(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    assert make(trial, Wish("sida", NAMES[0]), ["\n", "Ali Å\n", "\n"], monkeypatch).status == 0
    assert (trial.content / "sidor/ali-a.md").exists()
    assert make(trial, Wish("meddelande", NAMES[0], last_day="2026-12-24")).status == 0, "an announcement has no id"
    assert make(trial, Wish("uppgift", NAMES[1]), ["31\n"], monkeypatch).status == 0
    assert make(trial, Wish("kontakt", NAMES[2], fields=("telefon=saknas",)), ["pjotr\n"], monkeypatch).status == 0


@pytest.mark.usefixtures("nobody")
def test_a_logo_keeps_its_file_name_if_its_partner_has_no_latin_letters(trial: Trial, partner_wish: Wish) -> None:
    for file in ("Lyktor.svg", "λ.svg"):
        (trial.folder / file).write_text(LOGO, "utf-8")
    assert make(trial, replace(partner_wish, name=NAMES[1], logo=str(trial.folder / "Lyktor.svg"))).status == 0
    assert (trial.content / "partner/logotyper/lyktor.svg").exists()
    assert "Döp om den" in refuse(trial, replace(partner_wish, name=NAMES[2], logo=str(trial.folder / "λ.svg")))


def list_required() -> list[tuple[NewSort, FieldInfo]]:
    return [(sort, info) for sort in new.SORTS for info in fields_of(sort.model).values() if info.required]


def find_ungiven(required: Iterable[tuple[NewSort, FieldInfo]]) -> list[str]:
    """Return the fields that `skapa` can neither take from an option nor write as `saknas` with their nested rows."""
    return [
        f"{sort.words[-1]}: {info.swedish}"
        for sort, info in required
        if info not in sort.options.values() and info.english != (sort.model.NAMED_BY or ("title",))[0]
        if info.english not in ("status", "title") and not (info.nested and info.may_be_unknown)
    ]


def test_every_required_field_is_an_option() -> None:
    """Except its name (`--namn`), its status, and rows of records, which are written to be filled in."""
    assert find_ungiven(list_required()) == [], (
        "`skapa` cannot write it: let records be `saknas` while one works (no may_be_unknown=False), and a field that is called "
        "as an option of all (OF_ALL in plugins/commands/new/sort.py) have another name"
    )


class ToyRow(Model):
    name: Name = field("namn", "", required=True)


class ToyRecord(Model):
    rows: tuple[ToyRow, ...] = field("rader", "", required=True, default=())
    certain: tuple[ToyRow, ...] = field("säkra", "", required=True, may_be_unknown=False)
    optional: Name | None = field("frivilligt", "")
    later: Name | None = field("med tiden", "", later=True)


def test_required_rows_are_written_to_be_filled_in_unless_they_must_be_known() -> None:
    rows, certain, *_ = fields_of(ToyRecord).values()
    sort = replace(new.SORTS[0], options={})
    assert find_ungiven([(sort, rows), (sort, certain)]) == [f"{sort.words[-1]}: säkra"]
    assert write_fields(ToyRecord, {})[0][:3] == [
        "rader: saknas",
        "# I stället för saknas skrivs rader så här, utan # framför:",
        "# rader:",
    ]


def test_a_field_that_belongs_to_later_is_not_offered_in_a_new_file() -> None:
    assert write_fields(ToyRecord, {})[1] == ["# frivilligt:"]
    assert "med tiden: Alva" in write_fields(ToyRecord, {"later": "Alva"})[0], "the field may still be given"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wish", "file", "lines"),
    [
        (
            Wish("nivå", "lekpartner", fields=("plural=Lekpartner", "ordning=9", "visning=namn")),
            "nivaer.yaml",
            ["- namn: lekpartner", "  plural: Lekpartner", "  ordning: 9", "  visning: namn"],
        ),
        (
            Wish("stödruta", "Behöver du leka?", fields=("text=Ring: vi #1 leker.", "kontakter=lyktan", "Kontakter=vakten")),
            "stodrutor.yaml",
            ["- id: behover-du-leka", "  text: Ring: vi #1 leker.", "  kontakter:", "    - lyktan", "    - vakten"],
        ),
        (
            Wish("uppgift", "lekar", fields=("värde=31", "avser=2025", "källa=Lektal: # 7")),
            "fakta.yaml",
            ["- id: lekar", "  värde: 31", "  avser: 2025", "  källa: Lektal: # 7"],
        ),
        (
            Wish("verksamhet", "Lekstugan", fields=("lokala mål=1", "lokala-mal=2", "sammanfattning=Vi leker.")),
            "verksamheter/lekstugan.md",
            ["lokala mål:", "  - 1", "  - 2", "sammanfattning: Vi leker."],
        ),
        (
            Wish("mål", "Öppna dörrar", fields=("globala mål=11.1", "globala mål=2", "kontakt=lyktan", "bild=saknas")),
            "mal/mal-4-oppna-dorrar.md",
            ["globala mål:", "  - 11.1", "  - 2", "kontakt: lyktan", "bild: saknas"],
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, Wish) else "",
)
@pytest.mark.usefixtures("nobody")
def test_required_fields_may_be_given_as_options(trial: Trial, wish: Wish, file: str, lines: list[str]) -> None:
    result = make(trial, wish)
    assert result.status == 0, result
    written = (trial.content / file).read_text("utf-8").split("\n")
    assert {*lines} <= {*written}
    assert trial.run("check").status == 0


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        (Wish("nivå", "lek", fields=("plural=Lekar", "ordning=nio", "visning=namn")), "”nio”"),
        (Wish("stödruta", "Lek", fields=("kontakter=vaktn",)), "Det finns ingen kontakt med id ”vaktn”"),
        (Wish("kontakt", "Lek", fields=("id=!!",)), "”!!” duger inte som id."),
    ],
)
@pytest.mark.usefixtures("nobody")
def test_an_invalid_option_value_is_refused_before_anything_is_written(trial: Trial, wish: Wish, message: str) -> None:
    assert message in refuse(trial, wish)
