"""What the rooms declare is whole: a part that is forgotten is told here, with its name, and not by a page that lacks it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import pytest

from plugins.core.library import ANY_PAGE, Setting
from plugins.core.swedish import compare_key
from plugins.house.context import PageKind
from plugins.local_goals.model import LocalGoal
from plugins.site.model import Preparation
from plugins.site.rooms import KINDS, REGISTERS
from tests.structure.code import PLUGINS, parse

Prepare = Callable[..., Preparation]


def list_needed() -> list[str]:
    """Return the fields that each kind of pages declares itself, as `AddressedPage` says."""
    page = next(node for node in parse(PLUGINS / "core" / "pages.py").body if getattr(node, "name", "") == "AddressedPage")
    declared = next(node for node in ast.iter_child_nodes(page) if isinstance(node, ast.If))
    return [node.target.id for node in declared.body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.model.__name__)
def test_a_kind_of_pages_has_what_every_page_is_asked_for(kind: PageKind[Any]) -> None:
    needed = list_needed()
    assert "title" in needed
    assert [name for name in needed if name not in kind.model.model_fields] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.card], ids=lambda kind: kind.model.__name__)
def test_a_kind_with_a_card_says_what_stands_over_its_cards_and_where_all_of_them_are(kind: PageKind[Any]) -> None:
    assert kind.group, "`group` of its PageKind: the name of an interface word"
    assert kind.all_words, "`all_words` of its PageKind: the name of an interface word"
    assert kind.all_address(1), "`all_address` of its PageKind"


def test_a_register_says_by_which_mark_its_records_are_named(prepare: Prepare) -> None:
    """Else `uses` and the forms would not find what a text shows of them."""
    library = prepare().library
    by_code = {register.code: register for register in REGISTERS.values() if register.code}
    found = {}
    for setting in (ANY_PAGE, Setting(LocalGoal, library.all(LocalGoal)[0])):
        marks = library.marks(setting)
        named = {one.name: one.values for one in marks.values.values()} | {one.name: one.targets for one in marks.places.values()}
        for name, known in named.items():
            if (code := getattr(known, "code", "")) in by_code:
                found[name] = by_code[code].mark
    assert len(found) >= 3
    assert {name: mark for name, mark in found.items() if compare_key(mark) != compare_key(name)} == {}
