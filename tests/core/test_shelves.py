"""Shelves: which files are read, and what is reported of the others."""

from __future__ import annotations

import builtins
import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from plugins.commands.runs.digests import digest_folder
from plugins.contacts.model import Contact
from plugins.core.files.folder import look_into
from plugins.core.files.leftovers import find_copies
from plugins.core.models.model import shape_of
from plugins.core.pages import split_page
from plugins.core.places import SourceFile
from plugins.core.reading import reader as shelf_reader
from plugins.core.reading.reader import ShelfReader, read_shelves
from plugins.core.system.file_mark import Seen
from plugins.local_goals.model import LocalGoal
from plugins.pages.model import TextPage
from plugins.partners.model import Partner
from plugins.site.model import Preparation
from plugins.site.rooms import SHELVES

Make = Callable[[dict[str, str | bytes | None]], Path]
PAGE = "---\ntitel: Sidan\nsammanfattning: En sida.\nstatus: publicerad\n---\nText.\n"
PARTNER = "- namn: Öst AB\n  lokalt mål: 1\n  nivå: partner\n"


def test_problems_do_not_depend_on_the_order_of_files_on_the_disk(make_content: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first by name is kept, and the problem is reported at the other."""
    folder = make_content({"partner/b.yaml": PARTNER, "partner/a.yaml": PARTNER, "mal/skräp.xyz": "x", "sidor/skräp.xyz": "x"})
    walk = os.walk

    def walk_backwards(top: Path, **options: Any) -> Iterator[tuple[str, list[str], list[str]]]:
        for parent, folders, names in walk(top, **options):
            folders.sort(reverse=True)
            names.sort(reverse=True)
            yield parent, folders, names

    orders = []
    for way in (walk, walk_backwards):
        monkeypatch.setattr(os, "walk", way)
        shelves, problems = read_shelves(folder, SHELVES)
        names = dict.fromkeys(record.place().source.path.name for record in shelves.all(Partner))
        orders.append([[*names], [*shelves.files], [problem.place.source.path.parent.name for problem in problems]])
    assert orders[0] == orders[1]
    assert orders[0][0] == ["a.yaml", "b.yaml", "partner.yaml"]
    assert {name.partition("/")[0] for name in orders[0][1]} == {"bilder", "partner"}


TRANSLATIONS = {
    **{
        f"sidor/sida-{number}.en.md": f"---\ntitel: Page {number}\nstatus: publicerad\n---\nText.\n"
        for number in (1, 2, 4, 7, 9, 10)
    },
    "sidor/sida-0.en.md": "---\ntitel: Page\n---\n",
    "webbplats.en.yaml": "namn: The site\nmålsidans rubriker:\n  nuläge: Now\n  framåt: Ahead\n  globalt: Everywhere\n",
    "partner/a.en.yaml": "- namn: Öst AB\n  presentation: A company.\n",
}


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
@pytest.mark.parametrize("translations", [{}, TRANSLATIONS])
def test_texts_read_by_a_worker_equal_those_read_by_the_main_process(
    make_content: Make, monkeypatch: pytest.MonkeyPatch, translations: dict[str, str | bytes | None]
) -> None:
    page = "---\ntitel: Sidan {}\nsammanfattning: En sida.\nstatus: publicerad\n---\nText.\n"
    pages = {f"sidor/sida-{number}.md": page.format(number) for number in range(12)}
    torn = {"sidor/sida-3.md": "---\ntitel: [\n---\n", "sidor/sida-5.md": "---\ntitl: A\n---\n", "sidor/sida-6.md": b"\xff"}
    folder = make_content({**pages, **torn, **translations, "partner/a.yaml": PARTNER})
    (folder / "sidor" / "sida-8b.md").hardlink_to(folder / "sidor" / "sida-8.md")
    looked: list[Path] = []
    look = ShelfReader._look

    def note(reader: ShelfReader, path: Path, copies: Any) -> Any:
        looked.append(path)
        return look(reader, path, copies)

    monkeypatch.setattr(ShelfReader, "_look", note)
    monkeypatch.setattr("plugins.core.reading.reader.WORTH_READING", 1)
    found = []
    for copies in (False, True):
        monkeypatch.setattr("plugins.core.cache.workers.can_fork", lambda copies=copies: copies)
        looked.clear()
        reader = ShelfReader(folder, SHELVES)
        shelves, problems = reader.read()
        assert {id(record.place().source) for record in shelves.all(TextPage)} <= set(map(id, shelves.sources))  # the same object
        assert [type(record.at) for record in shelves.all(TextPage)] == [MappingProxyType] * len(shelves.all(TextPage))
        for (_, model), translated in shelves.translations.items():  # and of the same model classes
            assert {type(one) for one in translated} == {reader._places[one.place().source.path][1].model for one in translated}
            assert all(type(one).ORIGINAL is model for one in translated)
        read, places, _ = reader.kept
        lists = [
            shelves.by_model,
            shelves.translations,
            shelves.sources,
            shelves.torn_files,
            shelves.torn_texts,
            problems,
            places,
        ]
        found.append((repr(lists), shelves.torn, set(map(str, read)), len(looked), problems))
        (folder / "sidor" / "sida-8.md").write_text(page.format("åtta"), "utf-8")
        shelves = reader.read_again([folder / "sidor" / "sida-8.md"]).shelves
        assert sum("Sidan åtta" in one.place().source.text for one in shelves.all(TextPage)) == 2
        (folder / "sidor" / "sida-8.md").write_text(page.format(8), "utf-8")
    here, aside = found
    assert aside[:3] == here[:3]
    assert {folder / name for name in torn} <= {problem.place.source.path for problem in here[4]}
    assert here[3] - aside[3] >= (len(translations) or len(pages) // 2)


def test_copies_are_looked_for_again_if_the_file_names_have_changed(make_content: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_content({"sidor/om.md": PAGE, "sidor/hus.md": PAGE})
    first = ShelfReader(folder, SHELVES)
    first.read()
    looked = list[int]()
    monkeypatch.setattr(
        "plugins.core.reading.reader.find_copies",
        lambda paths, compared: looked.append(len(paths)) or find_copies(paths, compared),
    )
    later = ShelfReader(folder, SHELVES, first.kept)
    (folder / "sidor" / "hus.md").write_text(f"{PAGE}\nMer.\n", "utf-8")
    assert "kvarglomd-kopia" not in {problem.code for problem in later.read().problems}
    assert looked == []
    (folder / "sidor" / "hus.md").rename(folder / "sidor" / "om - kopia.md")  # as many as before
    assert [problem.code for problem in later.read().problems].count("kvarglomd-kopia") == 1
    (folder / "sidor" / "om - kopia.md").write_text(f"{PAGE}\nAnnat.\n", "utf-8")  # and it stays one
    assert [problem.code for problem in ShelfReader(folder, SHELVES, later.kept).read().problems].count("kvarglomd-kopia") == 1
    assert len(looked) == 2


@pytest.mark.parametrize("is_later", [False, True])
def test_a_copy_that_was_tried_before_it_was_saved_is_reported(make_content: Make, *, is_later: bool) -> None:
    folder, name = make_content({"sidor/om.md": PAGE}), "sidor/om - kopia.md"
    reader = ShelfReader(folder, SHELVES)
    reader.read()
    reader.read_with({name: PAGE.encode()})
    (folder / name).write_text(PAGE, "utf-8")
    problems = (ShelfReader(folder, SHELVES, reader.kept) if is_later else reader).read().problems
    assert [problem.code for problem in problems].count("kvarglomd-kopia") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes among files")
def test_a_pipe_that_becomes_a_file_is_checked_for_being_a_copy(make_content: Make) -> None:
    folder = make_content({"sidor/om.md": PAGE})
    pipe = folder / "sidor" / "om - kopia.md"
    os.mkfifo(pipe)
    first = ShelfReader(folder, SHELVES)
    first.read()
    pipe.unlink()
    pipe.write_text(PAGE, "utf-8")
    assert [problem.code for problem in ShelfReader(folder, SHELVES, first.kept).read().problems].count("kvarglomd-kopia") == 1


@pytest.mark.parametrize("join", [Path.symlink_to, Path.hardlink_to])
def test_a_file_with_two_names_is_read_again_by_both_when_one_is_announced(
    make_content: Make, join: Callable[[Path, Path], None]
) -> None:
    folder = make_content({"partner/a.yaml": PARTNER})
    join(folder / "partner" / "b.yaml", folder / "partner" / "a.yaml")
    reader = ShelfReader(folder, SHELVES)
    reader.read()
    (folder / "partner" / "a.yaml").write_text(PARTNER.replace("Öst", "Väst"), "utf-8")
    shelves = reader.read_again([folder / "partner" / "a.yaml"]).shelves
    found = {partner.place().source.path.name: str(partner.name) for partner in shelves.all(Partner)}
    assert (found["a.yaml"], found["b.yaml"]) == ("Väst AB", "Väst AB")


def test_a_file_that_becomes_a_hard_link_changes_with_its_target_from_then_on(make_content: Make) -> None:
    folder = make_content({"partner/a.yaml": PARTNER, "partner/b.yaml": PARTNER.replace("Öst", "Syd")})
    one, other = folder / "partner" / "a.yaml", folder / "partner" / "b.yaml"
    reader = ShelfReader(folder, SHELVES)
    reader.read()
    other.unlink()
    other.hardlink_to(one)
    reader.read_again([other])
    one.write_text(PARTNER.replace("Öst", "Väst"), "utf-8")
    shelves = reader.read_again([one]).shelves
    found = {partner.place().source.path.name: str(partner.name) for partner in shelves.all(Partner)}
    assert (found["a.yaml"], found["b.yaml"]) == ("Väst AB", "Väst AB")


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "mal/README.md",
        ".DS_Store",
        "bilder/Thumbs.db",
        "~$om.docx",
        "sidor/om.md~",
        "sidor/.om.md.swp",
        "bilder/.gitkeep",
        ".git/config",
        "partner/._partner.yaml",
        "sidor/.#om.md",
        "desktop.ini",
        ".~lock.om.md#",
        "Icon\r",
        "partner/Icon\uf00d",
        ".localized",
        "sidor/.nfs0000000000c0ffee00000001",
        "sidor/~WRL0001.tmp",
        "sidor/thumbs.db",
        "bilder/THUMBS.DB",
        "Desktop.ini",
        ".ds_store",
        "sidor/#om.md#",
        ".GitIgnore",
        ".gitattributes",
        ".obsidian/om.md",
        ".vscode/settings.json",
        "__MACOSX/sidor/._om.md",
        "@eaDir/om.md",
        "$RECYCLE.BIN/om.md",
        "sidor/.syncthing.om.md.tmp",
        "sidor/~syncthing~om.md.tmp",
        ".dropbox",
        "sidor/._sync_0a1b2c.db",
        ".849C9593-D756-4E56-8D6E-42412F2A707B",
        "bilder/foto.jpg:Zone.Identifier",
        "bilder/foto.jpg.crdownload",
    ],
)
def test_files_left_by_programs_are_ignored(make_content: Make, name: str) -> None:
    assert read_shelves(make_content({name: "x"}), SHELVES).problems == ()


@pytest.mark.parametrize(
    "name",
    [
        "om.md",
        "sidor/under/om.md",
        "partner/a.yml",
        "mal/a.txt",
        "readme.md",
        "bilder/under/a.png",
        "Sidor/om.md",
        "webbplats.yaml.txt",
    ],
)
def test_a_file_that_no_room_claims_is_reported(make_content: Make, name: str) -> None:
    problems = read_shelves(make_content({name: "x"}), SHELVES).problems

    assert [(p.code, p.place.source.path.name) for p in problems] == [("okand-fil", Path(name).name)]


@pytest.mark.parametrize(
    "name",
    [
        "icon.txt",
        "Iconer",
        "~om.md",
        "om.tmp",
        "film.swf",
        "sidor/kontakt#.txt",
        "thumbs.txt",
        "desktop",
        "partner.localized.txt",
    ],
)
def test_a_file_that_an_editor_may_have_named_is_never_ignored(make_content: Make, name: str) -> None:
    assert len(read_shelves(make_content({name: "x"}), SHELVES).problems) == 1


def test_a_register_may_be_several_files_in_the_order_of_their_names(make_content: Make) -> None:
    content = make_content({"partner/b.yaml": PARTNER.replace("Öst", "Bo"), "partner/a.yaml": PARTNER})
    shelves, problems = read_shelves(content, SHELVES)

    assert problems == ()
    assert [p.name.value for p in shelves.all(Partner)] == [
        "Öst AB",
        "Bo AB",
        "Exempelbolaget AB",
        "Norra & Södra",
    ]


def test_an_incomplete_register_is_known_to_be_incomplete(make_content: Make) -> None:
    shelves, problems = read_shelves(make_content({"partner/b.yaml": "- namn: X\n  nivåå: y\n"}), SHELVES)

    assert len(problems) == 1
    assert not shelves.is_complete(Partner)
    assert shelves.is_complete(Contact)
    assert [path.name for path in shelves.torn_files] == ["b.yaml"]


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    problems = read_shelves(tmp_path / "innehall", SHELVES).problems

    assert [p.message for p in problems] == ["Mappen innehall/ finns inte."]


@pytest.mark.parametrize(
    "name",
    [
        "kontakter.yaml",
        "nivaer.yaml",
        "fakta.yaml",
        "stodrutor.yaml",
        "partner/partner.yaml",
        "sidor/om.md",
        "block/om-globala-malen.md",
    ],
)
def test_a_missing_register_is_empty(make_content: Make, name: str) -> None:
    assert read_shelves(make_content({name: None}), SHELVES).problems == ()


def test_a_missing_site_file_and_missing_goals_are_reported(make_content: Make) -> None:
    content = make_content({"webbplats.yaml": None, "mal/mal-1-ingen-hunger.md": None, "mal/mal-2-alla-ar-trygga.md": None})

    assert [p.message for p in read_shelves(content, SHELVES).problems] == [
        "Filen webbplats.yaml saknas.",
        "Mappen mal/ är tom. Där behövs minst en fil namn.md.",
    ]


def test_an_unreadable_goal_is_not_also_reported_as_missing(make_content: Make) -> None:
    content = make_content({"mal/mal-1-ingen-hunger.md": "", "mal/mal-2-alla-ar-trygga.md": None})

    assert [p.code for p in read_shelves(content, SHELVES).problems] == ["tom-fil"]


@pytest.mark.parametrize(
    ("name", "code", "right"),
    [
        ("sidor/Om oss.md", "fel-filnamn", "om-oss.md"),
        ("sidor/åre.md", "fel-filnamn", "are.md"),
        ("sidor/-.md", "fel-filnamn", "namn.md"),
    ],
)
def test_a_page_name_that_is_unfit_for_an_address_is_reported(make_content: Make, name: str, code: str, right: str) -> None:
    text = "---\ntitel: A\nsammanfattning: B\nstatus: publicerad\n---\n"
    problems = read_shelves(make_content({name: text}), SHELVES).problems

    assert [p.code for p in problems] == [code]
    assert right in "".join(problems[0].help)


@pytest.mark.parametrize("name", ["a", "A1", "om-oss", "om_oss", "404"])
def test_a_plain_page_name_is_accepted(make_content: Make, name: str) -> None:
    shelves, problems = read_shelves(
        make_content({f"sidor/{name}.md": "---\ntitel: A\nsammanfattning: B\nstatus: utkast\n---\n"}), SHELVES
    )

    assert problems == ()
    assert name in [page.name for page in shelves.all(TextPage)]


def test_a_shortcut_out_of_the_folder_is_reported(make_content: Make, tmp_path: Path) -> None:
    content = make_content({})
    (tmp_path / "hemligt.png").write_bytes(b"x")
    (content / "bilder" / "ut.png").symlink_to(tmp_path / "hemligt.png")
    (content / "bilder" / "in.png").symlink_to(content / "bilder" / "frukost.png")

    assert [(p.code, p.place.source.path.name) for p in read_shelves(content, SHELVES).problems] == [("genvag-ut", "ut.png")]


@pytest.mark.parametrize("ring", ["ring.md", "ring.png"])
def test_a_shortcut_to_itself_is_reported(make_content: Make, ring: str) -> None:
    content = make_content({})
    for folder in ("sidor", "bilder"):
        (content / folder / ring).symlink_to(ring)
    (content / "blad").symlink_to("blad")

    found = [(p.code, p.place.source.path.relative_to(content).as_posix()) for p in read_shelves(content, SHELVES).problems]
    assert found == [("okand-fil", name) for name in ("blad", f"bilder/{ring}", f"sidor/{ring}")]


def test_a_changed_translation_is_read_as_a_translation_by_a_later_reader(make_content: Make) -> None:
    page = "---\ntitel: About\nsammanfattning: Who we are.\nstatus: publicerad\n---\n{}\n"
    content = make_content({"sidor/om.en.md": page.format("Hello.")})
    first = ShelfReader(content, SHELVES)
    first.read()
    (content / "sidor" / "om.en.md").write_text(page.format("Hello you."), "utf-8")
    shelves, problems = ShelfReader(content, SHELVES, first.kept).read()
    assert problems == ()
    assert len(shelves.translations["en", TextPage]) == 1


def test_a_text_is_opened_again_only_if_it_has_changed(make_content: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    content = make_content({})
    first = ShelfReader(content, SHELVES)
    result = first.read()
    seen: dict[str, Seen] = {}
    digest_folder(content, seen)
    about = content / "sidor" / "om.md"
    text = about.read_text("utf-8")
    opened = []
    monkeypatch.setattr(shelf_reader, "look_into", lambda path: opened.append(path) or look_into(path))

    def read() -> tuple[Any, set[str]]:
        opened.clear()
        shelves, problems = ShelfReader(content, SHELVES, first.kept, seen).read()
        return (shelves.all(TextPage), problems), {path.name for path in opened if path.suffix in (".md", ".yaml")}

    assert read() == ((result[0].all(TextPage), result[1]), set())
    about.write_text(f"{text}Mer.\n", "utf-8")  # another size
    (pages, _), names = read()
    assert names == {"om.md"}
    assert any(str(page.body.value).endswith("Mer.\n") for page in pages)
    about.write_text(text, "utf-8")
    os.utime(about, ns=(0, 0))  # rewritten
    assert read() == ((result[0].all(TextPage), result[1]), {"om.md"})


def test_files_are_stored_by_their_path(make_content: Make) -> None:
    assert sorted(read_shelves(make_content({}), SHELVES).shelves.files) == [
        "bilder/frukost.png",
        "partner/logotyper/exempelbolaget.svg",
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Hej\n", 1, "saknar sidhuvud"),
        ("\n\nHej\n", 3, "saknar sidhuvud"),
        ("titel: A\n---\n", 1, "ska börja med"),
        ("---\ntitel: A\nstatus: utkast\n\nHej\n", 3, "saknar sitt slut"),
        ("---\n", 1, "saknar sitt slut"),
        ("---\ntitel: A\n# Rubrik\nstatus: b\n", 2, "saknar sitt slut"),
        ("---\ntitel: A\n---\n\n---\nstatus: b\n---\n", 5, "ett sidhuvud till"),
        (" \n", 1, "är tom"),
    ],
)
def test_a_page_without_a_complete_header_is_reported(text: str, line: int, words: str) -> None:
    header, body, problems = split_page(SourceFile(Path("a.md"), text), shape_of(LocalGoal))

    assert (header, body) == (None, None)
    assert [p.place.line for p in problems] == [line]
    assert words in problems[0].message


@pytest.mark.parametrize(
    ("text", "header", "body"),
    [
        ("---\ntitel: A\n---\nHej\n", "titel: A", "Hej\n"),
        ("\n--- \na: b\n...\nc", "a: b", "c"),
        ("---\n---\n", "", ""),
        ("---\na: b\n---", "a: b", ""),
        ("---\na: b\n---\nHej\n\n---\n\ntitel: B\n", "a: b", "Hej\n\n---\n\ntitel: B\n"),
        ("---\na: b\n---\n---\nHej: du\n", "a: b", "---\nHej: du\n"),
    ],
)
def test_a_page_is_split_into_header_and_body(text: str, header: str, body: str) -> None:
    found, rest, problems = split_page(SourceFile(Path("a.md"), text), shape_of(LocalGoal))

    assert problems == []
    assert found is not None
    assert rest is not None
    assert (found.value, rest.value) == (header, body)
    assert rest.place(0).line == text.count("\n", 0, len(text) - len(body)) + 1 or not body


@pytest.mark.parametrize("what", ["pipe", "link to a folder", "link out", "link to nothing"])
def test_an_entry_that_is_not_a_file_of_the_folder_is_reported_and_never_opened(
    prepare, make_content, format_all, tmp_path, what
) -> None:
    content = make_content({})
    (tmp_path / "hemligt.md").write_text("---\ntitel: Hemligt\n---\n", "utf-8")
    path = content / "sidor" / "nagot.md"
    match what:
        case "pipe":
            os.mkfifo(path)
        case "link to a folder":
            path.symlink_to(content / "mal", target_is_directory=True)
        case "link out":
            path.symlink_to(tmp_path / "hemligt.md")
        case _:
            path.symlink_to(content / "finns-inte.md")
    problems = [problem for problem in prepare().problems if problem.is_error]
    assert [problem.place.source.path for problem in problems] == [path]
    assert "Hemligt" not in "\n".join(format_all(problems))


@pytest.mark.parametrize("what", ["pipe", "folder", "link out"])
@pytest.mark.parametrize(
    "name", ["fakta.yaml", "kontakter.yaml", "nivaer.yaml", "mal/mal-1-ingen-hunger.md", "partner/logotyper/exempelbolaget.svg"]
)
def test_references_to_an_entry_that_is_not_a_file_are_not_reported_as_well(prepare, make_content, tmp_path, what, name) -> None:
    path = make_content({}) / name
    path.rename(tmp_path / "before")
    match what:
        case "pipe":
            os.mkfifo(path)
        case "folder" if path.suffix != ".svg":  # of which a folder is none that is called as a file
            path.mkdir()
        case _:
            path.symlink_to(tmp_path / "before")
    errors = [problem for problem in prepare().problems if problem.is_error]
    assert [problem.place.source.path for problem in errors] == [path]


@pytest.mark.parametrize("fields", ["name: Öst AB\nurl: https://example.org/\n", "Name: Öst AB\nWebsite: https://example.org/\n"])
def test_a_register_with_english_names_and_no_hyphens_is_reported_with_the_right_names(make_content: Make, fields: str) -> None:
    problems = read_shelves(make_content({"partner/b.yaml": fields}), SHELVES).problems
    first, second = (line.split(":")[0] for line in fields.splitlines())

    assert [(p.code, p.place.line, p.suggestion) for p in problems] == [("saknar-bindestreck", 1, "- namn: Öst AB")]
    assert problems[0].help[-1] == f"Så heter fälten här: ”{first}” är ”namn” och ”{second}” är ”webbplats”."


def test_a_missing_hyphen_and_an_english_name_on_one_line_are_reported_together(make_content: Make) -> None:
    content = make_content({"partner/b.yaml": f"{PARTNER}\nname: Väst AB\ngoal: 1\nlevel: partner\n"})
    problems = read_shelves(content, SHELVES).problems

    assert [(p.code, p.suggestion) for p in problems if p.place.line == 5] == [("saknar-bindestreck", "- namn: Väst AB")]


def test_a_field_by_its_english_name_is_reported_with_its_right_name(make_content: Make) -> None:
    _, problems = read_shelves(
        make_content({"partner/b.yaml": PARTNER + "  first_day: 2026-01-01\n  last day: 2026-12-31\n"}), SHELVES
    )

    assert [p.suggestion for p in problems] == ["från: 2026-01-01", "till: 2026-12-31"]


class Locked:
    """A disk on which some paths are unreadable, even for root."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
        self.paths = {os.fspath(path) for path in paths}
        self.scandir, self.open = os.scandir, builtins.open
        monkeypatch.setattr(os, "scandir", lambda path: self.scandir(self.let(path)))
        for module in (builtins, io):
            monkeypatch.setattr(module, "open", lambda path, *given, **more: self.open(self.let(path), *given, **more))

    def let(self, path: Any) -> Any:
        if isinstance(path, str | Path) and os.fspath(path) in self.paths:
            raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))
        return path


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("sidor", "Mappen sidor/ går inte att läsa (rättigheter saknas)."),
        ("mal", "Mappen mal/ går inte att läsa (rättigheter saknas)."),
        ("partner/logotyper", "Mappen logotyper/ går inte att läsa (rättigheter saknas)."),
        ("partner/logotyper/exempelbolaget.svg", "Filen går inte att läsa (rättigheter saknas)."),
        ("bilder/frukost.png", "Filen går inte att läsa (rättigheter saknas)."),
        ("bilder", "Mappen bilder/ går inte att läsa (rättigheter saknas)."),
        ("kontakter.yaml", "Filen går inte att läsa (rättigheter saknas)."),
    ],
)
def test_an_unreadable_file_or_folder_is_the_only_error(
    make_content: Make, prepare_afresh: Callable[[], Preparation], monkeypatch: pytest.MonkeyPatch, name: str, message: str
) -> None:
    """Otherwise the contents of such a folder would be left out of the site without a report."""
    folder = make_content({})
    Locked(monkeypatch, folder / name)
    problems = prepare_afresh().problems
    errors = [(problem.place.source.path, problem.code, problem.message) for problem in problems if problem.is_error]
    assert errors == [(folder / name, "olaslig-fil", message)]


@pytest.mark.parametrize("name", ["om (1).md", "om - kopia.md", "om 2.md", "om-DESKTOP-A1B2C3D.md"])
def test_the_differences_of_a_copy_are_updated_when_the_original_changes(make_content: Make, name: str) -> None:
    folder = make_content({"sidor/om.md": PAGE, f"sidor/{name}": PAGE})
    reader = ShelfReader(folder, SHELVES)
    reader.read()
    for text in (PAGE.replace("Text", "En annan text"), PAGE):
        (folder / "sidor" / "om.md").write_text(text, "utf-8")
        again, fresh = reader.read_again([folder / "sidor" / "om.md"]).problems, read_shelves(folder, SHELVES).problems
        assert [(one.code, one.help) for one in again] == [(one.code, one.help) for one in fresh]
        assert "kvarglomd-kopia" in {one.code for one in again}
