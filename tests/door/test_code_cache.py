"""The cache of compiled code returns what Python would compile, and ignores anything else in its files."""

from __future__ import annotations

import builtins
import dataclasses
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.commands.start import code_cache
from plugins.commands.start.code_cache import use_code_cache


@pytest.fixture(autouse=True)
def _is_left_as_it_was() -> Iterator[None]:
    yield
    assert not {"exec", "compile"} & (vars(dataclasses).keys() | vars(typing).keys())


def kept_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def make_class() -> Any:
    class Point:
        x: int
        y: int = 2

    return dataclasses.dataclass(frozen=True, order=True)(Point)


def show(folder: Path) -> tuple[Any, ...]:
    """Return the observable properties of a class and an annotation that use cached code."""
    with use_code_cache(folder):
        made, asked = make_class(), typing.ForwardRef("dict[str, int | None]")
    one = made(1)
    init = made.__init__
    return (
        (repr(one), hash(one), one < made(1, 3)),
        (init.__annotations__, init.__code__.co_code, init.__code__.co_filename, init.__qualname__),
        eval(asked.__forward_code__),
    )


def refuse_to_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    def compile_nothing(*_: object, **__: object) -> None:
        raise AssertionError("something was compiled")

    monkeypatch.setattr(builtins, "compile", compile_nothing)


def test_a_later_run_gets_the_same_code_without_compiling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_class()
    fresh = show(tmp_path)
    assert fresh[0] == (repr(made(1)), hash(made(1)), True)
    assert fresh[1] == (
        made.__init__.__annotations__,
        made.__init__.__code__.co_code,
        made.__init__.__code__.co_filename,
        made.__init__.__qualname__,
    )
    assert fresh[2] == dict[str, int | None]
    with monkeypatch.context() as patch:
        refuse_to_compile(patch)
        assert show(tmp_path) == fresh


@pytest.mark.parametrize("spoilt", [b"", b"no entry", None], ids=["empty", "other bytes", "flipped"])
def test_spoilt_code_is_compiled_again(tmp_path: Path, spoilt: bytes | None) -> None:
    fresh = show(tmp_path)
    (file,) = kept_below(tmp_path)
    data = file.read_bytes()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]) if spoilt is None else spoilt)
    assert show(tmp_path) == fresh
    assert show(tmp_path) == fresh


def test_a_syntax_error_is_raised_each_time(tmp_path: Path) -> None:
    for _ in range(2):
        with use_code_cache(tmp_path), pytest.raises(SyntaxError):
            typing.ForwardRef("int or")
    assert not kept_below(tmp_path)


def test_the_same_text_as_expression_and_as_statements_is_compiled_separately(tmp_path: Path) -> None:
    texts: Any = code_cache.CodeCache(code_cache.DiskCache(tmp_path, 1))
    spaces: dict[str, Any] = {}
    texts.execute("1 + 1", spaces)
    assert eval(texts.compile("1 + 1", "<string>", "eval")) == 2


def test_an_error_while_the_cache_is_in_use_is_passed_on(tmp_path: Path) -> None:
    with pytest.raises(SyntaxError), use_code_cache(tmp_path):
        exec("(")
