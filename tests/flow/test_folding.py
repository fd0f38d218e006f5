"""The same warning at many places is reported once, and hides nothing else."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.commands.process.program import PROJECT
from plugins.commands.reporting.folding import FEWEST, fold_problems, format_problems
from plugins.commands.run import Options, run
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem, warning

TEXT = "\n".join(f"rad {number}" for number in range(1, 30))


def _warn(file: str, line: int, message: str = "Uppgiften ”ort” är ännu inte känd.", *help_lines: str) -> Problem:
    return warning(Place(SourceFile(Path(file), TEXT), line), "saknas", message, *help_lines)


def _summarise(problems: list[Problem], **options: bool) -> str:
    return "\n".join(format_problems(problems, **options))


def test_one_warning_at_many_places_is_reported_once_with_its_count_and_places() -> None:
    problems = [
        _warn("a/om.md", 2, "Uppgiften ”a b” är okänd.", "Fyll i."),
        _warn("b/om.md", 3, "Uppgiften ”c” är okänd.", "Fyll i."),
    ]
    problems += [_warn("b/om.md", line, "Uppgiften ”d” är okänd.", "Fyll i.") for line in (4, 5)]

    assert _summarise(problems) == (
        "a/om.md:2:1: varning: 4 ställen: Uppgiften … är okänd. [saknas]\n"
        "    Här: om.md (1) och om.md (3).\n"
        "    Fyll i.\n"
        "    Varje ställe för sig visas av: python3 tasks.py kontrollera --alla\n"
    )
    assert _summarise(problems, shows_all=True).count("varning: ") == 4


def test_line_numbers_are_listed_if_all_places_are_in_one_file() -> None:
    summary = _summarise([_warn("om.md", line) for line in range(1, 12)])

    assert summary.startswith("om.md:1:1: varning: 11 ställen: Uppgiften ”ort” är ännu inte känd. [saknas]\n")
    assert "    Rad 1, 2, 3, 4, 5, 6 och 5 till.\n" in summary


def test_messages_without_common_words_show_the_first_one_whole() -> None:
    summary = _summarise(
        [_warn("om.md", n, message) for n, message in enumerate(["Stavat fel.", "För långt här.", "Saknar bild nu."], 1)]
    )

    assert "varning: 3 ställen, det första: Stavat fel. [saknas]" in summary


def test_a_folded_warning_comes_first_and_hides_no_other() -> None:
    many = [_warn("b.md", line) for line in range(1, 9)]
    first, last = _warn("a.md", 1, "Något annat.", "Gör så."), _warn("c.md", 1, "Något tredje.", "Gör inte så.")

    assert fold_problems([first, *many, last]) == [tuple(many), (first,), (last,)]


@pytest.mark.parametrize(
    "problems",
    [
        [_warn("a.md", line) for line in range(1, FEWEST)],
        [replace(_warn("a.md", line), code=f"kod-{line}") for line in range(1, 9)],
        [_warn("a.md", line, "Fel.", f"Skriv om rad {line}.") for line in range(1, 9)],
        [replace(_warn("a.md", line), suggestion=f"rad: {line}") for line in range(1, 9)],
        [Problem(Place(SourceFile(Path("a.md"), TEXT), line), "tom-fil", "Tom.") for line in range(1, 9)],
        [],
    ],
    ids=["few", "codes", "cures", "suggestions", "errors", "nothing"],
)
def test_problems_that_are_few_or_differ_are_not_folded(problems: list[Problem]) -> None:
    assert fold_problems(problems) == [(problem,) for problem in problems]


def test_the_real_content_leaves_room_for_the_warning_that_matters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    options = Options(content="content", date="2026-11-22")

    assert run("check", options) == 0
    folded = capsys.readouterr().out
    assert run("check", replace(options, shows_all=True)) == 0
    rows = capsys.readouterr().out
    assert run("check", replace(options, format="json")) == 0
    json_rows = capsys.readouterr().out.splitlines()

    assert len(folded.splitlines()) < 10
    assert rows.count(": varning: ") == len(json_rows) == int(folded.splitlines()[-1].split()[0])
    assert {json.loads(row)["severity"] for row in json_rows} == {"warning"}
