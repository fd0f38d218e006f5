"""No field shows a raw mark: each is filled in, or refused at its line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

import jinja2
import pytest

from plugins.blocks.model import Block
from plugins.contacts.model import HelpBoxRecord
from plugins.core.kinds.kind import KindError
from plugins.core.kinds.words import MARKDOWN
from plugins.core.models.model import fields_of
from plugins.core.pages import PageModel
from plugins.core.places import Place, SourceFile
from plugins.core.reading.reader import read_shelves
from plugins.core.source.lines import Line, Marked, Writing
from plugins.core.source.sources import text_of_lines
from plugins.core.texts.pieces import MarkedPiece
from plugins.core.walk import walk_models
from plugins.local_goals.model import LocalGoal
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare_site
from plugins.site.rooms import KINDS as KINDS_OF_PAGES
from plugins.site.rooms import KNOWN_PAGES, PIECES, REGISTERS, SHELVES
from tests.conftest import TODAY
from tests.rooms.rich import ALONE, RICH, kinds_of_words, write_example

MARK = "{fakta:provfakta}"
KINDS = kinds_of_words()
SORTS = ("titel", "sammanfattning")


def places_of_fields(content: Path) -> dict[tuple[str, str], Place]:
    """Return the place of the first value of each text field."""
    shelves, problems = read_shelves(content, SHELVES)
    assert [p.message for p in problems] == []
    found: dict[tuple[str, str], Place] = {}
    for record in (record for records in shelves.by_model.values() for record in records):
        for model in walk_models(record):
            for info in fields_of(type(model)).values():
                value = getattr(model, info.english)
                first = value[0] if isinstance(value, tuple) and value else value
                if info.kind and info.kind.is_text and first:
                    found.setdefault((type(model).__name__, info.english), first.place())
    return found


def write_at(place: Place, words: str) -> None:
    """Write words into a file at a place."""
    path = place.source.path
    lines = path.read_text("utf-8").split("\n")
    line = lines[place.line - 1]
    lines[place.line - 1] = line[: place.column - 1] + words + line[place.column - 1 :]
    path.write_text("\n".join(lines), "utf-8")


def is_refused(field: tuple[str, str]) -> bool:
    """Return whether a field's kind refuses marks."""
    try:
        KINDS[field].parse(text_of_lines(SourceFile(Path("a.md"), MARK), 1, MARK))
    except KindError:
        return True
    return False


def everything_of(preparation: Preparation) -> str:
    """Return all text that can reach the output, joined."""
    assert preparation.site is not None
    return f"{preparation.site!r}{json.dumps([list(items) for items in preparation.site.data.values()], ensure_ascii=False)}"


def test_the_rich_site_fills_in_every_text_field(make_content: Callable[..., Path], theme: Theme) -> None:
    content = make_content(RICH)

    lacking = {f"{english} of {model}" for model, english in KINDS.keys() - places_of_fields(content).keys()}
    assert lacking == set(), "write a line with a value for each into its file in RICH, tests/rooms/rich.py"
    assert [p.message for p in prepare_site(content, TODAY, theme).problems if p.is_error] == [], ALONE


def test_an_example_page_of_every_kind_is_made_from_its_model(make_content: Callable[..., Path], theme: Theme) -> None:
    own = [kind.model for kind in KINDS_OF_PAGES if kind.model is not LocalGoal]
    pages = {shelf.pattern.replace("*", "skriven"): write_example(shelf.model) for shelf in SHELVES if shelf.model in own}
    preparation = prepare_site(make_content({**RICH, **pages}), TODAY, theme)

    assert len(pages) >= 3
    assert [p.message for p in preparation.problems if p.is_error] == [], ALONE


def test_a_mark_in_every_field_that_accepts_it_is_filled_in(make_content: Callable[..., Path], theme: Theme) -> None:
    content = make_content(RICH)
    fields = [field for field in sorted(KINDS) if not is_refused(field)]
    places = places_of_fields(content)
    for number, field in enumerate(fields):
        write_at(places[field], f"{{fakta:prov{number}}} { {0: '{ FAKTA : prov0 } ', 1: '{antal:partner} '}.get(number, '') }")
    facts = "".join(f"\n- id: prov{n}\n  värde: {900 + n}x\n  avser: 2026\n  källa: Kansliet\n" for n in range(len(fields)))
    with (content / "fakta.yaml").open("a", encoding="utf-8") as file:
        file.write(facts)

    preparation = prepare_site(content, TODAY, theme)

    assert [p.message for p in preparation.problems if p.is_error] == []
    shown = everything_of(preparation)
    assert re.findall(r"\{\s*(?:fakta|antal)\s*:", shown, re.IGNORECASE) == []
    assert [field for number, field in enumerate(fields) if f"{900 + number}x" not in shown] == []


def write_blocks(content: Path) -> list[str]:
    """Write the mark of a new block into every text that takes components: at its beginning, and below each heading of a page.

    Return the places, in the order of the blocks' numbers.
    """
    wheres: list[str] = []

    def mark(where: str) -> str:
        wheres.append(where)
        return f"{{block:prov{len(wheres) - 1}}}"

    models = [shelf.model for shelf in SHELVES if shelf.model]
    refusing = {model.__name__ for model in models if model in REGISTERS and REGISTERS[model].no_pieces}
    for (model, english), place in places_of_fields(content).items():
        if KINDS[model, english] is MARKDOWN and model not in refusing:
            before = place.written[: place.column - 1]
            indent = " " * 8 if before.strip() else before
            begun = f"|\n{indent}" if before.strip() else ""
            write_at(place, f"{begun}{mark(f'{english} of {model}')}\n\n{indent}")
    for shelf in SHELVES:
        if shelf.model and issubclass(shelf.model, PageModel) and shelf.model is not Block:  # a block in a block is refused
            for path in sorted(content.glob(shelf.pattern)):
                head, text = path.read_text("utf-8").split("\n---\n", 1)
                parts = re.split(r"^(#.*\n)", text, flags=re.MULTILINE)
                parts[::2] = [f"\n{mark(f'part {at} of {path.name}')}\n\n{part}" for at, part in enumerate(parts[::2])]
                path.write_text(f"{head}\n---\n{''.join(parts)}", "utf-8")
    for number in range(len(wheres)):
        (content / "block" / f"prov{number}.md").write_text(f"---\nrubrik: Prov {number}\n---\nOrd {number}x.\n", "utf-8")
    return wheres


def describe_ways(lost: list[str]) -> str:
    """Return what to do if no page shows a component in these texts, which `write_blocks` names."""
    marks = {kind.register.model.__name__: kind.register.mark for kind in PIECES if isinstance(kind, MarkedPiece)}
    ways = []
    if by_mark := [where for where in lost if where.rpartition(" of ")[2] in marks]:
        written = ", ".join(sorted({f"{{{marks[where.rpartition(' of ')[2]]}:…}}" for where in by_mark}))
        ways.append(
            f"{', '.join(by_mark)}: a mark shows these, so a page has to have it: write {written}, with one of its records, on a "
            "line of its own in the text of a page of RICH, tests/rooms/rich.py. If it is there, its view leaves the text out: "
            "show it by `pieces` of the page's text (`context.text`)"
        )
    if others := [where for where in lost if where not in by_mark]:
        ways.append(f"{', '.join(others)}: show it by `pieces` of the page's own text (`context.open_page`)")
    return "; ".join((*ways, "say `no_pieces` in the Register only where no component is to stand in such a text"))


def test_the_advice_about_an_unshown_text_depends_on_how_it_is_shown() -> None:
    advice = describe_ways(["text of Block", "part 2 of om.md"])
    assert "text of Block: a mark shows these" in advice
    assert "{block:…}" in advice
    assert "tests/rooms/rich.py" in advice
    assert "part 2 of om.md: show it by `pieces`" in advice
    assert "rich.py" not in describe_ways(["part 2 of om.md"])
    assert "open_page" not in describe_ways(["text of Block"])


def test_a_component_is_shown_in_every_text_that_accepts_it(make_content: Callable[..., Path], theme: Theme) -> None:
    """No text of any room leaves out in silence what its writer has put there."""
    text = "---\ntitel: Om {}\nsammanfattning: Om det.\nstatus: publicerad\n---\nOrd.\n\n## Mer\n\nOrd.\n"
    known = {f"sidor/{page.name}.md": text.format(page.name) for page in KNOWN_PAGES}
    content = make_content({**RICH, **known})
    wheres = write_blocks(content)

    preparation = prepare_site(content, TODAY, theme)

    assert [f"{p.place.source.path.name}:{p.place.line} {p.message}" for p in preparation.problems if p.is_error] == []
    assert preparation.site is not None
    assert len(wheres) > 2 * len(known)
    shown = repr(preparation.site.pages)
    lost = [where for number, where in enumerate(wheres) if f">Ord {number}x.<" not in shown]
    assert lost == [], describe_ways(lost)


@pytest.mark.slow
def test_a_figure_in_a_title_or_a_summary_that_a_page_shows_has_its_source_there(
    make_content: Callable[..., Path], theme: Theme
) -> None:
    """Whatever the kind of the page: it asks for its sources when all that it shows has been asked for."""
    numbers: dict[Path, str] = {}
    facts, content = "", make_content(RICH)
    for number, shelf in enumerate(shelf for shelf in SHELVES if shelf.model in {kind.model for kind in KINDS_OF_PAGES}):
        name = next(name for name in sorted(RICH) if PurePosixPath(name).match(shelf.pattern))
        text = RICH[name] or ""
        for sort in SORTS:
            text, added = re.subn(rf"^({sort}: .*)$", rf"\1 {{fakta:{sort}{number}}}", text, count=1, flags=re.MULTILINE)
            assert added == 1, f"{name} has no {sort}"
            facts += f"\n- id: {sort}{number}\n  värde: {number}x{sort}\n  avser: 2026\n  källa: Källan till {sort} {number}\n"
        (content / name).write_text(text, "utf-8")
        numbers[content / name] = str(number)
    with (content / "fakta.yaml").open("a", encoding="utf-8") as file:
        file.write(facts)

    preparation = prepare_site(content, TODAY, theme)

    assert [p.message for p in preparation.problems if p.is_error] == []
    assert preparation.site is not None
    own = {page.address: (repr(page.view), numbers[page.source]) for page in preparation.site.pages if page.source in numbers}
    assert len(own) == len(numbers) > 3
    shown = [(address, sort) for address, (view, n) in own.items() for sort in SORTS if f"{n}x{sort}" in view]
    assert {sort for _, sort in shown} == set(SORTS)
    assert [(address, sort) for address, sort in shown if f"Källan till {sort} {own[address][1]}" not in own[address][0]] == []


def test_a_mark_in_a_field_that_accepts_none_is_refused_at_its_place(make_content: Callable[..., Path], theme: Theme) -> None:
    content = make_content(RICH)
    places = places_of_fields(content)
    fields = [field for field in sorted(KINDS) if is_refused(field) and field in places]  # one that lacks is told above
    for field in fields:
        write_at(places[field], f"x { {0: '{ Fakta: provfakta }', 1: '{antal:mål}'}.get(len(field[0]) % 3, MARK) } ")

    problems = prepare_site(content, TODAY, theme).problems

    refused = {(p.place.source.path, p.place.line, p.place.column) for p in problems if p.is_error and p.code == "fel-markering"}
    wanted = {(place.source.path, place.line, place.column + 2) for place in (places[field] for field in fields)}
    assert refused >= wanted
    assert len(fields) > 20


def test_a_value_with_marks_cannot_be_used_as_text() -> None:
    source = SourceFile(Path("a.md"), MARK)
    line, writing = Line(text_of_lines(source, 1, MARK)), Writing(text_of_lines(source, 1, MARK))

    for value in (line, writing):
        for show in (str, format, "{}".format, lambda v: f"{v}", lambda v: "%s" % v, lambda v: "".join([v])):  # noqa: UP031
            with pytest.raises(TypeError):
                show(value)
        for template in ("{{ v }}", "{{ v ~ '' }}", "{{ v|e }}", "{{ v|string }}"):
            for autoescape in (True, False):
                with pytest.raises(TypeError):
                    jinja2.Environment(autoescape=autoescape).from_string(template).render(v=value)
        assert "{" not in repr(value)
        with pytest.raises(TypeError):
            json.dumps(value)


def test_every_text_field_fills_in_marks_or_refuses_them() -> None:
    """A new kind of field of words is one or the other."""
    text = text_of_lines(SourceFile(Path("a.md"), MARK), 1, MARK)

    assert [field for field, kind in KINDS.items() if not is_refused(field) and not isinstance(kind.parse(text), Marked)] == []


def test_a_register_that_refuses_components_need_not_say_where_its_texts_are_shown(
    prepare: Callable[..., Preparation], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = prepare().library
    box = library.all(HelpBoxRecord)[0]
    assert library.refuse_pieces(library.setting_of(box)) is None

    refusing = replace(library.registers[HelpBoxRecord], no_pieces="Här ryms ingen ruta.")
    assert refusing.setting is None
    monkeypatch.setattr(library, "registers", {**library.registers, HelpBoxRecord: refusing})
    assert library.refuse_pieces(library.setting_of(box)) == "Här ryms ingen ruta."
