"""The trial project, for every test of the flow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, wraps
from importlib import import_module
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from jinja2 import Environment

from plugins.commands import run as commands
from plugins.commands.runs import work
from tests.flow.trial import DAY, PROJECT, Snapshot, Trial, make_project


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Say of two sites that should be the same which files are not: their fingerprints say nothing."""
    if op == "==" and isinstance(left, Snapshot) and isinstance(right, Snapshot):
        return ["the files are the same", *left.explain(right)]
    return None


def _move_code(code: CodeType, file: str) -> CodeType:
    """Return compiled code that says it is from another file, as errors tell it."""
    inner = tuple(_move_code(part, file) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_filename=file, co_consts=inner)


@pytest.fixture(scope="session")
def compiled_once() -> Iterator[None]:
    """Compile a template's text once for all trials; each trial has a theme of its own, so Jinja's cache finds nothing."""
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


@pytest.fixture(scope="session")
def drawn_once() -> Iterator[None]:
    """Join and trim the stylesheets of the project's own theme, and draw what is shared with it, once for trials that link it.

    They follow from what they are given and the theme's files, which no test changes; who has a theme of its own makes them.
    """
    with pytest.MonkeyPatch.context() as patch:
        for path, name, at in (("assets.bundle", "build_assets", 0), ("sharing.drawings", "draw_picture", 1)):
            module = import_module(f"plugins.{path}")  # by its whole name: Pelican loads a plugin without its folder
            patch.setattr(module, name, _keep_for_project(getattr(module, name), at))
        bundle = import_module("plugins.assets.bundle")
        trim = cache(bundle.trim_css)
        patch.setattr(bundle, "trim_css", lambda css, used: trim(css, frozenset(used)))
        yield


def _keep_for_project(make: Callable[..., Any], place: int) -> Callable[..., Any]:
    """Return a function that makes the same as `make`, once where the theme, given at a place, is the project's own."""
    known: dict[str, Any] = {}

    @wraps(make)  # so that a copy of this process finds it, by its name
    def give(*given: Any) -> Any:
        if given[place].resolve() != PROJECT / "theme":
            return make(*given)
        key = repr([*given[:place], *given[place + 1 :]])
        if key not in known:
            known[key] = make(*given)
        return known[key]

    return give


def work_here(patch: pytest.MonkeyPatch) -> None:
    """Fork no worker: what has been made once is known in this process alone, and after a fork its memory is copied bit by bit.

    What is asked of a worker is done here, with the same results; tests of workers let them be forked (`can_fork`).
    """
    for module in ("site.cached_bench", "core.cache.workers"):
        patch.setattr(f"plugins.{module}.can_fork", lambda: False)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, compiled_once: None, drawn_once: None) -> Path:
    """Build the trial project as it is; return its output, which is only read."""
    folder = tmp_path_factory.mktemp("trial")
    make_project(folder)
    options = commands.Options(content=str(folder / "content"), output=str(folder / "out" / "site"), date=DAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "PROJECT", folder)
        work_here(patch)
        assert commands.run("build", options) == 0
    return folder / "out" / "site"


@pytest.fixture
def trial(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, built: Path) -> Trial:
    """A small project of the test's own; the tasks take theme, settings and cache from it."""
    make_project(tmp_path)
    work_here(monkeypatch)
    monkeypatch.setattr(work, "PROJECT", tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return Trial(tmp_path, capsys, built)
