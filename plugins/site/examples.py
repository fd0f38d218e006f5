"""Examples: the theme's components with values, from `theme/examples/`.

Takes the theme and a template environment; returns HTML. The preview shows all examples on one page, and the tests check the same
ones.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Collection, Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import yaml
from jinja2 import Environment

from plugins.core.locales.languages import Language
from plugins.core.swedish import slugify
from plugins.core.system.plain_file import read_plain, read_plain_text
from plugins.core.texts.prose import Heading, Piece
from plugins.site.rooms import PIECES

# Use the C parser if PyYAML has it: a file is parsed for each example.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclasses.dataclass(frozen=True, slots=True)
class ComponentExamples:
    """A component with its rendered examples."""

    name: str
    parameters: dict[str, str]
    """The parameters of its macro, with the view that each takes."""
    examples: tuple[tuple[str, str], ...]
    """(name, HTML) of each."""


def find_components(theme: Path) -> list[str]:
    """Return the names of the components that have examples."""
    return sorted(path.stem for path in (theme / "examples").glob("*.yaml"))


def render_components(theme: Path, environment: Environment) -> Iterator[ComponentExamples]:
    """Yield every component with its examples rendered."""
    for name in find_components(theme):
        file = read_examples(theme, name)
        rendered = tuple((example, render_example(theme, environment, name, example)) for example in file["examples"])
        yield ComponentExamples(name, file["parameters"], rendered)


def make_examples(theme: Path, environment: Environment) -> dict[str, bytes]:
    """Return the pages of all components in light and dark, and the files they show, by path. `environment` needs the
    `assets`.
    """
    folder = theme / "examples" / "files"
    files = {f"filer/{file.relative_to(folder).as_posix()}": read_plain(file) for file in folder.rglob("*") if file.is_file()}
    components = list(render_components(theme, environment))
    styles = cast("Any", environment.globals["assets"]).all_styles
    # A frame follows the colour scheme of the screen, so each gets a style sheet with its scheme fixed.
    for scheme, screen in (("light", "(max-width:0)"), ("dark", "(min-width:0)")):
        files[f"{scheme}.css"] = styles.replace("(prefers-color-scheme:dark)", screen).encode()
        html = environment.get_template("examples_all.html").render(components=components, scheme=scheme)
        files[f"{scheme}.html"] = html.replace("(prefers-color-scheme: dark)", screen).encode()
    files["index.html"] = environment.get_template("examples.html").render().encode()
    return files


class WrongExample(LookupError):
    """An example lacks a value, has one that its component does not take, or cannot be read; the message says which, and what to
    write.
    """


def read_examples(theme: Path, component: str) -> Any:
    """Return the parameters and examples of one component, both mappings; raise `WrongExample` for a file without them."""
    path = theme / "examples" / f"{component}.yaml"
    try:
        file = yaml.load(read_plain_text(path), LOADER)
    except yaml.YAMLError as error:
        raise WrongExample(f"theme/examples/{path.name}: {error}") from None
    if not isinstance(file, dict) or not all(isinstance(file.get(key), dict) for key in ("parameters", "examples")):
        raise WrongExample(
            f"theme/examples/{path.name}: write `parameters:` and `examples:`, each with lines of its own under it"
        )
    return file


def render_example(theme: Path, environment: Environment, component: str, name: str) -> str:
    """Return an example as HTML. A component with a `caller` gets a paragraph."""
    file = read_examples(theme, component)
    given = file["examples"][name]
    try:
        _refuse_unknown(given, file["parameters"], "parameters above it")
        values = {key: build_parameter(file["parameters"][key], value) for key, value in given.items()}
    except WrongExample as lacking:
        raise WrongExample(f"theme/examples/{component}.yaml, example {name}: {lacking}") from None
    arguments = ", ".join(f"{key}={key}" for key in values)
    source = f'{{% from "components/{component}.html" import {component} as shown_component %}}'
    if "caller()" in read_plain_text(theme / "templates" / "components" / f"{component}.html"):
        source += f"{{% call shown_component({arguments}) %}}<p>Innehåll</p>{{% endcall %}}"
    else:
        source += f"{{{{ shown_component({arguments}) }}}}"
    return environment.from_string(source).render(values)


def build_parameter(declared: str, value: Any) -> Any:
    """Return the value of a parameter as the view that `declared` names."""
    kind = declared.partition(" (")[0]
    if kind == "text":
        return value
    is_many = kind.startswith("tuple[")
    module, _, name = kind.removeprefix("tuple[").removesuffix("]").rpartition(".")
    try:
        view = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        written = "`text`, a view by its full name (plugins.website.links.Link), or tuple[…] of such"
        raise WrongExample(f"a parameter is of `{declared}`: write {written}") from None
    if declared != kind:  # "X (what the hero shows of it)": some fields of a view; optional ones are filled in
        return SimpleNamespace(**{**_missing_parts(view), **value})
    return tuple(build_view(view, item) for item in value) if is_many else build_view(view, value)


def build_view(kind: Any, value: Any) -> Any:
    """Return `value` as an instance of the view `kind`, with optional fields filled in."""
    if kind is Heading and isinstance(value, str):  # "2 Om oss"
        level, _, text = value.partition(" ")
        return Heading(slugify(text), text, text, int(level))
    if kind is Language and isinstance(value, str):
        return Language(value, value, value, value)
    if kind is Piece and isinstance(value, str):
        return Piece("html", html=value)
    if kind is Piece:
        views = {"heading": Heading, "view": next((kind.view for kind in PIECES if kind.name == value.get("kind")), str)}
        return Piece(**{key: build_view(views.get(key, str), item) for key, item in value.items()})
    if isinstance(kind, types.UnionType):  # an optional cell
        kind = next(part for part in typing.get_args(kind) if part is not types.NoneType)
    if not dataclasses.is_dataclass(kind) or value is None:
        return value
    hints = typing.get_type_hints(kind, vars(import_module(kind.__module__)))
    view = f"{getattr(kind, '__name__', kind)} in {kind.__module__.replace('.', '/')}.py"
    _refuse_unknown(value, hints, f"fields of {view}")
    needed = {name: hint for name, hint in hints.items() if not _may_lack(hint)}
    if lacking := [f"{name} ({getattr(hint, '__name__', hint)})" for name, hint in needed.items() if name not in value]:
        message = f"a value lacks for {', '.join(lacking)} of {view}: write it beside {', '.join(value) or 'nothing else'}"
        raise WrongExample(f"{message}. What a page may do without is a bool, a tuple or `… | None`.")
    return kind(**{name: _build_field(hint, name, value) for name, hint in hints.items()})  # type: ignore[operator]


def _refuse_unknown(given: Collection[str], known: Collection[str], what: str) -> None:
    if unknown := [name for name in given if name not in known]:
        raise WrongExample(f"{', '.join(unknown)} is none of the {what}: {', '.join(known)}")


def _may_lack(hint: Any) -> bool:
    return isinstance(hint, types.UnionType) or hint is bool or typing.get_origin(hint) is tuple


def _missing_parts(view: Any) -> dict[str, Any]:
    """Return the optional fields of a view with their empty values."""
    hints = typing.get_type_hints(view, vars(import_module(view.__module__)))
    may_be_missing = {name: hint for name, hint in hints.items() if isinstance(hint, types.UnionType) or hint is bool}
    return {name: _build_field(hint, name, {}) for name, hint in may_be_missing.items()}


def _build_field(hint: Any, name: str, given: dict[str, Any]) -> Any:
    arguments = [kind for kind in typing.get_args(hint) if kind is not types.NoneType]
    if isinstance(hint, types.UnionType):
        return None if given.get(name) is None else _build_field(arguments[0], name, given)
    if typing.get_origin(hint) is tuple:
        return tuple(build_view(arguments[0], item) for item in given.get(name, ()))
    if hint is bool:
        return given.get(name, False)
    return build_view(hint, given[name])
