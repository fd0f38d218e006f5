"""Fixtures for tests of web hosts: a published site with a file of every kind, in a folder that servers can read."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.commands import run as commands
from plugins.commands.runs import work
from plugins.publishing.hosts.rules import read_rules
from tests.flow.trial import DAY, make_project

TRANSLATION = "---\ntitel: Lykt\nsammanfattning: Lykt.\nstatus: publicerad\n---\nLykt.\n"
FORMER = {"/gammal/": "/om/", "/m%C3%B6ten%20f%C3%B6rr/": "/om/", "/sida.html": "/om/", "/lykta+1(ny)/": "/om/"}
"""Former addresses, as browsers request them, and the paths to which they redirect."""


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """Yield a folder that servers running as other users can read; pytest's temporary folders are private to its user."""
    folder = Path(tempfile.mkdtemp(prefix="hosts-")).resolve()
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def published(open_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of a published small site, with a file added for each kind in the rules for hosts."""
    project = tmp_path_factory.mktemp("project")
    make_project(project)
    website = project / "content" / "webbplats.yaml"
    text = website.read_text("utf-8").replace("språk: sv\n", "språk: [sv, en, latt]\n")
    website.write_text(f"{text}\nsäkerhetskontakt: lyktan\n", "utf-8")
    for code in ("en", "latt"):
        (project / "content" / "sidor" / f"om.{code}.md").write_text(TRANSLATION, "utf-8")
    page = project / "content" / "sidor" / "om.md"
    old = "tidigare adresser:\n" + "".join(f"  - {address}\n" for address in FORMER)
    page.write_text(page.read_text("utf-8").replace("status:", f"{old}status:", 1), "utf-8")
    output = open_folder / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "PROJECT", project)
        assert commands.run("publish", commands.Options(content=str(project / "content"), output=str(output), date=DAY)) == 0
    (output / "prov").mkdir()
    for ending in read_rules().kinds:
        (output / "prov" / f"fil.{ending}").write_text(f"En fil som slutar på {ending}. " * 100, "utf-8")
        (output / "prov" / f"namn.0123456789.{ending}").write_text("En fil vars namn säger vad den innehåller.", "utf-8")
    return output
