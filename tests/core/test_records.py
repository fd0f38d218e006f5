"""Records: YAML parsed as text with positions."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.models.model import shape_of
from plugins.core.places import SourceFile
from plugins.core.problems import Problem, format_problem
from plugins.core.records.nodes import Items, Node, Record, Scalar
from plugins.core.records.read import read_records
from plugins.core.source.sources import text_of_lines
from plugins.local_goals.model import LocalGoal
from plugins.partners.model import Partner


def read(text: str, model: type = Partner, *, is_list: bool = True) -> tuple[Node | None, list[Problem]]:
    """Read a register of `model`, or a single record."""
    return read_records(text_of_lines(SourceFile(Path("a.yaml"), text), 1, text), shape_of(model), is_list=is_list)


def plain(node: Node | None) -> object:
    """Return nodes as lists, dictionaries and strings."""
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    if isinstance(node, Record):
        return {entry.key: plain(entry.value) for entry in node.entries}
    return node.text.value if isinstance(node, Scalar) else None


def value(text: str) -> str:
    """Return the name of the only partner in a register."""
    root, problems = read(text)
    assert problems == []
    assert isinstance(root, Items)
    return str(plain(root.items[0])["namn"])  # type: ignore[index]


@pytest.mark.parametrize(
    "written",
    [
        "Mål #2: alla är trygga",
        "{fakta:hemlosa} västeråsare",
        "8.10",
        "no",
        "null",
        "~",
        "0705",
        "12:30",
        "2026-12-31",
        "1_000",
        "@alva",
        "`kod`",
        "%procent",
        "!utrop",
        "&och",
        "*stjärna*",
        "? fråga",
        "- minus",
        "[a](b)",
        "a: b: c",
        "a # b",
        "#1",
        "|x",
        ">x",
        "'s",
        '"Citat" först',
        "Citat 'sist'",
        "x:",
        "'a' och 'b'",
        '"a", "b"',
        "{",
        "}{",
        "a\\nb",
        "🎈",
        "---",
        "=",
    ],
)
def test_a_value_is_what_follows_the_colon(written: str) -> None:
    assert value(f"- namn: {written}\n  lokalt mål: 1\n") == written
    assert value(f"-  namn :   {written}   \n") == written


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ('"Citat"', "Citat"),
        ("'Citat'", "Citat"),
        ('"a: b # c"', "a: b # c"),
        ("'it''s'", "it's"),
        ('"å\\u00e5"', "åå"),
        ('"två\n    rader"', "två rader"),
        ("två\n    rader", "två rader"),
        ("två\n\n    stycken", "två\nstycken"),
        (">\n    två\n    rader", "två rader"),
        ("|\n    två\n    rader", "två\nrader"),
        (">-\n    a", "a"),
        ("|2\n    a", "a"),
        ("a #1\n    b: c\n    #2 x", "a #1 b: c"),
        ("a\n    - b\n    - c", "a - b - c"),
        ("\n    a\n    b", "a b"),
        ('"ett \\\n    #1"', "ett #1"),
        ("'ett\n    nivå: 2'", "ett nivå: 2"),
        ('"ett\n    två', '"ett två'),
    ],
)
def test_quoted_folded_and_wrapped_values_read_back_the_same(written: str, read_as: str) -> None:
    text = f"- namn: {written}\n  lokalt mål: 1\n"
    root, _ = read(text)

    assert isinstance(root, Items)
    assert plain(root.items[0]) == {"namn": read_as, "lokalt_mal": "1"} or "#2 x" in written
    assert plain(root.items[0])["namn"] == read_as  # type: ignore[index]


def test_a_comment_ends_a_wrapped_value() -> None:
    root, problems = read("- namn: a\n    # en kommentar\n  lokalt mål: 1\n")

    assert problems == []
    assert plain(root) == [{"namn": "a", "lokalt_mal": "1"}]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("1 # ett", "1"), ("# inget", ""), ("1#2", "1#2"), ("2026-12-31\t# sista", "2026-12-31")],
)
def test_a_comment_after_a_value_of_another_kind_is_left_out(written: str, read_as: str) -> None:
    root, problems = read(f"- namn: a\n  lokalt mål: {written}\n")

    assert problems == []
    assert plain(root) == [{"namn": "a", "lokalt_mal": read_as}]


def test_values_know_their_places() -> None:
    text = "# först\n- namn: Norra\n  avtal:\n    - lokalt mål: 2\n      nivå: 'partner'\n"
    root, _ = read(text)
    assert isinstance(root, Items)
    record = root.items[0]
    assert isinstance(record, Record)
    avtal = record.entries[1].value
    assert isinstance(avtal, Items)
    agreement = avtal.items[0]
    assert isinstance(agreement, Record)
    places = [
        record.place,
        record.entries[0].value.place,
        agreement.place,
        *(entry.value.place for entry in agreement.entries),
    ]

    assert [(place.line, place.column) for place in places] == [(2, 3), (2, 9), (4, 7), (4, 19), (5, 14)]


def test_a_place_in_a_wrapped_value_is_at_its_own_line() -> None:
    root, _ = read("- namn: ett\n    två\n\n    tre\n")
    assert isinstance(root, Items)
    assert isinstance(root.items[0], Record)
    scalar = root.items[0].entries[0].value
    assert isinstance(scalar, Scalar)

    assert scalar.text.value == "ett två\ntre"
    assert [(scalar.text.place(at).line, scalar.text.place(at).column) for at in (0, 2, 4, 6, 8, 10)] == [
        (1, 9),
        (1, 11),
        (2, 5),
        (2, 7),
        (4, 5),
        (4, 7),
    ]


@pytest.mark.parametrize("sign", ["|", ">"])
def test_a_place_in_a_block_is_at_its_own_line(sign: str) -> None:
    root, _ = read(f"- namn: {sign}\n    ett\n    två\n")
    assert isinstance(root, Items)
    assert isinstance(root.items[0], Record)
    scalar = root.items[0].entries[0].value
    assert isinstance(scalar, Scalar)

    assert (scalar.text.place(4).line, scalar.text.place(4).column) == (3, 5)
    assert (scalar.text.place(0).line, scalar.text.place(0).column) == (2, 5)


def test_places_in_a_header_count_from_the_beginning_of_the_file() -> None:
    source = SourceFile(Path("a.md"), "---\ntitel: Hej\n---\n")
    root, _ = read_records(text_of_lines(source, 2, "titel: Hej"), shape_of(LocalGoal), is_list=False)

    assert isinstance(root, Record)
    assert (root.entries[0].value.place.line, root.entries[0].value.place.column) == (2, 8)


MENDED = {
    "- namn: A\n  lokalt mål:1\n  nivå: b\n": ("saknar-mellanslag", 2, 13, "lokalt mål: 1"),
    "- namn:A\n  lokalt mål: 1\n  nivå: b\n": ("saknar-mellanslag", 1, 7, "namn: A"),
    "-namn: A\n  lokalt mål: 1\n  nivå: b\n": ("saknar-mellanslag", 1, 1, "- namn: A"),
    "* namn: A\n  lokalt mål: 1\n  nivå: b\n": ("fel-bindestreck", 1, 1, "- namn: A"),
    "– namn: A\n  lokalt mål: 1\n  nivå: b\n": ("fel-bindestreck", 1, 1, "- namn: A"),
    "- namn: A\n  lokalt mål 1\n  nivå: b\n": ("saknar-kolon", 2, 3, "lokalt mål: 1"),
    "- namn: A\n  lokalt mål = 1\n  nivå: b\n": ("saknar-kolon", 2, 3, "lokalt mål: 1"),
    "- namn A\n  lokalt mål: 1\n  nivå: b\n": ("saknar-kolon", 1, 3, "namn: A"),
    "- namn: A\n lokalt mål: 1\n  nivå: b\n": ("fel-indrag", 2, 2, "  lokalt mål: 1"),
    "- namn: A\nlokalt mål: 1\n  nivå: b\n": ("fel-indrag", 2, 1, "  lokalt mål: 1"),
    "- namn: A\n     lokalt mål: 1\n  nivå: b\n": ("fel-indrag", 2, 6, "  lokalt mål: 1"),
    "- namn: A\n\tlokalt mål: 1\n  nivå: b\n": ("tabb-i-indrag", 2, 1, None),
}


@pytest.mark.parametrize("text", MENDED)
def test_a_slip_is_reported_once_and_the_rest_is_read(text: str) -> None:
    root, problems = read(text)

    assert [(p.code, p.place.line, p.place.column, p.suggestion) for p in problems] == [MENDED[text]]
    assert plain(root) == [{"namn": "A", "lokalt_mal": "1", "niva": "b"}]


@pytest.mark.parametrize(
    "text",
    [
        "- namn: A\n  nivå: b\n\nnamn: C\n  nivå: d\n",
        "- namn: A\n  nivå: b\n\n  namn: C\n  nivå: d\n",
        "- namn: A\n  nivå: b\n\n - namn: C\n   nivå: d\n",
        "- namn: A\n  nivå: b\n\n  - namn: C\n    nivå: d\n",
        "- namn: A\n  nivå: b\n\n– namn: C\n  nivå: d\n",
    ],
)
def test_a_record_with_a_missing_or_misplaced_hyphen_is_still_a_record(text: str) -> None:
    root, problems = read(text)

    assert plain(root) == [{"namn": "A", "niva": "b"}, {"namn": "C", "niva": "d"}]
    assert {p.code for p in problems} <= {"saknar-bindestreck", "fel-bindestreck", "fel-indrag"}
    assert problems[0].place.line == 4


def test_the_place_of_a_record_without_its_hyphen_is_within_its_line() -> None:
    root, _ = read("- \n plural: A\n")

    assert isinstance(root, Items)
    assert all(item.place.column >= 1 for item in root.items)


def test_a_value_after_a_corrected_colon_keeps_its_place() -> None:
    root, _ = read("- namn:Norra & Södra\n  lokalt mål 12\n")
    assert isinstance(root, Items)
    assert isinstance(root.items[0], Record)

    assert [(e.place.column, e.value.place.column) for e in root.items[0].entries] == [(3, 8), (3, 14)]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ('- {namn: "A}\n', 1, 10, "saknar sitt slut"),
        ("- {namn: A\n", 1, 3, "saknar sitt slut"),
        ("- [a\n\n\n", 1, 3, "saknar sitt slut"),
        ("- *a\n", 1, 3, "särskild betydelse"),
    ],
)
def test_text_that_yaml_cannot_read_is_reported_where_it_begins(text: str, line: int, column: int, words: str) -> None:
    root, problems = read(text)

    assert root is None
    assert [(p.code, p.place.line, p.place.column) for p in problems] == [("olaslig-rad", line, column)]
    assert words in problems[0].message


def test_braces_hold_plain_yaml() -> None:
    root, problems = read('- {namn: "A, B", avtal: [{lokalt mål: 8.10, nivå: no}]}\n')

    assert problems == []
    assert plain(root) == [{"namn": "A, B", "avtal": [{"lokalt_mal": "8.10", "niva": "no"}]}]


@pytest.mark.parametrize(
    "text",
    [
        "- avtal: " + "[" * 30 + "]" * 30 + "\n",
        "- &a [x]\n" + "".join(f"- &a{i} [{', '.join(['*a' + (str(i - 1) if i else '')] * 9)}]\n" for i in range(9)),
        "- x:\n" + "".join(f"{'  ' * depth}- x:\n" for depth in range(2, 40)),
    ],
)
def test_excessive_nesting_is_refused_quickly(text: str) -> None:
    root, problems = read(text)

    assert root is None
    assert problems[0].code == "for-djupt"


@pytest.mark.parametrize("sign", [r"\UFFFFFFFF", r"\U0011FFFF"])
def test_an_escape_of_no_character_is_reported_or_kept_as_written(sign: str) -> None:
    assert value(f'- namn: "{sign}"\n') == f'"{sign}"'
    assert [problem.code for problem in read(f'- avtal: ["{sign}"]\n')[1]] == ["olaslig-rad"]


def test_half_a_surrogate_pair_is_reported() -> None:
    assert [problem.code for problem in read('- namn: "a\\uD800b"\n')[1]] == ["osynligt-tecken"]


DEEP = 2500
"""More levels than anybody writes, which would overflow Python's stack."""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- avtal: " + "[" * DEEP, 1),
        ("- avtal: " + "[" * DEEP + "]" * DEEP, 1),
        ("- avtal: " + "{a: " * DEEP + "}" * DEEP, 1),
        ("- avtal: " + "{" * DEEP + ": x", 1),
        ("- avtal: [\n" + "  [\n" * DEEP, 12),
        ("- namn: a\n" + "- " * DEEP + "x", 2),
        ("- namn: a\n  avtal:\n    " + "- " * DEEP + "x", 3),
        ("".join(f"{'  ' * level}-\n" for level in range(DEEP // 5)), 14),
    ],
)
def test_deep_nesting_is_reported_where_it_becomes_too_deep(text: str, line: int) -> None:
    root, problems = read(text)

    assert root is None
    assert [(problem.code, problem.place.line) for problem in problems] == [("for-djupt", line)]


@pytest.mark.parametrize(
    "written", ["[ " * 100, "{ " * 100, '"' + "[ " * 100 + '"', "x [[[[[[[[[[[[[[[[[[", "|\n    " + "[ " * 100]
)
def test_brackets_in_a_value_are_not_nesting(written: str) -> None:
    assert read(f"- namn: {written}\n")[1] == []


def test_brackets_in_a_comment_are_not_nesting() -> None:
    assert read(f"# {'[' * 100}\n- namn: a\n")[1] == []


@pytest.mark.parametrize(
    ("text", "model", "is_list"),
    [
        ("titel: A\nnummer: 1\nTITEL: B\n", LocalGoal, False),
        ("- namn: b\n  nivå: a\n  niva: c\n", Partner, True),
    ],
)
def test_a_repeated_field_is_reported(text: str, model: type, is_list: bool) -> None:
    _, problems = read(text, model, is_list=is_list)

    assert [(p.code, p.place.line) for p in problems] == [("dubbelt-falt", 3)]


def test_the_same_field_in_two_records_is_accepted() -> None:
    assert read("- namn: a\n- namn: b\n")[1] == []


@pytest.mark.parametrize("text", ["", "\n\n", "# bara en kommentar\n", "---\n"])
def test_a_file_without_records_is_empty(text: str) -> None:
    assert plain(read(text)[0]) in (None, "")
    assert read(text)[1] == []


def test_a_line_that_belongs_nowhere_is_quoted_in_full() -> None:
    _, problems = read("- namn: a\n\nHär står något\n")

    assert [format_problem(p).split("fel: ")[1].split("\n")[0] for p in problems] == [
        "Raden ”Här står något” hör inte till något fält. [saknar-kolon]"
    ]


def test_quoted_field_names_are_read_like_unquoted_ones() -> None:
    root, problems = read('- "namn": Mål #2: alla\n  \'lokalt mål\': 2\n  "nivå": "partner"\n')
    assert problems == []
    assert plain(root) == [{"namn": "Mål #2: alla", "lokalt_mal": "2", "niva": "partner"}]


def test_a_line_that_begins_with_quoted_words_is_still_a_value() -> None:
    assert value('- namn: "Ja": det är vårt namn\n') == '"Ja": det är vårt namn'
