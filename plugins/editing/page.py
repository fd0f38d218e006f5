"""Render the editing pages as HTML.

Takes views and returns whole pages, or the panel of a preview page. Called by the preview.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from plugins.editing.buttons import with_buttons
from plugins.editing.sent import render_sent
from plugins.editing.target import ListedFile
from plugins.editing.view import FieldProblem, FormView
from plugins.site.to_do.rows import ToDoTime
from plugins.site.to_do.statistics import GoalText

MAIN: Final = '<main id="main">'
"""How the main part of an editing page begins (`templates/base.html`)."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["buttons"] = with_buttons
    environment.filters["urlencode"] = partial(quote, errors="replace")  # file names need not be valid UTF-8
    return environment


class Pages:
    """Renders the editing pages, with the addresses of their style sheet and scripts."""

    def __init__(self, style: str, script: str, toolbar: str) -> None:
        self._given: dict[str, Any] = {"style": style, "script": script, "toolbar": toolbar}

    def listing(self, files: Iterable[ListedFile], said: str = "", tips: Iterable[FieldProblem] = ()) -> str:
        """Return the page that lists everything that can be edited."""
        return self._render("list.html", heading="Allt innehåll", count=0, files=list(files), said=said, tips=list(tips))

    def form(self, form: FormView, token: str, said: str = "", tips: Iterable[FieldProblem] = ()) -> str:
        """Return the page of a form."""
        return self._render(
            "form.html", heading=form.title, count=len(form.errors), form=form, token=token, said=said, tips=list(tips)
        )

    def keep(self, view: object, token: str, count: int) -> str:
        """Return the page for saving to the history, fetching, sharing and undoing; `count` is the number of conflicts to
        resolve.
        """
        return self._render("keep.html", heading="Spara och dela", count=count, view=view, token=token)

    def to_do(
        self,
        times: Iterable[ToDoTime],
        texts: Iterable[GoalText],
        heaviest: Iterable[tuple[str, str]],
        content: Path,
        day: str,
    ) -> str:
        """Return the to-do list of a day, with the age of the goals' texts and the heaviest pages."""
        given = {"times": list(times), "texts": list(texts), "heaviest": list(heaviest), "content": content, "day": day}
        return self._render("todo.html", heading="Att göra", count=0, **given)

    def proof(self, made: object) -> str:
        """Return the page with a link to a proof for mailing."""
        return self._render("proof.html", heading="Utkast att mejla", count=0, made=made)

    def message(self, heading: str, words: str, sent: Iterable[tuple[str, str]] = ()) -> str:
        """Return a page that says why something cannot be edited here, with the submitted words so that they can be copied."""
        return self._render("message.html", heading=heading, count=0, words=words, sent=Markup(render_sent(sent)))

    def _render(self, template: str, **given: Any) -> str:
        return _environment().get_template(template).render(**self._given, **given)


def render_notice(notice: str) -> str:
    """Return a notice about the preview itself, for an editing page."""
    return f'<p class="notice" role="status">{html.escape(notice)}</p>'


def render_panel(
    errors: Iterable[object], warnings: Iterable[object], count_errors: int, count_warnings: int, **given: bool | str
) -> str:
    """Return the panel of a preview page, with the page's problems and its notice."""
    counts = {"count_errors": count_errors, "count_warnings": count_warnings}
    found: str = _environment().get_template("panel.html").render(errors=errors, warnings=warnings, **counts, **given)
    return found.strip()
