"""Caches are valid only for the program that wrote them: after any edits of code, settings or theme, a build equals a fresh one.

Each build is a process of its own, in a copy of the project. Four steps run here; `LOKALAMALEN_STEPS=150` runs a tenth as
many, and `LOKALAMALEN_SEED` others.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import BASE, PROJECT
from tests.copies import LEFT_OUT

STEPS = max(4, int(os.environ.get("LOKALAMALEN_STEPS", "0")) // 10)
SEED = int(os.environ.get("LOKALAMALEN_SEED", "1"))
LANTERN = "tillagg/lantern.py"
"""A third-party plugin, in a folder of its own in the project."""
OTHERS = """from pathlib import Path

from pelican import signals


def light(path, context):
    Path(path).write_text(Path(path).read_text("utf-8").replace("</body>", "<p>Tänd.</p></body>"), "utf-8")


def register():
    signals.content_written.connect(light)
"""
BEFORE, AFTER = "PLUGIN_PATHS: list[str] = []\nPLUGINS = [\n", 'PLUGIN_PATHS = ["tillagg"]\nPLUGINS = [\n    "lantern",\n'
PLUGGED = ("pelicanconf.py", BEFORE, AFTER)
DARK = (LANTERN, "Tänd.", "Släckt.")
EDITS = (
    ("plugins/core/swedish.py", '"två", "tre"', '"par", "tre"'),
    ("plugins/discovery/beside.py", "Allow: /", "Allow:  /"),
    ("plugins/core/placeholders.yaml", "own: [ett, en,", "own: [våra, ett, en,"),
    ("plugins/publishing/hosts/rules.yaml", "X-Content-Type-Options: nosniff", "X-Content-Type-Options: NoSniff"),
    PLUGGED,
    DARK,
    ("theme/words/sv.yaml", "footer_goals: ", "footer_goals: Våra "),
    ("theme/templates/components/lede.html", "{% endmacro %}", "<!-- x -->{% endmacro %}"),
    ("theme/static/css/base.css", "\nbody", "\n\nbody"),
    ("content/sidor/om.md", "Vi är", "Vi alla är"),
    ("content/partner/partner.yaml", "namn: Exempelbolaget", "namn: Nya Exempelbolaget"),
)
"""Edits of files, by the text to replace and its replacement; each can be made or taken back."""


def build(project: Path, name: str) -> tuple[int, str, dict[str, bytes]]:
    """Build as from the command line; return status, output, and all written files."""
    command = [sys.executable, "-X", "utf8", "tasks.py", "build", "--date", "2026-11-22", "--output", name, "--format", "json"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    files = {path.relative_to(project / name).as_posix(): path for path in (project / name).rglob("*") if path.is_file()}
    return done.returncode, done.stdout, {path: file.read_bytes() for path, file in files.items()}


Edit = tuple[str, str, str]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the project with the small site and an unused plugin, built once."""
    project, leaves = tmp_path / "project", {*LEFT_OUT, "content", "tests"}
    shutil.copytree(PROJECT, project, symlinks=True, ignore=lambda at, names: leaves & {*names} if at == str(PROJECT) else ())
    shutil.copytree(BASE, project / "content")
    (project / ".venv").symlink_to(PROJECT / ".venv")
    (project / LANTERN).parent.mkdir()
    (project / LANTERN).write_text(OTHERS, "utf-8")
    assert build(project, "known")[0] == 0
    return project


def edit(project: Path, what: Edit, *, seems_old: bool = False) -> None:
    """Make or take back an edit; `seems_old`: keep the file's modification time."""
    name, old, new = what
    file = project / name
    text, status = file.read_text("utf-8"), file.stat()
    assert old in text or new in text, name
    file.write_text(text.replace(new, old, 1) if new in text else text.replace(old, new, 1), "utf-8", newline="\n")
    if seems_old:
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def compare(project: Path, where: str) -> dict[str, bytes]:
    """Compare a build with one without caches; return its files."""
    known = build(project, "known")
    (project / ".cache").rename(project.parent / "aside")
    fresh = build(project, "fresh")
    shutil.rmtree(project / ".cache")
    shutil.rmtree(project / "fresh", ignore_errors=True)
    (project.parent / "aside").rename(project / ".cache")
    assert known[:2] == fresh[:2], where
    if not known[0]:  # else the site before it stays
        assert known[2].keys() == fresh[2].keys(), where
        assert [path for path in known[2] if known[2][path] != fresh[2][path]] == [], where
    return known[2]


@pytest.mark.slow
def test_a_build_after_any_edit_of_the_program_equals_a_fresh_build(project: Path) -> None:
    rng, log = random.Random(SEED), list[str]()
    for _ in range(STEPS):
        for what in rng.sample(EDITS, rng.choice((1, 1, 2))):
            is_code = what[0].endswith(".py")  # which Python itself recognises by its time
            edit(project, what, seems_old=not is_code and rng.random() < 0.3)
            log.append(what[0])
        compare(project, f"after {' > '.join(log)} (seed {SEED})")


@pytest.mark.slow
def test_a_third_party_plugin_runs_at_each_build(project: Path) -> None:
    """Nobody knows what it reads, so a run with such a plugin is never repeated from the cache."""
    edit(project, PLUGGED)
    compare(project, "with the plugin")
    edit(project, DARK)
    assert "Släckt.".encode() in compare(project, "with the plugin as it is now")["index.html"]
