"""A mark with a name that has letters ignored in comparisons: it is reported as written, and found by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest

from plugins.blocks.model import Block
from plugins.blocks.room import BLOCK
from plugins.blocks.view import BlockView, build_block, read_block
from plugins.core.marked_records import find_marked
from plugins.core.swedish import compare_key
from plugins.core.texts.pieces import PieceContext
from plugins.site import rooms
from plugins.site.checks import records as check
from plugins.site.model import Preparation
from plugins.site.rooms import PIECES, REGISTERS


@pytest.mark.parametrize("argument", ["vad-kan-jag-gora", "alla"])
def test_a_cycle_is_reported_with_the_mark_as_editors_write_it(
    argument: str, prepare: Callable[..., Preparation], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its `å`, as in the text, and not as marks are compared."""

    def show_all(blocks: tuple[Block, ...], context: PieceContext) -> BlockView | None:
        views = [
            build_block(one, read_block(one, context.library, context.setting), context.text, context.level) for one in blocks
        ]
        return views[0]

    register = replace(BLOCK.register, mark="leksaksfråga")
    kind = replace(BLOCK, register=register, make_all=show_all, refuse=lambda _setting: None)
    for module in (rooms, check):
        monkeypatch.setattr(module, "PIECES", (*PIECES, kind))
    block = f"---\nrubrik: Vad kan jag göra?\n---\nOrd.\n\n{{leksaksfråga:{argument}}}\n"

    problems = [p for p in prepare({"block/vad-kan-jag-gora.md": block}).problems if "i sin tur" in p.message]

    assert [(p.place.source.path.name, p.place.line) for p in problems] == [("vad-kan-jag-gora.md", 6)]
    assert f"”{{leksaksfråga:{argument}}}”" in problems[0].message


def test_the_record_of_a_mark_is_found_by_the_name_its_register_gives(
    prepare: Callable[..., Preparation], monkeypatch: pytest.MonkeyPatch
) -> None:
    register = replace(BLOCK.register, mark="leksaksfråga")
    monkeypatch.setattr(rooms, "PIECES", (*PIECES, replace(BLOCK, register=register)))
    monkeypatch.setattr(rooms, "REGISTERS", {**REGISTERS, Block: register})
    page = "---\ntitel: Om\nsammanfattning: Om oss.\nstatus: publicerad\n---\nHej.\n\n{leksaksfråga:vad-kan-jag-gora}\n"

    library = prepare({"sidor/om.md": page}).library
    context = SimpleNamespace(library=library, shown_marks={(register.mark_key, compare_key("vad-kan-jag-gora"))})

    assert [block.name for block in find_marked(context, Block)] == ["vad-kan-jag-gora"]
