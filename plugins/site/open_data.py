"""Open data: items in all languages, and their files, `/data/goals.json` and others (`docs/open-data.md`).

Takes the context, and a function that yields the items of each file. An item has the values that differ in another language in
`translations`, by BCP 47 tag, under its own keys.
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
"""Version of the files' format; raised when a field is removed or changes its meaning."""
_NAMED_BY: Final = ("url", "id", "name")
"""Keys that identify an item in every language: the first that it has."""


def make_data(context: PageContext, make_items: MakeItems) -> tuple[Item, ...]:
    """Return the items of a file, with translations."""
    tags = name_tags(each.language for each in context.languages)
    others = [(tags[each.language.code], each) for each in context.languages if each.library.prefix and each.translated]
    return tuple(_join(make_items, context, others))


def _join(make_items: MakeItems, context: PageContext, others: Iterable[tuple[str, PageContext]]) -> Iterable[Item]:
    """Yield the items in the order of the site's own language."""
    own = {_key(item, context): item for item in make_items(context)}
    said: dict[str, dict[str, Item]] = {key: {} for key in own}
    for tag, each in others:
        for item in make_items(each):
            key = _key(item, each)
            changed = _find_changed(own[key], item) if key in own else {}
            if changed and ("url" in changed or "url" not in item):  # a page in that language, or an item without a page
                said[key][tag] = changed
    for key, item in own.items():
        yield {**item, TRANSLATIONS: said[key]} if said[key] else item


def _key(item: Item, context: PageContext) -> str:
    key = str(next(item[name] for name in _NAMED_BY if name in item))
    root = context.website.root
    return f"{root}{key.removeprefix(f'{root}{context.library.prefix}')}" if key.startswith(root) else key


def _find_changed(own: Item, other: Item) -> Item:
    """Return the values of `other` that differ. Compared as JSON, because words with a language never equal plain text."""
    plain: tuple[dict[str, Any], dict[str, Any]] = (json.loads(json.dumps(own)), json.loads(json.dumps(other)))
    return {key: value for key, value in plain[1].items() if plain[0].get(key) != value}


def declare_file(name: str) -> FileBeside:
    """Return the declaration of a file of open data."""
    return FileBeside(f"{DATA_FOLDER}/{name}.json", "öppna data", partial(write_items, name), speaks_of_pages=True)


def write_items(name: str, site: WholeSite) -> str:
    """Return a file of open data as JSON."""
    return f"{json.dumps({'version': VERSION, 'items': site.data[name]}, ensure_ascii=False, indent=2)}\n"
