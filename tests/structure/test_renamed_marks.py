"""The name of a register's mark is in its register alone: in a copy of the project, each mark is renamed there.

The new names have letters that comparisons ignore, as a new room's may. What a site reports and contains must not change.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import BASE, PROJECT

pytestmark = pytest.mark.slow

OWN = "såg-på-"
"""The prefix of the marks' new names."""
DECLARED = re.compile(r'^    mark="', re.MULTILINE)

SCRIPT = """
import json
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path

from plugins.commands.run import Options, run
from plugins.house.block_uses import count_block_uses
from plugins.site.prepare import prepare_site
from plugins.site.rooms import REGISTERS
from plugins.site.theme import read_theme

DAY = "2026-11-22"
out = StringIO()
with redirect_stdout(out):
    run("check", Options(date=DAY))
ready = prepare_site(Path("content"), date.fromisoformat(DAY), read_theme(Path("theme")))
uses = {path.name: count for path, count in ready.library.ask(count_block_uses).items()}
told = {"check": out.getvalue(), "uses": uses, "marks": [one.mark for one in REGISTERS.values() if one.mark]}
for name in ("sidor/fel.md", "sidor/fel.en.md", "block/dubbelt.md"):
    (Path("content") / name).unlink()
fler = Path("content/sidor/fler.md")
fler.write_text(fler.read_text("utf-8").partition("## Mer")[0], "utf-8")
with redirect_stdout(out):
    told["build"] = run("build", Options(output="out", date=DAY))
told["files"] = {
    path.relative_to("out").as_posix(): path.read_bytes().decode("utf-8")
    for path in sorted(Path("out").rglob("*"))
    if path.is_file() and path.suffix in {".html", ".json"} and "theme" not in path.parts
}
print(json.dumps(told))
"""

CONTENT = {
    "sidor/fel.md": """---
titel: Det som är fel
sammanfattning: Här står det som inte kan stå här.
status: publicerad
---
Vi har {fakta:vanor}.

Vi serverar 40 frukostar om dagen.

Idag hjälper vi 77 personer.

Just nu ger vi {fakta:odaterad}.

Ring 070-174 06 50.

{kontakt:slutar}

{block:vad-kan-jag-gora}
""",
    "sidor/fel.en.md": """---
titel: What is wrong
sammanfattning: What cannot stand here.
status: publicerad
---
We have {fakta:vanor}.

{kontakt:slutar}
""",
    "sidor/fler.md": """---
titel: Det som visas
sammanfattning: Här står det som ska stå här.
status: publicerad
---
Vi serverar {fakta:frukostar} frukostar.

{kontakt:alva}

{block:om-globala-malen}

## Mer

{block:dubbelt}
""",
    "block/dubbelt.md": "---\nrubrik: Ett i ett annat\n---\n{block:om-globala-malen}\n",
}
APPENDED = {
    "fakta.yaml": (
        "- id: vanor\n  värde: goda vanor\n  avser: 2026\n  källa: Sandvålla stadsmission\n  granska senast: 2027-12-31\n"
        "- id: odaterad\n  värde: 12 luncher\n  avser: saknas\n  källa: Sandvålla stadsmission\n"
    ),
    "kontakter.yaml": (
        "- id: slutar\n  namn: Bo Exempelsson\n  telefon: 070-174 06 51\n  till: 2026-11-30\n"
        "- id: alva\n  namn: Alva Provsson\n  telefon: 070-174 06 50\n"
    ),
}


SAID = (
    *("saknar-oversattning", "kontakt-slutar", "fel-markering"),
    *("odaterad-uppgift", "siffra-i-fakta", "siffra-utan-uppgift", "kontakt-i-text"),
)


def write_project(folder: Path, own: str) -> int:
    """Write a copy of the project with `own` before the names of registers' marks; return the number of renamed marks."""
    for name in ("plugins", "theme", "docs"):
        shutil.copytree(PROJECT / name, folder / name)  # with what Python has compiled of files that stay as they are
    shutil.copy(PROJECT / "pelicanconf.py", folder)
    content = folder / "content"
    shutil.copytree(BASE, content)
    for path, text in CONTENT.items():
        (content / path).write_text(text, "utf-8")
    for path, text in APPENDED.items():
        (content / path).write_text(f"{(content / path).read_text('utf-8')}\n{text}", "utf-8")
    website = content / "webbplats.yaml"
    website.write_text(website.read_text("utf-8").replace("språk: sv", "språk: [sv, en]"), "utf-8")
    renamed = 0
    for room in sorted((folder / "plugins").glob("*/room.py")):
        text, count = DECLARED.subn(f'    mark="{own}', room.read_text("utf-8"))
        room.write_text(text, "utf-8")
        renamed += count
    for path in (path for path in content.rglob("*") if path.suffix in {".md", ".yaml"}):
        text = re.sub(r"\{(?=(?:fakta|kontakt|block):)", "{" + own, path.read_text("utf-8"))
        path.write_text(text, "utf-8")
    return renamed


def test_a_mark_is_renamed_in_its_register_alone(tmp_path: Path) -> None:
    results = {}
    for name, own in (("before", ""), ("after", OWN)):
        renamed = write_project(tmp_path / name, own)
        command = [sys.executable, "-X", "utf8", "-c", SCRIPT]
        ran = subprocess.run(command, cwd=tmp_path / name, capture_output=True, encoding="utf-8", check=False)
        assert ran.returncode == 0, ran.stderr
        results[name] = json.loads(ran.stdout)
        assert len(results[name]["marks"]) == renamed, "a mark that is not declared as DECLARED has it"
    before, after = results["before"], results["after"]
    for said in SAID:  # each is told of a mark of its own register
        assert said in before["check"]
    assert before["build"] == 0
    assert after["check"].replace(OWN, "") == before["check"]
    assert after["uses"] == before["uses"]
    assert after["files"] == before["files"]
