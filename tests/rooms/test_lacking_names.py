"""A missing required field is reported once, and its stand-in is never mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from plugins.commands.new.questions import choose_goal
from plugins.commands.new.sort import AnswerMissing, Wish
from plugins.commands.proof.subject import NoProof, find_page
from plugins.core.kinds.keys import ID
from plugins.core.models.model import FieldInfo, fields_of
from plugins.core.shelf import Shelf
from plugins.editing.show import FormBuilder
from plugins.editing.target import list_files
from plugins.site.rooms import SHELVES
from plugins.site.to_do.sources import list_to_do
from tests.conftest import BASE


def find_needed() -> Iterator[tuple[str, Shelf, FieldInfo]]:
    """Yield each required text field, with a file of the small site that has it."""
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
def test_a_missing_required_field_is_the_only_new_problem(prepare, file: str, info: FieldInfo, value: str) -> None:
    text = (BASE / file).read_text("utf-8")
    found = find_line(text, info)
    assert found is not None
    before = {(problem.code, problem.message) for problem in prepare().problems}
    problems = prepare({file: f"{text[: found.start(1) - 1]}{value}{text[found.end(1) :]}"}).problems
    new = [problem for problem in problems if (problem.code, problem.message) not in before]
    assert [problem.code for problem in new] == ["kan-inte-saknas" if value else "tomt-falt"]


@pytest.mark.parametrize(("file", "info"), NEEDED)
def test_the_stand_in_of_a_missing_name_is_never_shown(prepare, file: str, info: FieldInfo) -> None:
    text = (BASE / file).read_text("utf-8")
    found = find_line(text, info)
    assert found is not None
    preparation = prepare({file: f"{text[: found.start(1) - 1]}{text[found.end(1) :]}"})
    library = preparation.library
    show = FormBuilder(library.shelves.folder, library)
    targets = [item.target for each in list_files(library.shelves.folder) for item in each.walk()]
    with pytest.raises(NoProof) as none:
        find_page("ingen alls", library, None)
    with pytest.raises(AnswerMissing) as which:
        choose_goal(Wish("partner"), library, None)
    met = (str(none.value), str(which.value), *list_to_do(preparation), *map(show.form, targets))
    assert [words for words in re.findall(r"\w+", repr(met)) if re.match(r"osagt\d", words.casefold())] == []
