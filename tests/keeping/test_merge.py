"""The merge of one file: random pairs of edits lose nothing, leave no conflict markers, and ask only about real conflicts."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from plugins.core.models.model import shape_of
from plugins.core.places import SourceFile
from plugins.core.records.nodes import Items
from plugins.core.records.read import read_records
from plugins.core.source.conflicts import find_conflict
from plugins.core.source.sources import text_of_lines
from plugins.keeping.choices import ALL, Choices, Side
from plugins.keeping.merge import merge_file
from plugins.partners.model import Partner
from plugins.site.rooms import SHELVES
from tests.conftest import PROJECT

PAIRS = 50
"""Random pairs of edits for each kind of file; a pair takes one to three milliseconds."""

REGISTER = (PROJECT / "content" / "partner" / "partner.yaml").read_text("utf-8")
PAGE = (PROJECT / "content" / "mal" / "mal-2-alla-ar-trygga.md").read_text("utf-8")


def join(path: str, before: str, mine: str | None, theirs: str | None, chosen: Side | None = None) -> tuple[str, Choices]:
    """Merge texts."""
    choices = Choices({ALL: chosen} if chosen else {})
    texts = [None if text is None else text.encode() for text in (before, mine, theirs)]
    joined = merge_file(path, texts[0], texts[1], texts[2], SHELVES, choices)
    return (joined or b"").decode(), choices


Edit = Callable[[list[list[str]], random.Random, str], None]
"""Changes a row of blocks (records, or sections) by a word that occurs nowhere else."""


def _add(blocks: list[list[str]], dice: random.Random, word: str) -> None:
    blocks.insert(dice.randint(1, len(blocks)), [f"- namn: {word}", "  lokalt mål: 1", "  nivå: partner", ""])


def _field(blocks: list[list[str]], dice: random.Random, word: str) -> None:
    block = dice.choice(blocks[1:])
    at = next(n for n, line in enumerate(block) if line.startswith("- namn"))
    block.insert(at + 1, f"  presentation: {word}")


def _goal(blocks: list[list[str]], dice: random.Random, word: str) -> None:
    block = dice.choice(blocks[1:])
    at = next((n for n, line in enumerate(block) if line.startswith("  nivå:")), None)
    if at is not None:
        block[at] = f"  nivå: {word}"


def _move(blocks: list[list[str]], dice: random.Random, word: str) -> None:
    block = blocks.pop(dice.randrange(1, len(blocks)))
    blocks.insert(dice.randint(1, len(blocks)), [*block[:1], f"  # {word}", *block[1:]])


def _blocks(text: str, start: str) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in text.rstrip("\n").split("\n"):
        if re.match(start, line):
            blocks.append([])
        blocks[-1].append(line)
    if blocks[-1][-1]:
        blocks[-1].append("")
    return blocks


def _edited(text: str, start: str, edits: list[Edit], dice: random.Random, name: str) -> tuple[str, list[str]]:
    blocks, words = _blocks(text, start), []
    for number in range(dice.randint(1, 3)):
        word = f"{name}ord{number}"
        dice.choice(edits)(blocks, dice, word)
        words.append(word)
    joined = "\n".join(line for block in blocks for line in block).rstrip("\n") + "\n"
    return joined, [word for word in words if word in joined]


def _all_lost(words: list[str], joined: str, choices: Choices) -> list[str]:
    shown = "".join(f"{one.mine}{one.theirs}" for one in choices.conflicts)
    return [word for word in words if word not in joined and word not in shown]


def test_random_pairs_of_edits_of_a_register_lose_nothing() -> None:
    asked = 0
    for seed in range(PAIRS):
        dice = random.Random(seed)
        mine, own = _edited(REGISTER, r"- ", [_add, _field, _goal, _move], dice, "min")
        theirs, other = _edited(REGISTER, r"- ", [_add, _field, _goal, _move], dice, "din")
        joined, choices = join("partner/partner.yaml", REGISTER, mine, theirs)
        assert _all_lost([*own, *other], joined, choices) == [], seed
        assert find_conflict(SourceFile(PROJECT, joined)) == []
        asked += bool(choices.conflicts)
        source = SourceFile(PROJECT, joined)
        node, problems = read_records(text_of_lines(source, 1, joined), shape_of(Partner), is_list=True)
        assert isinstance(node, Items), seed
        assert not problems, (seed, problems)
        for line in REGISTER.split("\n"):
            if line.startswith(("#", "- namn")):
                assert line in joined, (seed, line)
    assert asked < PAIRS / 3


def _paragraph(blocks: list[list[str]], dice: random.Random, word: str) -> None:
    block = dice.choice(blocks[1:])
    block += [f"Ett stycke med {word}.", ""]


def _word(blocks: list[list[str]], dice: random.Random, word: str) -> None:
    block = dice.choice(blocks[1:])
    lines = [n for n, line in enumerate(block) if line and not line.startswith(("#", "-", "{", "|"))]
    if lines:
        block[dice.choice(lines)] += f" {word}"


def _section(blocks: list[list[str]], dice: random.Random, word: str) -> None:
    blocks.insert(dice.randint(2, len(blocks)), [f"### {word}", "", "Ny text.", ""])


def _summary(blocks: list[list[str]], dice: random.Random, word: str) -> None:
    name = dice.choice(["titel", "sammanfattning", "kontakt"])
    at = next(n for n, line in enumerate(blocks[0]) if line.startswith(name))
    blocks[0][at] += word


def test_random_pairs_of_edits_of_a_page_lose_nothing() -> None:
    for seed in range(PAIRS):
        dice = random.Random(seed)
        edits: list[Edit] = [_paragraph, _word, _section, _summary]
        mine, own = _edited(PAGE, r"#{2,3} ", edits, dice, "min")
        theirs, other = _edited(PAGE, r"#{2,3} ", edits, dice, "din")
        joined, choices = join("mal/mal-2-alla-ar-trygga.md", PAGE, mine, theirs)
        assert _all_lost([*own, *other], joined, choices) == [], seed
        assert find_conflict(SourceFile(PROJECT / "x.md", joined)) == []
        for line in PAGE.split("\n"):
            if line.startswith("#"):
                assert line in joined, (seed, line)


@pytest.mark.parametrize("side", list(Side))
def test_two_changes_of_the_same_field_are_a_conflict_and_the_choice_is_used(side: Side) -> None:
    before = "- id: a\n  värde: 1\n  enhet: x\n"
    joined, choices = join(
        "fakta.yaml", before, before.replace("1", "2").replace("x", "y"), before.replace("1", "3"), chosen=side
    )
    assert [(one.what, one.mine, one.theirs) for one in choices.conflicts] == [("a, värde", "  värde: 2\n", "  värde: 3\n")]
    assert joined == f"- id: a\n  värde: {2 if side is Side.MINE else 3}\n  enhet: y\n"


def test_the_same_change_by_both_is_not_a_conflict() -> None:
    before = "- id: a\n  värde: 1\n"
    assert join("fakta.yaml", before, before.replace("1", "2"), before.replace("1", "2"))[1].conflicts == []


def test_changes_to_different_agreements_of_one_partner_are_joined() -> None:
    before = "- namn: A\n  avtal:\n    - lokalt mål: 1\n      nivå: partner\n    - lokalt mål: 2\n      nivå: sponsor\n"
    joined, choices = join(
        "partner/partner.yaml",
        before,
        before.replace("nivå: partner", "nivå: partner\n      till: 2027-01-01"),
        before.replace("sponsor", "vänföretag") + "    - lokalt mål: 3\n      nivå: partner\n",
    )
    assert choices.conflicts == []
    assert "nivå: partner\n      till: 2027-01-01\n    - lokalt mål: 2\n      nivå: vänföretag\n    - lokalt mål: 3" in joined


def test_a_record_renamed_by_one_and_changed_by_the_other_stays_one_record() -> None:
    before = "- namn: A\n  lokalt mål: 1\n  nivå: partner\n\n- namn: B\n  lokalt mål: 2\n  nivå: partner\n"
    joined, choices = join(
        "partner/partner.yaml", before, before.replace("namn: A", "namn: Aa"), before.replace("mål: 1", "mål: 3")
    )
    assert choices.conflicts == []
    assert joined == before.replace("namn: A", "namn: Aa").replace("mål: 1", "mål: 3")


def test_a_record_removed_by_one_and_changed_by_the_other_is_a_conflict() -> None:
    before = "- namn: A\n  nivå: partner\n\n- namn: B\n  nivå: partner\n"
    joined, choices = join(
        "partner/partner.yaml", before, "- namn: B\n  nivå: partner\n", before.replace("partner", "sponsor", 1)
    )
    assert [(one.what, one.mine) for one in choices.conflicts] == [("A", None)]
    assert joined == "- namn: B\n  nivå: partner\n"
    joined, _ = join(
        "partner/partner.yaml", before, "- namn: B\n  nivå: partner\n", before.replace("partner", "sponsor", 1), Side.THEIRS
    )
    assert "- namn: A\n  nivå: sponsor\n" in joined
    assert "- namn: B" in joined


@pytest.mark.parametrize(
    ("before", "mine", "theirs"),
    [
        ("[{namn: A}, {namn: B}]\n", "[{namn: A}, {namn: C}]\n", "[{namn: X}, {namn: B}]\n"),
        ("- namn: A\n- namn: A\n", "- namn: A\n  nivå: x\n- namn: A\n", "- namn: A\n- namn: A\n  nivå: y\n"),
        ("- {\n", "- {a\n", "- {b\n"),
        ("", "- namn: A\n", "- namn: B\n"),
    ],
)
def test_text_that_cannot_be_divided_into_records_loses_nothing(before: str, mine: str, theirs: str) -> None:
    joined, choices = join("partner/partner.yaml", before, mine, theirs)
    shown = joined + "".join(f"{one.mine}{one.theirs}" for one in choices.conflicts)
    for line in (mine + theirs).split("\n"):
        assert line in shown


def test_the_line_ends_of_a_file_are_kept() -> None:
    before = "- id: a\r\n  värde: 1\r\n\r\n- id: b\r\n  värde: 2"
    joined, choices = join("fakta.yaml", before, before.replace("1", "5"), before.replace("2", "6"))
    assert choices.conflicts == []
    assert joined == "- id: a\r\n  värde: 5\r\n\r\n- id: b\r\n  värde: 6"


def test_a_picture_is_chosen_as_a_whole() -> None:
    choices = Choices({ALL: Side.THEIRS})
    assert merge_file("bilder/a.png", b"\0a", b"\0b", b"\0c", SHELVES, choices) == b"\0c"
    assert [one.what for one in choices.conflicts] == ["hela filen"]
