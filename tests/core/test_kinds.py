"""Kinds: which values they accept, and what they report of others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from plugins.core.kinds import annotations as kinds
from plugins.core.kinds.choices import choice
from plugins.core.kinds.days import read_day
from plugins.core.kinds.keys import Key
from plugins.core.kinds.kind import Kind, KindError
from plugins.core.kinds.periods import Period
from plugins.core.kinds.telephone import Telephone
from plugins.core.kinds.words import TITLES
from plugins.core.places import SourceFile
from plugins.core.source.lines import Marked
from plugins.core.source.sources import Text
from plugins.global_goals.model import GlobalGoalField, GlobalGoalReference
from plugins.partners.model import DISPLAYS


def parser(annotation: Any) -> Callable[[str], Any]:
    """Return a function that parses a string by the kind of an annotation."""
    kind = annotation if isinstance(annotation, Kind) else next(a for a in get_args(annotation) if isinstance(a, Kind))
    return lambda written: kind.parse(Text(written, SourceFile(Path("a.yaml"), written), ((0, 1, 1),)))


def refuse(annotation: Any, written: str) -> KindError:
    """Return the error for a value that is refused."""
    with pytest.raises(KindError) as caught:
        parser(annotation)(written)
    return caught.value


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("31 december 2026", date(2026, 12, 31)),
        ("1 Mars 2026", date(2026, 3, 1)),
        ("1\u00a0maj\u00a02026", date(2026, 5, 1)),
        ("2028-02-29", date(2028, 2, 29)),
        ("05 maj 2026", date(2026, 5, 5)),
    ],
)
def test_a_day_may_be_written_in_two_ways(written: str, day: date) -> None:
    assert parser(kinds.Day)(written) == day


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("2026-3-1", "2026-03-01"),
        ("20261231", "2026-12-31"),
        ("31/12/2026", "2026-12-31"),
        ("31/12 2026", "2026-12-31"),
        ("1.2.2026", "2026-02-01"),
        ("2026/12/31", "2026-12-31"),
        ("2026 12 31", "2026-12-31"),
        ("2026-02-30", None),
        ("31 september 2026", None),
        ("2027-02-29", None),
        ("32/12/2026", None),
        ("31/12 9999", None),
        ("0000-01-01", None),
        ("31 dec 2026", "2026-12-31"),
        ("Den 31:a decmber 2026.", "2026-12-31"),
        ("t.o.m. 26-12-31", "2026-12-31"),
        ("31/12-26", "2026-12-31"),
        ("2026–12–31", "2026-12-31"),
        ("fredag 31 december, 2026", "2026-12-31"),
        ("30 feb 2026", None),
        ("december 2026", None),
        ("2026", None),
        ("imorgon", None),
        ("1735689600", None),
        ("2026-12-31T00:00", "2026-12-31"),
        ("٢٠٢٦-١٢-٣١", None),
    ],
)
def test_a_malformed_day_is_refused_with_a_guess(written: str, right: str | None) -> None:
    error = refuse(kinds.Day, written)

    assert (error.code, error.right) == ("fel-datum", right)
    assert written in error.message


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("2026-02-30", "Februari 2026 har 28 dagar."),
        ("31 september 2026", "September 2026 har 30 dagar."),
        ("2026-13-01", "En dag skrivs 2026-12-31 eller 31 december 2026."),
        ("december 2026", "Här behövs också dagen i månaden."),
        ("31 december", "Skriv hela året, med fyra siffror."),
    ],
)
def test_a_day_that_does_not_exist_is_refused_with_advice(written: str, advice: str) -> None:
    assert advice in refuse(kinds.Day, written).help


def test_leaving_the_field_out_is_advised_where_the_value_is_not_a_day_at_all() -> None:
    assert refuse(kinds.Day, "tills vidare").without == "Finns det ingen sådan dag: ta bort raden."
    assert refuse(kinds.Day, "2026-13-01").without == ""


@pytest.mark.parametrize("written", ["9999-12-31", "31 december 9999"])
def test_a_day_that_means_never_is_refused(written: str) -> None:
    for kind in (kinds.Day, kinds.RoughDay):
        error = refuse(kind, written)
        assert (error.code, error.message) == ("fel-datum", "Året 9999 ligger för långt bort.")
        assert error.without == "Finns det ingen sådan dag: ta bort raden."


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("2026–2024", "2024–2026"),
        ("2024 till 2026", "2024–2026"),
        ("2024/25", "2024–2025"),
        ("januari–mars 2026", "januari 2026–mars 2026"),
        ("jan 2026", "januari 2026"),
        ("2026-01", "januari 2026"),
        ("vt 2026", "våren 2026"),
        ("höst 2026", "hösten 2026"),
        ("hösten2026", "hösten 2026"),
        ("2026, våren", "våren 2026"),
        ("år 2026", "2026"),
        ("vet ej", "okänt"),
        ("31/12 2026", "2026-12-31"),
        ("vintern 2026", None),
        ("förr i tiden", None),
    ],
)
def test_a_malformed_period_is_refused_with_a_guess(written: str, right: str | None) -> None:
    assert refuse(kinds.RoughTime, written).right == right


@pytest.mark.parametrize(
    ("written", "right"), [("2.", "2"), ("#2", "2"), ("nr 2", "2"), ("2,0", "2"), ("två", "2"), ("3 000", "3000"), ("2-3", None)]
)
def test_a_malformed_number_is_refused_with_a_guess(written: str, right: str | None) -> None:
    assert refuse(kinds.Number, written).right == right


@pytest.mark.parametrize(
    ("written", "right"),
    [("svenska", "sv"), ("SV", "sv"), ("swe", "sv"), ("sv, en", None), ("kinesiska2", None)],
)
def test_a_malformed_language_code_is_refused_with_a_guess(written: str, right: str | None) -> None:
    assert refuse(kinds.Language, written).right == right


@pytest.mark.parametrize(
    ("written", "right"),
    [("Stockholm", "Europe/Stockholm"), ("europe/stockholm", "Europe/Stockholm"), ("UTC+1", "Europe/Stockholm")],
)
def test_an_unknown_time_zone_is_refused_with_a_guess(written: str, right: str | None) -> None:
    assert refuse(kinds.TimeZone, written).right == right


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("htps://www.example.org/", "https://www.example.org/"),
        ("https//www.example.org/", "https://www.example.org/"),
        ("https:/www.example.org", "https://www.example.org"),
        ("<https://www.example.org>", "https://www.example.org"),
        ("[Exempel](https://www.example.org)", "https://www.example.org"),
        ("https://www.example.org (ny)", "https://www.example.org"),
        ("https://www.example.org.", None),
        ("javascript:alert(1)", None),
        ("ingen", None),
    ],
)
def test_a_slip_in_a_web_address_is_refused_with_the_right_address(written: str, right: str | None) -> None:
    assert refuse(kinds.WebAddress, written).right == right


def test_published_is_never_guessed_for_a_status_that_means_unpublished() -> None:
    for written in ("opublicerad", "draft", "dold", "ej publicerad"):
        assert refuse(kinds.Status, written).right == "utkast"
    assert refuse(kinds.Status, "klar").right == "publicerad"


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("juli 2022", "2022-07-01", "2022-07-31"),
        ("Februari 2024", "2024-02-01", "2024-02-29"),
        ("våren 2017", "2017-01-01", "2017-06-30"),
        ("sommaren 2017", "2017-06-01", "2017-08-31"),
        ("hösten 2017", "2017-07-01", "2017-12-31"),
        ("början av 2022", "2022-01-01", "2022-04-30"),
        ("slutet av 2022", "2022-09-01", "2022-12-31"),
        ("första halvåret 2024", "2024-01-01", "2024-06-30"),
        ("andra halvåret 2024", "2024-07-01", "2024-12-31"),
        ("2009–2011", "2009-01-01", "2011-12-31"),
        ("2009-2011", "2009-01-01", "2011-12-31"),
        ("juli 2022 – mars 2023", "2022-07-01", "2023-03-31"),
        ("juli 2022 - mars 2023", "2022-07-01", "2023-03-31"),
        ("2024-01-31", "2024-01-31", "2024-01-31"),
        ("2024-01-31–3 maj 2024", "2024-01-31", "2024-05-03"),
        ("december 2022", "2022-12-01", "2022-12-31"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(written: str, first: str, last: str) -> None:
    assert parser(kinds.RoughTime)(written) == Period(written, date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("written", "first"),
    [("tidigast hösten 2017", "2017-07-01"), ("Tidigast 2009", "2009-01-01"), ("tidigast 3 maj 2024", "2024-05-03")],
)
def test_a_period_with_only_an_earliest_time_has_no_last_day(written: str, first: str) -> None:
    for kind in (kinds.RoughTime, kinds.RoughDay):
        assert parser(kind)(written) == Period(written, date.fromisoformat(first), None)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("från tidigast hösten 2017", "tidigast hösten 2017"),
        ("tidigast från och med 2017", "tidigast 2017"),
        ("tidigast 2009–2011", None),
        ("tidigast", None),
        ("tidigast snart", None),
    ],
)
def test_other_wordings_of_an_earliest_time_are_refused_with_a_guess(written: str, right: str | None) -> None:
    for kind in (kinds.RoughTime, kinds.RoughDay):
        assert refuse(kind, written).right == right


@pytest.mark.parametrize("written", ["okänt", "Okänt", "OKANT"])
def test_a_period_may_be_unknown(written: str) -> None:
    assert parser(kinds.RoughTime)(written) == Period(written, None, None)


@pytest.mark.parametrize(
    "written",
    [
        "2022–2020",
        "förra året",
        "vintern 2020",
        "juli",
        "2020–2021–2022",
        "0999",
        "22",
        "våren",
        "mitten av 2022",
        "–",
    ],
)
def test_a_period_that_cannot_be_understood_is_refused(written: str) -> None:
    assert refuse(kinds.RoughTime, written).code == "fel-tid"


@pytest.mark.parametrize("written", ["2024-02-30", "31 april 2024 – 2025"])
def test_a_period_with_a_day_that_does_not_exist_is_refused(written: str) -> None:
    assert refuse(kinds.RoughTime, written).code == "fel-datum"


@pytest.mark.parametrize("written", ["2009-01-01", "1 januari 2009", "2009", "juli 2022", "våren 2017", "slutet av 2022"])
def test_a_beginning_or_end_is_a_single_rough_time(written: str) -> None:
    assert parser(kinds.RoughDay)(written) == parser(kinds.RoughTime)(written)


@pytest.mark.parametrize(
    ("written", "right"), [("2009–2011", None), ("okänt", "saknas"), ("snart", None), ("2009-01", "januari 2009")]
)
def test_a_beginning_or_end_that_is_not_a_single_time_is_refused(written: str, right: str | None) -> None:
    error = refuse(kinds.RoughDay, written)
    assert (error.code, error.right) == ("fel-tid", right)
    assert not any("okänt" in line or "2009–2011" in line for line in error.help)


@pytest.mark.parametrize(
    ("written", "kronor"),
    [
        ("12352838", 12352838),
        ("12 352 838", 12352838),
        ("12 352 838 kr", 12352838),
        ("12\u00a0352\u00a0838\u00a0kr", 12352838),
        ("12\u202f352\u202f838 kronor", 12352838),
        ("900 KR", 900),
        ("900:-", 900),
        ("0", 0),
    ],
)
def test_money_is_whole_kronor(written: str, kronor: int) -> None:
    assert parser(kinds.Money)(written) == kronor


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("12.352.838", "12 352 838 kr"),
        ("12,352,838 kr", "12 352 838 kr"),
        ("SEK 900", "900 kr"),
        ("900,00 kr", "900 kr"),
        ("12 3528 38", None),
        ("12,5 miljoner", None),
        ("400 tkr", None),
        ("50 000 euro", None),
        ("-900", None),
        ("cirka 900", None),
        ("1234,50", None),
        ("٣", None),
    ],
)
def test_malformed_money_is_refused_with_a_guess_where_the_amount_is_clear(written: str, right: str | None) -> None:
    error = refuse(kinds.Money, written)
    assert (error.code, error.right) == ("fel-belopp", right)


@pytest.mark.parametrize(("written", "number"), [("0", 0), ("7", 7), ("007", 7), ("999999999", 999999999)])
def test_a_number_is_written_in_digits(written: str, number: int) -> None:
    assert parser(kinds.Number)(written) == number


@pytest.mark.parametrize("written", ["två", "1_000", "1 000", "1.0", "-1", "+1", "1e3", "", "٣", "²", "1000000000", "0x1"])
def test_a_number_not_in_plain_digits_is_refused(written: str) -> None:
    assert "är inget heltal" in refuse(kinds.Number, written).message


@pytest.mark.parametrize(("written", "said"), [("ja", True), ("Ja", True), ("nej", False), ("NEJ", False)])
def test_yes_and_no_are_in_swedish(written: str, said: bool) -> None:
    assert parser(kinds.YesNo)(written) is said


@pytest.mark.parametrize(
    ("written", "right"),
    [("yes", "ja"), ("True", "ja"), ("no", "nej"), ("false", "nej"), ("kanske", None), ("1", "ja"), ("Ja.", None)],
)
def test_an_answer_that_is_not_yes_or_no_is_refused_with_a_guess(written: str, right: str | None) -> None:
    assert refuse(kinds.YesNo, written).right == right


@pytest.mark.parametrize("written", ["stor logotyp", "Stor Logotyp", "stor_logotyp", "STOR-LOGOTYP"])
def test_a_choice_is_compared_as_field_names_are(written: str) -> None:
    assert parser(choice("visning", *DISPLAYS))(written) == "stor logotyp"


def test_a_wrong_choice_is_refused_with_the_alternatives() -> None:
    error = refuse(choice("status", "publicerad", "utkast"), "publiserad")

    assert (error.message, error.right) == ("”publiserad” går inte att välja här.", "publicerad")
    assert error.help == ("Välj mellan publicerad och utkast.",)


@pytest.mark.parametrize(
    "written",
    [
        "0701740605",
        "070 174 06 05",
        "070-174 06 05",
        "070-1740605",
        "+46 70 174 06 05",
        "+46701740605",
        "0046 70 174 06 05",
        "+46 (0)70-174 06 05",
        "+46(0)701740605",
        "070–174\u00a006\u202f05",
        "070/174.06.05",
        "(070) 174 06 05",
        "070‑174 06 05",
    ],
)
def test_a_telephone_number_may_be_written_in_many_ways(written: str) -> None:
    assert parser(kinds.Phone)(written) == Telephone("070-174 06 05", "tel:+46701740605")


@pytest.mark.parametrize(
    ("written", "shown", "link"),
    [
        ("0846500400", "08-465 004 00", "tel:+46846500400"),
        ("020-50 50 50", "020-50 50 50", "tel:+4620505050"),
        ("0771-793 336", "0771-79 33 36", "tel:+46771793336"),
        ("0200 12 34 56", "0200-12 34 56", "tel:+46200123456"),
        ("+46 770 12 34 56", "0770-12 34 56", "tel:+46770123456"),
        ("020 0123", "020-01 23", "tel:+46200123"),
        ("112", "112", "tel:112"),
        ("113 13", "113 13", "tel:11313"),
        ("11414", "114 14", "tel:11414"),
        ("1177", "1177", "tel:1177"),
        ("90 101", "90101", "tel:90101"),
        ("+45 33 12 34 56", "+45 33 12 34 56", "tel:+4533123456"),
    ],
)
def test_a_telephone_number_is_grouped_and_linked(written: str, shown: str, link: str) -> None:
    assert parser(kinds.Phone)(written) == Telephone(shown, link)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("070-174 06", "har 8 siffror, men ett mobilnummer har 10"),
        ("46500400", "Saknas riktnumret"),
        ("070-174 06 05 11 22", "har 14 siffror"),
        ("021-12", "för få siffror, 5"),
        ("021-12 34 56 78 90", "för många siffror, 13"),
        ("ring växeln", "inget telefonnummer"),
        ("", "inget telefonnummer"),
        ("+", "inget telefonnummer"),
        ("070-174 06 05 eller 08-1", "inget telefonnummer"),
        ("٠٧٠١٧٤٠٦٠٥", "inget telefonnummer"),
        ("111", "Saknas riktnumret"),
        ("070-174 06 05 ankn 3", "inget telefonnummer"),
    ],
)
def test_an_impossible_telephone_number_is_refused(written: str, words: str) -> None:
    error = refuse(kinds.Phone, written)

    assert error.code == "fel-telefon"
    assert words in error.message


@pytest.mark.parametrize(
    "written", ["a@example.org", "alva.exempel+mal@mail.example.org", "A-B_c@ex-ample.se", "1@example.museum"]
)
def test_a_plain_email_address_is_accepted(written: str) -> None:
    assert parser(kinds.Email)(written) == written


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("mailto:a@example.org", "a@example.org"),
        ("a@example", None),
        ("a(at)example.org", "a@example.org"),
        ("a at example.org", "a@example.org"),
        ("a @ example.org", "a@example.org"),
        ("[a@example.org](mailto:a@example.org)", "a@example.org"),
        ("a@example.org (Alva)", "a@example.org"),
        ("åsa@example.org", None),
        ("a b@example.org", None),
        ("a@@example.org", "a@example.org"),
        ("a..b@example.org", None),
        (".a@example.org", "a@example.org"),
        ("a.@example.org", None),
        ("a@-example.org", None),
        ("Alva <a@example.org>", "a@example.org"),
        ("a@example.org,b@example.org", None),
        ("å@example.org", None),
        ("@example.org", None),
        ("a@example.org\n", None),
    ],
)
def test_a_malformed_email_address_is_refused(written: str, right: str | None) -> None:
    error = refuse(kinds.Email, written)

    assert (error.code, error.right) == ("fel-epost", right)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("https://www.example.org", "https://www.example.org"),
        ("http://example.org/a?b=c&d=(e)#f", "http://example.org/a?b=c&d=(e)#f"),
        ("HTTPS://EXAMPLE.ORG/Å", "https://example.org/Å"),
        ("https://räksmörgås.example.org/", "https://xn--rksmrgs-5wao1o.example.org/"),
        ("https://example.org:8080/", "https://example.org:8080/"),
    ],
)
def test_a_web_address_has_a_scheme_and_a_host(written: str, read_as: str) -> None:
    assert parser(kinds.WebAddress)(written) == read_as


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("www.example.org", "https://www.example.org"),
        ("example.org/om", "https://example.org/om"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("JavaScript://example.org/%0aalert(1)", None),
        ("ftp://example.org/", None),
        ("//example.org/", None),
        ("/om/", None),
        ("https://", None),
        ("https://example", None),
        ("https://a b.example.org", None),
        ("https://example.org/<b>", None),
        ("https://user@example.org/", None),
        ("https://example.org:99999/", None),
        ("https://[::1]/", None),
        ("https://127.0.0.1/", None),
        ("https://example.org/\x00", None),
        ("", None),
        ("https://-a.example.org", None),
        ("https://exam\\ple.org", None),
    ],
)
def test_a_malformed_web_address_is_refused(written: str, right: str | None) -> None:
    error = refuse(kinds.WebAddress, written)

    assert (error.code, error.right) == ("fel-adress", right)


@pytest.mark.parametrize("written", ["/", "/om/", "/mal-1/#otrygghet", "/404.html", "/bilder/a_b.jpg", "/om"])
def test_an_address_of_the_site_begins_at_the_root(written: str) -> None:
    assert parser(kinds.LinkAddress)(written) == written


@pytest.mark.parametrize(
    "written",
    ["//example.org/", "/a b/", "/å/", "/../x", "/a?b", "#a", "/a\\b"],
)
def test_a_malformed_address_of_the_site_is_refused(written: str) -> None:
    assert refuse(kinds.LinkAddress, written).code == "fel-adress"


@pytest.mark.parametrize(
    ("written", "right"),
    [("om", "/om/"), ("bli-partner/", "/bli-partner/"), ("www.example.org", "https://www.example.org")],
)
def test_a_link_without_its_beginning_is_refused_with_a_guess(written: str, right: str) -> None:
    assert refuse(kinds.LinkAddress, written).right == right


@pytest.mark.parametrize("written", ["/bilder/rapport.pdf", "/bilder/Rapport_2025.PDF", "/bilder/a.b.docx"])
def test_a_document_has_an_address_of_this_site(written: str) -> None:
    assert parser(kinds.DocumentAddress)(written) == written


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("rapport.pdf", "/bilder/rapport.pdf"),
        ("bilder/rapport.pdf", "/bilder/rapport.pdf"),
        ("/content/bilder/rapport.pdf", "/bilder/rapport.pdf"),
        ("https://example.org/rapport.pdf", None),
        ("//example.org/rapport.pdf", None),
        ("/bilder/../rapport.pdf", None),
        ("/bilder/års rapport.pdf", None),
        ("/om/", None),
        ("/bilder/lykta.png", None),
        ("/bilder/makro.docm", None),
    ],
)
def test_an_address_that_is_not_of_a_document_is_refused(written: str, right: str | None) -> None:
    error = refuse(kinds.DocumentAddress, written)
    assert (error.code, error.right) == ("fel-adress", right)


@pytest.mark.parametrize("written", ["våld", "akut-hemlosa", "Vän företag", "a1", "2"])
def test_an_id_is_letters_digits_and_hyphens(written: str) -> None:
    assert str(parser(kinds.Id)(written)) == written


@pytest.mark.parametrize("written", ["a/b", "-a", "_a", "a:b", "", "{a}", "a.b", " a", "a\nb", "a#b"])
def test_an_id_with_other_characters_is_refused(written: str) -> None:
    assert "duger inte som id" in refuse(kinds.Id, written).message


@pytest.mark.parametrize("written", ["a/b.svg", "..\\b.svg", ".b.svg", "../b.svg"])
def test_a_file_name_has_no_folder(written: str) -> None:
    assert "utan mapp" in refuse(kinds.FileName, written).message
    assert parser(kinds.FileName)("Ett namn.svg").value == "Ett namn.svg"


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [(kinds.Language, "sv-SE", "svenska"), (kinds.TimeZone, "Europe/Stockholm", "Stockholm tid")],
)
def test_a_language_and_a_time_zone_are_codes(kind: Any, good: str, bad: str) -> None:
    assert parser(kind)(good) == good
    assert bad in refuse(kind, bad).message


@pytest.mark.parametrize(
    ("written", "number", "target"),
    [
        ("11", 11, None),
        ("11.1", 11, "11.1"),
        ("8.10", 8, "8.10"),
        ("8.1", 8, "8.1"),
        ("16.A", 16, "16.a"),
        ("mål 4", 4, None),
        ("Delmål 4.2", 4, "4.2"),
        ("04", 4, None),
        ("17.19", 17, "17.19"),
    ],
)
def test_a_global_goal_is_a_number_or_a_target(written: str, number: int, target: str | None) -> None:
    assert parser(GlobalGoalField)(written) == GlobalGoalReference(number, target)


@pytest.mark.parametrize(
    "written",
    [
        "0",
        "18",
        "11.9",
        "8.11",
        "17.20",
        "17.a",
        "11.0",
        "16, 11",
        "11.1.1",
        "Fred",
        "",
        "1.1b",
        "-1",
        "1.01",
    ],
)
def test_an_unknown_global_goal_is_refused(written: str) -> None:
    assert refuse(GlobalGoalField, written).code == "okant-globalt-mal"


def test_a_year_has_four_digits() -> None:
    assert parser(kinds.Year)("1994") == 1994


@pytest.mark.parametrize(
    ("written", "right"), [("år 1994", "1994"), ("1994-05-01", "1994"), ("1994–1996", None), ("94", None), ("19940", None)]
)
def test_a_malformed_year_is_refused_with_the_year_in_it(written: str, right: str | None) -> None:
    error = refuse(kinds.Year, written)
    assert (error.message, error.right) == (f"”{written}” är inget år.", right)


@pytest.mark.parametrize("written", ["2027-03-01", " 2027-03-01 ", "1 mars 2027"])
def test_a_day_in_a_form_is_read_as_in_a_field(written: str) -> None:
    assert read_day(written) == date(2027, 3, 1)


@pytest.mark.parametrize("written", ["20270301", "2027-W09-1", "2027-02-30", "9999-12-31", "mars", ""])
def test_a_value_that_no_field_accepts_as_a_day_is_none(written: str) -> None:
    assert read_day(written) is None


LEAD_ELSEWHERE = {
    "ROLE": "a contact is called by it",
    "NUMBER": "things are counted and sorted by it, and may be named by it",
    "LANGUAGE": "the site has the pages of its languages",
    "TIME_ZONE": "the site's days change by it",
}
"""Kinds that are known by nothing else to affect other pages, and why changes of their values rebuild all pages all the same."""


def leads_elsewhere(kind: Kind) -> bool:
    """Return whether values of a kind can affect other pages: names, choices, texts with marks, or internal addresses."""
    if kind.is_name or kind.options or kind in TITLES or not kind.example or kind.example.startswith("/"):
        return True
    return isinstance(parser(kind)(kind.example), Marked | Key)


@pytest.mark.parametrize("name", [name for name, value in vars(kinds).items() if isinstance(value, Kind)])
def test_a_kind_declares_whether_a_change_of_its_value_can_break_anything_else(name: str) -> None:
    """Undeclared, forms check all pages at each save: safe, but slow for a figure. Declared wrongly, they check too little."""
    kind = getattr(kinds, name)
    assert kind.stands_alone is not (leads_elsewhere(kind) or name in LEAD_ELSEWHERE), (
        f"{name}: does its value hold a link, mark or file, or name anything? If not: `stands_alone=True`, else a line in "
        "LEAD_ELSEWHERE, with the reason"
    )
