"""The cache of compiled templates: used if valid, and never the cause of a failure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, bccache
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from plugins.core.cache.compiled import TEMPLATES
from plugins.site.templates import open_template_cache

OPTIONS = {"autoescape": True}


def render(folder: Path, template: str, **options: bool) -> str:
    """Render a template in an environment of its own, with the cache of a project in `folder`."""
    given = OPTIONS | options
    cache = open_template_cache(folder, given)
    return Environment(loader=DictLoader({"x.html": template}), bytecode_cache=cache, **given).get_template("x.html").render()  # type: ignore[arg-type]


def no_compiler(*_: object, **__: object) -> None:
    """Fail if the compiler is called."""
    raise AssertionError("compiled again")


def test_a_template_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert render(tmp_path, "<p>{{ 1 + 1 }}</p>") == "<p>2</p>"
    monkeypatch.setattr(Environment, "compile", no_compiler)
    assert render(tmp_path, "<p>{{ 1 + 1 }}</p>") == "<p>2</p>"
    with pytest.raises(AssertionError):
        render(tmp_path, "<p>{{ 1 + 2 }}</p>")


def test_other_options_have_a_cache_of_their_own(tmp_path: Path) -> None:
    template = "{% if true %}\n<p></p>\n{% endif %}\n"
    assert render(tmp_path, template) == "\n<p></p>\n"
    assert render(tmp_path, template, trim_blocks=True) == "<p></p>\n"


def test_an_extension_has_a_cache_of_its_own(tmp_path: Path) -> None:
    """A plugin of somebody else may bring one, under the plain `pelican` too; what is kept outlives it."""

    class Shouting(Extension):
        def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
            return (Token(one.lineno, one.type, one.value.upper()) if one.type == "data" else one for one in stream)

    assert render(tmp_path, "words") == "words"
    for extensions, shown in (([Shouting], "WORDS"), ([], "words")):
        cache = open_template_cache(tmp_path, OPTIONS)
        loader = DictLoader({"x.html": "words"})
        environment = Environment(loader=loader, bytecode_cache=cache, extensions=extensions, autoescape=True)
        assert environment.get_template("x.html").render() == shown


def test_corrupt_compiled_code_is_never_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python crashes on code with a flipped bit, or runs it: it must not come so far."""
    render(tmp_path, "<p></p>")
    [file] = (tmp_path / ".cache" / TEMPLATES).iterdir()
    whole = file.read_bytes()
    for place in range(0, len(whole), 67):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with monkeypatch.context() as patch:
            patch.setattr(bccache.marshal, "load", no_compiler)
            assert render(tmp_path, "<p></p>") == "<p></p>"


def test_templates_are_compiled_without_a_cache_if_it_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("in the way", "utf-8")
    assert render(tmp_path, "<p></p>") == "<p></p>"
