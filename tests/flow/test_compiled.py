"""Compiled code in a project with an environment: present from the start, used only if intact, and independent of content."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.commands.bench.tools import COPIED
from plugins.commands.compile_templates import PELICANS, compile_templates
from plugins.commands.process.program import PROJECT
from plugins.commands.start import set_up
from plugins.core.cache.compiled import FOLDER, TEMPLATES, VALUES
from tests.door.test_door import environment, link_packages

pytestmark = pytest.mark.skipif(os.name == "nt", reason="starts the environment's Python as on other systems")

WORD = "pelargonrabatten"
"""A word of the editors' writing rules,"""
NAME = "Alva Exempelsson"
"""and a person of the base site."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the program, whose environment the door has just prepared."""
    project = tmp_path / "project"
    project.mkdir()
    for name in (*COPIED, "requirements-test.txt"):
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, project / name, ignore=shutil.ignore_patterns("*.pyc.*"))
        else:
            shutil.copy2(PROJECT / name, project / name)
    set_up.prepare_environment(project, with_tests=False, install=link_packages)
    shutil.copytree(PROJECT / "tests" / "sites" / "_base", project / "content")
    rule = f"- inte: {WORD}\n  skriv: rabatten\n  därför: Det är kortare.\n"
    (project / "content" / "skrivregler.yaml").write_text(rule, "utf-8")
    page = project / "content" / "sidor" / "om.md"
    page.write_text(f"{page.read_text('utf-8')}\nVi sköter {WORD}.\n", "utf-8")  # a rule is a pattern where its word may stand
    (project / "borttaget.yaml").write_text(f"- namn: {NAME}\n  sort: person\n  dag: 2026-11-22\n", "utf-8")
    return project


def build(project: Path) -> dict[str, bytes]:
    """Build without `.cache/`; return the site."""
    shutil.rmtree(project / ".cache", ignore_errors=True)
    python = [set_up.environment_python(project), "-X", "utf8", "-X", "door"]
    command = [*python, project / "tasks.py", "build", "--date", "2026-11-22"]
    done = subprocess.run(
        command, env=environment({}), cwd=project, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return files_of(project / "output")


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_cold_build_finds_compiled_code_beside_the_packages_without_any_content(project: Path) -> None:
    folder = project / ".venv" / FOLDER
    templates = sum(1 for _ in (project / "theme" / "templates").rglob("*.html")) + len(PELICANS)
    assert len([*(folder / TEMPLATES).iterdir()]) == templates, "the door has all templates compiled"
    site = build(project)
    kept = files_of(folder)
    values = len([*(folder / VALUES).iterdir()])
    assert values
    assert len(kept) == templates + values + 2, "patterns and code"
    assert not (project / ".cache" / TEMPLATES).exists()

    texts = [*files_of(project / "content").values(), (project / "borttaget.yaml").read_bytes()]
    lines = {line.strip() for text in texts for line in text.splitlines() if len(line.strip()) >= 20}
    names = {
        match.encode()
        for text in texts
        for match in re.findall(r"[A-ZÅÄÖ][a-zåäö]+ [A-ZÅÄÖ][a-zåäö]+", text.decode("utf-8", "ignore"))
    }
    content = {WORD.encode(), WORD[1:].encode(), NAME.encode(), NAME.replace(" ", "\\ ").encode(), *lines, *names}
    of_content = {text for data in kept.values() for text in content if text in data}
    assert not of_content
    others = b"".join(files_of(project / ".cache" / "monster").values())
    assert WORD[1:].encode() in others, "the rule was a pattern"

    for name, data in kept.items():
        (folder / name).write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
    assert build(project) == site, "spoilt code is compiled again"
    assert files_of(folder).keys() == kept.keys()
    shutil.rmtree(folder)
    assert build(project) == site, "and so is missing code"


def test_compiled_templates_are_not_kept_if_a_third_party_plugin_is_used(tmp_path: Path) -> None:
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(PROJECT / name, tmp_path)
    for name in ("content", "theme"):
        (tmp_path / name).mkdir()
    ask = (
        "import sys; from pathlib import Path; from plugins.commands.runs.settings import read_own_settings as read;"
        "print([read(Path(sys.argv[1]), publishing=p)['JINJA_ENVIRONMENT']['bytecode_cache'] is None for p in (False, True)])"
    )

    def read() -> str:
        command = [sys.executable, "-X", "utf8", "-c", ask, tmp_path]
        return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", check=True).stdout

    assert read() == "[False, False]\n"
    with (tmp_path / "publishconf.py").open("a", encoding="utf-8") as settings:
        settings.write('\nPLUGINS = [*PLUGINS, "somebody_elses"]\n')
    assert read() == "[False, True]\n"


def test_a_template_is_compiled_again_when_its_text_has_changed(tmp_path: Path) -> None:
    template = tmp_path / "theme" / "templates" / "page.html"
    template.parent.mkdir(parents=True)
    counts = []
    for text in ("<p></p>", "<p></p>", "<p>{{ page }}</p>", "{% if %}"):
        template.write_text(text, "utf-8")
        compile_templates(tmp_path / "theme", tmp_path)
        counts.append(len([*(tmp_path / ".cache" / TEMPLATES).iterdir()]) - len(PELICANS))
    assert counts == [1, 1, 2, 2]
