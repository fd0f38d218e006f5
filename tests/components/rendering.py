"""Render examples and whole pages of the theme as the build does, for tests of the theme."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.core.locales.foreign import fill
from plugins.core.words.lists import WordLists
from plugins.site import examples
from plugins.site.examples import build_view
from tests.picture_words import list_words

__all__ = ["build_view"]

THEME = Path(__file__).parents[2] / "theme"
COMPONENTS = examples.find_components(THEME)


@functools.cache
def read_words() -> Mapping[str, str]:
    """Return the interface words; callers must not change them."""
    words = yaml.safe_load((THEME / "words" / "sv.yaml").read_text("utf-8"))
    assert isinstance(words, dict)
    return words


@functools.cache
def environment(*, preview: bool = False) -> Environment:
    """Return the template environment of the build."""
    env = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FileSystemLoader(THEME / "templates"),
    )
    env.filters["fill"] = fill
    env.globals["words"] = WordLists(THEME / "words")["sv"]
    env.globals["assets"] = SimpleNamespace(
        goal_css="/theme/goal.css",
        pages_css="/theme/pages.css",
        table_css="/theme/table.css",
        announcements_css="/theme/announcements.css",
        further_css="/theme/further.css",
        script="/theme/site.js",
        search_script="/theme/search.js",
        fonts=("/theme/f.woff2",),
        icon="/theme/i.svg",
        ground="#fff",
        evening_ground="#000",
    )
    env.globals["content_policy"] = None  # as in local builds
    env.globals["preview"] = preview
    env.globals["staff_address"] = "/redaktion/"
    return env


def read_example_file(component: str) -> Any:
    """Return the parameters and examples of one component."""
    return examples.read_examples(THEME, component)


@functools.cache
def render_example(component: str, name: str, *, preview: bool = False) -> str:
    """Return one example as HTML; cached, as several tests use it."""
    return examples.render_example(THEME, environment(preview=preview), component, name)


def parse_example(component: str, name: str, *, preview: bool = False) -> BeautifulSoup:
    """Return one example, parsed."""
    return BeautifulSoup(render_example(component, name, preview=preview), "html.parser")


def list_example_words(component: str) -> list[str]:
    """Return the lines (`list_words`) of a component's examples in preview, of which its snapshots are taken."""
    return [
        line
        for name in read_example_file(component)["examples"]
        for line in (f"# {name}", *list_words(parse_example(component, name, preview=True)))
    ]


def render_page(template: str, frame: Any, view: Any, *, preview: bool = False) -> str:
    """Return a whole page as HTML."""
    page = SimpleNamespace(frame=frame, view=view)
    return environment(preview=preview).get_template(template).render(page=page)
