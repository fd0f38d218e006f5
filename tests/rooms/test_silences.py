"""A comment above a line silences a warning there, if it has a reason; one without effect is reported itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from plugins.core.source.folded_values import list_lines
from plugins.site.model import Preparation

PARTNER = "- namn: Partner X\n  lokalt mål: 1\n  nivå: partner\n"
PAGE = "---\ntitel: Sida\nsammanfattning: En sida.\nstatus: publicerad\n---\n"

Prepare = Callable[..., Preparation]


def list_problems(preparation: Preparation) -> list[tuple[str, int]]:
    return [(problem.code, problem.place.line) for problem in preparation.problems]


def test_a_warning_without_a_comment_is_reported(prepare: Prepare) -> None:
    assert list_problems(prepare({"partner/fler.yaml": PARTNER})) == [("platshallare", 1)]


@pytest.mark.parametrize(
    "comment",
    [
        "# tillåt: platshallare – bolaget heter så",
        "# Tillåt: platshållare - bolaget heter så",
        "#tillåt:platshallare — bolaget heter så",
        "  # TILLÅT : platshallare: bolaget heter så",
        "# tillat: platshallare bolaget heter så",
        "# tillåt: platshallare – bolaget heter så\n\n# en anteckning",
    ],
)
def test_a_comment_with_a_reason_silences_the_next_line(prepare: Prepare, comment: str) -> None:
    assert list_problems(prepare({"partner/fler.yaml": f"{comment}\n{PARTNER}"})) == []


def test_only_the_next_line_is_silenced(prepare: Prepare) -> None:
    comment = "# tillåt: platshallare – bolaget heter så\n"

    assert list_problems(prepare({"partner/fler.yaml": f"{comment}{PARTNER}{PARTNER.replace('X', 'Y')}"})) == [
        ("platshallare", 5)
    ]


def test_a_comment_in_the_text_does_not_reach_the_page(prepare: Prepare) -> None:
    text = "Stycket\n<!-- tillåt: platshallare – så heter filmen -->\nhandlar om XXX, en film.\n"

    found = prepare({"sidor/sida.md": PAGE + text})

    assert list_problems(found) == []
    page = next(page for page in found.site.pages if page.address == "/sida/")
    assert page.html.split() == ["<p>Stycket", "handlar", "om", "XXX,", "en", "film.</p>"]


def test_a_comment_in_a_header_silences_the_next_line_there(prepare: Prepare) -> None:
    header = PAGE.replace("titel: Sida", "# tillåt: platshallare – boken heter så\ntitel: Rubrik 2")

    assert list_problems(prepare({"sidor/sida.md": f"{header}Hej.\n"})) == []


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# tillåt: platshallare", "Kommentaren säger inte varför raden är rätt som den är."),
        ("# tillåt: platshallare – …", "Kommentaren säger inte varför raden är rätt som den är."),
        ("# tillåt: platshållarna – så", "Det finns ingen varning som heter ”platshallarna”. Menade du ”platshallare”?"),
        ("# tillåt:", "Kommentaren säger inte vilken varning den gäller."),
        ("# tillåt: saknas – det ordnar sig", "”saknas” kan inte tillåtas."),
        ("# tillåt: otillaten-html – behövs", "”otillaten-html” kan inte tillåtas."),
    ],
)
def test_an_invalid_comment_silences_nothing(prepare: Prepare, comment: str, message: str) -> None:
    found = prepare({"partner/fler.yaml": f"{comment}\n{PARTNER}"})

    assert sorted(list_problems(found)) == [("fel-tillat", 1), ("platshallare", 2)]
    assert message in [problem.message for problem in found.problems]


def test_an_error_is_never_silenced(prepare: Prepare) -> None:
    text = f"{PAGE}<!-- tillåt: otillaten-html – det går bra -->\n<script>alert(1)</script>\n"

    found = prepare({"sidor/sida.md": text})

    assert ("otillaten-html", 7) in list_problems(found)
    assert any(problem.is_error for problem in found.problems)


def test_a_comment_that_silences_nothing_is_reported(prepare: Prepare) -> None:
    record = PARTNER.replace("Partner X", "Öst AB")

    assert list_problems(prepare({"partner/fler.yaml": f"# tillåt: platshallare – bolaget heter så\n{record}"})) == [
        ("onodigt-tillat", 1)
    ]


def test_a_comment_is_not_reported_as_needless_if_its_file_could_not_be_checked(prepare: Prepare) -> None:
    record = PARTNER.replace("Partner X", "Öst AB")
    broken = f"# tillåt: platshallare – bolaget heter så\n{record}  nivå: partner\n"

    assert list_problems(prepare({"partner/fler.yaml": broken})) == [("dubbelt-falt", 5)]


def test_a_comment_of_another_sort_is_ignored(prepare: Prepare) -> None:
    record = PARTNER.replace("Partner X", "Öst AB")

    assert list_problems(prepare({"partner/fler.yaml": f"# Tillåt att namnet skrivs så\n# tillåtet: ja\n{record}"})) == []


@pytest.mark.parametrize(
    ("file", "written"),
    [
        ("partner/fler.yaml", PARTNER),
        ("partner/fler.yaml", "- namn: Öst AB\n  lokalt mål: 1\n  nivå: partner\n  presentation: |\n    Vi har XXX kronor.\n"),
        ("sidor/sida.md", PAGE.replace("Sida", "Rubrik 2") + "Hej.\n"),
        ("sidor/sida.md", PAGE + "Hej.\n\n- TODO\n"),
        ("sidor/sida.md", PAGE + "Hej.\nTODO\n"),
        ("meddelanden.yaml", "- text: Vi har XXX kronor.\n  till: 2026-12-31\n"),
        ("partner/fler.yaml", "- namn: >\n    Partner X\n  lokalt mål: 1\n  nivå: partner\n"),
        ("partner/fler.yaml", "- namn:\n    Partner X\n  lokalt mål: 1\n  nivå: partner\n"),
        ("partner/fler.yaml", "- lokalt mål: 1\n  namn: |\n    Partner X\n  nivå: partner\n"),
        (
            "partner/fler.yaml",
            "- namn: Öst AB\n  lokalt mål: 1\n  nivå: partner\n  presentation: >\n    Vi har\n    XXX kronor.\n",
        ),
        ("partner/fler.yaml", "- namn: Öst AB\n  lokalt mål: 1\n  nivå: partner\n  presentation: |\n    Hej.\n\n    - XXX.\n"),
        ("sidor/sida.md", PAGE.replace("En sida.", "Vi är en sida\n  om XXX här.") + "Hej.\n"),
        ("sidor/sida.md", PAGE.replace("En sida.", ">-\n  Vi är en sida\n  om XXX här.") + "Hej.\n"),
        ("sidor/sida.md", PAGE + "Öppet: alltid\n  TODO\n"),
    ],
)
def test_the_comment_that_a_warning_proposes_silences_it(prepare: Prepare, file: str, written: str) -> None:
    (problem,) = prepare({file: written}).problems
    found = re.fullmatch(r"Ska det stå så: skriv (.*) på raden ovanför(?: ”(.*)”)?\.", problem.help[-1])
    assert found
    lines = written.split("\n")
    line = problem.place.line - 1
    while not lines[line].strip().startswith(found[2] or ""):
        line -= 1
    above = lines[line]
    indent = above[: len(above) - len(above.lstrip())]

    lines.insert(line, indent + found[1])

    preparation = prepare({file: "\n".join(lines)})
    assert list_problems(preparation) == []
    assert preparation.site is not None
    assert not any("tillåt" in page.html for page in preparation.site.pages)


@pytest.mark.parametrize(
    "comment",
    ["# tillåt: langt-meddelande – så är det\n  text: |\n", "text: |\n    <!-- tillåt: langt-meddelande – så är det -->\n"],
)
def test_a_comment_above_or_first_in_a_text_silences_a_warning_about_the_whole_text(prepare: Prepare, comment: str) -> None:
    record = f"- till: 2026-12-31\n  {comment}    {'Vi bakar bullar. ' * 40}\n"
    assert list_problems(prepare({"meddelanden.yaml": record.replace(comment, "text: |\n")})) == [("langt-meddelande", 3)]
    assert list_problems(prepare({"meddelanden.yaml": record})) == []
    over = record.replace(comment, "text: |\n").replace("2026-12-31", "2026-01-31")
    assert list_problems(prepare({"meddelanden.yaml": over})) == []


LISTED = "---\ntitel: Sida\nsammanfattning: En sida.\nlokala mål: 1\n{}status: publicerad\n---\nHej.\n"
ABOVE = "# tillåt: platshallare – de heter så\n"


@pytest.mark.parametrize("value", ["\n  - Förening X\n  - Eken AB\n  - Förening Y\n", "\n- Förening X\n- >\n  Förening\n  Y\n"])
def test_a_comment_above_a_list_applies_to_all_of_its_values(prepare: Prepare, value: str) -> None:
    field = f"samarbetar med:{value}"

    assert {code for code, _ in list_problems(prepare({"verksamheter/lek.md": LISTED.format(field)}))} == {"platshallare"}
    assert list_problems(prepare({"verksamheter/lek.md": LISTED.format(f"{ABOVE}{field}")})) == []


def test_a_comment_above_one_value_of_a_list_applies_only_to_it(prepare: Prepare) -> None:
    field = f"samarbetar med:\n  {ABOVE}  - Förening X\n  - Förening Y\n"

    assert list_problems(prepare({"verksamheter/lek.md": LISTED.format(field)})) == [("platshallare", 8)]


def test_a_comment_above_a_list_of_records_does_not_apply_to_the_records() -> None:
    text = "meny:\n  - titel: Sida X\n    länk: /om/\nspråk:\n  - sv\n  # en anteckning\n  - en\n\nnamn: Eken\n"

    assert list_lines(text, 1) == [1]
    assert sorted(list_lines(text, 4)) == [4, 5, 7]


def test_a_comment_above_one_of_several_equal_warnings_applies_only_to_it(prepare: Prepare) -> None:
    line = "Boken heter FN’s mål.\n"
    comment = "<!-- tillåt: skrivregel – så heter boken -->\n"

    assert list_problems(prepare({"sidor/sida.md": f"{PAGE}{comment}{line}\n{line}\n{line}"})) == [("skrivregel", 9)]


@pytest.mark.parametrize(
    ("fields", "is_needless"),
    [
        ("status: publicerad\n", True),
        ("från: 2025\ntill: 2027\nstatus: publicerad\n", True),
        ("från: 2027\nstatus: publicerad\n", False),
        ("till: 2025\nstatus: publicerad\n", False),
        ("status: utkast\n", False),
    ],
)
def test_a_needless_comment_is_reported_only_on_days_when_its_rule_applies(
    prepare: Prepare, fields: str, *, is_needless: bool
) -> None:
    """Of a rule that leaves alone what has ended, the comment would be a fault the day after, and nobody has changed a thing."""
    head = f"---\ntitel: Soppan\nsammanfattning: Vi bjuder på soppa.\nlokala mål: 1\n{fields}"
    page = f"{head}# tillåt: platshallare – så heter den\nmålgrupp: Alla\n---\n\nVi bjuder på soppa.\n"
    found = [code for code, _ in list_problems(prepare({"verksamheter/soppan.md": page})) if "tillat" in code]
    assert found == (["onodigt-tillat"] if is_needless else [])


@pytest.mark.parametrize(
    ("days", "is_needless"),
    [
        ("", True),
        ("till: 2026-11-23", True),
        ("från: 2026-01-01", True),
        ("till: 2025-12-31", False),
        ("från: 2027-01-01", False),
    ],
)
@pytest.mark.parametrize("is_in_list", [False, True])
def test_a_needless_comment_in_an_agreement_is_reported_only_while_it_runs(
    prepare: Prepare, days: str, *, is_needless: bool, is_in_list: bool
) -> None:
    comment = "# tillåt: platshallare – så är det"
    if is_in_list:
        agreement = [f"  avtal:\n    - lokalt mål: 2\n      nivå: partner\n      {comment}\n      {days or 'från: 2020-01-01'}"]
        agreement += ["    - lokalt mål: 1\n      nivå: partner"]
    else:
        agreement = ["  lokalt mål: 1\n  nivå: partner", f"  {comment}\n  {days or 'från: 2020-01-01'}"]
    record = "\n".join(["- namn: Fyren AB", *agreement, "  webbplats: https://example.org/\n"])
    found = [code for code, _ in list_problems(prepare({"partner/fler.yaml": record})) if "tillat" in code]
    assert found == (["onodigt-tillat"] if is_needless else [])


def test_a_needless_comment_beside_an_ended_agreement_is_reported(prepare: Prepare) -> None:
    first = "  avtal:\n    - lokalt mål: 2\n      nivå: partner\n      till: 2025-12-31\n"
    agreements = f"{first}    - lokalt mål: 1\n      nivå: partner\n"
    comment = "# tillåt: platshallare – så är det\n"
    for record in (
        f"{comment}- namn: Fyren AB\n{agreements}  webbplats: https://example.org/\n",
        f"- namn: Fyren AB\n{agreements}      {comment}      från: 2020-01-01\n",
        f"- namn: Fyren AB\n{agreements}  {comment}  webbplats: https://example.org/\n",
    ):
        assert [code for code, _ in list_problems(prepare({"partner/fler.yaml": record})) if "tillat" in code] == [
            "onodigt-tillat"
        ]


def test_a_comment_silences_a_warning_in_an_ended_activity(prepare: Prepare) -> None:
    head = "---\ntitel: Soppan\nsammanfattning: Vi bjuder på soppa.\nlokala mål: 1\ntill: 2025\nstatus: publicerad\n"
    comment = "<!-- tillåt: platshallare – så heter de -->\n"
    for above, count in (("", 1), (comment, 0)):
        page = f"{head}---\n\nVi bjuder på soppa.\n\n{above}Hej TODO.\n"
        found = list_problems(prepare({"verksamheter/soppan.md": page}))
        assert [code for code, _ in found].count("platshallare") == count, found


@pytest.mark.parametrize(
    ("fields", "is_needless"), [("", None), ("visas från: 2027-01-01\n", False), ("visas till: 2026-01-01\n", True)]
)
@pytest.mark.parametrize("status", ["publicerad", "utkast"])
def test_a_needless_comment_about_another_page_is_not_reported_before_that_page_is_shown(
    prepare: Prepare, fields: str, status: str, *, is_needless: bool | None
) -> None:
    """Preview tells what the page is like, and a build is not to ask that the comment there be taken away."""
    page = "---\ntitel: Soppa\n{}sammanfattning: Vi bjuder på soppa.\nstatus: {}\n---\n\nVi bjuder på {}.\n"
    for comment in ("", "# tillåt: samma-sammanfattning – så är det\n"):
        other = page.format(fields, status, "te").replace("titel: Soppa", "titel: Mat")
        files = {"sidor/mat.md": other, "sidor/soppa.md": page.format(comment, "publicerad", "soppa")}
        is_over = "till" in fields
        assert bool(list_problems(prepare(files, shows_drafts=True))) == (is_over if comment else not is_over)
        found = [code for code, _ in list_problems(prepare(files))]
        is_there = not fields and status == "publicerad"
        assert found == (
            ["onodigt-tillat"] if comment and is_needless else [] if comment or not is_there else ["samma-sammanfattning"]
        )
