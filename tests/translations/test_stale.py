"""Stale translations: fingerprints, warnings, and the task that renews the fingerprints."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.commands.run import Options
from plugins.commands.to_do import format_to_do
from plugins.commands.translate import run_translate
from plugins.house.context import OF_CONTEXT
from plugins.site.model import Preparation
from plugins.site.to_do.rows import group_to_do
from plugins.site.to_do.sources import list_to_do
from tests.benches import Bench, record_computed
from tests.translated import pages_of

Prepare = Callable[..., Preparation]
GOAL = "mal/mal-2-alla-ar-trygga"


def list_messages(preparation: Preparation, ending: str) -> list[str]:
    return [
        problem.message.replace("\N{NO-BREAK SPACE}", " ")
        for problem in preparation.problems
        if problem.code == "gammal-oversattning" and problem.place.source.path.name.endswith(ending)
    ]


def change(content: Path, name: str, old: str, new: str) -> None:
    text = (content / name).read_text("utf-8")
    assert old in text
    (content / name).write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def translate(tmp_path: Path, prepare_translated: Prepare) -> Callable[..., int]:
    """Return a function that runs the task in the small site, whose second goal is translated into English."""
    prepare_translated()

    def run(file: str, language: str | None = None, day: str = "2026-12-03", *, is_same: bool = False) -> int:
        return run_translate(file, language, Options(content=str(tmp_path / "content"), date=day), is_same=is_same)

    return run


def test_a_change_of_an_original_is_reported_in_its_translation(
    tmp_path: Path, prepare_translated: Prepare, translate: Callable[..., int]
) -> None:
    content = tmp_path / "content"
    assert list_messages(prepare_translated(), "trygga.en.md") == [
        "Det står inte vilka ord i originalet som översättningen till engelska gjordes av, så ingen får veta när den blir gammal."
    ]
    assert translate(f"{GOAL}.en.md") == 0
    assert list_messages(prepare_translated(whole=False), "trygga.en.md") == []
    heading = re.findall("(?m)^## (.*)$", (content / f"{GOAL}.md").read_text("utf-8"))[0]
    change(content, f"{GOAL}.md", f"## {heading}\n", f"## {heading}\n\nNytt här.\n")

    preparation = prepare_translated(whole=False)
    assert list_messages(preparation, "trygga.en.md") == [
        f"Originalet har ändrats sedan det översattes till engelska 3 december 2026: avsnittet ”{heading}”."
    ]
    stale = pages_of(preparation)["/en/mal-2/"].frame.stale
    assert stale is not None
    assert "3\N{NO-BREAK SPACE}December 2026" in stale[0]
    assert stale[1].address == "/mal-2/"
    assert pages_of(preparation)["/mal-2/"].frame.stale is None


def test_rewrapped_text_is_not_a_change(tmp_path: Path, prepare_translated: Prepare, translate: Callable[..., int]) -> None:
    content = tmp_path / "content"
    translate(f"{GOAL}.en.md")
    text = (content / f"{GOAL}.md").read_text("utf-8")
    (content / f"{GOAL}.md").write_text(text.replace(". ", ".\n") + "\n", "utf-8")

    assert list_messages(prepare_translated(whole=False), "trygga.en.md") == []


def test_listing_the_changes_does_not_mark_a_translation_as_current(
    tmp_path: Path, prepare_translated: Prepare, translate: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither the first translation of a draft nor a slip of the pen that is mended is a translation of what came later."""
    content = tmp_path / "content"
    translate("sidor/om.md", "en")  # a draft, whose words are the original's until they are written over
    about = (content / "sidor/om.en.md").read_text("utf-8").replace("status: utkast", "status: publicerad")
    (content / "sidor/om.en.md").write_text(f"{about.partition('---')[0]}---{about.split('---')[1]}---\nIn English.\n", "utf-8")
    translate(f"{GOAL}.en.md")
    change(content, f"{GOAL}.en.md", "Nobody should", "No one should")
    change(content, "sidor/om.md", "sammanfattning: ", "sammanfattning: Nu ")
    change(content, f"{GOAL}.md", "sammanfattning: ", "sammanfattning: Nu ")
    for name in ("sidor/om.en.md", f"{GOAL}.en.md"):
        before = (content / name).read_text("utf-8")
        for _ in range(2):
            capsys.readouterr()
            assert translate(name, day="2026-12-10") == 0
            shown = capsys.readouterr()
            assert "sidhuvudet" in shown.out
            assert f"{name} --samma" in shown.err
            assert (content / name).read_text("utf-8") == before
            assert list_messages(prepare_translated(whole=False), name.rpartition("/")[2]) != []

        change(content, name, "sammanfattning: ", "sammanfattning: Now ")
        translate(name, day="2026-12-10", is_same=True)
        assert list_messages(prepare_translated(whole=False), name.rpartition("/")[2]) == []
        assert "- 2026-12-10\n" in (content / name).read_text("utf-8")


def test_the_option_same_renews_only_the_fingerprints(
    tmp_path: Path, prepare_translated: Prepare, translate: Callable[..., int]
) -> None:
    content = tmp_path / "content"
    translate(f"{GOAL}.en.md")
    before = (content / f"{GOAL}.en.md").read_text("utf-8").split("\n")
    change(content, f"{GOAL}.md", "sammanfattning: ", "sammanfattning: Nu ")
    translate(f"{GOAL}.en.md", is_same=True)

    after = (content / f"{GOAL}.en.md").read_text("utf-8").split("\n")
    assert [line for line, other in zip(after, before, strict=True) if line != other] == [
        next(line for line in after if line.strip().startswith("- sidhuvudet "))
    ]
    assert list_messages(prepare_translated(whole=False), "trygga.en.md") == []


def test_a_new_translation_is_a_draft_without_errors(
    tmp_path: Path, prepare_translated: Prepare, translate: Callable[..., int]
) -> None:
    for file in ("sidor/om.md", "stodrutor.yaml", "nivaer.yaml", "block/vad-kan-jag-gora.md"):
        assert translate(file, "latt") == 0
        stem, _, ending = file.partition(".")
        assert "status: utkast" in (tmp_path / "content" / f"{stem}.latt.{ending}").read_text("utf-8")
    preparation = prepare_translated(whole=False)
    assert [p for p in preparation.problems if p.is_error] == []
    assert list_messages(preparation, ".latt.md") == list_messages(preparation, ".latt.yaml") == []


def test_wrong_usage_is_reported_with_the_right_command(
    translate: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert translate("sidor/om.md") == 2
    assert "python3 tasks.py översätt sidor/om.md en" in capsys.readouterr().err
    assert translate("sidor/om.md", "de") == 2
    assert "”de”" in capsys.readouterr().err


def test_a_renamed_section_is_a_change(
    tmp_path: Path, prepare_translated: Prepare, translate: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    content = tmp_path / "content"
    translate(f"{GOAL}.en.md")
    change(content, f"{GOAL}.md", "## Otrygghet\n", "## Ensamhet\n\nHelt nya ord.\n")
    capsys.readouterr()
    translate(f"{GOAL}.en.md", day="2026-12-10")
    assert "Helt nya ord." in capsys.readouterr().out
    [line] = list_messages(prepare_translated(whole=False), "trygga.en.md")
    assert line.endswith("3 december 2026: avsnittet ”Ensamhet” och avsnittet ”Otrygghet”.")


FACTS = "- id: a\n  värde: 40\n  enhet: personer\n  avser: 2025\n  källa: Staden\n"
FACTS += "- id: b\n  värde: cirka 7\n  avser: 2025\n  källa: Staden\n"


def test_a_change_of_a_value_taken_from_the_original_does_not_make_a_translation_stale(
    tmp_path: Path, prepare_translated: Prepare, translate: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """A number that is the same in every language, or a person's name, is not copied, and nobody is told when it changes."""
    content = tmp_path / "content"
    prepare_translated({"fakta.yaml": FACTS})
    for file in ("fakta.yaml", "kontakter.yaml"):
        for language in ("en", "latt"):
            translate(file, language)
            name = content / file.replace(".", f".{language}.")
            name.write_text(name.read_text("utf-8").replace("status: utkast", "status: publicerad"), "utf-8")
    written = (content / "fakta.en.yaml").read_text("utf-8")
    assert re.findall("(?m)^.*värde.*$", written) == ["  värde: cirka 7"]
    assert "heter:" not in (content / "kontakter.en.yaml").read_text("utf-8")

    change(content, "fakta.yaml", "värde: 40", "värde: 42")
    contacts = (content / "kontakter.yaml").read_text("utf-8")
    (content / "kontakter.yaml").write_text(re.sub("(?m)^(  namn: .*)$", r"\1son", contacts), "utf-8")
    preparation = prepare_translated(whole=False)
    names = [f"{stem}.{code}.yaml" for stem in ("fakta", "kontakter") for code in ("en", "latt")]
    assert [list_messages(preparation, name) for name in names] == [[], [], [], []]

    change(content, "fakta.yaml", "värde: cirka 7", "värde: nära 8")
    preparation = prepare_translated(whole=False)
    assert [list_messages(preparation, name)[0][-12:] for name in names[:2]] == [" posten ”b”."] * 2
    [row] = [row for row in list_to_do(preparation) if row.sort == "translations" and "posten" in row.what]
    assert "till engelska" in row.what
    shown = "Se det gamla och det nya bredvid varandra:  python3 tasks.py översätt fakta.en.yaml. "
    assert (
        f"{shown}Säger översättningen samma sak, rättad eller som den är:  python3 tasks.py översätt fakta.en.yaml --samma"
        in row.what
    )
    assert row.what.endswith("Detsamma gäller lätt svenska:  python3 tasks.py översätt fakta.latt.yaml")


COMMAND = re.compile(r"python3 tasks\.py översätt (\S+?)[.]?( --samma)?(?=\s|$|\. )")


def advised(preparation: Preparation, name: str) -> list[tuple[str, bool]]:
    """Return the commands that `check` suggests for a translation: the file's name, and whether with `--samma`."""
    problems = [problem for problem in preparation.problems if problem.place.source.path.name.endswith(name)]
    lines = [line for problem in problems for line in problem.help[-1:]]
    return [(found[1], bool(found[2])) for line in lines if (found := COMMAND.search(line))]


def test_following_the_advice_about_a_translation_makes_it_current(
    tmp_path: Path, prepare_translated: Prepare, translate: Callable[..., int]
) -> None:
    """A translation of unknown words takes its prints by the plain command, one of changed words by `--samma` alone."""
    content, boxes = tmp_path / "content", "stodrutor.en.yaml"
    prepare_translated({boxes: BOXES})
    assert advised(prepare_translated(whole=False, changes={boxes: BOXES}), boxes) == [(boxes, False)]
    translate(boxes)
    once = (content / boxes).read_text("utf-8")

    def look() -> list[tuple[str, bool]]:
        return advised(prepare_translated({boxes: (content / boxes).read_text("utf-8")}, whole=False), boxes)

    assert look() == []
    more = "- id: lek\n  rubrik: Leker du?\n  text: Lek mer.\n  kontakter: saknas\n"
    (content / "stodrutor.yaml").write_text((content / "stodrutor.yaml").read_text("utf-8") + more, "utf-8")
    assert look() == [(boxes, False)], "a row is lacking"
    (content / boxes).write_text(f"{once}- id: lek\n  rubrik: Do you play?\n  text: Play more.\n", "utf-8")
    assert look() == [(boxes, False)], "nobody knows of which words the row was made"
    translate(boxes)
    assert look() == []
    change(content, "stodrutor.yaml", "Lek mer.", "Lek ännu mer.")
    for _ in range(2):  # to look marks nothing
        assert look() == [(boxes, True)]
        translate(boxes)
    translate(boxes, is_same=True)
    assert look() == []


def test_a_translation_with_a_day_but_no_fingerprints_is_reported(
    tmp_path: Path, prepare_translated: Prepare, translate: Callable[..., int]
) -> None:
    content = tmp_path / "content"
    change(content, f"{GOAL}.en.md", "status:", "översatt från:\n  - 2026-12-03\nstatus:")
    assert [line[:46] for line in list_messages(prepare_translated(whole=False), "trygga.en.md")] == [
        "Det står inte vilka ord i originalet som övers"
    ]


def test_a_file_that_is_not_a_translation_of_the_site_gets_no_fingerprint(
    tmp_path: Path, translate: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    content = tmp_path / "content"
    english = (content / f"{GOAL}.en.md").read_text("utf-8")
    for ending, language, wanted in (
        ("sv.md", None, "andra språk"),
        ("de.md", None, "andra språk"),
        ("EN.md", None, "små bokstäver"),
        ("en.latt.md", None, "en översättning av en översättning"),
        ("en.md", "latt", f"python3 tasks.py översätt {GOAL}.md latt"),
    ):
        (content / f"{GOAL}.{ending}").write_text(english, "utf-8")
        capsys.readouterr()
        assert translate(f"{GOAL}.{ending}", language) == 2
        assert wanted in capsys.readouterr().err
        assert (content / f"{GOAL}.{ending}").read_text("utf-8") == english
    (content / "sidor" / "om.en.md").mkdir()
    assert translate("sidor/om.md", "en") == 1
    assert "kontrollera  säger om sidor/om.en.md" in capsys.readouterr().err


BLOCK = "---\nrubrik: Give a coin\nstatus: publicerad\n---\nYour gift helps.\n"
BOXES = "- id: våld\n  rubrik: Do you need help now?\n  text: You are not alone.\n"
ACTIVITY = "---\ntitel: {}\nsammanfattning: {}\n{}status: publicerad\n---\n{}\n"


PAGE = "---\ntitel: About us\nsammanfattning: Who we are.\nstatus: publicerad\n---\nWe are many.\n\n## History\n\nIt began.\n"


def notices(preparation: Preparation) -> dict[str, str]:
    """Return the notices to readers, by address of the page."""
    pages = pages_of(preparation).items()
    return {address: page.frame.stale[0].replace("\N{NO-BREAK SPACE}", " ") for address, page in pages if page.frame.stale}


def test_a_page_with_stale_parts_has_one_notice_with_the_oldest_day(
    tmp_path: Path, prepare_translated: Prepare, translate: Callable[..., int]
) -> None:
    content = tmp_path / "content"
    more = "lokala mål: 2\nfrån: 2025\n"
    prepare_translated(
        {
            "block/vad-kan-jag-gora.en.md": BLOCK,
            "stodrutor.en.yaml": BOXES,
            "verksamheter/lyktan.md": ACTIVITY.format("Lyktan", "Här lagas lyktor.", more, "Välkommen."),
            "verksamheter/lyktan.en.md": ACTIVITY.format("The lantern", "We mend lanterns.", "", "Welcome."),
        }
    )
    translate(f"{GOAL}.en.md")
    for day, file in enumerate(("block/vad-kan-jag-gora.en.md", "stodrutor.en.yaml", "verksamheter/lyktan.en.md"), 4):
        translate(file, day=f"2026-12-0{day}")
    assert notices(prepare_translated(whole=False)) == {}

    change(content, "verksamheter/lyktan.md", "Välkommen.", "Kom in.")
    found = notices(prepare_translated(whole=False))
    assert set(found) == {"/en/verksamheter/lyktan/"}, "its card elsewhere says what it said"

    change(content, "verksamheter/lyktan.md", "Här lagas lyktor.", "Här tänds lyktor.")
    change(content, "stodrutor.yaml", "Du behöver inte", "Du ska inte")
    found = notices(prepare_translated(whole=False))
    assert set(found) == {"/en/verksamheter/lyktan/", "/en/verksamheter/", "/en/mal-2/", "/en/hjalp/"}
    part = "En del av sidan översattes {}. Originalet har ändrats sedan dess."
    assert found["/en/mal-2/"] == found["/en/hjalp/"] == part.format("5 December 2026"), "the oldest of its parts"
    assert found["/en/verksamheter/"] == part.format("6 December 2026")

    change(content, "block/vad-kan-jag-gora.md", "Din gåva", "En gåva")
    assert notices(prepare_translated(whole=False))["/en/mal-2/"] == part.format("4 December 2026")
    change(content, f"{GOAL}.md", "sammanfattning: ", "sammanfattning: Nu ")
    assert (
        notices(prepare_translated(whole=False))["/en/mal-2/"]
        == "Sidan översattes 3 December 2026. Originalet har ändrats sedan dess."
    )


def test_a_stale_translation_of_the_website_gives_no_notice_on_pages(
    tmp_path: Path, prepare_translated: Prepare, translate: Callable[..., int]
) -> None:
    content = tmp_path / "content"
    for file in (f"{GOAL}.en.md", "sidor/start.en.md", "webbplats.en.yaml"):
        translate(file)
    website = (content / "webbplats.yaml").read_text("utf-8")
    (content / "webbplats.yaml").write_text(website.replace("namn: ", "namn: Nya ", 1), "utf-8")
    preparation = prepare_translated(whole=False)
    assert list_messages(preparation, "webbplats.en.yaml") != []
    assert notices(preparation) == {}


def test_a_translation_shows_the_day_on_which_it_was_updated(
    tmp_path: Path, prepare_translated: Prepare, translate: Callable[..., int]
) -> None:
    content = tmp_path / "content"

    def days() -> tuple[str | None, ...]:
        pages = pages_of(prepare_translated(whole=False))
        frames = [pages[address].frame for address in ("/mal-2/", "/en/mal-2/")]
        return tuple(frame.updated[1] if frame.updated else None for frame in frames)

    translate(f"{GOAL}.en.md", day="2026-10-03")
    assert days() == (None, None)
    change(content, f"{GOAL}.md", "status:", "uppdaterad: 2026-09-01\nstatus:")
    assert days() == ("2026-09-01", "2026-10-03")
    change(content, f"{GOAL}.md", "2026-09-01", "2026-11-01")  # a number of a register, say, which both have
    assert days() == ("2026-11-01", "2026-11-01")
    change(content, f"{GOAL}.md", "sammanfattning: ", "sammanfattning: Nu ")
    assert days() == ("2026-11-01", "2026-10-03")


def test_stale_translations_are_a_group_of_the_to_do_list(
    tmp_path: Path, prepare_translated: Prepare, translate: Callable[..., int]
) -> None:
    content = tmp_path / "content"
    prepare_translated({"stodrutor.en.yaml": BOXES})
    for file in (f"{GOAL}.en.md", "stodrutor.en.yaml", "sidor/start.en.md", "webbplats.en.yaml"):
        translate(file)
    change(content, "stodrutor.yaml", "Du behöver inte", "Du ska inte")
    change(content, f"{GOAL}.md", "sammanfattning: ", "sammanfattning: Nu ")
    listed = list_to_do(prepare_translated(whole=False))
    times = group_to_do(listed)
    group = next(group for time in times for group in time.groups if group.heading.startswith("Läs om"))
    assert group.heading == "Läs om översättningar (2)"
    assert [(row.name, row.value, row.page) for row in group.rows] == [
        ("Everyone is safe", "", "/en/mal-2/"),
        ("Do you need help now?", "", ""),
    ]
    for row, name in zip(group.rows, (f"{GOAL}.en.md", "stodrutor.en.yaml"), strict=True):
        assert row.what.endswith(f"python3 tasks.py översätt {name} --samma")
        assert row.place.source.path.name.endswith(name.rpartition("/")[2])
    assert "  Läs om översättningar (2)" in list(format_to_do(listed, ["month"]))
    assert not any(row.sort == "warnings" and "sedan det översattes" in row.what for row in listed)


def test_an_untranslated_part_of_a_published_translation_is_reported(
    tmp_path: Path, prepare_translated: Prepare, translate: Callable[..., int]
) -> None:
    """What is the same in every language is not: a name, a number, an address, a quotation that says its language."""
    content = tmp_path / "content"

    def list_untranslated() -> list[str]:
        preparation = prepare_translated(whole=False)
        found = [problem for problem in preparation.problems if problem.code == "saknar-oversattning"]
        found = [problem for problem in found if problem.place.source.path.name.startswith("om.")]
        return [f"{one.place.source.path.name}:{one.place.line} {one.message} {one.place.written}" for one in found]

    same = "Björkbolaget AB, Gatan 5, 722 11 Sandvålla, www.example.org/a/b/c/d/e/f/g\n"
    same += '\n<span lang="sv">Alla ska ha någonstans att bo och någon att tala med</span>, [Eva](/en/lang/adress/)\n'
    prose = "\nVi finns här för alla som behöver oss.\n\n## Hur\n\nKom in och ät en bit mat med oss.\n"
    header = "---\ntitel: Om oss\nsammanfattning: Vilka vi är och hur du når oss.\nstatus: publicerad\n---\n"
    prepare_translated({"sidor/om.md": f"{header}{same}{prose}"})
    for code in ("en", "latt"):
        translate("sidor/om.md", code)
    assert list_untranslated() == []
    for code in ("en", "latt"):
        change(content, f"sidor/om.{code}.md", "status: utkast", "status: publicerad")
    assert list_untranslated() == [
        f"om.{code}.md:{line} {what} är originalets, ord för ord. {words}"
        for code in ("en", "latt")
        for line, what, words in (
            (3, "Fältet ”sammanfattning”", "sammanfattning: Vilka vi är och hur du når oss."),
            (15, "Inledningen", "Vi finns här för alla som behöver oss."),
            (19, "Avsnittet ”Hur”", "Kom in och ät en bit mat med oss."),
        )
    ]
    for code in ("en", "latt"):
        change(content, f"sidor/om.{code}.md", "Vi finns här för alla som behöver oss.", "Here for everybody who needs us.")
    assert [line.partition(" ")[0] for line in list_untranslated()] == ["om.en.md:3", "om.en.md:19"]


def test_only_pages_that_show_a_stale_translation_are_rebuilt(
    tmp_path: Path, prepare_translated: Prepare, translate: Callable[..., int], translated_bench: Bench
) -> None:
    content, more = tmp_path / "content", "lokala mål: 2\nfrån: 2025\n"
    prepare_translated(
        {
            "stodrutor.en.yaml": BOXES,
            "sidor/om.en.md": PAGE,
            "verksamheter/lyktan.md": ACTIVITY.format("Lyktan", "Här lagas lyktor.", more, "Välkommen."),
            "verksamheter/lyktan.en.md": ACTIVITY.format("The lantern", "We mend lanterns.", "", "Welcome."),
        }
    )
    files = (f"{GOAL}.en.md", "sidor/om.en.md", "sidor/start.en.md", "stodrutor.en.yaml", "verksamheter/lyktan.en.md")
    assert [translate(file) for file in files] == [0] * 5
    assert notices(prepare_translated(whole=False)) == {}
    made = record_computed(translated_bench._workbench.memo)
    change(content, "verksamheter/lyktan.md", "Välkommen.", "Kom in.")
    assert set(notices(prepare_translated(whole=False))) == {"/en/verksamheter/lyktan/"}
    others = {"om", "start", "projekt", "bli-partner", "hjalp", "kontakt", "404"}
    assert "lyktan" in english_pages(made)
    assert not others & english_pages(made)

    made.clear()
    change(content, "stodrutor.yaml", "Du behöver inte", "Du ska inte")
    assert set(notices(prepare_translated(whole=False))) == {"/en/verksamheter/lyktan/", "/en/mal-2/", "/en/hjalp/"}
    assert english_pages(made) == {"mal-2-alla-ar-trygga", "globala-malen", "hjalp"}


def english_pages(made: list[str]) -> set[str]:
    """Return the names of the English pages among those computed."""
    found = (re.match(rf"in, en, {OF_CONTEXT}, \S*\.(?:_build|build_known), .*?\bname='([^']+)'", one) for one in made)
    return {one[1] for one in found if one}
