"""What stands under the name of a field: what to write there, in the editors' words.

In: a model and its field. Out: a sentence or two from `hints.yaml`; for a kind that has a fixed form, its example. Called by
`editing.fields`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from plugins.core.models.model import FieldInfo, Model


@cache
def read_hints() -> Mapping[str, str]:
    """Return every hint, by `field` or `Model.field`, and for kinds by `: kind`."""
    hints: Mapping[str, str] = yaml.safe_load(Path(__file__).with_name("hints.yaml").read_text("utf-8"))
    return hints


def hint_of(model: type[Model], info: FieldInfo) -> str:
    """Return the hint of a field: its own, that of all fields of the name, that of its kind, or nothing."""
    hints = read_hints()
    keys = (f"{model.__name__}.{info.swedish}", info.swedish)
    own = next((hints[key] for key in keys if key in hints), "")
    kind = hints.get(f": {info.kind.name}", "") if info.kind else ""
    return " ".join(part for part in (own, kind) if part)
