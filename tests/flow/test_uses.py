"""The task `uses`, as an editor meets it."""

from __future__ import annotations

import json

import pytest

from tests.flow.trial import Trial


@pytest.fixture(autouse=True)
def in_project(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """Change to the project's folder, as editors do."""
    monkeypatch.chdir(trial.folder)


def test_uses_are_listed_with_file_and_line_and_a_better_way_to_replace_them(trial: Trial) -> None:
    result = trial.run("uses", name="Lyktan")
    assert (result.status, result.stderr) == (0, "")
    assert result.stdout == (
        "Kontakten ”lyktan” (content/kontakter.yaml, rad 1) används på 4 ställen:\n"
        "\n"
        "content/mal/mal-1-ingen-i-morker.md:10:10: kontakt: lyktan\n"
        "content/mal/mal-3-ingen-vilse.md:7:10: kontakt: lyktan\n"
        "content/sidor/om.md:4:10: kontakt: lyktan\n"
        "content/webbplats.yaml:9:12: kontakt: lyktan\n"
        "\n"
        "Ska någon annan ta över? Skriv till: och ersätts av: hos kontakten, så byts den på alla ställen.\n"
        "\n"
    )


def test_an_unused_record_can_be_deleted(trial: Trial) -> None:
    (trial.content / "fakta.yaml").write_text("- id: stolpar\n  värde: 7\n  avser: 2026\n  källa: Räknat för hand\n", "utf-8")
    result = trial.run("uses", name="stolpar")
    assert result.status == 0
    assert result.stdout == ("Uppgiften ”stolpar” (content/fakta.yaml, rad 1) används inte någonstans. Den går att ta bort.\n\n")


@pytest.mark.parametrize("status", ["utkast", "publicerad"])
@pytest.mark.parametrize("code", ["en", "latt"])
def test_a_use_in_a_translation_counts_even_if_the_translation_is_a_draft(trial: Trial, code: str, status: str) -> None:
    """In translations of pages and of records: a draft needs its pictures and facts too."""
    trial.edit("content/webbplats.yaml", "språk: sv", f"språk: [sv, {code}]")
    facts = trial.content / "fakta.yaml"
    facts.write_text(f"{facts.read_text('utf-8')}\n- id: stolpar\n  värde: 7\n  avser: 2026\n  källa: Räknat för hand\n", "utf-8")
    (trial.content / "bilder/hamn.png").write_bytes((trial.content / "bilder/lykta.png").read_bytes())
    page = f"---\ntitel: Om oss\nstatus: {status}\n---\n![En hamn](/bilder/hamn.png)\n\n{{fakta:stolpar}}\n"
    (trial.content / f"sidor/om.{code}.md").write_text(page, "utf-8")
    box = f"- id: mörker\n  text: Ring {{fakta:stolpar}}\n  status: {status}\n"
    (trial.content / f"stodrutor.{code}.yaml").write_text(box, "utf-8")
    assert trial.run("uses", name="hamn.png").stdout.splitlines()[2:3] == [
        f"content/sidor/om.{code}.md:5:12: ![En hamn](/bilder/hamn.png)"
    ]
    result = trial.run("uses", name="stolpar")
    assert (result.status, result.stdout.splitlines()[2:4]) == (
        0,
        [
            f"content/sidor/om.{code}.md:7:1: {{fakta:stolpar}}",
            f"content/stodrutor.{code}.yaml:2:14: text: Ring {{fakta:stolpar}}",
        ],
    ), result.said


@pytest.mark.parametrize(("name", "address"), [("partner", "/partner/"), ("start", "/"), ("404", "/404.html")])
def test_a_page_that_the_site_always_has_is_not_said_to_disappear_with_its_file(trial: Trial, name: str, address: str) -> None:
    page = "---\ntitel: En sida\nsammanfattning: Om sidan.\nstatus: publicerad\n---\nText.\n"
    (trial.content / f"sidor/{name}.md").write_text(page, "utf-8")
    (trial.content / "sidor/mer.md").write_text(page.replace("Text.", f"Se [sidan]({address})."), "utf-8")
    output = trial.run("uses", name=f"sidor/{name}.md").stdout
    assert f"Sidan ”{name}” (content/sidor/{name}.md, rad 2) används på ett ställe" in output
    stays = f"Sidan {address} finns på webbplatsen också utan filen, men då utan texten i den.\n\n"
    assert output.endswith(f"\n\n{stays}")
    (trial.content / "sidor/mer.md").unlink()
    output = trial.run("uses", name=f"sidor/{name}.md").stdout
    assert output.endswith(f" används inte någonstans. {stays}")


def test_an_unknown_name_is_wrong_usage_with_a_guess(trial: Trial) -> None:
    result = trial.run("uses", name="lycktan")
    assert (result.status, result.stdout) == (2, "")
    assert result.stderr == "Det finns inget som heter ”lycktan”. Menade du lyktan?\n"
    assert trial.run("uses", name="  ").status == 2


def test_a_file_that_could_not_be_read_is_reported(trial: Trial) -> None:
    trial.edit("content/sidor/om.md", "kontakt: lyktan", "kontatk: lyktan")
    result = trial.run("uses", name="lyktan")
    assert result.status == 1
    assert "content/webbplats.yaml:9:12" in result.stdout
    assert result.stderr == (
        "content/sidor/om.md har fel och kunde inte läsas, så något kan saknas här. "
        "Kör python3 tasks.py kontrollera, och rätta dem först.\n"
    )


def test_json_has_one_line_for_each_use(trial: Trial) -> None:
    lines = trial.run("uses", name="lyktan", format="json").stdout.splitlines()
    assert json.loads(lines[0]) == {
        "path": "content/mal/mal-1-ingen-i-morker.md",
        "line": 10,
        "column": 10,
        "name": "lyktan",
        "text": "kontakt: lyktan",
    }
    assert len(lines) == 4


def test_looking_for_uses_writes_no_site(trial: Trial) -> None:
    trial.run("uses", name="lyktan")
    assert not trial.output.exists()
