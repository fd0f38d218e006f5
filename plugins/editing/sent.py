"""Show what an editor submitted in a form that cannot be shown again, so that the words can be copied.

Takes the submitted fields; returns pairs of label and words, or HTML. Called by the preview.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Final

from plugins.core.models.model import Model, fields_of
from plugins.editing.posted import tidy
from plugins.editing.view import ACTION, BODY, DIGEST, FILE_NAME, IS_RIGHT, LANGUAGE, MOVE_TO, RECORD, TOKEN

KEPT: Final = "Kopiera det innan du lämnar sidan, så går det inte förlorat."
_PROGRAM_OWN: Final = frozenset((ACTION, DIGEST, IS_RIGHT, LANGUAGE, MOVE_TO, RECORD, TOKEN))
_OWN: Final = {BODY: "texten", FILE_NAME: "namn i adressen"}


def list_sent(posted: Mapping[str, str], model: type[Model] | None = None) -> Iterator[tuple[str, str]]:
    """Yield (label, words) for each field that was filled in. Labels come from `model` if it is known."""
    for name, written in posted.items():
        if name not in _PROGRAM_OWN and tidy(written):
            called = _OWN.get(name) or ", ".join(_call(name.split("."), model))
            yield called[:1].upper() + called[1:], tidy(written)


def render_sent(sent: Iterable[tuple[str, str]]) -> str:
    """Return such pairs as HTML; empty if there are none."""
    rows = "\n".join(f'<dt>{escape(called)}</dt><dd class="told">{escape(words)}</dd>' for called, words in sent)
    return f"<h2>Det här skrev du</h2>\n<p>{KEPT}</p>\n<dl>\n{rows}\n</dl>" if rows else ""


def _call(steps: Iterable[str], model: type[Model] | None) -> Iterator[str]:
    for step in steps:
        info = fields_of(model).get(step) if model is not None else None
        if step.isdigit():
            yield str(int(step) + 1)
        else:
            yield info.swedish if info else step.replace("_", " ")
            model = info.nested if info else None
