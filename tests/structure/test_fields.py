"""Every field that editors can write has a help text, is documented, and is parsed, checked and built.

There is no list of fields: the models have them, and `python3 tasks.py docs` writes the tables.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from plugins.core.guessed_addresses import guess_address
from plugins.core.kinds.addresses import DOCUMENT_ADDRESS
from plugins.core.kinds.annotations import (
    AnyYear,
    DocumentAddress,
    Line,
    Money,
    Number,
    Reference,
    ValueLine,
    WebAddress,
    Year,
    YesNo,
)
from plugins.core.kinds.keys import FILE_NAME, ID, REFERENCE
from plugins.core.kinds.kind import Kind
from plugins.core.library import Library, Setting
from plugins.core.marks.known import ALL
from plugins.core.marks.marks import make_marks
from plugins.core.models.model import FieldInfo, Model, field, fields_of
from plugins.core.places import SourceFile
from plugins.core.problems import Problem
from plugins.core.shelf import Shelf
from plugins.core.source.sources import Text
from plugins.core.swedish import compare_key
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.pieces import MarkedPiece
from plugins.core.texts.shown import describe_fields, list_hero_lines, list_rows
from plugins.core.walk import walk_models
from plugins.core.words.lists import WordLists
from plugins.core.writer.tree import Tree
from plugins.core.writer.write import open_document, write_tree
from plugins.core.written_kinds import Box
from plugins.local_goals.model import LocalGoal
from plugins.site.checks.words import check_labels
from plugins.site.documentation.declared_table import DECLARED, list_declared
from plugins.site.documentation.field_tables import (
    UnknownTable,
    describe_boxes,
    fill_tables,
    find_documents,
    find_models,
    useful_fields,
)
from plugins.site.documentation.room_table import list_rooms
from plugins.site.prepare import Preparation, prepare_site, read_content
from plugins.site.rooms import BOXES, PAGE_FOLDERS, PIECES, ROOMS, SHELVES
from plugins.site.theme import read_theme
from tests.conftest import PROJECT, TODAY
from tests.rooms.rich import ALONE, PDF, fill_in, write_example
from tests.structure.declared import FUNCTIONS

MODELS = list(find_models())
BASE = PROJECT / "tests" / "flow" / "content"


def test_every_field_has_a_hint() -> None:
    """The hint of its kind, such as a telephone number, is enough."""
    assert [f"{model.__name__}.{info.swedish}" for model in MODELS for info in useful_fields(model) if not info.hint] == []


def test_every_shelf_of_records_has_a_title() -> None:
    assert [shelf.pattern for shelf in SHELVES if shelf.model and not shelf.title] == []


@pytest.mark.parametrize("path", find_documents(PROJECT), ids=lambda path: path.name)
def test_tables_in_documents_agree_with_the_models(path: Path) -> None:
    text = path.read_text("utf-8")
    assert fill_tables(text) == text, "the models have changed since: run python3 tasks.py docs"


def test_the_handbook_and_the_glossary_have_tables() -> None:
    assert {"falt.md", "glossary.md", "handbok.md", "nytt-sprak.md"} <= {path.name for path in find_documents(PROJECT)}


def test_the_table_for_a_new_language_lists_the_files_to_translate() -> None:
    table = fill_tables("<!-- fält: översätts -->\n<!-- fält: slut -->\n")
    assert "\n| `fakta.yaml` | Siffror |\n" in table
    assert "`sidor/*.md`" in table
    assert "skrivregler.yaml" not in table
    assert "logotyper" not in table


def test_the_table_of_declarations_has_every_field_that_a_room_can_declare() -> None:
    """So a developer who makes a room finds each field there, with a description."""
    rows = [row for declared in DECLARED for row in list_declared(declared)]
    assert [f"write a line of what it is below {name} of {of}" for of, name, words in rows if not words] == []
    listed = {(of, name) for of, name, _ in rows}
    assert {("ROOM", "marks"), ("ROOM", "kinds"), ("PageKind", "card"), ("Register", "instead")} <= listed
    missing = [one.__name__ for one in FUNCTIONS if one not in DECLARED]
    assert missing == [], "write these in DECLARED of plugins/site/documentation/declared_table.py"
    assert "\n| `PageKind` | `group` | " in (PROJECT / "plugins" / "README.md").read_text("utf-8")


def test_the_table_of_rooms_describes_every_room() -> None:
    rows = {cells[0]: cells[1:] for cells in list_rooms()}
    assert len(rows) == len(ROOMS)
    assert [name for name, cells in rows.items() if not cells[0]] == [], "write it as the first sentence of room.py"
    assert rows["`counts`"][1:] == ("", "", "")
    files, pages, beside = rows["`partners`"][1:]
    assert files == "`nivaer.yaml`, `partner/*.yaml`, `partner/logotyper/*`"
    assert pages == "`/partner/`, `/bli-partner/`"
    assert "`/data/partners.json`" in beside.split(", ")


def test_only_the_text_between_its_marks_is_replaced_by_a_table() -> None:
    text = "Före.\n\n<!-- fält: NewLogo -->\nGammalt.\n<!-- fält: slut -->\n\nEfter.\n"
    filled = fill_tables(text)
    assert filled.startswith("Före.\n\n<!-- fält: NewLogo -->\n\n| Fält |")
    assert "| `fil` | Den nya logotypens fil. | filnamn | ja |\n" in filled
    assert filled.endswith("|\n\n<!-- fält: slut -->\n\nEfter.\n")
    assert "Gammalt" not in filled
    assert fill_tables(filled) == filled


def test_the_handbook_tells_of_boxes_only_if_a_room_has_one() -> None:
    nothing = "<!-- fält: rutor -->\n<!-- fält: slut -->"
    assert list(describe_boxes(())) == []
    assert BOXES or fill_tables(nothing) == nothing
    lines = list(
        describe_boxes((Box("steg", "Steg att följa", "1. Bygg en koja.\n2. Kryp in."), Box("tips", "Ett råd i en ram")))
    )
    assert lines[0] == "### Rutor"
    written = lines.index(":::steg")
    assert lines[written : written + 4] == [":::steg", "1. Bygg en koja.", "2. Kryp in.", ":::"]
    assert lines[-2:] == ["| `:::steg` | Steg att följa |", "| `:::tips` | Ett råd i en ram |"]
    assert nothing.partition("\n")[0] in (PROJECT / "docs" / "handbok.md").read_text("utf-8")


def test_a_table_of_an_unknown_model_is_an_error() -> None:
    with pytest.raises(UnknownTable, match=r"Partnr .*; did you mean Partner"):
        fill_tables("<!-- fält: Partnr -->\n<!-- fält: slut -->\n")


def test_the_handbook_has_every_mark(filled: tuple[Path, Preparation]) -> None:
    library = filled[1].library
    documented = {
        compare_key(name) for name in re.findall(r"\{([^{}:\n]+):", (PROJECT / "docs" / "handbok.md").read_text("utf-8"))
    }
    lacking = library.marks(Setting(LocalGoal, library.all(LocalGoal)[0])).names - documented
    assert lacking == set(), "write a row for each in the table under *Märken i texten* in docs/handbok.md: `{name:…}`"
    whole = [f"{{{piece.register.mark}:{ALL}}}" for piece in PIECES if isinstance(piece, MarkedPiece) and piece.make_all]
    assert [mark for mark in whole if mark not in (PROJECT / "docs" / "handbok.md").read_text("utf-8")] == []


def test_missing_labels_are_reported_together_with_what_to_write(tmp_path: Path) -> None:
    words = (PROJECT / "theme" / "words" / "sv.yaml").read_text("utf-8")
    lacking = re.sub(r"^(?:programme|audience):.*\n", "", words, flags=re.M)
    (tmp_path / "sv.yaml").write_text(lacking, "utf-8")
    (problem,) = check_labels(WordLists(tmp_path))
    assert (problem.place.source.path.name, problem.code) == ("sv.yaml", "saknat-ord")
    assert problem.message == "2 ord saknas i sv.yaml."
    assert problem.help[1:] == ("audience: Målgrupp", "programme: Programområde")


# ---- what a field declares can be done with its kind of value


def find_unshowable(model: type[Model]) -> Iterator[str]:
    """Yield advice for each field that declares something that its kind of page or of value does not show."""
    text, source = PageText(make_marks()), SourceFile(Path("a.md"), "")
    words = WordLists(PROJECT / "theme" / "words")["sv"]
    for info in fields_of(model).values():
        if not (info.label or info.data or info.hero):
            continue
        if issubclass(model, LocalGoal) and info.label and not info.hero:
            yield (
                f"{model.__name__}.{info.english} declares label, but a goal's page has no fact table: write hero=True too in "
                "plugins/local_goals/model.py, and it stands with its label in large type under the title; or show it by hand in "
                "plugins/local_goals/view.py and its template"
            )
        if info.hero and not issubclass(model, LocalGoal):
            yield f"{model.__name__}.{info.english} declares hero, but only a local goal's page shows such lines: write label"
        value: object = info.kind.parse(Text(info.kind.example, source, ((0, 1, 1),))) if info.kind else info.nested
        record = model.model_construct(**{info.english: (value,) if info.is_list else value})
        for way, declared, show in (
            ("label", info.label, lambda one: list(list_rows(one, text, words))),
            ("hero", info.hero, lambda one: list(list_hero_lines(one, text, words))),
            ("data", info.data, lambda one: json.dumps(describe_fields(one, text, words, str))),
        ):
            try:
                if declared:
                    show(record)
            except TypeError as error:
                kind = info.kind.name if info.kind else "a record"
                by_hand = "make it by hand in the room's view.py or page.py"
                todo = f"{error}: {by_hand}" if info.kind is REFERENCE else f"say there how, or {by_hand}"
                yield (
                    f"{model.__name__}.{info.english} declares {way}, but core/texts/shown.py cannot show its kind of value "
                    f"({kind}): {todo}"
                )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_field_with_a_label_or_open_data_has_a_value_that_can_be_shown(model: type[Model]) -> None:
    assert list(find_unshowable(model)) == []


def test_a_kind_of_value_that_cannot_be_shown_is_found() -> None:
    class Shop(Model):
        site: WebAddress | None = field("webbplats", "", label="website", data="website")
        open: YesNo | None = field("öppen", "", label="open", data="open")
        menu: DocumentAddress | None = field("meny", "", label="menu", data="menu")
        owners: tuple[Reference, ...] = field("ägare", "", default=(), label="audience", data="owners")
        streets: tuple[ValueLine, ...] = field("gata", "", default=(), label="streets", data="streets")

    lines = [*find_unshowable(Shop)]
    in_table, in_data = (line for line in lines if line.startswith("Shop.owners"))
    assert "as `after`" in in_table
    assert "room's items" in in_data
    assert [line.partition(",")[0] for line in lines] == [
        "Shop.site declares label",
        "Shop.open declares label",
        "Shop.menu declares label",
        "Shop.owners declares label",
        "Shop.owners declares data",
    ]


def test_digits_are_grouped_in_a_number_and_not_in_a_year() -> None:
    class Hall(Model):
        seats: Number | None = field("platser", "", label="audience")
        built: Year | None = field("byggt", "", label="audience")
        planned: AnyYear | None = field("klart", "", label="audience")
        cost: Money | None = field("kostnad", "", label="budget")

    hall = Hall.model_construct(seats=1200, built=1994, planned=2030, cost=1200)
    lists, text = WordLists(PROJECT / "theme" / "words"), PageText(make_marks())
    shown = {code: [value.text for _, (value,) in list_rows(hall, text, lists[code])] for code in ("sv", "en")}
    assert shown == {
        "sv": ["1\N{NO-BREAK SPACE}200", "1994", "2030", "1\N{NO-BREAK SPACE}200\N{NO-BREAK SPACE}kr"],
        "en": ["1,200", "1994", "2030", "SEK\N{NO-BREAK SPACE}1,200"],
    }


def test_a_declaration_that_the_page_of_its_model_cannot_show_is_found() -> None:
    class Shop(Model):
        motto: ValueLine | None = field("motto", "", hero=True)

    class OldGoal(LocalGoal):
        motto: ValueLine | None = field("motto", "", label="website")

    assert [line.partition(":")[0] for line in find_unshowable(OldGoal)] == [
        "OldGoal.motto declares label, but a goal's page has no fact table"
    ]
    assert list(find_unshowable(Shop)) == ["Shop.motto declares hero, but only a local goal's page shows such lines: write label"]


# ---- each field is tried: a small site is filled in by its kinds, until nothing is wanted

APART = {("Tier", "requires_approval"), ("Partner", "agreement_list")}
"""Fields that are not filled in: one affects all others (the story `tier-requires-approval`), others exclude another field."""
LISTED = "\n- namn: Norrsken & Ström\n  avtal:\n    - lokalt mål: 2\n      nivå: vänföretag\n"
"""A partner with a list of agreements, beside those with one in their own fields."""


class Filling:
    """A small site in which each field of each model is filled in once."""

    def __init__(self, content: Path, library: Library) -> None:
        self.content, self.library = content, library
        self.wanted = {(model, info.english) for model in MODELS for info in useful_fields(model)}
        self.wanted -= {(model, english) for model, english in self.wanted if (model.__name__, english) in APART}

    def fill(self) -> None:
        """Fill in the missing fields of each model; write a register of one record if there is none."""
        for shelf in SHELVES:
            if shelf.model is None:
                continue
            file = next(iter(sorted(self.content.glob(shelf.pattern))), self.content / shelf.pattern.replace("*", "exempel"))
            if not file.exists():
                file.parent.mkdir(exist_ok=True)
                file.write_text("---\n---\nNågra ord.\n" if shelf.form == "page" else "", "utf-8")
            self._fill_file(file, shelf)

    def _fill_file(self, file: Path, shelf: Shelf) -> None:
        assert shelf.model is not None
        data = file.read_bytes()
        tree = open_document(data, shelf).tree
        if isinstance(tree, list):
            records = [record for record in tree or [{}] if isinstance(record, dict)]
            wanted: Tree = [self._filled(shelf.model, record) for record in records]
        else:
            assert isinstance(tree, dict)
            wanted = self._filled(shelf.model, tree)
        file.write_bytes(write_tree(data, shelf, wanted))

    def _filled(self, model: type[Model], tree: dict[str, Tree]) -> dict[str, Tree]:
        filled: dict[str, Tree] = dict(tree)
        for key, info in fields_of(model).items():
            old = tree.get(key)
            if info.nested:
                if (model, info.english) in self.wanted or old is not None:
                    records = [item if isinstance(item, dict) else {} for item in (old if isinstance(old, list) else [old])]
                    parts: list[Tree] = [self._filled(info.nested, record) for record in records]
                    filled[key] = parts if info.is_list else parts[0]
            elif old is None and (info.required or (model, info.english) in self.wanted):
                value = self._value(model, info, info.kind)
                filled[key] = [value] if info.is_list else value
            self.wanted.discard((model, info.english))
        return filled

    def _value(self, model: type[Model], info: FieldInfo, kind: Kind | None) -> str:
        assert kind is not None
        if kind is REFERENCE:
            return next(iter(self.library.referred_by(info.swedish).names.values()), ID.example)  # the record that is filled in
        if kind is FILE_NAME:
            return next(file.name for file in sorted((self.content / (model.FILES_IN or "")).iterdir()))
        if kind is DOCUMENT_ADDRESS:
            (self.content / kind.example.lstrip("/")).write_text(PDF, "utf-8")
        if info.english == "former_addresses":
            return f"/{model.__name__.lower()}-forr/"
        return "2026-11-01" if info.english in ("first_day", getattr(model, "FIRST_DAY", "")) else kind.example


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Preparation]:
    content = shutil.copytree(BASE, tmp_path_factory.mktemp("filled") / "content")
    theme = read_theme(PROJECT / "theme")
    with (content / "partner" / "partner.yaml").open("a", encoding="utf-8") as file:
        file.write(LISTED)
    Filling(content, prepare_site(content, TODAY, theme).library).fill()
    return content, prepare_site(content, TODAY, theme)


def find_fields(records: Iterator[Model]) -> Iterator[tuple[str, str]]:
    """Yield the fields of records, each with the name of its model."""
    for record in records:
        for model in walk_models(record):
            yield from ((type(model).__name__, name.partition(".")[0]) for name in model.at)


def test_every_field_is_read(filled: tuple[Path, Preparation]) -> None:
    records = (record for found in read_content(filled[0]).shelves.by_model.values() for record in found)
    wanted = {(model.__name__, info.english) for model in MODELS for info in useful_fields(model)}
    assert wanted - set(find_fields(records)) == {("Tier", "requires_approval")}


def test_the_address_that_is_guessed_from_a_file_is_that_of_its_page(filled: tuple[Path, Preparation]) -> None:
    """`ROOT_FOLDERS` (`core/guessed_addresses.py`) says of every kind of pages whether its folder is in its addresses."""
    pages = [page for page in filled[1].library.all_pages if page.address.endswith("/")]  # `404.md` is a file
    assert {page.place().source.path.parent.name for page in pages} == set(PAGE_FOLDERS)
    own = {page.place().source.path: page.address for page in pages}
    assert {path: guess_address(path.parent.name, path.stem) for path in own} == own


def test_a_site_with_every_field_has_no_errors(filled: tuple[Path, Preparation]) -> None:
    def describe(problem: Problem) -> str:
        return f"{problem.place.source.path.name}:{problem.place.line}: {problem.message}"

    wrong = [describe(problem) for problem in filled[1].problems if problem.severity == "error"]
    assert wrong == [], ALONE


def test_a_field_comes_after_the_one_it_names_even_if_a_subclass_declares_that() -> None:
    class Above(Model):
        goals: Line = field("mål", "", after="summary")
        year: Line = field("år", "")

    class Page(Above):
        title: Line = field("titel", "")
        summary: Line = field("sammanfattning", "")
        size: Line = field("storlek", "")

    assert [info.english for info in fields_of(Page).values()] == ["year", "title", "summary", "goals", "size"]


def test_the_rich_site_has_every_file_to_fetch_which_a_rule_of_a_room_may_demand() -> None:
    class Guide(Model):
        size: Number | None = field("storlek", "")
        leaflet: DocumentAddress | None = field("blad", "")

    line = f"blad: {DOCUMENT_ADDRESS.example}\n"
    for text in (write_example(Guide), fill_in("---\nstorlek: 7\n---\nOrd.\n", Guide), fill_in("- storlek: 7\n", Guide)):
        assert line in text, text


EXAMPLE = re.compile(r"^# Exempel att kopiera:\n#\n((?:# .+\n)+)", re.MULTILINE)
"""A record in the comments at the beginning of a register's file."""


@pytest.mark.parametrize("shelf", [shelf for shelf in SHELVES if shelf.form == "list"], ids=lambda shelf: shelf.pattern)
def test_the_file_of_a_register_begins_with_an_example_to_copy(shelf: Shelf) -> None:
    files = sorted((PROJECT / "content").glob(shelf.pattern))
    assert files, f"write content/{shelf.pattern}, with an example in comments, as content/fakta.yaml has it"
    found = EXAMPLE.search(files[0].read_text("utf-8"))
    assert found, f"{files[0].name}: begin with an example in comments, as content/fakta.yaml has it"
    (record,) = yaml.safe_load("".join(line[2:] for line in found[1].splitlines(keepends=True)))
    infos = {info.swedish: info for info in fields_of(shelf.model).values()}
    assert record.keys() <= infos.keys(), f"{files[0].name}: no fields are called so"
    first = infos[next(iter(record))]
    assert first.required, f"{files[0].name}: {first.swedish} need not be there, so an example does not begin with it"
