"""The task `uses`: print where something is used, before it is removed. Called by `commands.run`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from plugins.commands.reporting.result import print_torn
from plugins.commands.reporting.speak import say, show, show_json
from plugins.core.places import Place, show_path
from plugins.core.reading.reader import read_shelves
from plugins.core.swedish import closest, join_words, quote
from plugins.core.words.lists import WordLists
from plugins.site.rooms import SHELVES, open_library
from plugins.site.uses import Thing, find_all_uses, find_things, list_sorts


def print_uses(name: str, content: Path, today: date, words: WordLists, form: str) -> int:
    """Print a line with file, line and column for each use of what is called `name`.

    Return the exit status: 0 done, 1 part of the content could not be read, 2 nothing has that name.
    """
    shelves = read_shelves(content, SHELVES).shelves
    library = open_library(shelves, today, words, shows_drafts=True)  # translations that are not shown yet use it too
    things = list(find_things(library))
    wanted = [thing for thing in things if thing.is_called(name)]
    uses = list(find_all_uses(library)) if wanted else []
    for thing in wanted:
        own = [use for use in uses if use.identity == thing.identity]
        places = {(use.place.source.path, use.place.line): use.place for use in own}
        _print_thing(thing, [places[key] for key in sorted(places)], form, goes_with_all=all(use.is_of_all for use in own))
    if print_torn(shelves.torn_files):
        return 1
    if not wanted:
        guess = closest(name, (word for thing in things for word in thing.names))
        sorts = f"Det som går att söka är {join_words(list_sorts())}."
        say(f"Det finns inget som heter {quote(name)}. {f'Menade du {guess}?' if guess else sorts}")
        return 2
    return 0


def _print_thing(thing: Thing, places: Sequence[Place], form: str, *, goes_with_all: bool) -> None:
    """Print the uses of one thing; `goes_with_all` where each of them names all things of its kind."""
    if form == "json":
        for place in places:
            used = {"path": show_path(place.source.path), "line": place.line, "column": place.column}
            show_json(json.dumps({**used, "name": thing.name, "text": place.written.strip()}, ensure_ascii=False))
        return
    where = f"{show_path(thing.place.source.path)}, rad {thing.place.line}"
    stays = f"Sidan {thing.stays_at} finns på webbplatsen också utan filen, men då utan texten i den."
    head = f"{thing.called[0].upper()}{thing.called[1:]} {quote(thing.name)} ({where})"
    it = "det" if thing.called.endswith("et") else "den"
    if thing.days:
        head = f"{thing.called[0].upper()}{thing.called[1:]} {thing.days}.\n{head}"
    look = f"Se efter var på webbplatsen {it} står innan du tar bort {it}."
    if not places and not thing.can_be_referred_to:
        show(f"{head} är av ett slag som inget annat i innehållet kan hänvisa till. {look}\n")
        return
    if not places:
        show(f"{head} används inte någonstans. {stays if thing.stays_at else f'{it.capitalize()} går att ta bort.'}\n")
        return
    count = "ett ställe" if len(places) == 1 else f"{len(places)} ställen"
    show(f"{head} används på {count}:\n")
    for place in places:
        show(f"{show_path(place.source.path)}:{place.line}:{place.column}: {place.written.strip()}")
    change = "Ändra där först. Sedan går det att ta bort." if thing.can_be_referred_to else look
    if goes_with_all:
        change = f"Där visas alla, så {it} går att ta bort utan att något ändras där."
    advice = stays if thing.stays_at else change if goes_with_all else thing.instead or change
    show(f"\n{advice}\n")
