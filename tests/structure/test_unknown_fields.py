"""A field that may be `saknas` may be so in any record: the site builds, with a warning, and shows no empty place for it.

The view gets the field's default. There is no list of fields: the models have them.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest

from plugins.commands import run as commands
from plugins.core.models.model import UNKNOWN, FieldInfo, Model, fields_of
from plugins.core.shelf import Shelf
from plugins.core.writer.tree import Tree
from plugins.core.writer.write import open_document, write_tree
from plugins.site.documentation.field_tables import find_models
from plugins.site.outside import find_outside_links
from plugins.site.prepare import Preparation, prepare_site
from plugins.site.rooms import SHELVES
from plugins.site.theme import read_theme
from plugins.site.to_do.sources import list_to_do
from tests.benches import Bench
from tests.conftest import PROJECT, TODAY
from tests.structure.test_fields import filled

__all__ = ["filled"]  # the small site in which each field of each model is filled in

Chosen = Callable[[type[Model], FieldInfo], bool]

NEEDED = ("Contact", "role")
"""Changes to the rich site that it needs here: a contact without a name has a role, as one of the two is required."""
UNWARNED = {
    ("Tier", "requires_approval"),  # not filled in (`APART` of `test_fields`)
    *(("WritingRule", english) for english in ("unless", "only_beside")),  # are left out as well, and nobody is shown them
}
UNKNOWABLE = [
    (model, info)
    for model in find_models()
    for info in fields_of(model).values()
    if info.may_be_unknown and (model.__name__, info.english) != NEEDED
]


def leave_out(content: Path, chosen: Chosen) -> None:
    """Write `saknas` for the chosen fields of every record that has them."""
    for shelf in SHELVES:
        for file in sorted(content.glob(shelf.pattern)) if shelf.model else ():
            assert shelf.model is not None
            data = file.read_bytes()
            tree = _read_tree(data, shelf)
            wanted = _without(tree, shelf.model, chosen)
            if wanted != tree:
                written = write_tree(data, shelf, wanted).decode()
                changed = re.sub(rf":\s*\n\s*- {UNKNOWN}$", f": {UNKNOWN}", written, flags=re.MULTILINE)
                file.write_bytes(changed.encode())


@cache
def _read_tree(data: bytes, shelf: Shelf) -> Tree:
    """Return what a file holds; cached, as each of more than a hundred fields is left out of the same files."""
    return open_document(data, shelf).tree


def _without(tree: Tree, model: type[Model], chosen: Chosen) -> Tree:
    if isinstance(tree, list):
        return [_without(item, model, chosen) for item in tree]
    if not isinstance(tree, dict):
        return tree
    left, fields = dict(tree), fields_of(model)
    for key, value in tree.items():
        info = fields.get(key)
        if info and (model, info) in UNKNOWABLE and chosen(model, info):
            left[key] = [UNKNOWN] if info.is_list else UNKNOWN
        elif info and info.nested:
            left[key] = _without(value, info.nested, chosen)
    return left


CHOICES: dict[str, Chosen] = {
    "all that must be there": lambda _model, info: info.required,
    "all that are a value": lambda _model, info: info.nested is None,
    "all": lambda _model, _info: True,
}


@pytest.mark.slow
@pytest.mark.parametrize("choice", CHOICES)
def test_a_site_with_unknown_values_is_built_without_empty_elements(
    filled: tuple[Path, Preparation], tmp_path: Path, choice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content, output = shutil.copytree(filled[0], tmp_path / "content"), tmp_path / "output"
    leave_out(content, CHOICES[choice])

    options = commands.Options(content=str(content), output=str(output), date=TODAY.isoformat())
    assert commands.run("build", options) == 0, capsys.readouterr().out
    assert "är ännu inte känd." in capsys.readouterr().out
    assert len([*output.rglob("index.html")]) > 10  # which the audit has looked through: no list or heading is over nothing
    preparation = prepare_site(content, TODAY, read_theme(PROJECT / "theme"))
    assert preparation.site is not None
    find_outside_links(preparation.site, preparation.library)  # reads the views as well
    assert {row.sort for row in list_to_do(preparation)} >= {"gaps"}


@pytest.mark.slow
def test_each_unknown_value_is_warned_of_and_nothing_else(filled: tuple[Path, Preparation], tmp_path: Path) -> None:
    bench = Bench(shutil.copytree(filled[0], tmp_path / "content"), read_theme(PROJECT / "theme"), TODAY)
    lacking = []
    for model, info in UNKNOWABLE:
        leave_out(bench.content, partial(lambda model, info, one, other: (one, other.key) == (model, info.key), model, info))
        preparation = bench.prepare()
        found = {(p.code, p.severity.value) for p in preparation.problems if p.is_error or p.code == "saknas"}
        expected = set() if (model.__name__, info.english) in UNWARNED else {("saknas", "warning")}
        if found != expected or preparation.site is None:
            messages = [p.message for p in preparation.problems if p.is_error]
            lacking.append(f"{model.__name__}.{info.english}: {messages or 'no warning'}")
        bench.restore()
    assert "\n".join(lacking) == ""
