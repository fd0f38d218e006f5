"""The examples in `docs/felkoder.md`: the wrong one of a code yields that code, the right one yields no problem."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.commands.explain import explain_code
from plugins.core.invisible import show
from plugins.site.documentation.codes import Example, Explanation, read_codes
from tests.benches import Bench

CODES = read_codes()
WITH_EXAMPLES = [code for code, explained in CODES.items() if explained.wrong]
PAGE = {"titel": "titel: Sida", "sammanfattning": "sammanfattning: En sida.", "status": "status: publicerad"}
UNDERTAKING = {"lokala mål": "lokala mål: 1", "organisation": "organisation: Sandvålla stadsmission"}
HEADERS = {
    "sidor": PAGE,
    "verksamheter": PAGE | UNDERTAKING,
    "projekt": PAGE | UNDERTAKING | {"från": "från: 2026", "till": "till: 2027"},
}
FIELD = re.compile(r"[\w åäö]+:(?: |$)", re.MULTILINE)


def write(content: Path, example: Example | None, explained: Explanation) -> None:
    """Write an example into the base site, after what belongs to it in other files."""
    assert example
    assert explained.right
    for one in explained.beside:
        write_example(content, one, one)
    write_example(content, example, explained.right)


def write_example(content: Path, example: Example, right: Example) -> None:
    """Write an example into the file that it names, in place of the right one or last, with the fields that it lacks."""
    if example.file is None:  # the example is the name of a file
        path = content / example.text
        model = content / ("mal/mal-2-alla-ar-trygga.md" if path.parent.name == "mal" else "sidor/om.md")
        own = re.sub("(?m)^(titel|sammanfattning): .*", rf"\1: Det som står i {path.stem}", model.read_text("utf-8"))
        path.write_text(own, "utf-8")
        if number := re.match("mal-([13-9])", path.name):
            path.write_text(path.read_text("utf-8").replace("nummer: 2", f"nummer: {number[1]}"), "utf-8")
        return
    path = content / example.file
    path.parent.mkdir(exist_ok=True)
    before = path.read_text("utf-8") if path.exists() else ""
    fields = "\n".join(HEADERS.get(path.parent.name, PAGE).values())
    if right.content in before:
        after = before.replace(right.content, example.content, 1)
    elif example.file == "webbplats.yaml":
        after = set_fields(before, example.content)
    elif path.suffix == ".yaml":
        after = f"{before}\n{example.content}\n"
    elif example.content.startswith("---"):
        after = example.content
    elif FIELD.match(example.content):
        _, header, body = before.split("---\n") if before else ("", f"{fields}\n", "En sida.\n")
        after = f"---\n{set_fields(header, example.content)}\n---\n{body}"
    else:
        after = f"---\n{fields}\n---\n{example.content}\n"
    path.write_text(after, "utf-8")


def set_fields(record: str, fields: str) -> str:
    """Return a record with some top-level fields replaced; a misspelt `stauts` replaces `status`."""
    names = [line.split(":")[0] for line in fields.split("\n") if FIELD.match(line)]
    names += ["status"] if "stauts" in names else []
    kept = [part for part in re.split(r"\n(?=\S)", record.rstrip("\n")) if part.split(":")[0] not in names]
    return "\n".join([*kept, fields])


@pytest.mark.parametrize("code", WITH_EXAMPLES)
def test_the_wrong_example_of_a_code_is_reported_with_that_code_alone(code: str, bench: Bench) -> None:
    explained = CODES[code]
    write(bench.content, explained.wrong, explained)

    assert {problem.code for problem in bench.prepare().problems} == {code}


@pytest.mark.parametrize("code", WITH_EXAMPLES)
def test_the_right_example_of_a_code_has_no_problems(code: str, bench: Bench) -> None:
    explained = CODES[code]
    write(bench.content, explained.right, explained)

    assert [problem.message for problem in bench.prepare().problems] == []


def test_an_example_may_need_a_file_that_the_base_site_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As the records that it refers to."""
    explained = CODES["samma-stycke"]
    (tmp_path / "sidor").mkdir()
    write(tmp_path, explained.wrong, explained)
    own, other = ((tmp_path / "sidor" / name).read_text("utf-8") for name in ("sida.md", "hitta-hit.md"))
    assert own.split("---\n")[2].strip() == other.split("---\n")[2].strip() != ""

    explain_code("samma-stycke")
    assert "Till båda hör i sidor/hitta-hit.md:\n\n    ---\n    titel: Hitta hit\n" in capsys.readouterr().out


def test_most_codes_have_an_example() -> None:
    """Codes without an example are about a whole file, the disk or the program, or about two files together."""
    without = {code for code, explained in CODES.items() if not explained.wrong}
    assert without == {
        "andrad-under-tiden", "borttaget",
        "fel-filtyp", "fel-ordning", "fel-teckenkodning", "for-djupt", "for-langt", "for-stor-fil", "genvag-ut", "granskning",
        "intern",
        "fel-i-markering",  # of marks with `OpenValues`, which rooms declare
        "mall", "odaterad-uppgift", "olaslig-fil", "osynligt-tecken", "personnummer", "saknar-fil", "saknar-mapp",
        "tom-meny",
        "tabb-i-indrag", "tillagg", "tom-fil", "tung-sida", "inte-godkand", "inte-hamtad",
        "forlorad-adress", "forlorad-rubrik",
        # about the contents of a logo or picture
        "bild-med-plats", "fel-filandelse", "fel-filformat", "for-stor-bild", "oanvand-logotyp", "osaker-svg", "osynlig-logotyp",
        "rensad-fil", "rorlig-bild", "skadad-bild", "suddig-logotyp", "svag-logotyp", "text-i-logotyp", "tom-bild",
        "tryckfarger", "tung-logotyp", "okand-effekt", "samma-filnamn",
        "tecken-i-delningsbild",
        # about components written as Markdown, which rooms declare
        "nastan-ratt",
        # about references to records that have ended
        "avslutad-post",
        # about the words of the theme
        "fel-lucka", "fel-ord", "okant-ord", "saknat-ord", "svar-text",
        # about translations beside their originals
        "falt-i-oversattning", "gammal-oversattning", "oversattning", "saknar-oversattning",
        # about a linked file, or another website
        "dod-lank", "fil-laggs-inte-ut", "tung-fil", "langt-meddelande",
    }  # fmt: skip


def test_a_code_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert explain_code("okand-niva") == 0

    assert capsys.readouterr().out == (
        "okand-niva\n\n"
        "Det finns ingen nivå med det namnet i nivaer.yaml.\n\n"
        "Varför: partnern skulle inte hamna under någon rubrik.\n\n"
        "Fel i partner/partner.yaml:\n\n"
        "    - namn: Öst AB\n      lokalt mål: 1\n      nivå: vänföretg\n\n"
        "Rätt i partner/partner.yaml:\n\n"
        "    - namn: Öst AB\n      lokalt mål: 1\n      nivå: vänföretag\n"
    )


@pytest.mark.parametrize("written", ["[okand-niva]", "Okänd nivå", "OKAND_NIVA"])
def test_a_code_may_be_written_in_several_ways(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert explain_code(written) == 0
    assert capsys.readouterr().out.startswith("okand-niva\n")


def test_an_unknown_code_is_reported_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert explain_code("okand-nivå-x") == 2
    assert "Menade du okand-niva?" in capsys.readouterr().err


def test_the_explanation_of_a_warning_says_how_to_silence_it(capsys: pytest.CaptureFixture[str]) -> None:
    explain_code("platshallare")

    assert "# tillåt: platshallare – skälet" in capsys.readouterr().out


def test_the_examples_of_each_code_can_be_told_apart() -> None:
    """Invisible characters are written out; else the two examples would look alike."""
    for code in WITH_EXAMPLES:
        wrong, right = CODES[code].wrong, CODES[code].right
        assert wrong, code
        assert right, code
        for example in (wrong, right, *CODES[code].beside):
            assert example.text == show(example.text, spaces=True), code
        assert wrong.text != right.text, code
