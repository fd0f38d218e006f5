"""Models: records are bound to typed fields, and problems are reported at the place of the field."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar

import pytest

from plugins.core.kinds.annotations import Day, Line, Number, YesNo
from plugins.core.kinds.choices import choice
from plugins.core.models.binding import bind_all
from plugins.core.models.model import Model, RegisterModel, field, fields_of, find_meant, shape_of
from plugins.core.models.other_names import OTHER_NAMES
from plugins.core.models.stand_ins import speaks_of_stand_in
from plugins.core.phases import DatedPage, Undertaking
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.records.read import read_records
from plugins.core.shelf import Shelf
from plugins.core.source.sources import text_of_lines
from plugins.core.swedish import compare_key
from plugins.core.walk import check_gaps, find_lines, walk_models
from plugins.site.rooms import SHELVES


class Part(Model):
    """A nested record, for which a plain name can be written."""

    CALLED: ClassVar[str] = "delen"
    SHORT_FOR: ClassVar[str | None] = "name"

    name: Line = field("namn", "", required=True, may_be_unknown=False)
    since: Day | None = field("från", "")


class Thing(RegisterModel):
    """A record with a field of each kind."""

    CALLED: ClassVar[str] = "saken"

    title: Line = field("titel", "", required=True, may_be_unknown=False)
    number: Number | None = field("nummer", "", required=True)
    words: tuple[Line, ...] = field("våra ord", "", default=())
    has_it: YesNo = field("har den", "", default=True)
    sort: Annotated[str, choice("sort", "stor", "liten")] | None = field("sort", "")
    part: Part | None = field("del", "")
    parts: tuple[Part, ...] = field("delar", "", default=())


def read(text: str) -> tuple[list[Thing], list[Problem]]:
    """Read a register of things."""
    source = SourceFile(Path("a.yaml"), text)
    root, problems = read_records(text_of_lines(source, 1, text), shape_of(Thing), is_list=True)
    bound, found = bind_all(Thing, root, Place(source))
    return bound, [*problems, *found]


def list_problems(text: str) -> list[tuple[str, int, int, str]]:
    """Return code, line, column and message of each problem of a register."""
    return [(p.code, p.place.line, p.place.column, p.message) for p in read(text)[1]]


def test_a_complete_record_is_bound_to_types() -> None:
    text = (
        "- titel: A\n  nummer: 7\n  våra ord:\n    - b: c\n    - d\n  har den: nej\n  sort: Liten\n"
        "  del:\n    namn: e\n    från: 2026-01-02\n  delar:\n    - f\n    - namn: g\n"
    )
    (thing,), problems = read(text)

    assert problems == []
    assert (thing.title.typed.value, thing.number, [w.typed.value for w in thing.words], thing.has_it, thing.sort) == (
        "A",
        7,
        ["b: c", "d"],
        False,
        "liten",
    )
    assert thing.part is not None
    assert (thing.part.name.typed.value, thing.part.since) == ("e", date(2026, 1, 2))
    assert [part.name.typed.value for part in thing.parts] == ["f", "g"]
    assert not thing.is_draft
    assert [(thing.place(*p).line, thing.place(*p).column) for p in [("number",), ("words", 1), ("status",), ("part",)]] == [
        (2, 11),
        (5, 7),
        (1, 3),
        (9, 5),
    ]


def test_a_single_value_is_a_list_of_one() -> None:
    (thing,), problems = read("- titel: A\n  nummer: 1\n  våra ord: b, c\n  delar: d\n  del: e\n  status: utkast\n")

    assert problems == []
    assert [word.typed.value for word in thing.words] == ["b, c"]
    assert [part.name.typed.value for part in thing.parts] == ["d"]
    assert thing.is_draft


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        ("nummer: 1", [("saknar-falt", 1, 3, "Fältet ”titel” saknas: saken måste ha det.")]),
        ("titel:\n  nummer: 1", [("tomt-falt", 1, 3, "Fältet ”titel” är tomt.")]),
        ("titel: A\n  nummer: 1\n  sort:\n  våra ord:\n  del:", []),
        (
            "titel: saknas\n  nummer: 1",
            [
                (
                    "kan-inte-saknas",
                    1,
                    10,
                    "Fältet ”titel” kan inte vara ”saknas”: utan det vet ingen vad posten gäller.",
                )
            ],
        ),
        ("titel: A\n  nummer: saknas\n  del: Saknas", []),
        ("titel: A\n  nummer: ett", [("fel-varde", 2, 11, "”ett” är inget heltal.")]),
        (
            "titel: A\n  nummer:\n    - 1\n    - 2",
            [("fel-form", 3, 5, "Här ska stå ett enda värde.")],
        ),
        (
            "titel: A\n  nummer: 1\n  delar:\n    - namn: b\n      från: x",
            [("fel-datum", 5, 13, "”x” är ingen dag.")],
        ),
        (
            "titel: A\n  nummer: 1\n  delar:\n    - b\n    - från: 2026-01-01",
            [("saknar-falt", 5, 7, "Fältet ”namn” saknas: delen måste ha det.")],
        ),
        (
            "titel: A\n  nummer: 1\n  del: [[a]]",
            [("fel-form", 3, 8, "Under ”del” ska det stå en post med fältet namn.")],
        ),
        (
            "titel: A\n  nummer: 1\n  har den: {ja: nej}",
            [("fel-varde", 3, 12, "”{ja: nej}” ska vara ja eller nej.")],
        ),
        (
            "titel: A\n  nummer: 1\n  xyzzy: 2",
            [("okant-falt", 3, 3, "Det finns inget fält som heter ”xyzzy”.")],
        ),
        (
            "titel: A\n  numer: 1",
            [("okant-falt", 2, 3, "Det finns inget fält som heter ”numer”. Menade du ”nummer”?")],
        ),
        (
            "title: A\n  nummer: 1",
            [("okant-falt", 1, 3, "Det finns inget fält som heter ”title”. Menade du ”titel”?")],
        ),
        (
            "titel: A\n  nummer: 1\n  status: kanske",
            [("fel-varde", 3, 11, "”kanske” går inte att välja här.")],
        ),
    ],
)
def test_a_fault_is_reported_once_at_its_field(lines: str, problems: list[tuple[str, int, int, str]]) -> None:
    assert list_problems(f"- {lines}\n") == problems


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("titel: A\nnummer: 1\n", 1, 1), ("- bara ord\n", 1, 3), ("- - titel: A\n    nummer: 1\n", 1, 1), ("bara ord\n", 1, 1)],
)
def test_a_register_that_is_not_a_list_of_records_is_reported(text: str, line: int, column: int) -> None:
    things, problems = read(text)

    assert [(p.place.line, p.place.column) for p in problems][:1] == [(line, column)]
    assert len(problems) == 1
    assert len(things) <= 1


def test_a_faulty_record_does_not_hide_the_others() -> None:
    things, problems = read("- titel: A\n  numer: 1\n- titel: B\n  nummer: 2\n")

    assert [thing.title.typed.value for thing in things] == ["B"]
    assert [problem.code for problem in problems] == ["okant-falt"]


def test_gaps_and_lines_are_found_in_nested_records_too() -> None:
    (thing,), _ = read("- titel: A\n  nummer: saknas\n  våra ord: b\n  delar:\n    - namn: c\n      från: saknas\n")

    assert [(p.code, p.place.line, p.stops_publishing, p.is_error) for p in check_gaps(thing)] == [
        ("saknas", 2, True, False),
        ("saknas", 6, True, False),
    ]
    assert "”nummer”" in next(check_gaps(thing)).message
    assert sorted(line.value for line in find_lines(thing)) == ["A", "b", "c"]
    assert [type(model) for model in walk_models(thing)] == [Thing, Part]


def test_a_record_that_lacks_a_field_is_still_checked_otherwise() -> None:
    """All problems are reported at once; unique stand-ins replace the required words that are missing."""
    things, found = read("- titel: A\n- titel: B\n  nummer:\n- nummer: 1\n- titel: D\n  numer: 1\n- titel: E\n  sort: stort\n")
    assert [(thing.number, thing.gaps) for thing in things] == [(None, ()), (None, ()), (1, ())]
    assert [str(thing.title.typed) for thing in things][:2] == ["A", "B"]
    assert speaks_of_stand_in(Problem(things[2].title.typed.place(), "x", "x"))
    assert [speaks_of_stand_in(problem) for problem in found] == [False] * len(found)
    assert speaks_of_stand_in(Problem(things[0].place(), "x", f"Ordet ”{things[2].title.typed}” finns inte."))
    codes = [problem.code for problem in found]
    assert codes == ["saknar-falt", "tomt-falt", "saknar-falt", "okant-falt", "saknar-falt", "fel-varde"]


def test_advice_about_a_gap_names_only_what_is_possible() -> None:
    """The row of a required field cannot be removed, and a record without a status cannot be a draft."""
    (thing,), _ = read("- titel: A\n  nummer: saknas\n  sort: saknas\n")
    advice = [problem.help for problem in check_gaps(thing)]
    assert advice == [
        ("Fyll i uppgiften, eller sätt status: utkast.",),
        ("Fyll i uppgiften, ta bort raden om fältet inte behövs, eller sätt status: utkast.",),
    ]
    bare = Part.model_construct(name=thing.title, at=thing.at, gaps=("since", "name"))
    assert [problem.help for problem in check_gaps(bare)] == [
        ("Fyll i uppgiften, eller ta bort raden om fältet inte behövs.",),
        ("Fyll i uppgiften.",),
    ]


def test_models_are_frozen_and_compared_by_identity() -> None:
    (one, other), _ = read("- titel: A\n  nummer: 1\n- titel: A\n  nummer: 1\n")

    assert one != other
    assert len({one, other, one}) == 2
    with pytest.raises(Exception, match="frozen"):
        one.number = 2  # type: ignore[misc]


@pytest.mark.parametrize("shelf", [s for s in SHELVES if s.model], ids=lambda s: s.pattern)
def test_every_field_has_a_swedish_name_and_a_kind(shelf: Shelf) -> None:
    assert shelf.model is not None
    for key, info in fields_of(shelf.model).items():
        assert key == compare_key(info.swedish)
        assert info.kind or info.nested
        assert not (info.kind and info.nested)


def test_every_synonym_leads_to_a_field_of_some_model() -> None:
    known: set[str] = set()
    models: list[type[Model]] = [shelf.model for shelf in SHELVES if shelf.model]
    while models:
        fields = fields_of(models.pop())
        known |= fields.keys()
        models += [info.nested for info in fields.values() if info.nested]

    assert {compare_key(name) for names in OTHER_NAMES.values() for name in names} - known == set()


class Lesson(RegisterModel):
    """A new room's record, whose English field names mean other things elsewhere, and which has those too."""

    date: Day | None = field("speldag", "När den är.")
    level: Line | None = field("svårighet", "Hur svår den är.")
    tier: Line | None = field("nivå", "Vilken nivå av stöd den har.")
    updated: Day | None = field("uppdaterad", "När den ändrades.")
    begins: Day | None = field("från", "När den börjar.")
    ends: Day | None = field("till", "När den slutar.")
    period: Day | None = field("läsår", "När skolan börjar.")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("date", "speldag"), ("level", "svårighet"), ("tier", "nivå"), ("modified", "uppdaterad"), ("period", "läsår")],
)
def test_the_english_name_of_a_field_goes_before_a_synonym(written: str, meant: str) -> None:
    source = SourceFile(Path("lektioner.yaml"), f"- {written}: 2026-12-31\n")
    root, problems = read_records(text_of_lines(source, 1, source.text), shape_of(Lesson), is_list=True)
    assert root is not None
    _, found = bind_all(Lesson, root, Place(source))
    assert [problem.suggestion for problem in (*problems, *found)] == [f"{meant}: 2026-12-31"]


def test_a_dated_page_needs_no_goals_and_an_undertaking_has_them_as_its_third_field() -> None:
    class Fair(DatedPage):
        """A record with days and without goals."""

        fee: Line | None = field("avgift", "Vad det kostar.")

    class Walk(Undertaking):
        """A record with days and goals."""

        length: Line | None = field("sträcka", "Hur långt det är.")

    dated = ["titel", "sammanfattning", "från", "till", "uppgifter från", "kontakt", "stödruta", "uppdaterad", "status"]
    own = {model: [info.swedish for info in fields_of(model).values()] for model in (Fair, Walk)}
    assert [name for name in own[Fair] if name != "tidigare adresser"] == [*dated, "avgift"]
    assert [name for name in own[Walk] if name != "tidigare adresser"] == [*dated[:2], "lokala mål", *dated[2:], "sträcka"]


class Stall(RegisterModel):
    """A record whose days have other names."""

    CALLED: ClassVar[str] = "ståndet"
    FIRST_DAY: ClassVar[str] = "opens"
    LAST_DAY: ClassVar[str] = "shuts"

    name: Line = field("namn", "", required=True, may_be_unknown=False)
    opens: Day | None = field("öppnar", "")
    shuts: Day | None = field("stänger", "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("till: 2026-09-01", "Menade du ”stänger”?"),
        ("slutdatum: 2026-09-01", "Menade du ”stänger”?"),
        ("until: 2026-09-01", "Menade du ”stänger”?"),
        ("från: 2026-09-01", "Menade du ”öppnar”?"),
        ("fr.o.m.: 2026-09-01", "Menade du ”öppnar”?"),
        ("period: 2026-09-01", "Början skrivs i fältet öppnar, slutet i fältet stänger."),
        ("öppnar: 2026-09-01 – 2026-10-01", "är två tider. Här ska stå en: början i fältet öppnar, slutet i fältet stänger."),
        ("vädret: 2026-09-01", "Det finns inget fält som heter ”vädret”."),
    ],
)
def test_a_day_by_its_usual_name_leads_to_the_field_whatever_its_name(line: str, said: str) -> None:
    text = f"- namn: Lotteriet\n  {line}\n"
    source = SourceFile(Path("a.yaml"), text)
    root, _ = read_records(text_of_lines(source, 1, text), shape_of(Stall), is_list=True)
    _, (problem,) = bind_all(Stall, root, Place(source))

    assert problem.message.endswith(said)


def test_datum_means_the_required_day_or_else_the_day_of_the_latest_change() -> None:
    """For a record that must have a day, such as news, it is that day; otherwise the day of the latest change."""

    class News(Stall):
        opens: Day = field("nyhetsdag", "", required=True)
        updated: Day | None = field("uppdaterad", "")

    class Page(Stall):
        updated: Day | None = field("uppdaterad", "")

    assert [next(find_meant(model, compare_key("datum"))) for model in (News, Page)] == ["nyhetsdag", "uppdaterad"]
    assert shape_of(News).other_names["date"] == "nyhetsdag"
