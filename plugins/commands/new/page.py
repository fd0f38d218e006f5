"""Pages that `new` creates: one sort for each kind of page, as its room declares it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from plugins.commands.new.fields import fill_lacking, options_of, values_of
from plugins.commands.new.questions import NO_ANSWER, choose_goal, name_after, refuse_several
from plugins.commands.new.sort import DRAFT, OWN_OPTIONS, AnswerMissing, Ask, NewDraft, NewSort, Value, Wish, write_fields
from plugins.core.file_names import explain_name
from plugins.core.library import Library
from plugins.core.models.model import UNKNOWN, FieldInfo, Model, fields_of
from plugins.core.swedish import quote, slugify
from plugins.house.context import PageKind
from plugins.house.new_page import NewPage
from plugins.site.rooms import SHELF_OF

FILE: Final = "fil"
"""The option of the file's name without extension, which is part of the address; by default made from the title."""
_GOAL: Final = OWN_OPTIONS["goal"]
_PAGE_STEP: Final = "Fyll i det som är ”saknas”, skriv texten, och ändra status till publicerad när sidan är klar."
_ASK_FILE: Final = "Filens namn, med bokstäverna a till z och bindestreck (det blir sidans adress):"


def sort_of_pages(kind: PageKind[Any]) -> NewSort:
    """Return the sort for a kind of pages."""
    new = kind.new
    model: type[Model] = kind.model
    folder = SHELF_OF[model].pattern.partition("*")[0]
    goals = next((info for info in fields_of(model).values() if info.english == "goals"), None)
    asked: dict[str, FieldInfo | None] = {FILE: None, **({_GOAL: goals} if goals else {})}
    options = {**options_of(model, "title", "goals"), **asked}

    def make(wish: Wish, library: Library, ask: Ask | None) -> NewDraft:
        values: dict[str, Value] = {"title": wish.name, **new.values(library), **values_of(sort, wish, library, _GOAL)}
        values["status"] = DRAFT
        if goals and (new.asks_for_goal or _GOAL in wish.given):
            values["goals"] = _choose_goals(goals, wish, library, ask)
        values |= fill_lacking(sort, values, library, ask, f"kopiera en fil i {folder} och ändra i kopian.")
        file = _choose_file(new, wish, values, ask)
        return NewDraft(f"{folder}{file}", _write_page(model, values, new.headings(wish.name, library)), _PAGE_STEP)

    def refuse(name: str, library: Library) -> None:
        if reason := new.refuse(name, library):
            raise AnswerMissing(reason)

    sort = NewSort(new.words, new.question, model, options, make, refuse)
    return sort


def _choose_goals(goals: FieldInfo, wish: Wish, library: Library, ask: Ask | None) -> list[str]:
    """Return the goals of the page, as given or answered."""
    for written in wish.given.get(_GOAL, ()):
        refuse_several(goals, library.referred_by(goals.swedish), written)
    return [choose_goal(replace(wish, goal=one), library, ask) for one in wish.given.get(_GOAL, ("",))]


def _choose_file(new: NewPage, wish: Wish, values: Mapping[str, Value], ask: Ask | None) -> str:
    """Return the name of the page's file: as given, made from the title, or answered."""

    def check(stem: str) -> str:
        return _check_file(new, stem.strip().removesuffix(".md"), values, may_answer=ask is not None)

    if given := wish.given.get(FILE):
        return check(given[0])
    return name_after(wish.name, "Filens namn", f"--{FILE} {slugify(new.words[-1])}-1", _ASK_FILE, check, ask)


def _check_file(new: NewPage, stem: str, values: Mapping[str, Value], *, may_answer: bool) -> str:
    """Return the name of a file; raise `AnswerMissing` where it is not allowed."""
    if not stem:
        raise AnswerMissing(NO_ANSWER)
    if stem != slugify(stem):
        right = slugify(stem) or None
        message = f"Filens namn skrivs med bokstäverna a till z, siffror och bindestreck, och här står {quote(stem)}."
        raise AnswerMissing(message + (f" Menade du {right}?" if right else ""), right)
    file = f"{new.file_of(stem, values) if new.file_of else stem}.md"
    if why := explain_name(file):
        how = "Välj ett annat namn, med ett ord till."
        advice = how if may_answer else f"{how} Eller ge filen ett eget: --{FILE} om-{stem}"
        raise AnswerMissing(f"Filen {file} {why}. {advice}", f"om-{stem}")
    return file


def _write_page(model: type[Model], values: Mapping[str, Value], headings: Iterable[str]) -> str:
    """Return the content of the file: the fields, optional ones as comments, and a text with these headings."""
    lines, spare = write_fields(model, values)
    advice = ["# De här fälten kan du använda. Ta bort # framför, och skriv värdet efter kolonet."] if spare else []
    body = [UNKNOWN]
    for heading in headings:
        body += ["", f"## {heading}", "", UNKNOWN]
    return "\n".join(["---", *lines, *advice, *spare, "---", *body, ""])
