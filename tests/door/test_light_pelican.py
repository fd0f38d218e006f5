"""The light start of Pelican: only in processes of the door, only with our own plugins, and without silent losses."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT

SCRIPT = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from plugins.commands.building.light_pelican import begin_pelican

begin_pelican(Path(sys.argv[2]))
import pelican, pelican.readers, pelican.settings, pelican.writers
told = {
    "loaded": sorted(set(sys.argv[3].split()) & set(sys.modules)),
    "rst": pelican.readers.RstReader.enabled,
    "formats": sorted(pelican.readers.Readers(pelican.settings.read_settings()).readers),
}
pelican.console.print("to nobody")
try:
    told["feed"] = pelican.writers.Atom1Feed("Lyktan", "/", "")
except ImportError as error:
    told["feed"] = str(error)
import docutils.core, rich.console
told["whole"] = [docutils.__version__ > "", rich.console.Console().width > 0]
print(json.dumps(told, default=lambda thing: type(thing).__name__))
"""


LEFT_OUT = [
    "argparse", "dateutil", "docutils", "feedgenerator", "importlib.metadata", "multiprocessing", "pygments", "rich", "ssl",
    "watchfiles",
]  # fmt: skip


def begin(project: Path, *options: str) -> dict[str, Any]:
    """Start Pelican in a process of its own; return what it has loaded."""
    command = [sys.executable, "-X", "utf8", *options, "-c", SCRIPT, str(PROJECT), str(project), " ".join(LEFT_OUT)]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=PROJECT, check=False)
    assert ended.returncode == 0, ended.stderr
    report: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return report


def test_packages_that_no_task_needs_are_not_loaded() -> None:
    light = begin(PROJECT, "-X", "door")
    assert light["loaded"] == []
    assert light["rst"] is False
    assert "rst" not in light["formats"]
    assert light["feed"] == "Atom1Feed: Pelican was begun without it"
    assert light["whole"] == [True, True], "who imports such a package later has the real one"


PYDANTIC = """
import json, sys
sys.path.insert(0, sys.argv[1])
from plugins.commands.start.light_pydantic import leave_plugins_out

leave_plugins_out()
from pydantic import BaseModel
model = type("Model", (BaseModel,), {"__annotations__": {"number": int}})
from plugins.core.markdown.dialect import engine
engine()
print(json.dumps([model(number="7").number, "importlib.metadata" in sys.modules]))
"""


@pytest.mark.parametrize(("said", "is_whole"), [("__all__", False), ("", True)])
def test_pydantic_and_markdown_search_no_packages_for_plugins_if_there_are_none(said: str, is_whole: bool) -> None:
    command = [sys.executable, "-X", "utf8", "-c", PYDANTIC, str(PROJECT)]
    environment = {**os.environ, "PYDANTIC_DISABLE_PLUGINS": said}
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=PROJECT, env=environment, check=True)
    assert json.loads(ended.stdout) == [7, is_whole]


CASES = {
    "not started by the door": "",
    "a third-party plugin": 'PLUGINS = [*PLUGINS, "sitemap"]\n',
    "a feed": 'FEED_ALL_ATOM = "feeds/all.atom.xml"\n',
    "settings that cannot be read": "?",
    "settings that end the program": "raise SystemExit(3)\n",
}


@pytest.mark.parametrize("case", CASES)
def test_pelican_is_loaded_whole_in_all_other_cases(tmp_path: Path, case: str) -> None:
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(PROJECT / name, tmp_path)
    with (tmp_path / "publishconf.py").open("a", encoding="utf-8") as settings:
        settings.write(CASES[case])
    whole = begin(tmp_path, *([] if case == "not started by the door" else ["-X", "door"]))
    assert whole["loaded"] == LEFT_OUT
    assert whole["rst"] is True
    assert whole["feed"] == "Atom1Feed"
