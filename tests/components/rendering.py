"""Renders the theme as the build does: its examples, and whole pages. For the tests of the theme only."""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.blocks.view import BlockView
from plugins.contacts.view import ContactCard
from plugins.core.prose import Heading, Piece
from plugins.core.swedish import slugify

THEME = Path(__file__).parents[2] / "theme"
COMPONENTS = sorted(path.stem for path in (THEME / "examples").glob("*.yaml"))


def read_words() -> dict[str, str]:
    """Return the interface words."""
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
    env.globals["words"] = SimpleNamespace(**read_words())
    env.globals["assets"] = SimpleNamespace(
        css="/theme/site.css",
        pages_css="/theme/pages.css",
        further_css="/theme/further.css",
        script="/theme/site.js",
        font="/theme/f.woff2",
        icon="/theme/i.svg",
    )
    env.globals["preview"] = preview
    return env


def read_example_file(component: str) -> Any:
    """Return the parameters and examples of one component."""
    return yaml.safe_load((THEME / "examples" / f"{component}.yaml").read_text("utf-8"))


def render_example(component: str, name: str, *, preview: bool = False) -> str:
    """Return one example as HTML; a component with a caller is given a paragraph."""
    file = read_example_file(component)
    given = file["examples"][name]
    assert set(given) <= set(file["parameters"]), "an example may only use the parameters named above it"
    values = {key: build_parameter(file["parameters"][key], value) for key, value in given.items()}
    arguments = ", ".join(f"{key}={key}" for key in values)
    source = f'{{% from "components/{component}.html" import {component} %}}'
    if "caller()" in (THEME / "templates" / "components" / f"{component}.html").read_text("utf-8"):
        source += f"{{% call {component}({arguments}) %}}<p>Innehåll</p>{{% endcall %}}"
    else:
        source += f"{{{{ {component}({arguments}) }}}}"
    return environment(preview=preview).from_string(source).render(values)


def parse_example(component: str, name: str, *, preview: bool = False) -> BeautifulSoup:
    """Return one example, parsed."""
    return BeautifulSoup(render_example(component, name, preview=preview), "html.parser")


def render_page(template: str, frame: Any, view: Any, *, preview: bool = False) -> str:
    """Return a whole page as HTML."""
    page = SimpleNamespace(frame=frame, view=view)
    return environment(preview=preview).get_template(template).render(page=page)


def build_parameter(declared: str, value: Any) -> Any:
    """Return the value of a parameter as the view its example file names."""
    kind = declared.partition(" (")[0]
    if kind == "text":
        return value
    if declared != kind:  # "X (what the hero shows of it)": a part of a view
        return SimpleNamespace(**value)
    is_many = kind.startswith("tuple[")
    module, _, name = kind.removeprefix("tuple[").removesuffix("]").rpartition(".")
    view = getattr(import_module(module), name)
    return tuple(build_view(view, item) for item in value) if is_many else build_view(view, value)


def build_view(kind: Any, value: Any) -> Any:
    """Return `value` as an instance of the view `kind`; what may be missing is filled in."""
    if kind is Heading and isinstance(value, str):  # "2 Om oss"
        level, _, text = value.partition(" ")
        return Heading(slugify(text), text, text, int(level))
    if kind is Piece and isinstance(value, str):
        return Piece("html", html=value)
    if kind is Piece:
        return Piece(**{key: build_view(_kind_of_piece(key), item) for key, item in value.items()})
    if isinstance(kind, types.UnionType):  # a cell that may be empty
        kind = next(part for part in typing.get_args(kind) if part is not types.NoneType)
    if not dataclasses.is_dataclass(kind) or value is None:
        return value
    hints = typing.get_type_hints(kind, vars(import_module(kind.__module__)))
    assert set(value) <= set(hints), f"{kind.__name__} has no {set(value) - set(hints)}"
    return kind(**{name: _build_field(hint, name, value) for name, hint in hints.items()})  # type: ignore[operator]


def _build_field(hint: Any, name: str, given: dict[str, Any]) -> Any:
    arguments = [kind for kind in typing.get_args(hint) if kind is not types.NoneType]
    if isinstance(hint, types.UnionType):
        return None if given.get(name) is None else _build_field(arguments[0], name, given)
    if typing.get_origin(hint) is tuple:
        return tuple(build_view(arguments[0], item) for item in given.get(name, ()))
    if hint is bool:
        return given.get(name, False)
    return build_view(hint, given[name])


def _kind_of_piece(key: str) -> Any:
    kinds = {"heading": Heading, "contact": ContactCard, "block": BlockView}
    return kinds.get(key, str)
