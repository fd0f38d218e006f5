"""The writer changes only the lines of changed values, and what it writes is read back unchanged."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.reading.placing import find_shelf
from plugins.core.shelf import Shelf
from plugins.core.source.sources import normalise_text
from plugins.core.writer.refusal import CannotWrite
from plugins.core.writer.write import open_document, write_body, write_tree
from plugins.site.rooms import SHELVES

CONTENT = Path(__file__).parents[2] / "content"
REGISTER = next(shelf for shelf in SHELVES if shelf.pattern == "partner/*.yaml")
CONTACTS = next(shelf for shelf in SHELVES if shelf.pattern == "kontakter.yaml")
BOXES = next(shelf for shelf in SHELVES if shelf.pattern == "stodrutor.yaml")
GOAL = next(shelf for shelf in SHELVES if shelf.pattern == "mal/*.md")
SITE = next(shelf for shelf in SHELVES if shelf.pattern == "webbplats.yaml")


def change(text: str, shelf: Shelf, edit: Any) -> str:
    """Return a file after `edit` has changed its tree in place."""
    tree = copy.deepcopy(open_document(text.encode(), shelf).tree)
    edit(tree)
    return write_tree(text.encode(), shelf, tree).decode()


def editable() -> list[tuple[Path, Shelf]]:
    """Return all files of the real content that forms can show."""
    found = [(path, find_shelf(path.relative_to(CONTENT).as_posix(), SHELVES)) for path in sorted(CONTENT.rglob("*.*"))]
    return [(path, shelf) for path, shelf in found if shelf and shelf.model and path.name != "README.md"]


def test_an_unchanged_file_keeps_every_byte() -> None:
    files = editable()
    assert len(files) > 30
    for path, shelf in files:
        data = path.read_bytes()
        document = open_document(data, shelf)
        assert write_tree(data, shelf, document.tree) == data, path
        if shelf.form == "page":
            assert write_body(data, shelf, document.body) == data, path


SMALL = """\
# Överst

- namn: Alfa AB  # inte en anteckning i ett namn
  webbplats: https://www.example.org/
  lokalt mål: 2 # står i avtalet
  nivå: 'vänföretag'

# Före Beta
- namn: "Beta: & Co"
  status: utkast
  avtal:
    - lokalt mål: 2
      # sedan i våras
      nivå: partner
    - {lokalt mål: 4, nivå: sponsor}
# Sist
"""


def edited(old: str, new: str, source: str = SMALL) -> str:
    """Return a file with `old`, which occurs in it once, replaced: what a careful person would have typed."""
    assert source.count(old) == 1
    return source.replace(old, new)


def set_at(*path: Any) -> Any:
    """Return an edit that sets the value at a path; its last element is the value, None removes the field."""

    def edit(tree: Any) -> None:
        *steps, last, value = path
        for step in steps:
            tree = tree[step]
        if value is None:
            del tree[last]
        else:
            tree[last] = value

    return edit


AGREEMENT = "    - lokalt mål: 5\n      nivå: partner\n"
GAMMA = "\n- namn: Gamma\n  lokalt mål: 1\n  nivå: sponsor\n"
EDITS: dict[str, tuple[Any, str]] = {
    "a line takes anything": (
        set_at(0, "namn", "Alfa {x} #1: B"),
        edited("Alfa AB  # inte en anteckning i ett namn", "Alfa {x} #1: B"),
    ),
    "a comment after a value stays": (set_at(0, "lokalt_mal", "4"), edited("mål: 2 # står", "mål: 4 # står")),
    "quotation marks stay": (set_at(0, "niva", "partner"), edited("'vänföretag'", "'partner'")),
    "quotation marks within": (set_at(1, "namn", 'Be "ta"'), edited('"Beta: & Co"', '"Be \\"ta\\""')),
    "a new field last": (set_at(0, "till", "2026-12-31"), edited("'vänföretag'\n", "'vänföretag'\n  till: 2026-12-31\n")),
    "a new field at its place": (set_at(0, "logotyp", "a.svg"), edited("example.org/\n", "example.org/\n  logotyp: a.svg\n")),
    "a removed field": (set_at(0, "webbplats", None), edited("  webbplats: https://www.example.org/\n", "")),
    "a text of several lines": (
        set_at(0, "presentation", "Ett\n\n- Två"),
        edited("lokalt mål: 2 # står", "presentation: |\n    Ett\n\n    - Två\n  lokalt mål: 2 # står"),
    ),
    "a record within a list": (set_at(1, "avtal", 0, "niva", "sponsor"), edited("nivå: partner", "nivå: sponsor")),
    "a record in braces is written out": (
        set_at(1, "avtal", 1, "niva", "partner"),
        edited("- {lokalt mål: 4, nivå: sponsor}", "- lokalt mål: 4\n      nivå: partner"),
    ),
    "an added item": (
        lambda tree: tree[1]["avtal"].append({"lokalt_mal": "5", "niva": "partner"}),
        edited("sponsor}\n", f"sponsor}}\n{AGREEMENT}"),
    ),
    "a removed item": (
        lambda tree: tree[1]["avtal"].pop(0),
        edited("    - lokalt mål: 2\n      # sedan i våras\n      nivå: partner\n", ""),
    ),
    "a removed record": (lambda tree: tree.pop(0), edited(SMALL[SMALL.index("- namn: Alfa") : SMALL.index("# Före")], "")),
    "an added record": (
        lambda tree: tree.append({"namn": "Gamma", "lokalt_mal": "1", "niva": "sponsor"}),
        edited("sponsor}\n", f"sponsor}}\n{GAMMA}"),
    ),
    "a removed field that has the hyphen": (
        lambda tree: tree[1].pop("namn"),
        edited('- namn: "Beta: & Co"\n  status: utkast\n', "- status: utkast\n"),
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_only_the_lines_of_changed_values_differ(name: str) -> None:
    edit, expected = EDITS[name]
    assert change(SMALL, REGISTER, edit) == expected


def test_every_style_of_value_survives_a_change() -> None:
    text = "- id: a\n  rubrik: x\n  text: >\n    Vikt\n    text.\n\n    Två.\n  kontakter:\n  - ett\n  - två\n"
    assert change(text, BOXES, set_at(0, "kontakter", 1, "tre")) == edited("- två", "- tre", text)
    assert change(text, BOXES, set_at(0, "kontakter", ["ett", "mitt", "två"])) == edited("- ett\n", "- ett\n  - mitt\n", text)
    assert change(text, BOXES, set_at(0, "rubrik", "{fakta:x} är #1")) == edited("rubrik: x", "rubrik: {fakta:x} är #1", text)
    folded = edited("    Vikt\n    text.\n\n    Två.\n", "    Ny.\n", text)
    assert change(text, BOXES, set_at(0, "text", "Ny.")) == folded
    one = "- id: a\n  rubrik: x\n  text: y\n  kontakter: ett\n"
    assert change(one, BOXES, set_at(0, "kontakter", ["två"])) == edited("ett", "två", one)
    assert change(one, BOXES, set_at(0, "kontakter", ["ett", "två"])) == edited(" ett\n", "\n    - ett\n    - två\n", one)
    flow = "- id: a\n  rubrik: x\n  text: y\n  kontakter: [ett, två]\n"
    assert change(flow, BOXES, set_at(0, "kontakter", ["ett"])) == edited(" [ett, två]\n", "\n    - ett\n", flow)
    whole = "[{id: a, rubrik: x, text: y}]\n"
    assert change(whole, BOXES, set_at(0, "rubrik", "z")) == "- id: a\n  rubrik: z\n  text: y\n"


def test_a_value_that_looks_like_another_type_stays_text() -> None:
    text = "- id: a\n  roll: Chef\n  telefon: 0722309561\n  granska senast: 2027-05-22\n"
    assert change(text, CONTACTS, set_at(0, "roll", "no")) == edited("Chef", "no", text)
    assert change(text, CONTACTS, set_at(0, "telefon", "0701740605")) == edited("0722309561", "0701740605", text)
    assert change(text, CONTACTS, set_at(0, "roll", "'citat' och \"citat\"")) == edited("Chef", "'citat' och \"citat\"", text)
    assert change(text, CONTACTS, set_at(0, "roll", "'helt citat'")) == edited("Chef", "'''helt citat'''", text)


def test_line_ends_byte_order_marks_and_decomposed_letters_are_kept() -> None:
    text = "\ufeff- id: a\r\n  roll: Va\u0308ktare\r\n\r\n- id: b\n  roll: Chef"
    tree = open_document(text.encode(), CONTACTS).tree
    assert isinstance(tree, list)
    tree[1] = {"id": "b", "roll": "Ny chef", "telefon": "070-174 06 05"}
    assert write_tree(text.encode(), CONTACTS, tree).decode() == text.replace("Chef", "Ny chef\r\n  telefon: 070-174 06 05\r\n")


def test_an_empty_register_gets_its_first_record() -> None:
    assert (
        change("# Kontakter\n", CONTACTS, lambda tree: tree.append({"id": "a", "roll": "b"}))
        == "# Kontakter\n\n- id: a\n  roll: b\n"
    )


PAGE = (
    "---\ntitel: A\nnummer: 1\nsammanfattning: b\nglobala mål: 11.10\nkontakt: c\nstatus: utkast\n---\n"
    "Inledning.\n\n## Ämne\n\n* x\n"
)


def test_the_header_or_the_text_of_a_page_is_changed() -> None:
    assert change(PAGE, GOAL, set_at("titel", "Mål #2: alla")) == edited("titel: A", "titel: Mål #2: alla", PAGE)
    rows: Any = [{"globalt_mal": "11.10", "varfor": "För att."}, {"globalt_mal": "8.10"}]
    expected = edited("mål: 11.10\n", "mål:\n  - globalt mål: 11.10\n    varför: För att.\n  - globalt mål: 8.10\n", PAGE)
    assert change(PAGE, GOAL, set_at("globala_mal", rows)) == expected
    assert write_body(PAGE.encode(), GOAL, "Inledning.\n\n## Ämnet\n\n* x\n").decode() == edited("## Ämne\n", "## Ämnet\n", PAGE)
    crlf = PAGE.replace("\n", "\r\n")
    assert write_body(crlf.encode(), GOAL, "Ny.\n\n## Ämne\n\n* x").decode() == edited("Inledning.", "Ny.", crlf)


def test_a_file_of_a_single_record_is_changed_at_any_depth() -> None:
    text = "namn: X\norganisation:\n  namn: Y\n  sociala medier:\n    - namn: Z\n      adress: https://example.org/\nspråk: sv\n"
    edit = set_at("organisation", "sociala_medier", 0, "namn", "Å")
    assert change(text, SITE, edit) == edited("- namn: Z", "- namn: Å", text)
    assert change(text, SITE, set_at("organisation", "webbplats", "https://example.org/")) == edited(
        "  namn: Y\n", "  namn: Y\n  webbplats: https://example.org/\n", text
    )


@pytest.mark.parametrize(
    ("data", "shelf", "words"),
    [
        (b"- namn: \xe5", REGISTER, "teckenkodning"),
        (b"- {namn: a\n", REGISTER, "rad 1"),
        (b"- namn: A\n  namn: B\n", REGISTER, "rad 2"),
        (b"titel: A\n", GOAL, "sidhuvud"),
    ],
)
def test_an_unreadable_file_is_not_written(data: bytes, shelf: Shelf, words: str) -> None:
    with pytest.raises(CannotWrite, match=words):
        open_document(data, shelf)


def test_changing_a_shared_value_does_not_change_the_other_records() -> None:
    text = "- {id: a, roll: &r Chef}\n- {id: b, roll: *r}\n"
    changed = change(text, CONTACTS, set_at(1, "roll", "Ny"))
    assert open_document(changed.encode(), CONTACTS).tree == [{"id": "a", "roll": "Chef"}, {"id": "b", "roll": "Ny"}]


def test_a_text_that_would_begin_another_header_is_refused() -> None:
    with pytest.raises(CannotWrite, match="---"):
        write_body(PAGE.encode(), GOAL, "---\ntitel: X\n---\n")


ODD = """no|8.10|0722309561|{fakta:x} y|#2|- a|> b|a: b|'|"|a # b|~|[x]|*x*|&x|%x|@x|`x`|---|?: x|saknas|!y|{|}|<<"""
SIGNS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Cf"))
SAID = st.one_of(st.text(SIGNS, min_size=1, max_size=12), st.sampled_from([*ODD.split("|"), "| c", "a\n\n# b", "a\n- b: c"]))
VALUES = SAID.map(lambda said: normalise_text(said).strip()).filter(bool)
RECORDS = st.fixed_dictionaries(
    {"id": st.sampled_from("abcdef")},
    optional={"roll": VALUES, "telefon": st.sampled_from(["112", "070-174 06 05"]), "kalla": VALUES},
)
NOISE = st.sampled_from(["", "\n", "# x\n", "\n# roll: y\n\n"])


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NOISE, RECORDS), min_size=1, max_size=3), st.lists(RECORDS, min_size=1, max_size=4))
def test_whatever_is_written_is_read_back_unchanged(
    before: list[tuple[str, dict[str, Any]]], wanted: list[dict[str, Any]]
) -> None:
    text = ""
    for noise, record in before:
        text += noise
        text = write_tree(text.encode(), CONTACTS, [*open_document(text.encode(), CONTACTS).tree, record]).decode()
    try:
        written = write_tree(text.encode(), CONTACTS, wanted)
    except CannotWrite:
        assert any(not value.isprintable() or "\u00a0" in value for record in wanted for value in record.values())
        return
    assert open_document(written, CONTACTS).tree == wanted
    comments = [line for line in text.split("\n") if line.startswith("#")]
    assert [line for line in written.decode().split("\n") if line.startswith("#")] == comments
