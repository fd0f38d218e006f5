"""File names of translations: a near miss is reported, with the right name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.commands.run import Options
from plugins.commands.translate import run_translate
from plugins.core.files.translation_names import find_odd
from plugins.site.model import Preparation
from tests.conftest import BASE
from tests.translated import TRANSLATED

Prepare = Callable[..., Preparation]
PAGE = "---\ntitel: About us\nsammanfattning: Who we are.\nstatus: publicerad\n---\nWe are a group.\n"


@pytest.mark.parametrize(
    ("name", "code", "right"),
    [
        ("sidor/om.eng.md", "eng", "en"),
        ("om.en-GB.md", "en-GB", "en"),
        ("om.engelska.md", "engelska", "en"),
        ("om.English.md", "English", "en"),
        ("om.lätt.md", "lätt", "latt"),
        ("om.prs.md", "prs", "fa"),
        ("om.fa-AF.md", "fa-AF", "fa"),
        ("om.en.markdown", "en", "en"),
        ("stodrutor.en.yml", "en", "en"),
        ("om.xx.md", "xx", None),
    ],
)
def test_a_misspelt_language_in_a_file_name_is_recognised(name: str, code: str, right: str | None) -> None:
    odd = find_odd(name)
    assert odd is not None
    assert (odd.code, odd.right) == (code, right)
    assert odd.original.endswith((".md", ".yaml"))


@pytest.mark.parametrize(
    "name", ["om.md", "om.en.md", "om.latt.md", "om.2024.md", "a.b.c.png", "om.utkastet-i-fjol.md", "eng.md"]
)
def test_another_file_name_is_not_mistaken_for_a_translation(name: str) -> None:
    assert find_odd(name) is None


def test_a_misspelt_language_in_a_file_name_is_the_only_problem_of_the_file(prepare_translated: Prepare) -> None:
    files = {"sidor/om.eng.md": PAGE, "sidor/om.bak.md": PAGE, "stodrutor.en.yml": "- id: våld\n  rubrik: Help\n"}
    preparation = prepare_translated({**files, "sidor/nyheter.eng.md": "---\ntitel: Nyheter\n---\n"}, whole=False)
    found = {
        problem.place.source.path.name: (problem.message, problem.help)
        for problem in preparation.problems
        if problem.code == "fel-filnamn"
    }
    languages = "Språken är sv, en och latt."
    assert found.pop("nyheter.eng.md")[0].startswith("Filnamnet"), "there is no such original"
    assert found == {
        "om.eng.md": (
            "Filens namn säger språket ”eng”, men så heter inget av webbplatsens språk.",
            ("Döp om filen till om.en.md, eller ta bort den om den filen redan finns.", languages),
        ),
        "om.bak.md": (
            "Filens namn säger språket ”bak”, men så heter inget av webbplatsens språk.",
            (
                "Är den en översättning: döp om den, till exempel till om.en.md.",
                languages,
                "Är det en kopia som blev kvar: ta bort den.",
            ),
        ),
        "stodrutor.en.yml": (
            "En översättning slutar som sitt original, men den här heter stodrutor.en.yml.",
            ("Döp om filen till stodrutor.en.yaml, eller ta bort den om den filen redan finns.", languages),
        ),
    }
    assert {p.place.source.path.name for p in preparation.problems if p.is_error} == {*found, "nyheter.eng.md"}


def test_the_advice_about_a_missing_translation_is_to_create_it_from_its_original(
    tmp_path: Path, prepare_translated: Prepare, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare_translated()
    for file in ("sidor/om.latt.md", "om.latt.md", "sidor/om.lätt.md"):
        assert run_translate(file, None, Options(content=str(tmp_path / "content")), is_same=False) == 2
        assert "python3 tasks.py översätt sidor/om.md latt" in capsys.readouterr().err


def test_a_fingerprint_outside_a_translation_is_an_error(prepare_translated: Prepare) -> None:
    page = PAGE.replace("status:", "översatt från:\n  - 2026-12-03\nstatus:")
    wrong = [problem for problem in prepare_translated({"sidor/om-en.md": page}).problems if problem.is_error]
    assert [(p.code, p.message) for p in wrong] == [
        ("falt-i-oversattning", "Fältet ”översatt från” finns bara i översättningar.")
    ]


def test_the_translation_of_a_renamed_original_is_reported_with_its_new_name(tmp_path: Path, prepare_translated: Prepare) -> None:
    """Its fingerprints tell which page it was made from, whatever that is called now."""
    content = tmp_path / "content"
    prepare_translated({"sidor/om.en.md": PAGE})
    run_translate("sidor/om.en.md", None, Options(content=str(content), date="2026-12-03"), is_same=False)
    (content / "sidor" / "om.md").rename(content / "sidor" / "foreningen.md")
    problems = [problem for problem in prepare_translated(whole=False).problems if problem.code == "oversattning"]
    assert [problem.help[0] for problem in problems] == ["Döp om den till foreningen.en.md."]


def test_a_page_with_the_address_of_a_language_is_an_error(prepare_translated: Prepare) -> None:
    page = "---\ntitel: Engelska\nsammanfattning: En sida.\nstatus: publicerad\n---\nText.\n"
    wrong = [problem for problem in prepare_translated({"sidor/en.md": page, "sidor/latt.md": page}).problems if problem.is_error]
    assert {(p.place.source.path.name, p.code) for p in wrong} >= {("en.md", "dubbel-adress"), ("latt.md", "dubbel-adress")}
    assert not any(problem.place.source.path.name == "start.en.md" for problem in wrong)


def test_a_translation_into_a_language_that_the_site_lacks_is_reported_with_the_line_to_add(prepare_translated: Prepare) -> None:
    website = (BASE / "webbplats.yaml").read_text("utf-8")
    preparation = prepare_translated({"webbplats.yaml": re.sub("(?m)^språk: .*$", "språk: [sv, latt]", website)})

    found = {p.place.source.path.name: p for p in preparation.problems if p.code == "oversattning"}
    assert "mal-2-alla-ar-trygga.en.md" in found
    problem = found["mal-2-alla-ar-trygga.en.md"]
    assert "som webbplatsen inte har: ”en”" in problem.message.replace("\N{NO-BREAK SPACE}", " ")
    assert "språk: [sv, latt, en]" in problem.help[0]


def test_a_translation_into_the_site_s_own_language_is_an_error(prepare_translated: Prepare) -> None:
    page = TRANSLATED["sidor/start.en.md"]
    wrong = [problem for problem in prepare_translated({"sidor/start.sv.md": page}).problems if problem.is_error]

    assert any("webbplatsens eget språk" in problem.message.replace("\N{NO-BREAK SPACE}", " ") for problem in wrong)


def test_a_translation_without_its_text_is_reported(prepare_translated: Prepare) -> None:
    page = TRANSLATED["mal/mal-2-alla-ar-trygga.en.md"]
    assert page is not None
    wrong = prepare_translated({"mal/mal-2-alla-ar-trygga.en.md": page[: page.rindex("---\n") + 4]}).problems

    problems = [problem for problem in wrong if problem.code == "saknar-oversattning"]
    assert any("ingen text under sidhuvudet" in problem.message for problem in problems)
