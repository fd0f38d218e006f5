"""Ids of headings whose words depend on the day are the same every day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from selectolax.lexbor import LexborNode

from plugins.core.library import Library, Setting
from plugins.core.marks.known import Known
from plugins.core.marks.marks import ValueMark
from plugins.core.marks.values import LinkedWords, NoMarkText, OpenValues
from plugins.core.room import Room
from plugins.core.texts.pieces import PieceContext, WrittenPiece
from plugins.core.texts.prose import Heading
from plugins.partners.page import PartnersPage
from plugins.site import rooms
from plugins.site.assembly import frame
from plugins.site.checks import records as check
from plugins.site.model import Preparation
from plugins.site.rooms import PIECES, ROOMS
from tests.conftest import BASE, TODAY
from tests.translated import TRANSLATED

Prepare = Callable[..., Preparation]

ABOUT = "---\ntitel: Om oss\nsammanfattning: Om lampan som vi tänder när det är mörkt.\nstatus: publicerad\n---\n\n{}"
GOAL = (BASE / "mal" / "mal-2-alla-ar-trygga.md").read_text("utf-8")
TOMORROW = TODAY + timedelta(days=1)
WEBSITE = (BASE / "webbplats.yaml").read_text("utf-8")
IN_TWO = {"webbplats.yaml": WEBSITE.replace("språk: sv", "språk: [sv, en]"), **TRANSLATED}


def _marks(library: Library, _setting: Setting) -> Iterator[ValueMark]:
    """Yield marks whose values change with the day: of any day, of few things, one that is a link, and one that expires."""

    def next_day(_written: str, today: date) -> date:
        return today + timedelta(days=1)

    def left(written: str) -> str:
        return str((date.fromisoformat(written) - library.today).days)

    def until(written: str) -> str | NoMarkText:
        day = date.fromisoformat(written)
        return "snart" if day >= library.today else NoMarkText("Det har varit.", "Skriv om det.", meanwhile="förr")

    yield ValueMark("kvar", OpenValues(left, next_day))
    things = Known({"nu": left("2027-01-01")}, {"nu": "nu"}, "okand-markering", "Inget {}.", "Här finns", next_change=next_day)
    yield ValueMark("i-år", things.map(str), is_word=True)
    yield ValueMark("vägen", OpenValues(lambda written: LinkedWords(left(written), "/kontakt/"), next_day))
    yield ValueMark("till", OpenValues(until, last_day=date.fromisoformat))


@pytest.fixture
def prepare_with_days(prepare: Prepare, monkeypatch: pytest.MonkeyPatch) -> Prepare:
    """Return a function that prepares a site with such marks."""
    monkeypatch.setattr("plugins.site.rooms.ROOMS", (*ROOMS, Room(shelves=(), marks=_marks)))
    return prepare


@pytest.fixture
def ids_of(prepare_with_days: Prepare) -> Callable[..., set[str]]:
    """Return a function that returns the ids of a page on each of two days."""

    def run(changes: dict[str, str], address: str = "/om/") -> set[str]:
        shown = []
        for day in (TODAY, TOMORROW):
            preparation = prepare_with_days(changes, today=day)
            assert preparation.site is not None, preparation.problems
            assert [one for one in preparation.problems if one.code in ("bruten-lank", "okand-markering")] == []
            page = next(page for page in preparation.site.pages if page.address == address)
            shown.append(page)
        assert shown[0].ids == shown[1].ids
        assert repr(shown[0]) != repr(shown[1]), "the words follow the day"
        return set(shown[0].ids)

    return run


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("{kvar:2027-01-01} dagar kvar till festen", "dagar-kvar-till-festen"),
        ("Om { Kvar : 2027-01-01 } dagar", "om-dagar"),
        ("Om **{kvar:2027-01-01} dagar** är *det {kvar:2027-01-02}*", "om-dagar-ar-det"),
        ("Om [{kvar:2027-01-01} dagar](/kontakt/) & mer", "om-dagar-mer"),
        ("{i-år:nu} dagar till nyår", "dagar-till-nyar"),
        ("Gå {vägen:2027-01-01} steg", "ga-steg"),
        ("[Gå {vägen:2027-01-01} steg](/kontakt/)", "ga-steg"),
        ("Det är {till:2026-11-22} jul", "det-ar-jul"),
        ("{kvar:2027-01-01}", "kvar"),
        ("{i-år:nu}!", "i-ar"),
        ("Vi är {antal:mål}, {kvar:2027-01-01}", "vi-ar-tva"),
        ("Vi är {kvar:2027-01-01} `{kod}` och <b>fet</b>", "vi-ar-kod-och-fet"),
        ("Gå {kvar:2027-01-01} steg ##", "ga-steg"),
    ],
)
def test_the_id_of_a_heading_omits_words_that_depend_on_the_day(ids_of: Callable[..., set[str]], written: str, name: str) -> None:
    lead = f"Läs [mer](#{name}).\n\n"
    assert name in ids_of({"sidor/om.md": ABOUT.format(f"{lead}## {written}\n\nText.\n\n## Sedan\n\nMer.\n")})


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<abbr title="Vi är {antal:partner} i {kvar:2027-01-01}">V</abbr>', '<abbr title="Vi är två i 40">V</abbr>'),
        (
            '<abbr title="Vi är {antal:mål} i {fakta:citat}">V</abbr>',
            '<abbr title="Vi är två i &quot;a&quot; &amp; &lt;b&gt;">V</abbr>',
        ),
        ('<abbr title="{vägen:2027-01-01} `steg`">V</abbr>', '<abbr title="40 steg">V</abbr>'),
        ('<abbr title="Fem \\*">V</abbr>', '<abbr title="Fem \\*">V</abbr>'),
    ],
)
def test_a_mark_in_an_attribute_becomes_plain_text(prepare_with_days: Prepare, written: str, shown: str) -> None:
    facts = (BASE / "fakta.yaml").read_text("utf-8")
    fact = "\n- id: citat\n  värde: '\"a\" & <b>'\n"
    preparation = prepare_with_days({"fakta.yaml": facts + fact, "sidor/om.md": ABOUT.format(f"Se {written} här.\n")})
    assert preparation.site is not None
    assert [one for one in preparation.problems if one.code == "otillaten-html"] == []
    page = next(page for page in preparation.site.pages if page.address == "/om/")
    assert page.text == (f"<p>Se {shown} här.</p>",)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Så stöder du {kvar:2027-01-01} vänner", "sa-stoder-du-vanner"),
        ("{kvar:2027-01-01}", "kvar"),
        ("Vi är {antal:mål}, **om {i-år:nu} dagar**", "vi-ar-tva-om-dagar"),
        ("Gå {vägen:2027-01-01} steg & vila", "ga-steg-vila"),
        ("Vi är 40 vänner", "vi-ar-40-vanner"),
    ],
)
def test_the_id_of_a_heading_in_a_component_omits_words_that_depend_on_the_day(
    ids_of: Callable[..., set[str]], monkeypatch: pytest.MonkeyPatch, written: str, name: str
) -> None:
    def make(element: LexborNode, context: PieceContext) -> Heading:
        return context.heading(element.text().splitlines()[0].removeprefix("::: lampa "))

    def is_lamp(element: LexborNode) -> bool:
        return element.text().startswith("::: lampa ")

    for module in (rooms, check, frame):
        monkeypatch.setattr(module, "PIECES", (*PIECES, WrittenPiece("toy_lamp", Heading, is_lamp, make)))
    lamp = f"Om 40.\n\n::: lampa {written}\nTänd om {{kvar:2027-01-01}} dagar.\n\n::: lampa Mer\nOm 40 dagar."
    assert {name, "mer"} <= ids_of({"sidor/om.md": ABOUT.format(f"{lamp}\n\nLäs [mer](#{name}).\n")})


def test_headings_that_differ_only_by_the_day_have_numbered_ids(ids_of: Callable[..., set[str]]) -> None:
    text = "## Om {kvar:2027-01-01} dagar\n\nA.\n\n## Om {kvar:2027-02-01} dagar\n\nB.\n\n### Om 40 dagar\n\nC.\n"
    assert {"om-dagar", "om-dagar-2", "om-40-dagar"} <= ids_of({"sidor/om.md": ABOUT.format(text)})


def test_the_ids_of_headings_in_a_block_omit_words_that_depend_on_the_day(ids_of: Callable[..., set[str]]) -> None:
    block = "---\nrubrik: Fest om {kvar:2027-01-01} dagar\n---\n\nHej.\n\n## Mat om {kvar:2027-01-01} dagar\n\nMums.\n"
    page = ABOUT.format("Läs om [fest](#fest-om-dagar) och [mat](/om/#mat-om-dagar).\n\n{block:fest}\n")
    ids_of({"block/fest.md": block, "sidor/om.md": page})


def test_the_id_of_a_help_box_omits_words_that_depend_on_the_day(ids_of: Callable[..., set[str]]) -> None:
    box = "- id: våld\n  rubrik: Hjälp i {kvar:2027-01-01} dagar\n  text: Ring.\n  kontakter:\n    - nodnummer\n"
    assert "hjalp-i-dagar" in ids_of({"stodrutor.yaml": box}, "/mal-2/")


def test_the_id_of_a_heading_omits_words_that_depend_on_the_day_in_a_nested_mark(ids_of: Callable[..., set[str]]) -> None:
    goal = GOAL.replace("titel: Alla är trygga", "titel: Alla är trygga om {kvar:2027-01-01} dagar")
    goal = goal.replace("### Ljus i parken", "### {mål:titel} i parken")
    assert "alla-ar-trygga-om-dagar-i-parken" in ids_of({"mal/mal-2-alla-ar-trygga.md": goal}, "/mal-2/")


ACT = "  vad kan jag göra: Gör något i {kvar:2027-01-01} dagar\n"


def test_the_id_of_a_heading_of_the_website_omits_words_that_depend_on_the_day(ids_of: Callable[..., set[str]]) -> None:
    website = WEBSITE.replace("målsidans rubriker:\n", f"målsidans rubriker:\n{ACT}")
    assert "gor-nagot-i-dagar" in ids_of({"webbplats.yaml": website}, "/mal-2/")


def test_the_id_of_a_translated_heading_omits_words_that_depend_on_the_day(ids_of: Callable[..., set[str]]) -> None:
    text = "---\ntitel: About us\nsammanfattning: About the lamp that we light.\nstatus: publicerad\n---\n\n{}"
    swedish, english = ("Text.\n\n## Om {kvar:2027-01-01} dagar\n\nMer.\n", "Text.\n\n## In {kvar:2027-01-01} days\n\nMore.\n")
    files = {**IN_TWO, "sidor/om.md": ABOUT.format(swedish), "sidor/om.en.md": text.format(english)}
    assert "in-days" in ids_of(files, "/en/om/")


def test_the_id_of_an_untranslated_heading_omits_words_that_depend_on_the_day(ids_of: Callable[..., set[str]]) -> None:
    website = str(IN_TWO["webbplats.yaml"]).replace("målsidans rubriker:\n", f"målsidans rubriker:\n{ACT}")
    assert "gor-nagot-i-dagar" in ids_of({**IN_TWO, "webbplats.yaml": website}, "/en/mal-2/")


PARTNERS = (BASE / "partner" / "partner.yaml").read_text("utf-8").replace("2026-12-31", TODAY.isoformat())
OTHER = "\n- namn: Sjöbolaget AB\n  webbplats: https://www.example.org/\n  lokalt mål: 2\n  nivå: {}\n"


def test_the_id_of_a_heading_omits_a_count_of_partners(ids_of: Callable[..., set[str]]) -> None:
    page = ABOUT.format("Läs [mer](#vi-ar-partner).\n\n## Vi är {antal:partner} partner\n\nText.\n")
    ids_of({"partner/partner.yaml": PARTNERS, "sidor/om.md": page})


def test_the_id_of_a_tier_is_the_same_for_one_partner_and_several(ids_of: Callable[..., set[str]]) -> None:
    """The word for several leads there too, as it did while there were several."""
    tiers = (BASE / "nivaer.yaml").read_text("utf-8").replace("plural: Vänföretag", "plural: Våra vänner")
    page = ABOUT.format("Tack, [vänföretaget](/partner/#vanforetag) och [alla](/partner/#vara-vanner).\n")
    partners = PARTNERS + OTHER.format("vänföretag")
    files = {"nivaer.yaml": tiers, "partner/partner.yaml": partners, "sidor/om.md": page}
    assert {"vanforetag", "vara-vanner"} <= ids_of(files, "/partner/")


def test_a_link_with_the_words_of_today_is_reported_with_the_lasting_id(prepare_with_days: Prepare) -> None:
    links = "Läs [mer](#om-40-dagar-ar-det-jul) och [mer](/om/#40) och [fest](/mal-2/#jul-40)."
    text = f"{links}\n\n## Om {{kvar:2027-01-01}} dagar är det jul\n\nA.\n\n## {{kvar:2027-01-01}}\n\nB.\n"
    goal = GOAL.replace("## Otrygghet", "## Jul: {kvar:2027-01-01}")
    preparation = prepare_with_days({"sidor/om.md": ABOUT.format(text), "mal/mal-2-alla-ar-trygga.md": goal})
    found = [one for one in preparation.problems if one.code == "bruten-lank"]
    assert [one.suggestion and one.suggestion.count(right) for one, right in zip(found, RIGHT, strict=True)] == [1, 1, 1]
    assert {one.help for one in found} == {(RULE, BUT)}


RIGHT = ("(#om-dagar-ar-det-jul)", "(/om/#kvar)", "(/mal-2/#jul)")
RULE = "Efter # står rubrikens ord med små bokstäver och bindestreck."
BUT = "Ord som en markering visar, och som är andra en annan dag, är inte med."


def test_the_id_of_a_heading_includes_words_that_only_editors_change(prepare: Prepare) -> None:
    text = "## Vi når {antal:mål} mål\n\nA.\n\n## Vi har {fakta:frukostar}\n\nB.\n"
    site = prepare({"sidor/om.md": ABOUT.format(text)}).site
    assert site is not None
    page = next(page for page in site.pages if page.address == "/om/")
    assert "vi-nar-tva-mal" in page.ids
    assert [name for name in page.ids if name.startswith("vi-har-")] != ["vi-har"]


TEXT = "Vi är med.\n\n    ## Därför\n\n    Vi bor här."
MEMBER = f"- namn: {{}}\n  avtal:\n    - lokalt mål: 2\n      nivå: {{}}\n{{}}  presentation: |\n    {TEXT}\n\n"
ENDS, BEGINS = f"      till: {TODAY}\n", f"      från: {TOMORROW}\n"


@pytest.mark.parametrize(
    "members",
    [
        (("vän", ENDS), ("partner", "")),
        (("vän", BEGINS), ("partner", "")),
        (("partner", ENDS), ("partner", BEGINS), ("partner", ""), ("vän", "")),
        (("partner", f"    - lokalt mål: 1\n      nivå: vän\n{ENDS}"), ("partner", ""), ("vän", "")),
    ],
)
def test_the_ids_of_a_presentation_do_not_depend_on_other_partners(
    prepare: Prepare, members: tuple[tuple[str, str], ...]
) -> None:
    tiers = "- namn: Vän\n  plural: Partner\n  ordning: 1\n  visning: namn\n\n- namn: Partner\n  ordning: 2\n  visning: namn\n"
    partners = "".join(MEMBER.format(f"Bolag {number}", *one) for number, one in enumerate(members, 1))
    files = {"nivaer.yaml": f"{tiers}  plural: Alla\n", "partner/partner.yaml": partners}
    ids = [_list_ids(prepare(files, today=day)) for day in (TODAY, TOMORROW)]
    assert ids[0].keys() & ids[1].keys()
    assert {one: ids[1][one] for one in ids[0] if one in ids[1]} == {one: ids[0][one] for one in ids[0] if one in ids[1]}


def _list_ids(preparation: Preparation) -> dict[str, str]:
    """Return the ids of tiers and of headings in presentations, by their text."""
    assert preparation.site is not None, preparation.problems
    view = next(page for page in preparation.site.pages if page.address == "/partner/").view
    assert isinstance(view, PartnersPage)
    said = {
        entry.partner.name: piece.heading.id
        for tier in view.tiers
        for entry in tier.entries
        for piece in entry.presentation
        if piece.heading
    }
    return {tier.heading.text: tier.heading.id for tier in view.tiers} | said
