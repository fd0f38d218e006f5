"""Every field that an editor can write stands in `docs/falt.md`, which the models write, and is tried in some content.

`--refresh-sites` writes the file anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pytest

from plugins.core.models.model import Model, fields_of
from plugins.core.walk import walk_models
from plugins.site.prepare import read_content
from plugins.site.rooms import SHELVES
from tests.conftest import PROJECT
from tests.test_sites import HONEST, open_story

FILE = PROJECT / "docs" / "falt.md"
HEAD = """# Alla fält

Varje rad som kan stå i innehållets filer: dess namn, vad för slags värde den tar, om den måste finnas, och vad den heter i koden.
Vad raderna betyder står i [handboken](../content/README.md) och i anteckningarna överst i filerna.
Modellerna skriver den här filen: `python3 tasks.py test -- tests/structure/test_fields.py --refresh-sites`.
"""


def find_models(model: type[Model]) -> Iterator[type[Model]]:
    """Yield a model and all models that it holds, in the order of their fields."""
    yield model
    for info in fields_of(model).values():
        if info.nested:
            yield from find_models(info.nested)


USELESS = {("Block", "former_addresses")}
"""What a model has from its base and makes no use of: a block has no address."""
MODELS: dict[type[Model], str] = {}
"""Models by the files that they are read from, in the order in which an editor meets them."""
for _shelf in SHELVES:
    for _model in find_models(_shelf.model) if _shelf.model else ():
        MODELS.setdefault(_model, _shelf.pattern)


def write_table() -> str:
    """Return the file as the models have it."""
    parts = [HEAD]
    for model, pattern in MODELS.items():
        parts.append(f"## {model.CALLED[0].upper()}{model.CALLED[1:]} (`{model.__name__}`, i `{pattern}`)\n")
        parts.append("| Fält | Sort | Måste finnas | I koden |\n| --- | --- | --- | --- |")
        for info in fields_of(model).values():
            if (model.__name__, info.english) in USELESS:
                continue
            kind = info.nested.CALLED if info.nested else info.kind.name if info.kind else "status"
            sort = f"lista: {kind}" if info.is_list else kind
            parts.append(f"| `{info.swedish}` | {sort} | {'ja' if info.required else ''} | `{info.english}` |")
        parts.append("")
    return "\n".join(parts)


def test_every_field_is_in_the_table(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--refresh-sites"):
        FILE.write_text(write_table(), "utf-8")
    assert FILE.read_text("utf-8") == write_table()


def test_every_field_is_tried_in_some_content(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Looked for in the site's own content and that of the flow's tests, then in honest stories till none is wanted."""
    wanted = {(model.__name__, info.english) for model in MODELS for info in fields_of(model).values()} - USELESS
    stories = (open_story(f"honest/{story}", tmp_path_factory.mktemp("story")) for story in HONEST)
    for folder in chain([PROJECT / "content", PROJECT / "tests" / "flow" / "content"], stories):
        if not wanted:
            break
        for record in chain.from_iterable(read_content(folder).shelves.by_model.values()):
            for model in walk_models(record):
                wanted -= {(type(model).__name__, name.partition(".")[0]) for name in model.at}
    assert sorted(wanted) == []
