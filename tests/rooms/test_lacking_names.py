"""What a record lacks that it must have is told once, and nothing that stands in for it is ever told of."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from plugins.core.kinds.keys import ID
from plugins.core.models.model import FieldInfo, fields_of
from plugins.core.shelf import Shelf
from plugins.site.rooms import SHELVES
from tests.conftest import BASE


def find_needed() -> Iterator[tuple[str, Shelf, FieldInfo]]:
    """Yield each field of words that a record must have, with a file of the small site in which one has it."""
    for shelf in SHELVES:
        if shelf.model is None:
            continue
        for info in fields_of(shelf.model).values():
            is_words = info.kind is not None and (info.kind.is_text or info.kind is ID) and not info.is_list
            if not (info.required and not info.may_be_unknown and is_words):
                continue
            files = (file for file in sorted(BASE.glob(shelf.pattern)) if find_line(file.read_text("utf-8"), info))
            if file := next(files, None):
                yield file.relative_to(BASE).as_posix(), shelf, info


def find_line(text: str, info: FieldInfo) -> re.Match[str] | None:
    return re.search(rf"(?m)^(?:- |  )?{re.escape(info.swedish)}: (.+)$", text)


NEEDED = [pytest.param(file, info, id=f"{file}: {info.swedish}") for file, _, info in find_needed()]


@pytest.mark.parametrize("value", ["", " saknas"], ids=["empty", "unknown"])
@pytest.mark.parametrize(("file", "info"), NEEDED)
def test_what_a_record_lacks_is_told_alone(prepare, file: str, info: FieldInfo, value: str) -> None:
    text = (BASE / file).read_text("utf-8")
    found = find_line(text, info)
    assert found is not None
    before = {(problem.code, problem.message) for problem in prepare().problems}
    told = prepare({file: f"{text[: found.start(1) - 1]}{value}{text[found.end(1) :]}"}).problems
    new = [problem for problem in told if (problem.code, problem.message) not in before]
    assert [problem.code for problem in new] == ["kan-inte-saknas" if value else "tomt-falt"]
