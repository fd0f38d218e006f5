"""The repository: its workflows are safe, and its notes become a change log."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import yaml
from invoke import Collection

import tasks
from plugins.commands.process.program import PROJECT
from plugins.core.models.model import fields_of
from plugins.site.rooms import KNOWN_PAGES
from plugins.website.model import Website


def test_workflows_are_valid_and_safe() -> None:
    """According to zizmor: known keys, actions pinned by hash, no needless permissions, no untrusted text in commands."""
    # A compiled program, so that it runs also where the folder has moved.
    zizmor = Path(sysconfig.get_path("scripts"), "zizmor")
    answer = subprocess.run(
        [zizmor, "--offline", "--no-progress", "--persona", "pedantic", "--strict-collection", PROJECT / ".github"],
        env={**os.environ, "NO_COLOR": "1"},  # CI is taken for a terminal with colours
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (answer.returncode, answer.stdout.partition(".")[0]) == (0, "No findings to report"), answer.stdout + answer.stderr


def test_notes_are_collected_into_the_change_log(tmp_path: Path) -> None:
    """Under their headings, whatever a note's file is called; none is lost, and the README is not a note."""
    for name in ("pyproject.toml", "CHANGELOG.md"):
        shutil.copy(PROJECT / name, tmp_path)
    notes = tmp_path / "changelog.d"
    notes.mkdir()
    shutil.copy(PROJECT / "changelog.d" / "README.md", notes)
    (notes / "ett-ord.md").write_text("### Rättat\n\nEtt `kommando` går igen.\n", "utf-8")
    (notes / "utan-radslut.md").write_text("### Nytt\n\nNågot annat finns.", "utf-8")
    answer = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "scriv", "collect", "--version", "99.0.0"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    before, after = (folder.joinpath("CHANGELOG.md").read_text("utf-8") for folder in (PROJECT, tmp_path))
    intro, mark, rest = after.partition("<!-- scriv-insert-here -->")
    assert before.startswith(intro + mark)
    newest = rest.split("<a id=")[1]  # each version begins with its anchor
    assert "### Nytt\n\nNågot annat finns.\n\n### Rättat\n\nEtt `kommando` går igen.\n" in newest
    assert "namn" not in newest
    assert sorted(path.name for path in notes.iterdir()) == ["README.md"]


def test_every_package_has_a_reason_and_a_plan_for_its_replacement() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    wanted = settings["project"]["dependencies"] + settings["dependency-groups"]["test"]
    names = [re.split("[<>=]", line)[0] for line in wanted]
    assert sorted(set(names)) == sorted(names), "a package stands twice"
    decisions = PROJECT / "docs" / "decisions"
    reasons = "".join((decisions / name).read_text("utf-8") for name in ("0001-packages.md", "0002-test-packages.md"))
    futures = (decisions / "0071-packages-with-one-maintainer.md").read_text("utf-8")
    assert [name for name in names if not re.search(rf"(?i)\b{name}\b", reasons)] == []
    assert [name for name in names if not re.search(rf"(?i)\b{name}\b", futures) and not name.startswith("types-")] == []


EXPECTED = ("LICENSE", "CONTRIBUTING.md", "SECURITY.md")
"""Files that hosting services and contributors look for by these names (docs.github.com, *community health files*)."""


def test_the_files_that_people_expect_exist_and_the_readme_links_to_them() -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    assert [name for name in EXPECTED if not (PROJECT / name).is_file() or f"]({name})" not in readme] == []


def test_the_message_in_the_readme_is_a_real_one() -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    [message] = re.findall(r"(?ms)^```\n(content/.*?)^```$", readme)
    assert message in (PROJECT / "tests/sites/broken/tier-unknown/problems.txt").read_text("utf-8")


def test_the_security_policy_names_a_page_a_task_and_a_field_that_exist() -> None:
    """The page is on the site in `content/`, and is one that every site has."""
    text = (PROJECT / "SECURITY.md").read_text("utf-8")
    root = yaml.safe_load((PROJECT / "content" / "webbplats.yaml").read_text("utf-8"))["adress"]
    [address] = re.findall(r"<(https://[^>]+)>", text)
    assert address.removeprefix(root) in {page.address for page in KNOWN_PAGES}
    [task] = re.findall(r"tasks\.py ([a-z]+-[a-z]+)`", text)
    assert task in Collection.from_module(tasks).tasks
    [field] = re.findall(r"names a `(\w+)`", text)
    assert field in {info.swedish for info in fields_of(Website).values()}
