"""Tidying: it makes only safe corrections, keeps the meaning, and is idempotent.

The examples are the same each time. `LOKALAMALEN_FUZZ=20000` tries that many of each instead of a few.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import markdown

from plugins.commands.tidy import run_tidy
from plugins.core.kinds.words import MARKDOWN
from plugins.core.places import SourceFile
from plugins.core.reading.file_models import read_models
from plugins.core.reading.placing import find_shelf
from plugins.core.source.sources import normalise_text
from plugins.core.walk import find_texts
from plugins.language.house_style.check import HouseStyle, standard_rules
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare_site
from plugins.site.rooms import SHELVES
from plugins.site.tidy import CannotTidy, tidy_file

PROJECT = Path(__file__).resolve().parents[2]
BASE = PROJECT / "tests" / "sites" / "_base"
MANY = int(os.environ.get("LOKALAMALEN_FUZZ", "0"))
GOAL = "mal/mal-1-ingen-hunger.md"
HEADER = "---\ntitel: Om oss\nsammanfattning: Kort.\nkontakt: partnerskap\nstatus: publicerad\n---\n"

few = settings(
    max_examples=MANY or 150,
    derandomize=not MANY,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


def tidy(data: str | bytes, relative: str = "sidor/om.md") -> str:
    """Return a file as tidying writes it."""
    return tidy_file(
        Path(relative), relative, data if isinstance(data, bytes) else data.encode(), HouseStyle(standard_rules())
    ).text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Vi  är\u00a0här.", "Vi är här."),
        ("• mat\n• vila", "- mat\n- vila"),
        ("Det är *viktigt *nog.", "Det är *viktigt* nog."),
        ("Åren 2009-2011 och 200-250.", "Åren 2009–2011 och 200–250."),
        ("Ar\u00adbete \u200b", "Arbete"),
        ("A \u200b b", "A b"),
        ("rad  \nrad   \n\n\n", "rad  \nrad"),
        ("ande\u0301", "andé"),
        ("a\u2028b", "a b"),
    ],
)
def test_a_text_is_tidied(before: str, after: str) -> None:
    assert tidy(HEADER + before) == f"{HEADER}{after}\n"


@pytest.mark.parametrize(
    "body",
    [
        "Ring 020-50 50 50, tel. 116-117, bankgiro 123-4566, dagen 2026-12-31 och mötet 3-1.",
        "`a  b 1-2` och [a  b-1-2](/om/) {fakta:frukostar}",
        "Se https://www.example.org/1-2 och rapport-1-2@example.org.",
        "4\u00a0719\u00a0182 kr, §\u00a07",
        "| a   | b |\n| --- | --- |\n| 1   | 2 |",
        "-mat\n-vila",
        "*är *nu, **hel ** eller",
        "**, **ord **är*",
        "*en, * x)*är*",
        "<!-- a  b 1-2 -->",
        "<!-- tillåt: dubbelt-mellanslag – ett ordmärke -->\na  b",
        '<span lang="en">a  b 1-2</span>',
    ],
)
def test_meaningful_characters_are_unchanged(body: str) -> None:
    body = body.replace("a  b-1-2", "a b")

    assert tidy(f"{HEADER}{body}\n") == f"{HEADER}{body}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("titel: Om  oss", "titel: Om oss"),
        ('titel: "Om  oss"', 'titel: "Om oss"'),
        ("titel:   Om oss", "titel:   Om oss"),
        ("titel: Om oss\t ", "titel: Om oss"),
        ("titel: Åren 2009-2011", "titel: Åren 2009–2011"),
        ("# titeln:  1-2", "# titeln:  1-2"),
        ("tidigare adresser: /a-1-2/", "tidigare adresser: /a-1-2/"),
    ],
)
def test_only_the_prose_of_a_header_is_tidied(before: str, after: str) -> None:
    page = HEADER.replace("titel: Om oss", "{}") if before.startswith("titel") else HEADER.replace("---\n", "---\n{}\n", 1)

    assert tidy(page.format(before) + "a\n") == page.format(after) + "a\n"


def test_names_and_sources_keep_their_hyphens_between_numbers() -> None:
    facts = "- id: a\n  värde: 200-250\n  enhet: kurser 2009-2011\n  avser: 2025\n  källa: Rapport 2009-2011\n"

    assert tidy(facts, "fakta.yaml") == facts.replace("kurser 2009-2011", "kurser 2009–2011")


def test_quoted_ranges_keep_their_hyphens() -> None:
    body = "> Det var 200-250 hushåll.\n\nDär står ”200-250 hushåll”.\n"

    assert tidy(HEADER + body) == HEADER + body
    assert tidy("- inte: 200-250\n  skriv: 300\n  därför: Så.\n", "skrivregler.yaml").startswith("- inte: 200-250\n")


RANGES = "- inte: N-N\n  skriv: {}\n  därför: Så skriver vi.\n{}"


@pytest.mark.parametrize(
    ("rules", "is_corrected"),
    [
        (None, True),
        ("# Inga regler än.\n", False),
        (RANGES.format("N–N", ""), True),
        (RANGES.format("N till N", ""), False),
        (RANGES.format("N–N", "  utom: sida N-N\n"), False),
        (RANGES.format("N–N", "  bara när båda används: ja\n"), False),
        ("- inte: [", False),
    ],
)
def test_ranges_are_corrected_by_the_rules_of_the_site(
    rules: str | None, *, is_corrected: bool, make_content: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    page = f"{HEADER}Läs sida 200-250.\n"
    content = make_content({"sidor/om.md": page, **({"skrivregler.yaml": rules} if rules else {})})
    assert run_tidy("om.md", str(content), applies=True) == 0
    capsys.readouterr()
    assert (content / "sidor" / "om.md").read_text("utf-8") == (page.replace("-250", "–250") if is_corrected else page)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_an_old_encoding_becomes_utf_8(encoding: str) -> None:
    page = f"{HEADER}Så är det på Åland – ”allt” kostar 5 €.\n"

    assert tidy(page.encode(encoding)) == page
    assert tidy(page.replace("\n", "\r\n").encode(encoding)) == page


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_an_encoding_of_an_old_machine_becomes_utf_8(encoding: str) -> None:
    page = f"{HEADER}Så är det på Åland, Örjan: höst och café.\n"

    assert tidy(page.encode(encoding)) == page


@pytest.mark.parametrize("words", ["”Hej” … och ”å”", "En idé – 5 €", "Öl", "Vi – och du"])
def test_windows_characters_are_not_read_as_those_of_an_old_machine(words: str) -> None:
    assert tidy(f"{HEADER}{words}\n".encode("cp1252")) == f"{HEADER}{words}\n"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04abc", "om.md är ett Word-dokument eller en zip-fil och kan inte städas."),
        ("på ".encode() + "Åland".encode("cp1252"), "om.md blandar två teckenkodningar."),
        ("”Hej”".encode("cp1252"), "om.md är sparad med en äldre teckenkodning. Det är inte säkert vilken."),
        ("Köket".encode("cp850"), "om.md är sparad med en äldre teckenkodning. Det är inte säkert vilken."),
        (b"\x81\x8d\xff", "om.md går inte att läsa som text."),
        (b"\xff\xfea", "om.md går inte att läsa som text."),
    ],
)
def test_a_file_that_cannot_be_decoded_with_certainty_is_not_tidied(data: bytes, why: str) -> None:
    with pytest.raises(CannotTidy, match=f"^{why.split('.md', maxsplit=1)[0]}[.]md{why.split('.md')[1].rstrip('.')}"):
        tidy(data)


def test_a_file_that_cannot_be_read_as_yaml_is_tidied_as_text() -> None:
    assert tidy("- {namn: a  b\r\n", "partner/partner.yaml") == "- {namn: a  b\n"


PIECES = st.sampled_from(
    ["a", "Ord", " ", "  ", "\n", "\n\n", "\u00a0", "\u200b", "\u00ad", "\ufeff", "•", "·", "- ", "* ", "*", "**", "_", "1. ",
     "200-250", "2026-12-31", "020-50 50 50", "`", "{fakta:frukostar}", "](/om/)", "[", "<b>", "</b>", "<!--", "-->", "|", "#",
     "## ", "www.example.org", "a@example.org", "\r\n", "\t", ":", "e\u0301", "å", "---\n", "\u2028", ">", ",", ".", "\\"]
)  # fmt: skip


@pytest.mark.slow
@few
@given(st.lists(PIECES, max_size=40).map("".join))
def test_tidying_twice_gives_the_same_as_tidying_once(body: str) -> None:
    once = tidy(HEADER + body)

    assert tidy(once) == once


STARS = st.sampled_from(["ord", "är", "x", "*", "**", "***", " ", " ", ", ", ". ", "(", ")", "\n", "- ", "\\*"])


class Emphasis(HTMLParser):
    """The visible letters and asterisks of a text, and what is emphasised."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.letters: list[tuple[str, frozenset[str]]] = []
        self.stars = 0
        self.feed(markdown(words, extensions=["sane_lists"]))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open += [tag] if tag in ("em", "strong") else []

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open[:-1] if tag in ("em", "strong") else self.open

    def handle_data(self, data: str) -> None:
        self.stars += data.count("*")
        self.letters += [(sign, frozenset(self.open)) for sign in data if sign.isalnum()]


@pytest.mark.slow
@few
@given(st.lists(STARS, min_size=4, max_size=14).map("".join))
def test_tidying_stars_removes_no_emphasis(words: str) -> None:
    words = "\n".join(line.rstrip() for line in words.split("\n"))  # otherwise a lone asterisk is an empty list item
    before, after = Emphasis(words), Emphasis(tidy(HEADER + words).removeprefix(HEADER))

    assert [sign for sign, _ in after.letters] == [sign for sign, _ in before.letters]
    assert after.stars <= before.stars
    assert all(was <= now for (_, was), (_, now) in zip(before.letters, after.letters, strict=True))


@pytest.mark.slow
@few
@given(st.binary(max_size=300))
def test_tidying_any_bytes_gives_a_text_or_a_reason(data: bytes) -> None:
    try:
        once = tidy(data)
    except CannotTidy:
        return
    assert tidy(once) == once


@pytest.mark.slow
@few
@given(st.lists(PIECES.filter(lambda piece: "\n" not in piece and piece != "#"), max_size=12).map("".join))
def test_fields_read_the_same_after_tidying(words: str) -> None:
    """Only spaces, invisible characters, hyphens between numbers, bullets and asterisks differ."""
    record = f"- namn: {words}\n  lokalt mål: 2\n  nivå: partner\n  presentation: {words}\n"

    assert plain_values(tidy(record, "partner/partner.yaml")) == plain_values(normalise_text(record))


def plain_values(text: str) -> list[str]:
    """Return the values of a partner's fields, without what tidying may change."""
    shelf = find_shelf("partner/partner.yaml", SHELVES)
    assert shelf is not None
    models, _ = read_models(SourceFile(Path("partner.yaml"), text), Path("partner.yaml"), shelf)
    values = [("1" if info.kind is MARKDOWN else "") + found.value for model in models for info, found in find_texts(model)]
    return ["".join(sign for sign in value if unicodedata.category(sign)[0] in "LN") for value in values]


def written_site(preparation: Preparation) -> dict[str, str]:
    """Return the text of each page, with its place."""
    assert preparation.site is not None
    return {page.address: page.html for page in preparation.site.pages}


@pytest.mark.slow
def test_the_site_is_the_same_after_tidying(make_content: Callable[..., Path], theme: Theme) -> None:
    dirty: Mapping[str, bytes] = {
        "sidor/om.md": (BASE / "sidor/om.md").read_text("utf-8").replace("\n", "\r\n").encode("cp1252"),
        "kontakter.yaml": (BASE / "kontakter.yaml").read_text("utf-8").replace("\n", "   \r\n").encode("utf-16"),
        "mal/mal-1-ingen-hunger.md": unicodedata.normalize(
            "NFD", (BASE / "mal/mal-1-ingen-hunger.md").read_text("utf-8")
        ).encode(),
    }
    before = prepare_site(make_content({}), date(2026, 11, 22), theme)
    content = make_content(dirty)

    assert run_tidy(str(content), str(content), applies=True) == 0

    after = prepare_site(content, date(2026, 11, 22), theme)
    assert after.problems == ()
    assert written_site(after) == written_site(before)


def test_real_content_needs_no_tidying(capsys: pytest.CaptureFixture[str]) -> None:
    content = str(PROJECT / "content")

    assert run_tidy(content, content, applies=False) == 0
    assert capsys.readouterr() == ("", "Ingen fil behöver städas.\n")


# ---- the task


def test_the_task_shows_the_difference_and_writes_only_when_asked(
    make_content: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dirty = f"{HEADER}Vi är\u00a0så här.\n"
    content = make_content({"sidor/om.md": dirty})
    monkeypatch.chdir(content.parent)

    assert run_tidy("om.md", "content", applies=False) == 0
    assert (content / "sidor/om.md").read_text("utf-8") == dirty
    out, err = capsys.readouterr()
    assert out == (
        "content/sidor/om.md: 1 hårt mellanslag.\n"
        "--- content/sidor/om.md (nu)\n"
        "+++ content/sidor/om.md (städad)\n"
        "@@ -7 +7 @@\n"
        "-Vi är⍽så här.\n"
        "+Vi är så här.\n"
    )
    assert err == "1 fil kan städas. Inget är skrivet: lägg till --gor för att rätta.\n"

    (content / "sidor/om.md").chmod(0o640)
    assert run_tidy("content/sidor/om.md", "content", applies=True) == 0
    assert (content / "sidor/om.md").read_text("utf-8") == f"{HEADER}Vi är så här.\n"
    assert (content / "sidor/om.md").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in (content / "sidor").iterdir()) == ["om.md", "start.md"]
    capsys.readouterr()
    assert run_tidy("om.md", "content", applies=True) == 0
    assert capsys.readouterr() == ("", "Här finns inget att städa.\n")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("omm.md", "Det finns ingen fil som heter ”omm.md”. Menade du om.md?\n"),
        ("xyz", "Det finns ingen fil som heter ”xyz”.\n"),
        ("bilder/frukost.png", "Filen ”bilder/frukost.png” är ingen text som hör till webbplatsen.\n"),
        ("utanfor.md", "Filen ”utanfor.md” ligger inte i mappen content/.\n"),
    ],
)
def test_a_wrong_file_name_is_wrong_usage(
    file: str, said: str, make_content: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content = make_content({})
    (content.parent / "utanfor.md").write_text("a  b\n", "utf-8")
    monkeypatch.chdir(content.parent)

    assert run_tidy(file, "content", applies=True) == 2
    assert capsys.readouterr() == ("", said)
    assert (content.parent / "utanfor.md").read_text("utf-8") == "a  b\n"


def test_a_file_that_cannot_be_tidied_is_a_failure(make_content: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    content = make_content({"sidor/om.md": b"PK\x03\x04"})

    assert run_tidy("om.md", str(content), applies=True) == 1
    assert capsys.readouterr() == ("", "om.md är ett Word-dokument eller en zip-fil och kan inte städas.\n")
