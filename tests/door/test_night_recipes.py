"""The recipes of `docs/natt/`: its scripts work, and its other files are valid for their programs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from datetime import date, timedelta
from pathlib import Path

import pytest

RECIPES = Path(__file__).parents[2] / "docs" / "natt"


def run_script(*words: str | Path, given: str = "", cwd: Path | None = None) -> tuple[int, str]:
    done = subprocess.run(list(map(str, words)), input=given, capture_output=True, encoding="utf-8", check=False, cwd=cwd)
    return done.returncode, done.stdout


@pytest.mark.parametrize(("script", "words"), [("check.sh", "build"), ("publish.sh", "publish --nightly")])
def test_a_script_runs_its_task_and_writes_annotations_on_lines(tmp_path: Path, script: str, words: str) -> None:
    folder = tmp_path / "docs" / "natt"
    shutil.copytree(RECIPES, folder)
    problem = {
        "path": "content/a,b.md",
        "line": 3,
        "column": 2,
        "severity": "error",
        "code": "x",
        "message": "50 % fel",
        "help": "Skriv\nom",
    }
    (tmp_path / "tasks.py").write_text(
        f"import sys\nprint({json.dumps(problem)!r})\nprint('::stop-commands::x')\n"
        f"sys.exit(0 if sys.argv[1:] == {f'{words} --format json'.split()!r} else 7)\n",
        "utf-8",
    )
    status, said = run_script("bash", folder / script)
    assert status == 0
    note, harmless, end = said.split("\n")
    assert note == "::error file=content/a%2Cb.md,line=3,col=2::50 %25 fel [x]%0ASkriv%0Aom"
    assert (harmless, end) == (" : :stop-commands: :x", "")
    (tmp_path / "tasks.py").write_text("import sys\nsys.exit(1)\n", "utf-8")
    assert run_script("bash", folder / script) == (1, "")


def test_the_weekly_letter_is_written_even_if_fetch_and_links_fail(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "natt"
    shutil.copytree(RECIPES, folder)
    (tmp_path / "tasks.py").write_text("import sys\nprint(sys.argv[1:])\nsys.exit(len(sys.argv) == 2)\n", "utf-8")
    assert run_script("bash", folder / "week.sh") == (0, "['status', '--letter']\n")


@pytest.mark.parametrize(("days", "status"), [(-1, 1), (0, 1), (1, 0), (None, 0)])
def test_the_script_that_watches_from_outside_sees_an_old_site(tmp_path: Path, days: int | None, status: int) -> None:
    change = None if days is None else (date.today() + timedelta(days)).isoformat()
    (tmp_path / ".well-known").mkdir()
    (tmp_path / ".well-known" / "build.json").write_text(json.dumps({"built_for": "2026-11-22", "next_change": change}), "utf-8")
    assert run_script(sys.executable, RECIPES / "ar_gammal.py", f"{tmp_path.as_uri()}/")[0] == status
    assert run_script(sys.executable, RECIPES / "ar_gammal.py", f"{tmp_path.as_uri()}/borta")[0] == 2


def test_the_workflow_is_valid_and_safe() -> None:
    zizmor = Path(sysconfig.get_path("scripts"), "zizmor")
    answer = subprocess.run(
        [zizmor, "--offline", "--no-progress", "--persona", "pedantic", "--strict-collection", RECIPES / "publish.yml"],
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (answer.returncode, answer.stdout.partition(".")[0]) == (0, "No findings to report"), answer.stdout + answer.stderr


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None and not os.environ.get("CI"), reason="systemd-analyze is not on this machine"
)
def test_the_units_are_valid_for_systemd(tmp_path: Path) -> None:
    for unit in RECIPES.glob("lokalamalen-*"):
        shutil.copy(unit, tmp_path)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(tmp_path.iterdir())], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, [line for line in done.stderr.split("\n") if "lokalamalen" in line]) == (0, [])
    for day in ("*-*-*", "Mon *-*-*"):
        assert "Next elapse" in run_script("systemd-analyze", "calendar", f"{day} 00:20:00 Europe/Stockholm")[1]


def test_the_line_for_cron_writes_only_if_the_night_failed(tmp_path: Path) -> None:
    rows = (RECIPES / "crontab").read_text("utf-8").split("\n")
    command = next(row for row in rows if "tasks.py" in row).split(maxsplit=5)[5].replace("\\%", "%")
    for status, said in ((0, ""), (1, "fel\n")):
        (tmp_path / "tasks.py").write_text(f"import sys\nprint('fel')\nsys.exit({status})\n", "utf-8")
        assert run_script("sh", "-c", command.replace("/srv/lokalamalen", str(tmp_path))) == (0, said)
