"""The declarations of rooms are complete: a missing part is reported here by name, and not by a failing page."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
import yaml

from plugins.contacts import room as contacts
from plugins.core.beside import BY_STEPS, FileBeside
from plugins.core.dataclass import dataclass
from plugins.core.kinds.annotations import Day, DocumentAddress, Line, PlainLine, Reference, Status, Year
from plugins.core.library import ANY_PAGE, Register, Setting
from plugins.core.marks.marks import ValueMark
from plugins.core.marks.values import OpenValues
from plugins.core.models.model import RegisterModel, field
from plugins.core.pages import AddressedPage
from plugins.core.pictures.pictures import Picture
from plugins.core.room import Room, no_rules
from plugins.core.shelf import Shelf
from plugins.core.swedish import compare_key
from plugins.core.texts.pieces import WrittenPiece
from plugins.core.words.interface import CountedName, MissingWord
from plugins.core.words.lists import WordLists
from plugins.core.written_kinds import Box
from plugins.discovery import room as discovery
from plugins.facts import room as facts
from plugins.house.context import PageKind
from plugins.house.room import PageRoom
from plugins.local_goals.model import LocalGoal
from plugins.pages import room as pages
from plugins.projects import room as projects
from plugins.projects.page import build_card
from plugins.site import rooms as site_rooms
from plugins.site.clashes import find_clashes, refuse_clashes
from plugins.site.documentation import codes
from plugins.site.model import Preparation
from plugins.site.rooms import NAMED, REGISTERS, ROOMS
from tests.structure.code import PLUGINS, PROJECT, parse
from tests.structure.declared import FUNCTIONS, NEEDED, NO_WORDS, check_days, check_model, check_new, find_forgotten, find_unasked

Prepare = Callable[..., Preparation]


WORDS = WordLists(PROJECT / "theme" / "words")["sv"]
FOLDERS = sorted(path.parent.name for path in PLUGINS.glob("*/room.py") if path.parent.name not in ("core", "house"))


def list_forgotten(room: Room, name: str, prepare: Prepare) -> list[str]:
    """Return what is missing in a room; a site, with which `skapa` is tried, is only made if the declaration is complete."""
    forgotten = list(find_forgotten(room, name, WORDS))
    if not forgotten and isinstance(room, PageRoom):
        for kind in room.kinds:
            forgotten += check_new(kind, f"plugins/{name}/room.py", prepare().library)
    return forgotten


@pytest.mark.parametrize("name", FOLDERS)
def test_a_room_declares_everything_it_must(name: str, prepare: Prepare) -> None:
    """Each line of the message names a file, and what to write in it."""
    room = importlib.import_module(f"plugins.{name}.room").ROOM
    forgotten = list_forgotten(room, name, prepare)
    if not any(one is room for one in ROOMS):
        forgotten.append(f"plugins/site/rooms.py: write `from plugins.{name} import room as {name}`, and `{name}.ROOM,` in ROOMS")
    assert not forgotten, "\n" + "\n".join(forgotten)


TOY = PROJECT / "tests" / "structure" / "toy_room"
NAMES = re.compile(
    r'ValueMark\("([^"]+)"|WrittenPiece\(\s*name="([^"]+)"|data=\{"([^"]+)"|NewPage\(\s*\("([^)]+)"\)|PATH = "([^"]+)"'
    r"|^class (\w+)",
    re.MULTILINE,
)
"""Names that a room uses outside its folders: marks, components, open data, names for `skapa`, files, models."""
OF_TOYS = re.compile(r"(?:(?:menu|all|partner)_)?(?:[tT]oy|lek)")


def find_names_of_toys() -> Iterator[tuple[str, str]]:
    """Yield each name of the project that toy rooms use too, with the file that defines it."""
    for path in sorted(path for path in TOY.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        file = path.relative_to(TOY)
        if file.name == "words.yaml":
            yield from ((word, str(file)) for word in yaml.safe_load(path.read_text("utf-8")))
        elif file.parts[0] == "theme" or file.parts[1] == "bilder":
            yield file.name, str(file)
        else:
            yield file.parts[1], str(file)
        if file.suffix == ".py":
            for groups in NAMES.findall(path.read_text("utf-8")):
                yield from ((name, str(file)) for name in re.split(r'", "', next(filter(None, groups))))


def test_the_mark_of_a_register_is_written_in_its_room() -> None:
    """`tests/structure/test_renamed_marks.py` renames each there, and nothing else may know its name."""
    rooms = [path.read_text("utf-8") for path in PLUGINS.glob("*/room.py")]
    marks = [register.mark for register in REGISTERS.values() if register.mark]
    elsewhere = [mark for mark in marks if not any(f'\n    mark="{mark}",\n' in room for room in rooms)]
    assert elsewhere == [], 'write it in the Register, mark="…", and read it elsewhere by library.registers[Model].mark'


def test_names_in_the_toy_rooms_have_their_own_prefix() -> None:
    """They are copied over a copy of the project (`test_toy_room.py`), and would replace a file of the same name."""
    names = list(find_names_of_toys())
    some = {"toy_notices", "leksaksdagar", "toy_quotation", "leksaksnotis", "leksaksnotiser.xml", "all_toy_notices", "ToyHall"}
    assert some < {name for name, _ in names}
    assert [one for one in names if not OF_TOYS.match(one[0])] == [], "names of the toy rooms begin with toy_, Toy or leksaks"
    taken = [path for path in (*PLUGINS.iterdir(), *(PROJECT / "theme").rglob("*")) if path.name.startswith("toy_")]
    assert taken == [], (
        "rename these: what begins with toy_ is the toy rooms' (tests/structure/toy_room), and would be written over"
    )


def test_every_property_of_a_page_is_required_of_its_model() -> None:
    page = next(node for node in parse(PLUGINS / "core" / "pages.py").body if getattr(node, "name", "") == "AddressedPage")
    declared = next(node for node in ast.iter_child_nodes(page) if isinstance(node, ast.If))
    names = [node.target.id for node in declared.body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)]
    assert names == list(NEEDED)


class Misnamed(RegisterModel):
    """A record named by a field that it lacks."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("titel",)


class Unnamed(RegisterModel):
    """A record that does not declare its name."""


class Bare(AddressedPage):
    """A kind of pages that lacks nearly everything, and has one field of the wrong kind."""

    FIRST_DAY: ClassVar[str] = "day"

    title: PlainLine = field("titel", "", required=True)
    summary: Line | None = field("ingress", "")
    contact: Reference | None = field("kontakt", "")
    updated: Day | None = field("uppdaterad", "")
    status: Status = field("status", "")


@dataclass(frozen=True)
class ToyKind(PageKind[Any]):
    """New fields of `PageKind`: a counted word, a plain string, and a function."""

    toy_words: CountedName = ""
    toy_text: str | None = None
    toy_function: Callable[[int], str] | None = None


@pytest.mark.parametrize("declared", FUNCTIONS, ids=lambda declared: declared.__name__)
def test_every_declaration_of_a_room_is_checked(declared: type) -> None:
    """A field that is added to a declaration is checked in each room, without a change of a test."""
    unasked = list(find_unasked(declared, FUNCTIONS[declared], NO_WORDS.get(declared)))
    assert not unasked, "\n" + "\n".join(unasked)


def test_a_declaration_that_is_not_checked_is_reported_with_what_to_write() -> None:
    messages = [one for one in find_unasked(ToyKind, FUNCTIONS[PageKind], NO_WORDS[PageKind]) if " toy_" in one]
    assert [one.partition(": write")[0] for one in messages] == [
        "tests/structure/test_rooms.py: toy_text of ToyKind is a str",
        "tests/structure/declared.py",
    ]
    assert "write toy_function of ToyKind with what the function is given, and that it gives <class 'str'>" in messages[1]


KIND, KNOWN = replace(pages.ROOM.kinds[0], group="", card=None), replace(pages.ROOM.known[0], menu=None)


@pytest.mark.parametrize(
    ("room", "message"),
    [
        (
            replace(pages.ROOM, check=lambda: iter(())),
            "plugins/a/room.py: check of ROOM: write a function of (library) that",
        ),
        (replace(pages.ROOM, changes=pages.build_page), "plugins/a/room.py: changes of ROOM: write a function of (library) that"),
        (
            replace(pages.ROOM, marks=no_rules),
            "plugins/a/room.py: marks of ROOM: write a function of (library, setting) that gives",
        ),
        (
            replace(pages.ROOM, data={"a": lambda: iter(())}),
            "plugins/a/room.py: data['a'] of ROOM: write a function of (context)",
        ),
        (
            replace(pages.ROOM, beside=(FileBeside("a.txt", "a", lambda: ""),)),
            "plugins/a/room.py: write of the FileBeside a.txt: ",
        ),
        (replace(pages.ROOM, registers=()), "plugins/a/room.py: write Register(model=TextPage) in registers"),
        (
            replace(pages.ROOM, registers=(pages.REGISTER, Register(Misnamed))),
            "plugins/a/model.py: NAMED_BY of Misnamed names titel: write the English name",
        ),
        (
            replace(pages.ROOM, shelves=(*pages.ROOM.shelves, Shelf("a.yaml", Unnamed, "list", "A"))),
            "plugins/a/model.py: write NAMED_BY: ClassVar[tuple[str, ...]]",
        ),
        (replace(pages.ROOM, shelves=()), 'plugins/a/model.py: write Shelf("FOLDER/*.md", TextPage, "page", "…") in SHELVES'),
        (
            replace(pages.ROOM, shelves=(Shelf("a/*.md", pages.TextPage, "page"),)),
            "plugins/a/model.py: write the title of the She",
        ),
        (
            replace(pages.ROOM, kinds=(replace(KIND, build=lambda _page: None),)),
            "plugins/a/room.py: build of the PageKind of Text",
        ),
        (
            replace(pages.ROOM, kinds=(replace(KIND, group="no_word"),)),
            "theme/words/sv.yaml: write no_word, the group of the Page",
        ),
        (
            replace(pages.ROOM, kinds=(replace(KIND, group="unknown"),)),
            "theme/words/sv.yaml: write unknown, the group of the PageKind of TextPage, as one word; and",
        ),
        (
            replace(pages.ROOM, kinds=(ToyKind(**vars(KIND), toy_words="no_word"),)),
            "theme/words/sv.yaml: write no_word, the toy_words of the PageKind of TextPage, with its forms by number",
        ),
        (
            replace(pages.ROOM, kinds=(ToyKind(**vars(KIND), toy_words="menu_projects"),)),
            "theme/words/sv.yaml: write menu_projects, the toy_words of the PageKind of TextPage, with its forms by number",
        ),
        (
            replace(projects.ROOM, kinds=(replace(projects.ROOM.kinds[0], all_words=""),)),
            "plugins/a/room.py: write group, all_words and all",
        ),
        (replace(pages.ROOM, known=(replace(KNOWN, words="no"),)), "theme/words/sv.yaml: write no_title, of the KnownPage start"),
        (
            replace(pages.ROOM, known=(replace(KNOWN, words="home", menu=bool),)),
            "theme/words/sv.yaml: write menu_home, what menus",
        ),
        (
            replace(pages.ROOM, known=(replace(KNOWN, template="no"),)),
            "theme/templates/no.html: write it, the template of the Know",
        ),
        (
            replace(pages.ROOM, known=(replace(KNOWN, view=lambda _text: None),)),
            "plugins/a/room.py: view of the KnownPage start: wri",
        ),
    ],
    ids=lambda value: value.partition("write")[2][:40] if isinstance(value, str) else "",
)
def test_a_missing_declaration_is_reported_with_the_file_and_what_to_write(room: PageRoom, message: str) -> None:
    found = list(find_forgotten(room, "a", WORDS))
    assert [one for one in found if one.startswith(message)], found


def test_a_kind_with_a_card_but_no_goals_needs_no_words_for_goal_pages() -> None:
    room = replace(pages.ROOM, kinds=(replace(KIND, card=build_card),))
    assert list(find_forgotten(room, "pages", WORDS)) == []


def test_a_missing_word_is_reported_at_its_declaration_and_at_its_use() -> None:
    """A site without it cannot be made: the declaration is checked before, and any other test has the same message."""

    def prepare() -> Preparation:
        raise AssertionError

    (message,) = list_forgotten(replace(pages.ROOM, kinds=(replace(KIND, group="no_word"),)), "pages", prepare)
    assert message.startswith("theme/words/sv.yaml: write no_word, the group of")
    with pytest.raises(MissingWord, match=r"^theme/words/sv\.yaml: write no_word, and in each other list$"):
        _ = WORDS.no_word
    with pytest.raises(MissingWord, match=r"^theme/words/sv\.yaml: times: write no_word, and in each other list$"):
        _ = WORDS.times.no_word


def test_a_missing_property_of_a_model_is_reported_with_what_to_write() -> None:
    assert [line.partition(": ")[2] for line in check_model(Bare, "plugins/a/model.py")] == [
        "write the property address of Bare",
        'write CALLED: ClassVar[str] = "…" in Bare: what an editor calls one, as "sidan"',
        f"write in Bare: {NEEDED['title'][1]}",
        'write in Bare, of summary: "sammanfattning" for "ingress", as every kind of pages calls it',
        f"write in Bare: {NEEDED['help_box'][1]}",
        "FIRST_DAY of Bare names day: write a field of that English name whose value is a Day",
    ]


class Undated(RegisterModel):
    """A record whose last day is not a day."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("what",)
    LAST_DAY: ClassVar[str] = "until"

    what: PlainLine = field("vad", "", required=True, may_be_unknown=False)
    until: PlainLine | None = field("till", "")


def test_a_last_day_of_the_wrong_kind_is_reported_for_a_register_too() -> None:
    room = declare(registers=(Register(model=Undated, is_asked_for=False),))
    assert list(find_forgotten(room, "a", WORDS)) == [
        "plugins/a/model.py: LAST_DAY of Undated names until: write a field of that English name whose value is a Day"
    ]


class Framed(pages.TextPage):
    """A kind of pages with a year, for which `skapa` asks, and a picture, for which it cannot ask."""

    year: Year = field("år", "", required=True, may_be_unknown=False)
    frame: Picture = field("ram", "", required=True, may_be_unknown=False)


class OldNews(pages.TextPage):
    """A kind of pages with years that count from no day."""

    LISTED_YEARS: ClassVar[int] = 2


def test_years_in_lists_that_count_from_no_day_are_reported() -> None:
    assert [*check_days(OldNews, "a.py")] == ["a.py: LISTED_YEARS of OldNews count from a day: name its field as LAST_LISTED_DAY"]


class Fetched(pages.TextPage):
    """A kind of pages with a field that is called as an option of `skapa`."""

    document: DocumentAddress | None = field("fil", "")


def test_a_field_that_is_called_as_the_option_of_the_file_is_reported(prepare: Prepare) -> None:
    kind = replace(pages.ROOM.kinds[0], model=Fetched)
    (wrong,) = check_new(kind, "a.py", prepare().library)
    assert "a field is called fil, as the option of the page's file" in wrong


def test_a_required_field_that_new_can_neither_ask_for_nor_fill_in_is_reported_with_what_to_write(prepare: Prepare) -> None:
    library = prepare().library
    new = pages.ROOM.kinds[0].new

    def check(**said: Any) -> list[str]:
        kind = replace(pages.ROOM.kinds[0], model=Framed, new=replace(new, **said))
        return [line.partition("new of the PageKind of Framed: ")[2] or line for line in check_new(kind, "a.py", library)]

    (lacking,) = check()
    assert lacking.startswith(
        "field ram must be there and may not be `saknas`, and `skapa` cannot ask for it: write values=lambda"
    )
    assert check(values=lambda _library: {"frame": "ram.png"}) == []
    assert [line[:17] for line in check(values=lambda _library: {"frames": "x"})] == ["values names fram", lacking[:17]]
    (wrong,) = check(values=lambda _library, _name: {})
    assert wrong.startswith("write a function of (library) that gives Mapping[str, str]")


def test_a_register_declares_the_mark_that_names_its_records(prepare: Prepare) -> None:
    """Otherwise `uses` and the forms would not find the records that a text shows."""
    library = prepare().library
    by_code = {register.code: register for register in REGISTERS.values() if register.code}
    found = {}
    for setting in (ANY_PAGE, Setting(LocalGoal, library.all(LocalGoal)[0])):
        marks = library.marks(setting)
        named = {one.name: one.values for one in marks.values.values()} | {one.name: one.targets for one in marks.places.values()}
        for name, known in named.items():
            if (code := getattr(known, "code", "")) in by_code and compare_key(name) not in NAMED:
                found[name] = by_code[code].mark
    assert len(found) >= 3
    assert {name: mark for name, mark in found.items() if compare_key(mark) != compare_key(name)} == {}


def declare(**said: Any) -> Room:
    """Return a room with a few declarations."""
    return Room(**{"shelves": (), **said})


CONTACTS = contacts.ROOM.pieces[0]
BOX = WrittenPiece("steps", str, Box("steg", "Steg att följa"), lambda _element, _context: None)


@pytest.mark.parametrize(
    ("rooms", "message"),
    [
        ((discovery.ROOM, declare(beside=(FileBeside("Robots.txt", "en fil"),))), "the file beside the pages Robots.txt"),
        ((declare(beside=(FileBeside("FAVICON.ico", "en fil"),)),), "the file beside the pages FAVICON.ico"),
        ((facts.ROOM, declare(data={"facts": lambda _context: iter(())})), "the file beside the pages data/facts.json"),
        ((declare(pieces=(CONTACTS, CONTACTS)),), f"the piece {CONTACTS.name}"),
        ((contacts.ROOM, declare(pieces=(replace(CONTACTS, register=facts.FACTS),))), f"the piece {CONTACTS.name}"),
        (
            (declare(pieces=(BOX,)), declare(pieces=(replace(BOX, name="other", takes=Box("Steg", "Steg att följa")),))),
            "the Box Steg",
        ),
        ((facts.ROOM, declare(shelves=(Shelf("fakta.yaml", pages.TextPage, "list", "x"),))), "the Shelf of fakta.yaml"),
        (
            (facts.ROOM, declare(registers=(replace(contacts.ROOM.registers[0], code=facts.FACTS.code),))),
            "the code of a reference to nothi",
        ),
        (
            (contacts.ROOM, declare(registers=(replace(facts.FACTS, fields=("Kontakt",)),))),
            "the field that refers to records, Kontakt",
        ),
        ((pages.ROOM, PageRoom((), kinds=pages.ROOM.kinds)), "the PageKind of TextPage"),
        ((pages.ROOM, PageRoom((), kinds=(replace(pages.ROOM.kinds[0], model=Bare),))), "what `skapa` is asked for, page"),
        ((pages.ROOM, PageRoom((), known=(replace(KNOWN, name="Start", own_address="/x/"),))), "the KnownPage Start"),
        ((pages.ROOM, PageRoom((), known=(replace(KNOWN, name="x"),))), "the KnownPage at /"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_two_declarations_with_the_same_name_are_an_error_at_the_start(
    rooms: tuple[Room, ...], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the site would show one of them, and silently ignore the other."""
    monkeypatch.setitem(sys.modules, "plugins.mine.room", SimpleNamespace(ROOM=rooms[-1]))
    assert [*find_clashes(ROOMS, BY_STEPS)] == []
    found = [one for one in find_clashes(rooms, BY_STEPS) if message in one]
    assert len(found) == 1, found
    assert "plugins/mine/room.py: " in found[0]
    with pytest.raises(ValueError, match=re.escape(message)):
        refuse_clashes(rooms, BY_STEPS)


@pytest.mark.parametrize("name", ["fakta", "Fakta", "kontakt"])
def test_two_marks_with_the_same_name_are_an_error_when_the_first_text_is_read(
    name: str, prepare: Prepare, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marks may depend on the records, so only the library knows them."""
    mark = ValueMark(name, OpenValues(str))
    room = declare(marks=lambda _library, _setting: iter([mark]))
    monkeypatch.setattr(site_rooms, "ROOMS", (*ROOMS, room))
    with pytest.raises(ValueError, match=f"two rooms, or one twice, have a mark '.{name[1:]}'"):
        prepare()


def test_a_code_explained_in_two_sections_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = codes.CODES_FILE.read_text("utf-8")
    file = tmp_path / "felkoder.md"
    file.write_text(f"{written}\n## okand-niva\n\nNågot annat.\n", "utf-8")
    monkeypatch.setattr(codes, "CODES_FILE", file)
    with pytest.raises(ValueError, match="more than one section explains okand-niva"):
        codes.read_codes.__wrapped__()
