"""A page beyond its weight budget is reported, and the site is built all the same."""

from __future__ import annotations

import random

from plugins.commands import run as commands
from tests.conftest import BASE


def test_a_heavy_page_is_reported_and_built(make_content, tmp_path, capsys) -> None:
    letters = random.Random(1)
    lines = [" ".join("".join(letters.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in range(100)) for _ in range(30)]
    words = "\n".join(lines)
    name = "mal/mal-1-ingen-hunger.md"
    text = (BASE / name).read_text("utf-8").replace("## Det här gör vi idag", f"## Det här gör vi idag\n\n{words}\n", 1)
    content = make_content({name: text})
    output = tmp_path / "site"
    options = commands.Options(content=str(content), output=str(output), date="2026-11-22")
    assert commands.run("build", options) == 0
    printed = capsys.readouterr().out
    assert printed.count("[tung-sida]") == 1
    assert words[:50] in (output / "mal-1" / "index.html").read_text("utf-8")
