"""Rules of language over several texts: what is reported, and what is not."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Never

import pytest

from plugins.core.cache.memo import remember_nothing
from plugins.core.markdown.nodes import LinkFound
from plugins.core.models.binding import bind_all
from plugins.core.models.model import shape_of
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.records.read import read_records
from plugins.core.source.sources import Text, text_of_lines
from plugins.core.texts.passages import Passage, find_passages
from plugins.facts.model import Fact
from plugins.language.characters.slips import Slip
from plugins.language.figures.check import check_figures
from plugins.language.house_style.check import HouseStyle, check_house_style, find_ranges, standard_rules
from plugins.language.links.check import check_link_names
from plugins.language.model import WritingRule
from plugins.language.names import check_names, find_uses
from plugins.language.readability import measure_readability
from plugins.language.repeated.compare import join_paragraphs
from plugins.language.repeated.comparison import TracedFile
from plugins.language.repeated.drift import report_drift
from plugins.language.repeated.paragraphs import trace_paragraphs
from plugins.language.rules import check_writing_rules


def text_of(written: str, name: str = "a.md") -> Text:
    """Return a text as if from a file of its own."""
    return text_of_lines(SourceFile(Path(name), written), 1, written)


def passages(*pages: str) -> list[Passage]:
    """Return the passages of pages called `0.md`, `1.md` …"""
    return [passage for number, page in enumerate(pages) for passage in find_passages(text_of(page, f"{number}.md"))]


def files(*pages: str) -> list[TracedFile]:
    """Return what the drift rule reads of such pages."""
    return [trace_file(f"{number}.md", page) for number, page in enumerate(pages)]


def trace_file(name: str, page: str) -> TracedFile:
    """Return what it reads of one page."""
    passages = list(find_passages(text_of(page, name)))
    traces = trace_paragraphs(passages)
    return TracedFile(name, traces.digest(), lambda: traces, passages.__getitem__)


def check_drift(files: Sequence[TracedFile]) -> Iterator[Problem]:
    """Yield the problems when no earlier comparison is cached."""
    return report_drift(files, join_paragraphs(files, remember_nothing, lambda: None))


def codes(problems: list[Problem]) -> list[tuple[str, str]]:
    """Return code and file of each problem."""
    return [(problem.code, problem.place.source.path.name) for problem in problems]


# ---- drift

LONG = "Varje vardag dukar vi upp frukost för alla barn som vill, och maten är gratis för den som kommer."


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (LONG, LONG.replace("alla", "många"), "Här står ”många”, där ”alla”."),
        (LONG, LONG.replace(",", ":", 1), "Här står ”:”, där ”,”."),
        (LONG, LONG.replace("gratis ", ""), "Här saknas ”gratis”."),
        (LONG, LONG.replace("maten", "den goda maten"), "Här står också ”den goda”."),
        (LONG, f"- {LONG.replace('dukar', 'ställer')}", "Här står ”ställer”, där ”dukar”."),
    ],
)
def test_a_paragraph_that_has_drifted_is_reported_with_the_difference(one: str, other: str, words: str) -> None:
    problems = list(check_drift(files(one, other)))

    assert codes(problems) == [("nastan-samma-stycke", "1.md")]
    assert words in problems[0].message
    assert problems[0].help[0] == f"Där står det: ”{one}”"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hör av dig om du vill veta mer.", "Hör av dig om du vill veta mer."),
        ("Caféet har öppet måndag till fredag klockan 8–15.", "Caféet har öppet tisdag till torsdag klockan 9–16."),
        (LONG.replace("alla", "{fakta:a}"), LONG.replace("alla", "{fakta:b}")),
        (LONG.replace("alla", "{fakta:a}"), LONG),
        (f"## {LONG}", f"## {LONG.replace('alla', 'många')}"),
        (f"| {LONG} |", f"| {LONG} |"),
        (LONG, "Varje helg bjuder vi alla barn som vill på en utflykt, och resan är gratis för den som följer med."),
    ],
)
def test_different_paragraphs_are_accepted(one: str, other: str) -> None:
    assert list(check_drift(files(one, other))) == []


def test_a_repeated_paragraph_is_reported_once_with_all_its_places() -> None:
    wrapped = LONG.replace(" maten", "\nmaten")
    problems = list(check_drift(files(LONG, wrapped, f"Något annat.\n\n{LONG}")))

    assert codes(problems) == [("samma-stycke", "1.md")]
    assert problems[0].message == "Samma stycke står också på rad 1 i 0.md."
    assert problems[0].help[0] == "Det finns också på rad 3 i 2.md."


def test_a_paragraph_on_very_many_pages_is_reported_a_few_times() -> None:
    problems = list(check_drift(files(LONG, *(LONG.replace("alla", f"alla {number}") for number in range(100)))))

    assert codes(problems) == [("nastan-samma-stycke", f"{number}.md") for number in range(1, 6)]
    assert problems[-1].help[1].endswith("rad 1 i 10.md och 90 ställen till.")


def test_a_repeat_on_the_same_page_is_accepted() -> None:
    assert list(check_drift(files(f"{LONG}\n\n{LONG}\n\n{LONG.replace('alla', 'många')}"))) == []


SENTENCES = [
    LONG.replace("barn", who).replace("vill", verb).replace("gratis", word)
    for who in ("barn", "barn och unga", "{fakta:a}", "Barn")
    for verb in ("vill", "kan och vill")
    for word in ("gratis", "god", "varm och god")
] + [f"Hör av dig till {who} om du vill veta mer om hur det går till att bli en av oss." for who in ("oss", "Alma", "mig")]


def change(pages: dict[str, list[str]], rng: random.Random) -> None:
    """Add, remove or move some paragraphs, or a page."""
    for _ in range(rng.choice((1, 1, 2, 9))):
        name = f"{rng.randrange(40):02}.md"
        page = pages.setdefault(name, [])
        work = rng.randrange(6)
        if work == 0:
            pages.pop(name)
        elif work == 1:
            rng.shuffle(page)
        elif work == 2 and page:
            page.pop(rng.randrange(len(page)))
        else:
            own = "".join(rng.choice("abcdefgh ") for _ in range(60))
            page.insert(rng.randrange(len(page) + 1), rng.choice((*SENTENCES, own, own)))


@pytest.mark.slow
@pytest.mark.parametrize("few", [0, 10_000])
def test_a_join_that_continues_an_earlier_one_gives_the_same_result(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.language.repeated.compare_again.FEW", few)
    monkeypatch.setattr("plugins.language.repeated.compare_again.MOST_ANEW", 1)
    for module in ("compare", "compare_again"):
        monkeypatch.setattr(f"plugins.language.repeated.{module}.MOST_COMMON", 7)
    rng, pages = random.Random(5), dict[str, list[str]]()
    fresh = earlier = join_paragraphs([], remember_nothing, lambda: None)
    for step in range(100):
        change(pages, rng)
        traced = [trace_file(name, "\n\n".join(page)) for name, page in sorted(pages.items())]
        fresh = join_paragraphs(traced, remember_nothing, lambda: None)
        again = join_paragraphs(traced, remember_nothing, lambda: None, earlier)
        assert again == fresh, step
        assert list(report_drift(traced, again)) == list(check_drift(traced))
        earlier = again if rng.random() < 0.9 else earlier
    assert sum(number != family for number, family in enumerate(fresh.families)) > 20


@pytest.mark.parametrize("common", ["", " ".join(LONG.split()[:4])])
def test_a_join_does_not_compare_paragraphs_with_few_words_in_common_with_the_changes_again(common: str) -> None:
    own = [" ".join((*(chr(97 + number) * length for length in range(1, 14)), common)) for number in range(26)]
    like = LONG, LONG.replace("alla", "många")
    before, after = files(*like, *own[:-1]), files(*like, *own[:-2], own[-1])
    joined = join_paragraphs(before, remember_nothing, lambda: None)

    def refuse(key: object, _make: Callable[[], object]) -> Never:
        raise AssertionError(key)

    assert list(report_drift(after, join_paragraphs(after, refuse, lambda: None, joined))) == list(check_drift(after))


@pytest.mark.parametrize("few", [0, 10_000])
def test_a_new_paragraph_is_compared_with_one_that_resembled_no_other(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.language.repeated.compare_again.FEW", few)
    own = [" ".join(chr(97 + number) * length for length in range(1, 10)) for number in range(26)]
    before, after = files(LONG, *own), files(LONG, *own[:-1], LONG.replace("alla", "många"))
    joined = join_paragraphs(before, remember_nothing, lambda: None)
    problems = list(report_drift(after, join_paragraphs(after, remember_nothing, lambda: None, joined)))
    assert codes(problems) == [("nastan-samma-stycke", "26.md")]


# ---- figures

FACTS = """
- id: besokare
  värde: cirka 150
  enhet: personer i månaden på caféet
  avser: okänt
  källa: A
- id: unga
  värde: 150
  enhet: unga i Sverige om året
  avser: 2025
  källa: A
- id: hushall
  värde: 200–250
  enhet: hushåll i veckan
  avser: 2025
  källa: A
- id: verksamheter
  värde: sju
  enhet: verksamheter
  avser: 2025
  källa: A
- id: slut
  värde: 2030
  avser: 2030
  källa: A
"""


def facts() -> list[Fact]:
    """Return the facts above."""
    root, _ = read_records(text_of(FACTS, "fakta.yaml"), shape_of(Fact), is_list=True)
    assert root is not None
    return bind_all(Fact, root, Place(SourceFile(Path("fakta.yaml"))))[0]


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("Hit kommer ungefär 150 personer i månaden.", "Hit kommer {fakta:besokare} personer i månaden."),
        ("Hit kommer 150 personer till caféet.", "Hit kommer {fakta:besokare} personer till caféet."),
        ("Varje år dör 150 unga.", "Varje år dör {fakta:unga} unga."),
        ("Maten når 200-250 hushåll.", "Maten når {fakta:hushall} hushåll."),
        ("Maten når 200 till 250 hushåll varje vecka.", "Maten når {fakta:hushall} hushåll varje vecka."),
        ("Vi har sju verksamheter.", "Vi har {fakta:verksamheter} verksamheter."),
        ("Vi har 7 verksamheter.", "Vi har {fakta:verksamheter} verksamheter."),
    ],
)
def test_a_figure_that_is_a_fact_is_reported_with_its_mark(written: str, suggested: str) -> None:
    problems = list(check_figures(facts(), passages(written), "fakta"))

    assert [(problem.code, problem.suggestion) for problem in problems] == [("siffra-i-fakta", suggested)]


@pytest.mark.parametrize(
    "written",
    [
        "Hit kommer 150 personer om dagen.",
        "På mötet var 150 personer.",
        "På festivalen var 150 besökare.",
        "Hit kommer {fakta:besokare} personer i månaden.",
        "Varje månad möter vi 150 unga.",
        "Vi har 250 hushåll.",
        "Målen ska nås 2030, och {fakta:slut} är nära.",
        "Ring 0150-150 150 eller 150-150.",
        "## 150 unga om året",
        "De sju dvärgarna är en saga.",
        "Alva säger: ”Idag kommer 150 personer till caféet.”",
        "> Hit kommer ungefär 150 personer i månaden.",
    ],
)
def test_a_figure_of_something_else_is_accepted(written: str) -> None:
    assert list(check_figures(facts(), passages(written), "fakta")) == []


@pytest.mark.parametrize(
    "written",
    [
        "Idag lever 96 människor på gatan.",
        "I dag är 12 procent utan arbete.",
        "Just nu behövs 35 volontärer.",
        "För närvarande är 8 platser lediga.",
        "Vi startade 1987 och har idag 1 200 medlemmar.",
    ],
)
def test_a_figure_of_today_without_a_fact_is_reported(written: str) -> None:
    assert codes(list(check_figures([], passages(written), "fakta"))) == [("siffra-utan-uppgift", "0.md")]


@pytest.mark.parametrize(
    "written",
    [
        "Ring 112 eller 1177 idag.",
        "Idag, den 22 november 2026, är klockan 10.",
        "Idag tar vi emot unga mellan 16 och 24 år.",
        "Idag är hon 75 år och bor på Storgatan 40.",
        "I dag har mål 13 och de 17 globala målen en sida.",
        "Agenda 2030 är halvvägs i dag.",
        "Idag har vi {fakta:hushall} hushåll och två katter.",
        "Vi räknade 96 personer. Idag är det en annan dag.",
        "Det är 100 meter dit idag.",
    ],
)
def test_numbers_of_today_that_are_not_counts_are_accepted(written: str) -> None:
    assert list(check_figures(facts(), passages(written), "fakta")) == []


def test_a_fact_without_a_time_is_reported_where_it_speaks_of_today() -> None:
    problems = list(check_figures(facts(), passages("Idag kommer { Fakta: Besokare } personer. Nu {fakta:besokare}."), "fakta"))

    assert [(problem.code, problem.place.column) for problem in problems] == [("odaterad-uppgift", 13)]


# ---- names


@pytest.mark.parametrize(
    ("registered", "written", "message"),
    [
        ("Here4U", "Tack till Here 4 U.", "Namnet ”Here 4 U” skrivs ”Here4U” på rad 1 i register.yaml."),
        ("Jobbpunkt Väst", "JobbpunktVäst är här.", "Namnet ”JobbpunktVäst” skrivs ”Jobbpunkt Väst” på rad 1 i register.yaml."),
        (
            "",
            "Petterbergsskolan. På Pettersbergsskolan. På Pettersbergsskolan.",
            "Namnet ”Petterbergsskolan” skrivs ”Pettersbergsskolan” på rad 1.",
        ),
        (
            "",
            "Petterbergsskolans elever. På Pettersbergsskolan.",
            "Namnet ”Petterbergsskolans” skrivs ”Pettersbergsskolans” på rad 1.",
        ),
        ("Lyktan i Sandvålla AB", "", ""),
    ],
)
def test_a_name_written_in_two_ways_is_reported(registered: str, written: str, message: str) -> None:
    problems = list(check_names([text_of(registered, "register.yaml")], find_uses(passages(written))))

    assert [problem.message for problem in problems] == ([message] if message else [])


@pytest.mark.parametrize(
    "written",
    [
        "Jobbpunkt Mimer och Jobbpunkt Väst.",
        "Studio 54 och Studio 55.",
        "På Kristinaskolan och Kristinaskolans gård.",
        "Av Bergaskolan och Borgaskolan.",
        "I dag och Idag. Och Idag.",
        "HAUS och Haus.",
        "Till Here4U och Hear 2 Unite.",
        "Verksamheten och Verksamheterna växer.",
    ],
)
def test_names_of_different_things_are_accepted(written: str) -> None:
    assert list(check_names([], find_uses(passages(written)))) == []


# ---- house style


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("200-250", "200–250"),
        ("2009-2011", "2009–2011"),
        ("16-24-åringar", "16–24-åringar"),
        ("FN’s mål", "FN:s mål"),
        ("FN's mål", "FN:s mål"),
        ("mat mm.", "mat med mera."),
        ("såsom, så som", "såsom, såsom"),
        ("Så som mat", "Såsom mat"),
    ],
)
def test_text_against_the_writing_rules_is_reported_with_the_correction(written: str, right: str) -> None:
    problems = list(check_house_style(HouseStyle(standard_rules()), passages(written)))

    assert [(problem.code, problem.suggestion) for problem in problems] == [("skrivregel", right)]


@pytest.mark.parametrize(
    "written",
    [
        "020-50 50 50", "021-12 34 56", "bankgiro 123-4566", "2026-12-31", "1-2-3", "3-1", "covid-19", "E4-5", "5 mm", "FN:s",
        "så som vi ser det", "precis så som", "mål #1", "mål nr 1", "`1-2`", "{fakta:a-1-2}", "556000-1234", "tel. 116-117",
    ],
)  # fmt: skip
def test_text_that_only_looks_against_the_writing_rules_is_accepted(written: str) -> None:
    assert list(check_house_style(HouseStyle(standard_rules()), passages(written))) == []
    assert ranges(HouseStyle(standard_rules()), written) == []


def ranges(style: HouseStyle, written: str) -> list[Slip]:
    """Return the corrections that are made automatically."""
    return [slip for passage in passages(written) for slip in find_ranges(style, passage)]


ROWS = {
    "m.m.": "med mera",
    "o.s.v.": "och så vidare",
    "dvs.": "det vill säga",
    "t ex": "till exempel",
    "bl.a.": "bland annat",
    "fr.o.m.": "från och med",
    "t.o.m.": "till och med",
    "ca": "cirka",
}


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Mat, kläder m.m. till alla", "Mat, kläder med mera till alla"),
        ("Mat, kläder m.m. till alla.", "Mat, kläder med mera till alla."),
        ("Vi har mat m.m.", "Vi har mat med mera."),
        ("Vi har mat m.m. Sedan går vi hem.", "Vi har mat med mera. Sedan går vi hem."),
        ("Vi har mat m.m. ”Sedan” går vi hem.", "Vi har mat med mera. ”Sedan” går vi hem."),
        ("Vi har mat m.m. [Sedan](/mal-1/) går vi hem.", "Vi har mat med mera. [Sedan](/mal-1/) går vi hem."),
        ("Vi har mat m.m.\nSedan går vi hem.", "Vi har mat med mera."),
        ("Vi har mat m.m.\noch går hem.", "Vi har mat med mera"),
        ("Vi har mat m.m.. Sedan", "Vi har mat med mera. Sedan"),
        ("Vi har mat m.m... sedan", "Vi har mat med mera... sedan"),
        ("Vi har mat m.m., kläder och te", "Vi har mat med mera, kläder och te"),
        ("Vi har mat m.m.: te", "Vi har mat med mera: te"),
        ("Vi har mat m.m.; te", "Vi har mat med mera; te"),
        ("Vi har mat m.m.!", "Vi har mat med mera!"),
        ("Vi har mat m.m.?", "Vi har mat med mera?"),
        ("Vi har mat m.m. – och te", "Vi har mat med mera – och te"),
        ("Vi har mat (te m.m.) till alla", "Vi har mat (te med mera) till alla"),
        ("Vi har mat (te m.m.).", "Vi har mat (te med mera)."),
        ("Vi har mat (te m.m.)", "Vi har mat (te med mera)"),
        ("Vi har mat. (Alla får te m.m.) Kom!", "Vi har mat. (Alla får te med mera.) Kom!"),
        ("Vi har **mat m.m.** till alla", "Vi har **mat med mera** till alla"),
        ("Vi har **mat m.m.** Sedan går vi", "Vi har **mat med mera.** Sedan går vi"),
        ("Vi har <b>mat m.m.</b> till alla", "Vi har <b>mat med mera</b> till alla"),
        ("Vi har [mat m.m.](/mal-1/) till alla", "Vi har [mat med mera](/mal-1/) till alla"),
        ("## Mat m.m.", "## Mat med mera"),
        ("- kläder m.m.", "kläder med mera"),
        ("- Vi har kläder m.m.", "Vi har kläder med mera."),
        ("| Dag | Vad |\n| --- | --- |\n| fre | mat m.m. |", "| fre | mat med mera |"),
        ("Vi har mat m. m. till alla", "Vi har mat med mera till alla"),
        ("Vi har mat m m till alla", "Vi har mat med mera till alla"),
        ("Vi har mat mm till alla", "Vi har mat med mera till alla"),
        ("Vi har mat m.m till alla", "Vi har mat med mera till alla"),
        ("Vi har mat mm. till alla", "Vi har mat med mera till alla"),
        ("Vi har mat m\u00a0m till alla", "Vi har mat med mera till alla"),
        ("Vi har mat m.\u00a0m. till alla", "Vi har mat med mera till alla"),
        ("Vi har mat mm", "Vi har mat med mera"),
        ("Mat osv. till alla", "Mat och så vidare till alla"),
        ("Mat o s v, och te", "Mat och så vidare, och te"),
        ("Mat osv.", "Mat och så vidare."),
        ("Mat, dvs frukost", "Mat, det vill säga frukost"),
        ("Mat, d.v.s. frukost", "Mat, det vill säga frukost"),
        ("Mat, d v s Mimer", "Mat, det vill säga Mimer"),
        ("Här finns t.ex. mat", "Här finns till exempel mat"),
        ("Här finns t. ex. Mimer", "Här finns till exempel Mimer"),
        ("Här finns tex mat", "Här finns till exempel mat"),
        ("Mat. T.ex. frukost.", "Mat. Till exempel frukost."),
        ("T ex frukost.", "Till exempel frukost."),
        ("## T.ex. frukost", "## Till exempel frukost"),
        ("### *T ex* frukost", "### *Till exempel* frukost"),
        ("Här finns bl a mat", "Här finns bland annat mat"),
        ("Här finns bla mat", "Här finns bland annat mat"),
        ("Öppet fr.o.m. den 1 maj", "Öppet från och med den 1 maj"),
        ("Öppet fr o m 1 maj t o m 3 juni", "Öppet från och med 1 maj t o m 3 juni"),
        ("Öppet t.o.m. Valborg", "Öppet till och med Valborg"),
        ("Här bor ca 50 barn", "Här bor cirka 50 barn"),
        ("Här bor ca. 50 barn", "Här bor cirka 50 barn"),
    ],
)  # fmt: skip
def test_an_abbreviation_is_written_out_with_the_right_full_stops(written: str, right: str) -> None:
    rows = "".join(rule(avoid, write) for avoid, write in ROWS.items())
    problems = list(check_house_style(style(rows), passages(written)))

    assert problems[0].suggestion == right
    assert len({(problem.place.line, problem.place.column) for problem in problems}) == len(problems)


@pytest.mark.parametrize(
    "written",
    [
        "5 mm", "5 mm.", "5\u00a0mm regn", "fem mm regn",
        "tjugo mm", "arton mm", "femtio mm", "två hundra mm", "en halv mm", "i cm eller mm", "både cm, mm",
        "fyra till sex mm.", "2–3 mm", "30 x 40 mm", "{fakta:regn} mm", "mm 5",
        "Längd (mm)", "5 mm/dygn", "mm²", "mm-papper", "0,5 mm tjock",
        "dvs.example.org", "www.example.org/dvs/", "info@dvs.example.org", "mappen /dvs/", "filen dvs.pdf", "`dvs`", "#dvs",
        "Ca Foscari", "i Ca Mau", "DVS AB", "MM Karton", "företaget Tex", "TeX", "bla bla bla", "en tom stol", "från From",
        "t.v.", "f.m.m.m", "omm", "caféet", "NVM.M", "a.m.m.", "kommm", "dvs-kod", "och så vidare. Till exempel",
        "<!-- m.m. -->", "[Mat](/m.m./)", "m.M.", "m.m.-listan", "i d.v.s.-form", "ett par mm snö", "några få mm",
        "en mm tjock", "varje mm", "en tiondels mm", "hundradels mm", "enhet: mm", "bredden = mm", "flera mm regn",
    ],
)  # fmt: skip
def test_text_that_only_looks_like_an_abbreviation_is_accepted(written: str) -> None:
    rows = "".join(rule(avoid, write) for avoid, write in ROWS.items())

    assert list(check_house_style(style(rows), passages(written))) == []


@pytest.mark.parametrize(
    ("avoid", "write", "written", "right"),
    [
        ("t ex", "t.ex.", "Här finns t ex mat", "Här finns t.ex. mat"),
        ("t ex", "t.ex.", "Här finns t.ex mat", "Här finns t.ex. mat"),
        ("mm", "m.m.", "Vi har mat mm. Sedan", "Vi har mat m.m. Sedan"),
        ("mm", "m.m.", "Vi har mat mm", "Vi har mat m.m."),
        ("mm", "m.m.", "Vi har mat m.m. till alla", None),
        ("mm", "m.m.", "Vi har mat m.m.", None),
        ("m.m.", "m m", "Vi har mat m m. Sedan", None),
        ("t.ex.", "t ex", "T ex mat", None),
        ("ca.", "ca", "Här bor ca 50", None),
        ("ca.", "ca", "Här bor ca. 50", "Här bor ca 50"),
        ("st.", "stycken", "Vi har 5 st. till er", "Vi har 5 stycken till er"),
        ("st", "stycken", "Vi har 5 st.", "Vi har 5 stycken."),
        ("e.d.", "eller dylikt", "te e. d. och", "te eller dylikt och"),
        ("x.y.z.", "xyz", "ett x y z.", "ett xyz."),
        ("x.y.z.", "xyz", "ett xyz", None),
        ("kand.", "kandidat", "en kand. i år", "en kandidat i år"),
        ("kand.", "kandidat", "en kand i år", None),
        ("dr.", "doktor", "Fråga dr. Alva", "Fråga doktor Alva"),
        ("Dr.", "Doktor", "Fråga Dr. Alva", "Fråga Doktor Alva"),
        ("m.v.", "med vänner", "Alva m.v. Sedan", "Alva med vänner. Sedan"),
        ("st", "stycken", "Vi har 5 st. Sedan", "Vi har 5 stycken. Sedan"),
        ("kl.", "klockan", "Vi ses kl. 9", "Vi ses klockan 9"),
        ("etc", "och så vidare", "Mat etc. Sedan", "Mat och så vidare. Sedan"),
        ("FNs", "FN:s", "FNs mål", "FN:s mål"),
        ("tom", "till och med", "tom fredag", "till och med fredag"),
        ("min.", "minst", "Min vän är min. Sedan är hon min lärare. Den är min.", None),
        ("min.", "minuter", "Det tar 90 min lång tid", "Det tar 90 minuter lång tid"),
        ("min.", "minuter", "Det tar 90 min. Sedan", "Det tar 90 minuter. Sedan"),
        ("min.", "minst", "Här bor min. 5 barn", "Här bor minst 5 barn"),
        ("ung.", "ungefär", "Han är ung. Hon är ung, och ung.", None),
        ("ung.", "ungefär", "Ung. 50 barn", "Ungefär 50 barn"),
        ("bil.", "bilaga", "Vi tog en bil. Sedan gick vi till en bil.", None),
        ("max.", "högst", "Max kom med Eva. Max. och Eva", None),
        ("max.", "högst", "Max 30 barn", "Högst 30 barn"),
        ("max.", "högst", "Kör max. 30", "Kör högst 30"),
        ("max.", "högst", "Kör 30 max. 5 barn kom", "Kör 30 högst. 5 barn kom"),
        ("max.", "högst", "Kör max trettio", "Kör högst trettio"),
        ("s.", "sidan", "S. K. Ek kom.", None),
        ("s.", "sidan", "Läs s. 5", "Läs sidan 5"),
        ("N st.", "N stycken", "5 st. till", "5 stycken till"),
    ],
)
def test_a_row_for_an_abbreviation_finds_its_other_spellings(avoid: str, write: str, written: str, right: str | None) -> None:
    problems = list(check_house_style(style(rule(avoid, write)), passages(written)))

    assert [problem.suggestion for problem in problems] == ([right] if right else [])


def test_an_abbreviation_that_another_row_names_is_reported_by_that_row_only() -> None:
    rows = rule("mm", "med mera") + rule("m.m.", "och annat") + rule("m m", "och mer")
    problems = list(check_house_style(style(rows), passages("Mat mm här.\n\nMat m.m. här.\n\nMat m m här.")))

    assert [problem.suggestion for problem in problems] == [
        "Mat med mera här.", "Mat och annat här.", "Mat och mer här."
    ]  # fmt: skip


# ---- what is quoted


@pytest.mark.parametrize(
    "written",
    [
        "I källan står ”mat m.m. till alla”.",
        'I källan står "mat m.m. till alla".',
        "I källan står “mat m.m.” och mer.",
        "I källan står »mat m.m.« och mer.",
        "Det kallas ’mat m.m.’ här.",
        "**”Mat m.m. till alla”** heter boken.",
        "Boken (”Mat m.m. till alla”) är ny.",
        "Boken [”Mat m.m. till alla”](https://www.example.org/) är ny.",
        "> Mat m.m. till alla.",
        "> Mat till alla.\n> Kläder m.m. till några.\n>\n> – Alva",
        "- > Mat m.m. till alla.",
        "Hon sa: ”Mat.\nKläder m.m. till alla.”",
        "”Det var mat m.m. till alla.\n\n”Och kläder m.m. till några”, sa hon.",
        "– Vi hade mat m.m. till alla, säger Alva.",
        "<q>Mat m.m. till alla</q> står det.",
        "Boken <cite>Mat m.m. till alla</cite> är ny.",
        "Målet är ”200-250 hushåll”.",
        "Målet är ’200-250 hushåll’.",
        "Målet är '5-6 hushåll'.",
        "> 200-250 hushåll.",
    ],
)
def test_quoted_text_is_accepted(written: str) -> None:
    every = style(rule("m.m.", "med mera") + rule("N-N", "N–N"))

    assert list(check_house_style(every, passages(written))) == []
    assert ranges(every, written) == []


@pytest.mark.parametrize(
    "written",
    [
        "”Mat” och kläder m.m. till ”alla”.",
        'En skärm på 15" och kläder m.m. till en på 24" står här.',
        "Lars’ kläder m.m. och Jonas’ mat.",
        "På ’90-talet hade Lars’ familj kläder m.m. och Jonas’ mat.",
        "Han sa ”mat och gav oss kläder m.m. till alla.",
        "Han sa ”mat och gav oss ”kläder” m.m. till alla.",
        "– mat\n– kläder m.m.",
        "5 > 3, och kläder m.m. till alla.",
        "Mat – kläder m.m. – till alla.",
        "mat till”alla kläder m.m. till”alla",
    ],
)
def test_text_outside_quotations_is_reported(written: str) -> None:
    assert codes(list(check_house_style(style(rule("m.m.", "med mera")), passages(written)))) == [("skrivregel", "0.md")]


def test_a_right_spelling_in_a_quotation_does_not_count_as_used_by_the_site() -> None:
    every = HouseStyle(standard_rules())

    assert list(check_house_style(every, passages("mål #1", "I källan står ”mål nr 1”."))) == []


CLOCK = "\n".join(f"    - {words}" for words in ("kl. N:N", "kl N:N", "klockan N:N"))


def style(row: str) -> HouseStyle:
    """Return a table of writing rules with these rows."""
    source = SourceFile(Path("skrivregler.yaml"), row)
    root, problems = read_records(text_of_lines(source, 1, row), shape_of(WritingRule), is_list=True)
    assert root is not None
    rules, found = bind_all(WritingRule, root, Place(source))
    assert not problems
    assert not found
    return HouseStyle(rules)


def rule(avoid: str, write: str, *unless: str) -> str:
    """Return a row of writing rules."""
    row = f'- inte: "{avoid}"\n  skriv: "{write}"\n  därför: Så skriver vi.\n'
    return row + ("  utom:\n" + "".join(f"    - {words}\n" for words in unless) if unless else "")


@pytest.mark.parametrize(
    ("avoid", "write", "written", "right"),
    [
        ("klockan N:N", "klockan N.N", "Klockan 9:00 är det mat.", "Klockan 9.00 är det mat."),
        ("klockan N:N", "klockan N.N", "Mat klockan 9:00.", "Mat klockan 9.00."),
        ("kl. N:N", "kl. N.N", "Kl. 9:00–10:30", "Kl. 9.00–10:30"),
        ("kl. N:N", "kl. N.N", "kl. 9:00-10:30", "kl. 9.00-10:30"),
        ("kl. N:N-N:N", "kl. N.N–N.N", "Öppet kl. 9:00-10:30.", "Öppet kl. 9.00–10.30."),
        ("kl. N:N-N:N", "kl. N.N–N.N", "Öppet kl. 22:00-06:00, året om", "Öppet kl. 22.00–06.00, året om"),
        ("kl. N:N–N:N", "kl. N.N–N.N", "Kl. 9:00–10:30 är det mat", "Kl. 9.00–10.30 är det mat"),
        ("N:N–N:N", "N.N–N.N", "Varje dag 9:00–10:30.", "Varje dag 9.00–10.30."),
        ("kl. N-N", "kl. N–N", "Kl. 9-11 och", "Kl. 9–11 och"),
        ("kl. N-N", "kl. N–N", "kl. 08-09.", "kl. 08–09."),
        ("kl. N-N", "kl. N–N", "kl. 22-6 är natt", "kl. 22–6 är natt"),
        ("N-N år", "N–N år", "för 16-24 år", "för 16–24 år"),
        ("kl N", "kl. N", "Kl 9.", "Kl. 9."),
        ("kl N", "kl. N", "kl 9–11", "kl. 9–11"),
        ("kl N", "kl. N", "kl 9-11", "kl. 9-11"),
        ("kl N", "kl. N", "kl 9-tiden", "kl. 9-tiden"),
        ("N%", "N %", "Nu är 25% av dem", "Nu är 25 % av dem"),
        ("N%", "N %", "2,5%.", "2,5 %."),
        ("N%", "N %", "(10–20%)", "(10–20 %)"),
        ("N procent", "N %", "25 procent", "25 %"),
        ("N kr", "N kronor", "De fick 12 500 kr.", "De fick 12 500 kronor."),
        ("N kr", "N kronor", "125000 kr", "125000 kronor"),
        ("för N kr", "för N kronor", "för 12 500 kr", "för 12 500 kronor"),
        ("Nkr", "N kr", "Det kostar 10kr.", "Det kostar 10 kr."),
        ("klN", "kl. N", "Kl9 börjar det", "Kl. 9 börjar det"),
        ("N av N", "N/N", "3 av 4", "3/4"),
        ("N-tiden", "klockan N", "9-tiden börjar det", "Klockan 9 börjar det"),
        ("N-tiden", "klockan N", "## 9-tiden börjar det", "## Klockan 9 börjar det"),
        ("N-tiden", "klockan N", "- **9-tiden** börjar det", "**Klockan 9** börjar det"),
        ("N-tiden", "klockan N", "1. 9-tiden börjar det", "1. Klockan 9 börjar det"),
        ("N-tiden", "klockan N", "Så är det i år. 9-tiden börjar det", "Så är det i år. Klockan 9 börjar det"),
        ("N-tiden", "klockan N", "Vid ca 9-tiden", "Vid ca klockan 9"),
        ("N-tiden", "klockan N", "Vid t.ex. 9-tiden", "Vid t.ex. klockan 9"),
        ("mål N i FN", "FN:s mål N", "mål 2 i FN", "FN:s mål 2"),
        ("mål N i FN", "det globala målet N", "Mål 2 i FN", "Det globala målet 2"),
        ("PDF-fil", "dokument", "Läs en PDF-fil.", "Läs en dokument."),
        ("PDF-filen", "dokumentet", "Slut. PDF-filen finns.", "Slut. Dokumentet finns."),
        ("Nya hjälpen", "Hjälpen", "om Nya hjälpen", "om Hjälpen"),
        ("kl", "kl.", "kl 9", "kl. 9"),
        ("Nässjö", "Nässjö kommun", "i Nässjö", "i Nässjö kommun"),
        ("Facebook", "facebook", "på Facebook", "på facebook"),
        ("facebook", "Facebook", "på facebook", "på Facebook"),
    ],
)  # fmt: skip
def test_a_writing_rule_finds_what_its_wording_suggests(avoid: str, write: str, written: str, right: str) -> None:
    problems = list(check_house_style(style(rule(avoid, write)), passages(written)))

    assert [problem.suggestion for problem in problems] == [right]


@pytest.mark.parametrize(
    ("avoid", "write", "written"),
    [
        ("kl. N:N", "kl. N.N", "kl. 9:00:30"),
        ("kl. N:N", "kl. N.N", "kl. 9.00"),
        ("klockan N:N", "klockan N.N", "stolsklockan 9:00"),
        ("kl N", "kl. N", "kl 9.30"),
        ("den N", "dag N", "den 2026-12-31"),
        ("N kr", "N kronor", "5 Kr"),
        ("N kr", "N kronor", "plan A5 kr"),
        ("N kr", "N kronor", "2026-12-31 kr"),
        ("FN N", "Förenta nationerna N", "fn 5"),
        ("Nässjö", "Nässjö kommun", "5ässjö"),
        ("TNT", "N", "T5T"),
        ("ring N-N", "ring N–N", "ring 021-12 34 56"),
        ("ring N-N", "ring N–N", "ring 070-174 06 05"),
        ("ring N-N", "ring N–N", "ring 070-1740605"),
        ("iPad N", "surfplatta N", "IPAD 3"),
        ("N-N", "N–N", "070-174 06 05"),
        ("N-N", "N–N", "3-1"),
        ("kl", "kl.", "kl. 9"),
        ("kl", "kl.", "Kl. 9 och kl. 10"),
        ("stadsmissionen", "Västerås stadsmissionen", "Läs om Västerås stadsmissionen"),
        ("Nässjö", "Nässjö kommun", "Nässjö kommun är med"),
        ("år N", "år N efter Kristus", "år 5 efter Kristus"),
    ],
)  # fmt: skip
def test_a_writing_rule_accepts_text_that_only_looks_like_a_match(avoid: str, write: str, written: str) -> None:
    assert list(check_house_style(style(rule(avoid, write)), passages(written))) == []


@pytest.mark.parametrize(
    ("unless", "written"),
    [
        ("hemlösa personer", "Vi möter *hemlösa* personer."),
        ("hemlösa personer", "Vi möter hemlösa **personer**."),
        ("hemlösa personer", "Vi möter __hemlösa__ _personer_."),
        ("hemlösa personer", "Vi möter [hemlösa](/mal-1/) personer."),
        ("hemlösa personer", "Vi möter hemlösa [personer](/mal-1/)."),
        ("hemlösa personer", f"Vi möter [hemlösa](/{'mal-1' * 20}/) personer."),
        ("hemlösa personer", "Vi möter hemlösa\n*personer*."),
        ("N hemlösa", "Vi mötte **30** hemlösa."),
        ("N hemlösa", "Vi mötte {fakta:hemlosa-2025} hemlösa."),
        ("N hemlösa", f"Vi mötte {{fakta:{'hemlosa-' * 10}2025}} *hemlösa*."),
        ("de flesta av alla som är eller har varit hemlösa", "De flesta av alla som är eller har varit hemlösa."),
    ],
)  # fmt: skip
def test_an_exception_applies_to_the_words_as_a_reader_sees_them(unless: str, written: str) -> None:
    """Emphasis, links and marks do not separate words."""
    every = style(rule("hemlösa", "hemlösa personer", unless))
    assert list(check_house_style(every, passages("Vi möter hemlösa.")))

    assert list(check_house_style(every, passages(written))) == []


@pytest.mark.parametrize(
    "written",
    [
        "Vi möter *hemlösa* och personer.",
        "Vi möter hemlösa: personer.",
        "Vi möter hemlösa, **personer**.",
        "Hemlösa {antal:mal} personer.",
    ],
)
def test_an_exception_applies_to_its_own_words_only(written: str) -> None:
    assert len(list(check_house_style(style(rule("hemlösa", "utan hem", "hemlösa personer")), passages(written)))) == 1


def test_a_rule_with_several_spellings_finds_each_of_them() -> None:
    row = f"- inte:\n{CLOCK}\n  skriv: kl. N.N\n  därför: Så skriver vi.\n"
    problems = check_house_style(style(row), passages("Klockan 9:00", "Kl 10:30.", "kl. 8:15"))

    assert [problem.suggestion for problem in problems] == ["Kl. 9.00", "Kl. 10.30.", "kl. 8.15"]


@pytest.mark.parametrize(
    ("row", "at", "words"),
    [
        (rule("kl N", "kl. N", "kl N"), 5, "”kl N” under ”utom” gör att det alltid är rätt"),
        (rule("kl N:N", "kl. N.N", "klockan", "Kl N:N"), None, ""),
        (rule("kl 9", "kl. 9", "kl N"), 5, "”kl N” under ”utom”"),
        (rule("mm", "med mera", "N mm", "mm N", "mm"), 7, "”mm” under ”utom”"),
        (rule("N-N", "N–N", "N-N"), 5, "”N-N” under ”utom”"),
        (rule("www.exempel.se", "exempel.se"), 1, "adresser"),
        (rule("skriv till info@example.org", "skriv till oss"), 1, "”info@example.org”"),
        (rule("`kod`", "kod"), 1, "”`kod`”"),
        (rule("<b>viktigt</b>", "viktigt"), 1, "”<b></b>”"),
        (rule("kl. N", "kl. N.N"), 2, "”kl. N” har ett"),
        (rule("kl", "kl. N"), 2, "”kl” har inget"),
        (rule("N: N", "N, N och N"), 2, "”N: N” har två"),
        (rule("Nkr", "N kr"), None, ""),
        (rule("kl. N:N-N:N", "kl. N.N–N.N", "kl. 9:00-10:00"), None, ""),
        (rule("mm", "med mera", "N mm", "mm N"), None, ""),
    ],
)  # fmt: skip
def test_a_rule_that_can_never_find_anything_is_reported(row: str, at: int | None, words: str) -> None:
    problems = list(check_writing_rules({pattern.rule: None for pattern in style(row).patterns}))

    assert [(problem.code, problem.place.line) for problem in problems] == ([("fel-skrivregel", at)] if at else [])
    assert all(words in problem.message and problem.help for problem in problems)


@pytest.mark.parametrize(
    ("avoid", "write"),
    [
        ("a:N", "N"),
        ("N,N", "N N"),
        ("N.", "N"),
        ("FN's", "x"),
        ("N N N", "N N N"),
        ("klN", "N"),
        ("Mål N:a", "N"),
        ("N - N", "N–N"),
    ],
)
def test_a_rule_matches_its_own_sample(avoid: str, write: str) -> None:
    for pattern in style(rule(avoid, write)).patterns:
        assert pattern.expression.fullmatch(pattern.sample)


def test_two_spellings_are_reported_only_if_both_occur() -> None:
    problems = list(check_house_style(HouseStyle(standard_rules()), passages("mål #1", "mål nr 1")))

    assert [(problem.message, problem.suggestion) for problem in problems] == [
        ("Här står ”#1”, på andra ställen står ”nr 1”.", "mål nr 1")
    ]


# ---- links


def links(*pairs: tuple[str, str]) -> list[Problem]:
    """Return the problems of a page's links, given as text and address."""
    place = Place(SourceFile(Path("a.md")))
    return list(check_link_names([LinkFound(address, place, name=name) for name, address in pairs]))


@pytest.mark.parametrize("name", ["Klicka här", "läs mer", "Läs mer »", "HÄR!", "mer information", "[Läs mer]", "Read more"])
def test_a_link_name_that_says_nothing_is_reported(name: str) -> None:
    assert [problem.code for problem in links((name, "/om/"))] == ["intetsagande-lank"]


@pytest.mark.parametrize("name", ["Läs mer om Matcentralen", "Här finns vi", "hit", "Kontakt", "alva@example.org", "1177"])
def test_a_link_name_that_says_something_is_accepted(name: str) -> None:
    assert links((name, "/om/")) == []


def test_the_same_link_name_for_two_addresses_is_reported() -> None:
    assert [p.code for p in links(("Om oss", "/om/"), ("om oss", "/om"), ("Om oss", "/mal-1/"))] == ["samma-lanknamn"]
    assert links(("Mimer", "https://www.example.org"), ("Mimer", "http://example.org/")) == []


# ---- readability


def test_lix_counts_sentences_and_long_words() -> None:
    measured = measure_readability(passages("Vi äter frukost här. Sedan kommer {fakta:a} vänner.\n\n## Rubrik"))

    assert measured is not None
    assert (measured.words, measured.lix, measured.longest) == (8, 4 + 12, 4)  # one word of eight is long
    assert measure_readability(passages("## Rubrik")) is None
