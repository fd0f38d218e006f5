"""Caches for a whole test run, of pure functions that every build of a site calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache, wraps
from importlib import import_module
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from jinja2 import Environment

from plugins.core.words import file as words

THEME = Path(__file__).resolve().parents[1] / "theme"


def _move_code(code: CodeType, file: str) -> CodeType:
    """Return a code object with another file name, which tracebacks show."""
    inner = tuple(_move_code(part, file) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_filename=file, co_consts=inner)


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Cache compiled templates by source, as each test has a theme of its own, for which Jinja's cache is empty."""
    compile_template = Environment.compile
    known: dict[tuple[object, ...], CodeType] = {}

    def compile_once(self: Environment, source: Any, name: Any = None, filename: Any = None, *more: Any, **options: Any) -> Any:
        if not isinstance(source, str) or not filename or more or options:
            return compile_template(self, source, name, filename, *more, **options)
        form = (self.autoescape, self.trim_blocks, self.lstrip_blocks, str(self.finalize))
        key = (source, name, *form, *sorted(self.extensions))
        if key not in known:
            known[key] = compile_template(self, source, name, filename)
        return _move_code(known[key], filename)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", compile_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def composed_once() -> Iterator[None]:
    """Cache the YAML nodes of word lists by text, as each theme reads its lists anew; nodes are only read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_compose", lru_cache(64)(words._compose))
        yield


@pytest.fixture(scope="session", autouse=True)
def drawn_once() -> Iterator[None]:
    """Cache stylesheets and share pictures: all of the project's own theme, which no test changes; of other themes, only what
    depends on a text alone.
    """
    with pytest.MonkeyPatch.context() as patch:
        for path, name, at in (("assets.bundle", "build_assets", 0), ("sharing.drawings", "draw_picture", 1)):
            module = import_module(f"plugins.{path}")  # Pelican imports plugins without setting them on their packages
            patch.setattr(module, name, _keep_for_project(getattr(module, name), at))
        bundle = import_module("plugins.assets.bundle")
        trim, shorten = cache(bundle.trim_css), cache(bundle.shorten_properties)
        patch.setattr(bundle, "trim_css", lambda css, used: trim(css, frozenset(used)))
        patch.setattr(bundle, "shorten_properties", lambda sheets: [*shorten((*sheets,))])
        for name in ("minify_css", "merge_media_queries"):
            patch.setattr(bundle, name, cache(getattr(bundle, name)))
        yield


def _keep_for_project(make: Callable[..., Any], place: int) -> Callable[..., Any]:
    """Return `make` with a cache for calls whose theme, the argument with index `place`, is the project's own."""
    known: dict[str, Any] = {}

    @wraps(make)  # so that it can be pickled by name
    def give(*given: Any) -> Any:
        if given[place].resolve() != THEME:
            return make(*given)
        key = repr([*given[:place], *given[place + 1 :]])
        if key not in known:
            known[key] = make(*given)
        return known[key]

    return give
