"""Open data: items, with what they say in the other languages of the site, and their files, `/data/goals.json` and its like
(`docs/open-data.md`).

Stage: views, and publishing. In: the context, and what makes the items of each file; the Site. Out: items; one that says
something else in another language has that in `translations`, by the language's tag (BCP 47), under the names of its own keys.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from plugins.core.beside import FileBeside
from plugins.core.outputs import DATA_FOLDER
from plugins.core.room import Item, MakeItems
from plugins.house.context import PageContext
from plugins.house.page import WholeSite
from plugins.website.languages import name_tags

TRANSLATIONS: Final = "translations"
VERSION: Final = 1
"""The version of the shape of the files; higher when a field is taken away or means something else."""
_NAMED_BY: Final = ("url", "id", "name")
"""What an item is told apart by, in every language: the first of these that it has."""


def make_data(context: PageContext, make_items: MakeItems) -> tuple[Item, ...]:
    """Return the items of a file."""
    tags = name_tags(each.language for each in context.tongues)
    others = [(tags[each.language.code], each) for each in context.tongues if each.library.prefix and each.twins]
    return tuple(_join(make_items, context, others))


def _join(make_items: MakeItems, context: PageContext, others: Iterable[tuple[str, PageContext]]) -> Iterable[Item]:
    """Yield the items in the order of the site's own language."""
    own = {_key(item, context): item for item in make_items(context)}
    said: dict[str, dict[str, Item]] = {key: {} for key in own}
    for tag, each in others:
        for item in make_items(each):
            key = _key(item, each)
            changed = _find_changed(own[key], item) if key in own else {}
            if changed and ("url" in changed or "url" not in item):  # a page that is in the language, or what has none
                said[key][tag] = changed
    for key, item in own.items():
        yield {**item, TRANSLATIONS: said[key]} if said[key] else item


def _key(item: Item, context: PageContext) -> str:
    key = str(next(item[name] for name in _NAMED_BY if name in item))
    root = context.website.root
    return f"{root}{key.removeprefix(f'{root}{context.library.prefix}')}" if key.startswith(root) else key


def _find_changed(own: Item, other: Item) -> Item:
    """Return the keys whose values are others, as plain values: words that say their language equal no text."""
    plain: tuple[dict[str, Any], dict[str, Any]] = (json.loads(json.dumps(own)), json.loads(json.dumps(other)))
    return {key: value for key, value in plain[1].items() if plain[0].get(key) != value}


def declare_file(name: str) -> FileBeside:
    """Return what is said of a file of open data."""
    return FileBeside(f"{DATA_FOLDER}/{name}.json", "öppna data", partial(write_items, name), speaks_of_pages=True)


def write_items(name: str, site: WholeSite) -> str:
    """Return a file of open data."""
    return f"{json.dumps({'version': VERSION, 'items': site.data[name]}, ensure_ascii=False, indent=2)}\n"
