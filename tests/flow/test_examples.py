"""The page of examples has every component in preview, and is not in the published site."""

from __future__ import annotations

import shutil
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader

from plugins.commands.building.pelican_run import Places, run_pelican
from plugins.commands.preview.live import LiveSite
from plugins.site import examples
from plugins.site.examples import WrongExample, build_view, read_examples, render_example
from tests.components import rendering
from tests.components.rendering import COMPONENTS
from tests.conftest import BASE, PROJECT, TODAY


@pytest.mark.parametrize("is_preview", [True, False])
def test_every_component_is_shown_in_preview_only(make_content, prepare, theme, tmp_path, is_preview: bool) -> None:
    content, output = make_content({}), tmp_path / "site"
    site = prepare(shows_drafts=is_preview).site
    output.mkdir()
    assert run_pelican(site, Places(content, output, theme, PROJECT)) == []
    folder = output / "exempel"
    assert folder.is_dir() is is_preview
    if is_preview:
        windows = BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser").select("iframe")
        assert [str(window["src"]) for window in windows] == ["light.html", "dark.html"] * 3
        grounds = []
        for scheme in ("light", "dark"):
            soup = BeautifulSoup((folder / f"{scheme}.html").read_text("utf-8"), "html.parser")
            assert [section["id"] for section in soup.select(".examples")] == [f"exempel-{name}" for name in COMPONENTS]
            assert soup.select_one("#exempel-wall .examples__stage .wall")
            style = (folder / f"{scheme}.css").read_text("utf-8")
            assert "prefers-color-scheme" not in style
            grounds.append("@media (min-width:0){" in style)
        assert grounds == [False, True]


def find_wrong_examples() -> Iterator[str]:
    """Yield why examples do not render, as they are or in preview: a line for each example, with the place in the template."""
    for component in COMPONENTS:
        try:
            names = list(rendering.read_example_file(component)["examples"])
        except WrongExample as wrong:
            yield str(wrong)
            continue
        for name in names:
            try:
                for preview in (False, True):
                    rendering.render_example(component, name, preview=preview)
            except WrongExample as wrong:
                yield str(wrong)
            except Exception as wrong:
                frames = [frame for frame in traceback.extract_tb(wrong.__traceback__) if frame.filename.endswith(".html")]
                place = "".join(f"{Path(frame.filename).name}:{frame.lineno}: " for frame in frames[-1:])
                yield f"theme/examples/{component}.yaml, example {name}: {place}{wrong}"


def test_every_example_renders() -> None:
    """`python3 tasks.py refresh` runs this first, for otherwise hundreds of tests fail."""
    if wrong := list(find_wrong_examples()):
        pytest.fail("\n".join(wrong), pytrace=False)


@dataclass(frozen=True)
class Toy:
    """A view of a new room."""

    title: str
    playing: bool
    note: str | None
    toys: tuple[str, ...]
    age: int


def test_a_view_field_without_an_example_value_is_reported_with_where_to_write_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(WrongExample) as raised:
        build_view(Toy, {"title": "Lek"})
    assert str(raised.value) == (
        "a value lacks for age (int) of Toy in tests/flow/test_examples.py: write it beside title. "
        "What a page may do without is a bool, a tuple or `… | None`."
    )
    assert build_view(Toy, {"title": "Lek", "age": 7}) == Toy("Lek", playing=False, note=None, toys=(), age=7)
    monkeypatch.setattr(examples, "build_parameter", lambda _declared, value: build_view(Toy, value))
    theme = tmp_path / "theme"
    (theme / "examples").mkdir(parents=True)
    toy = "parameters:\n  toy: tests.flow.test_examples.Toy\nexamples:\n  a ball:\n    toy: {age: 7}\n"
    (theme / "examples" / "toy.yaml").write_text(toy, "utf-8")
    with pytest.raises(WrongExample, match=r"theme/examples/toy\.yaml, example a ball: a value lacks for title \(str\) of Toy"):
        render_example(theme, Environment(autoescape=True), "toy", "a ball")


@pytest.mark.parametrize(
    ("declared", "given", "message"),
    [
        ("str", "7", r"a parameter is of `str`: write `text`, a view by its full name"),
        ("tests.flow.test_examples.Teddy", "{}", r"a parameter is of `tests\.flow\.test_examples\.Teddy`: write"),
        ("tuple[Toy]", "[]", r"a parameter is of `tuple\[Toy\]`: write"),
        (
            "tests.flow.test_examples.Toy",
            "{title: Lek, age: 7, colour: red}",
            r"colour is none of the fields of Toy in tests/flow/test_examples\.py: title, playing, note, toys, age",
        ),
        ("text", "a\n    bear: b", r"bear is none of the parameters above it: toy"),
    ],
)
def test_a_wrong_example_is_reported_with_what_to_write(tmp_path: Path, declared: str, given: str, message: str) -> None:
    (tmp_path / "examples").mkdir()
    text = f"parameters:\n  toy: {declared}\nexamples:\n  a ball:\n    toy: {given}\n"
    (tmp_path / "examples" / "toy.yaml").write_text(text, "utf-8")
    with pytest.raises(WrongExample, match=rf"theme/examples/toy\.yaml, example a ball: {message}"):
        render_example(tmp_path, Environment(autoescape=True), "toy", "a ball")


def test_a_parameter_may_have_the_name_of_its_component(tmp_path: Path) -> None:
    for folder in ("examples", "templates/components"):
        (tmp_path / folder).mkdir(parents=True)
    text = "parameters:\n  toy: text\nexamples:\n  a ball:\n    toy: [red, round]\n"
    (tmp_path / "examples" / "toy.yaml").write_text(text, "utf-8")
    macro = "{% macro toy(toy) %}{% for word in toy %}{{ word }} {% endfor %}{% endmacro %}"
    (tmp_path / "templates" / "components" / "toy.html").write_text(macro, "utf-8")
    environment = Environment(autoescape=True, loader=FileSystemLoader(tmp_path / "templates"))
    assert render_example(tmp_path, environment, "toy", "a ball") == "red round "


@pytest.mark.parametrize("text", ["parameters: [", "parameters:\n  toy: text\n", "parameters: {}\nexamples:\n", "- a ball\n"])
def test_a_file_that_holds_no_examples_is_reported_with_its_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "toy.yaml").write_text(text, "utf-8")
    with pytest.raises(WrongExample, match=r"theme/examples/toy\.yaml: "):
        read_examples(tmp_path, "toy")


@pytest.mark.slow
def test_the_examples_are_in_the_language_of_the_site_whichever_page_was_built_before(tmp_path: Path) -> None:
    content = shutil.copytree(BASE, tmp_path / "content")
    website = content / "webbplats.yaml"
    website.write_text(website.read_text("utf-8").replace("språk: sv", "språk: [sv, en]"), "utf-8")
    page = "---\ntitel: About\nsammanfattning: Who we are.\nstatus: publicerad\n---\nWe are many.\n"
    (content / "sidor" / "om.en.md").write_text(page, "utf-8")

    def show(*paths: str) -> list[bytes | None]:
        live = LiveSite(content, PROJECT / "theme", tmp_path, lambda: TODAY)
        return [live.get(path) for path in paths]

    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(PROJECT / name, tmp_path)
    swedish, after_swedish = show("om/index.html", "exempel/light.html")
    english, after_english = show("en/om/index.html", "exempel/light.html")
    assert swedish
    assert english
    assert b'lang="en"' in english
    assert after_swedish == after_english is not None
