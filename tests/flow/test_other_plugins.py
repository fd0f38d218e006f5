"""Third-party Pelican plugins find their pages and signals in `build` and `publish`, as in any Pelican site."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from plugins.commands.building.build_output import build_output
from plugins.commands.building.pelican_run import Places, make_settings
from plugins.publishing.manifest import BuildInfo
from plugins.site.prepare import prepare_site
from plugins.site.theme import read_theme
from tests.conftest import PROJECT
from tests.flow.stand_ins import LIST, disconnect

CONF = """
import runpy
globals().update(runpy.run_path({path!r}))
PLUGINS = [*PLUGINS, "tests.flow.stand_ins"]
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """Yield a project with two more plugins, whose handlers are disconnected afterwards."""
    (tmp_path / "pelicanconf.py").write_text(CONF.format(path=str(PROJECT / "pelicanconf.py")), "utf-8")
    shutil.copy(PROJECT / "publishconf.py", tmp_path)
    yield tmp_path
    disconnect()


@pytest.mark.parametrize("kind", ["desk", "publish"])
def test_two_third_party_plugins_work_as_in_any_pelican_site(project: Path, kind: Literal["desk", "publish"]) -> None:
    content, output = project / "content", project / "output"
    shutil.copytree(PROJECT / "tests" / "sites" / "_base", content)
    theme = read_theme(PROJECT / "theme")
    site = prepare_site(content, date(2026, 11, 22), theme).site
    assert site is not None
    found = build_output(site, Places(content, output, theme, project), BuildInfo(kind))
    assert [problem.message for problem in found if problem.is_error] == []
    listed = [line for line in (output / LIST).read_text("utf-8").splitlines() if line.startswith("# ")]
    assert sorted(line.split()[1] for line in listed) == sorted(page.address.lstrip("/") or "/" for page in site.pages)
    assert all(" sv published " in line for line in listed)
    assert sum(line.endswith("True") for line in listed) == len(site.pages) - 1


def test_each_project_has_its_own_settings(project: Path) -> None:
    """Even if the same process has read another project's: the settings for publishing import the others by name."""
    theme = read_theme(PROJECT / "theme")
    for folder, has_more in ((project, True), (PROJECT, False), (project, True)):
        for publishing in (True, False):
            given = make_settings(None, Places(PROJECT / "content", folder / "output", theme, folder), publishing=publishing)
            assert ("tests.flow.stand_ins" in given["PLUGINS"]) is has_more
            assert ("PUBLISHING" in given) is publishing
