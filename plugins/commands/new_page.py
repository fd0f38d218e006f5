"""Pages that `new` makes: one sort for each kind of page, as its room declares it.

In: a `PageKind`. Out: a `Sort`. Called by `commands.new`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from plugins.commands.new_questions import choose_goal
from plugins.commands.new_sort import DRAFT, Ask, Draft, NotEnough, Sort, Wish, find_lacking, write_fields
from plugins.core.file_names import explain_name
from plugins.core.library import Library
from plugins.core.models.model import UNKNOWN, Model
from plugins.core.swedish import join_words, quote, slugify
from plugins.house.context import PageKind
from plugins.site.rooms import SHELF_OF

_PAGE_STEP: Final = "Fyll i det som är ”saknas”, skriv texten, och ändra status till publicerad när sidan är klar."


def _page(model: type[Model], values: Mapping[str, str], body: list[str]) -> str:
    lines, spare = write_fields(model, values, ("former_addresses",))
    advice = ["# De här fälten kan du använda. Ta bort # framför, och skriv värdet efter kolonet."] if spare else []
    return "\n".join(["---", *lines, *advice, *spare, "---", *body, ""])


def _tell_lacking(fields: list[str], folder: str) -> str:
    what = "Fältet" if len(fields) == 1 else "Fälten"
    return (
        f"{what} {join_words([quote(field) for field in fields])} måste ha ett värde från början, "
        "och kommandot skapa vet inte vilket. "
        f"Kopiera en fil i {folder} och ändra i kopian. Berätta också för den som sköter programmet: det går att ordna."
    )


def sort_of_pages(kind: PageKind[Any]) -> Sort:
    """Return how pages of a kind are made, as its room declares it."""
    new = kind.new
    folder = SHELF_OF[kind.model].pattern.partition("*")[0]

    def name_file(name: str, library: Library) -> str:
        return f"{new.file_of(slugify(name), library) if new.file_of else slugify(name)}.md"

    def make(wish: Wish, library: Library, ask: Ask | None) -> Draft:
        values = {"title": wish.name, **new.values(library), "status": DRAFT}
        if new.asks_for_goal:  # it belongs to one from the start
            values["goals"] = choose_goal(wish, library, ask)
        if lacking := find_lacking(kind.model, values):  # the room's fault, of which its tests tell
            raise NotEnough(_tell_lacking([info.swedish for info in lacking], folder))
        body = [UNKNOWN]
        for heading in new.headings(wish.name, library):
            body += ["", f"## {heading}", "", UNKNOWN]
        return Draft(f"{folder}{name_file(wish.name, library)}", _page(kind.model, values, body), _PAGE_STEP)

    def refuse(name: str, library: Library) -> None:
        if reason := new.refuse(name, library):
            raise NotEnough(reason)
        if why := explain_name(name_file(name, library)):
            raise NotEnough(f"Filen {name_file(name, library)} {why}. Välj ett annat namn, med ett ord till.")

    return Sort(new.words, new.question, make, refuse)
