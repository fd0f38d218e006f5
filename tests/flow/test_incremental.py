"""The incremental core: after any sequence of changes, its problems and pages equal those of a fresh run, byte for byte.

Random edits of a small but complete site. Fifty steps run here; `LOKALAMALEN_STEPS=5000` runs more, `LOKALAMALEN_SEED`
others, and with `LOKALAMALEN_WHOLE=1` every file is compared after each. A failure says which sequence led to it.
"""

from __future__ import annotations

import difflib
import os
import random
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from plugins.commands.building.pelican_run import Places, run_pelican
from plugins.commands.preview.live import LiveSite
from plugins.commands.runs.digests import digest_folder
from plugins.core.outputs import MARK
from plugins.core.problems import format_problem, sort_problems
from plugins.publishing.spare import Spare
from plugins.site.cache.cached_bench import CachedBench
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare_site
from plugins.site.theme import read_theme
from tests.conftest import PROJECT
from tests.flow.desk import Desk
from tests.flow.wider_edits import WIDER_STEPS, lay_rich

STEPS = int(os.environ.get("LOKALAMALEN_STEPS", "50"))
SEED = int(os.environ.get("LOKALAMALEN_SEED", "1"))
WHOLE = float(os.environ.get("LOKALAMALEN_WHOLE", "0.2"))
"""The share of steps after which all files are compared, not only problems: a fresh run of Pelican takes longest."""
BASE = PROJECT / "tests" / "sites" / "_base"

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 80"><rect width="160" height="80" fill="#{:06x}"/></svg>\n'
PAGE = """---
titel: {title}
sammanfattning: Påhittad sida om {title}.
kontakt: partnerskap
status: {status}
---
Vi har {{antal:mål}} mål. {text}

## En rubrik

Mer finns [på annat håll]({link}) och [hos målet](/mal-1/).
"""


def change_words(desk: Desk) -> None:
    file = desk.pick()
    text = desk.read(file)
    lines = text.split("\n")
    at = desk.rng.randrange(len(lines))
    lines[at] = lines[at] + desk.rng.choice((" Ny mening här.", " 12 personer.", "", " Here 4 U", " {antal:partner}"))
    desk.write(file, "\n".join(lines))


def change_register(desk: Desk) -> None:
    name, old, new = desk.rng.choice(
        (
            ("kontakter.yaml", "Alva", "Alma"),
            ("fakta.yaml", "värde: ", "värde: 1"),
            ("nivaer.yaml", "plural: ", "plural: Nya "),
            ("webbplats.yaml", "namn: ", "namn: Ny "),
            ("partner/partner.yaml", "namn: ", "namn: AB "),
        )
    )
    file = desk.content / name
    if file.is_file():
        desk.write(file, desk.read(file).replace(old, new, 1))


def add_page(desk: Desk) -> None:
    number = desk.rng.randrange(6)
    text = desk.rng.choice(
        ("Alla är välkomna hit.", "Vi ses på torsdag, alla som vill är välkomna till oss hela kvällen.", "{fakta:finns-inte}")
    )
    status = desk.rng.choice(("publicerad", "publicerad", "utkast"))
    link = desk.rng.choice(("/om/", "/om/", "/om/#nej", "/prov-1/"))
    page = PAGE.format(title=f"Prov {number}", status=status, text=text, link=link)
    desk.write(desk.content / "sidor" / f"prov-{number}.md", page)


TRANSLATIONS = {
    "sidor/om.en.md": "---\ntitel: About\nsammanfattning: Who {word} are.\nstatus: {status}\n---\n[Goal 1](/mal-1/) {word}.\n",
    "sidor/start.en.md": "---\ntitel: The {word} goals\nsammanfattning: Goals.\nstatus: {status}\n---\n[About](/om/).\n",
    "sidor/om.latt.md": "---\ntitel: Om {word}\nsammanfattning: Lätt.\nstatus: {status}\n---\nVi är {word}.\n",
    "block/vad-kan-jag-gora.en.md": "---\nrubrik: What can {word} do?\nstatus: {status}\n---\nA lot.\n",
    "nivaer.en.yaml": "- namn: vänföretag\n  heter: {word} company\n  plural: {word} companies\n",
    "webbplats.en.yaml": "målsidans rubriker:\n  nuläge: {word} now\n  framåt: Later\n  globalt: Think\n",
}
"""Translations that may be added, changed or removed."""


def translate(desk: Desk) -> None:
    """Give the site more languages; write, change or remove a translation."""
    website = desk.content / "webbplats.yaml"
    if website.is_file() and desk.rng.random() < 0.8:
        languages = desk.rng.choice(("[sv, en]", "[sv, en, latt]", "[sv, latt]", "sv"))
        lines = desk.read(website).split("\n")
        desk.write(website, "\n".join(f"språk: {languages}" if line.startswith("språk:") else line for line in lines))
    for name in desk.rng.sample(sorted(TRANSLATIONS), 3):
        file = desk.content / name
        if file.exists() and desk.rng.random() < 0.3:
            file.unlink()
            desk.changed.add(file)
            continue
        word, status = desk.rng.choice(("we", "you", "all")), desk.rng.choice(("publicerad", "publicerad", "utkast"))
        text = TRANSLATIONS[name].replace("{word}", word).replace("{status}", status)
        prints = f"översatt från:\n  - 2026-11-0{desk.rng.randrange(1, 9)}\n  - sidhuvudet 00000000 00000000\n"
        desk.write(file, text.replace("status:", f"{prints}status:", 1) if desk.rng.random() < 0.5 else text)


def delete(desk: Desk) -> None:
    file = desk.pick("sidor/*")
    file.unlink()
    desk.changed.add(file)


def rename(desk: Desk) -> None:
    file = desk.pick("*/*.md")
    new = file.with_name(f"{file.stem}-x{file.suffix}" if desk.rng.random() < 0.5 else f"{file.stem[:-1]}{file.suffix}")
    if not new.exists():
        file.rename(new)
        desk.changed |= {file, new}


def move(desk: Desk) -> None:
    file = desk.pick("*/*.md")
    new = desk.content / desk.rng.choice(("sidor", "block", "verksamheter", "projekt", "mal", "annat")) / file.name
    if not new.exists():
        new.parent.mkdir(exist_ok=True)
        file.rename(new)
        desk.changed |= {file, new}


def break_file(desk: Desk) -> None:
    file = desk.pick()
    text = desk.read(file)
    desk.write(file, desk.rng.choice((text[: len(text) // 2], f"okänt: fält\n{text}", text.replace(":", ";", 2), "")))


def touch_logo(desk: Desk) -> None:
    logos = sorted((desk.content / "partner" / "logotyper").glob("*.svg"))
    file = desk.rng.choice(logos) if logos else desk.content / "partner" / "logotyper" / "ny.svg"
    desk.write(file, LOGO.format(desk.rng.randrange(1 << 24)))


def touch_word(desk: Desk) -> None:
    file = desk.theme / "words" / "sv.yaml"
    desk.write(file, file.read_text("utf-8").replace("footer_goals: ", f"footer_goals: {desk.rng.choice('ABC')}", 1))


def touch_style(desk: Desk) -> None:
    file = desk.theme / "static" / "css" / "base.css"
    desk.write(file, file.read_text("utf-8") + f"\n.prov{desk.rng.randrange(9)}{{color:red}}\n")


def touch_template(desk: Desk, choices: tuple[str, ...] = ("", "{% if %}", "\n")) -> None:
    file = desk.theme / "templates" / "components" / "lede.html"
    original = (PROJECT / "theme" / "templates" / "components" / "lede.html").read_text("utf-8")
    desk.write(file, original + desk.rng.choice(choices))


def pass_midnight(desk: Desk) -> None:
    desk.day += timedelta(days=desk.rng.choice((1, 1, 30, -31)))


def switch_branch(desk: Desk) -> None:
    """Restore many initial files, and change some others."""
    for file in sorted(BASE.rglob("*")):
        if file.is_file() and desk.rng.random() < 0.9:
            target = desk.content / file.relative_to(BASE)
            desk.clear(target)
            shutil.copyfile(file, target)
            desk.changed.add(target)
    for file in desk.texts("**/*"):
        if not (BASE / file.relative_to(desk.content)).exists() and desk.rng.random() < 0.9:
            file.unlink()
            desk.changed.add(file)


def restore(desk: Desk) -> None:
    """Restore all initial files; some added pages may stay."""
    for folder in sorted(path for path in desk.content.rglob("*") if path.is_dir() and not path.is_symlink() and path.suffix):
        shutil.rmtree(folder, ignore_errors=True)
        desk.changed.add(folder)
    for file in sorted(desk.content.rglob("*")):
        is_added = file.name.startswith("prov-") and file.parent.name == "sidor" and desk.rng.random() < 0.5
        is_odd = file.is_symlink() or not (file.is_file() or file.is_dir())
        if is_odd or (file.is_file() and not is_added and not (BASE / file.relative_to(desk.content)).exists()):
            file.unlink()
            desk.changed.add(file)
    for file in sorted(BASE.rglob("*")):
        target = desk.content / file.relative_to(BASE)
        if file.is_file() and not (target.exists() and target.read_bytes() == file.read_bytes()):
            desk.clear(target)
            shutil.copyfile(file, target)
            desk.changed.add(target)
    desk.write(desk.theme / "words" / "en.yaml", (PROJECT / "theme" / "words" / "en.yaml").read_text("utf-8"))
    touch_template(desk, ("",))


def restore_richly(desk: Desk) -> None:
    """Restore all initial files, and fill every field and register."""
    restore(desk)
    lay_rich(desk, share=1)


def become_folder(desk: Desk) -> None:
    """Replace a file by a folder of its name that contains it, or such a folder by the file."""
    folders = [path for path in sorted(desk.content.rglob("*")) if path.is_dir() and not path.is_symlink() and path.suffix]
    if folders and desk.rng.random() < 0.5:
        shutil.rmtree(folders[0])
        desk.write(folders[0], PAGE.format(title="En mapp", status="publicerad", text="Kort.", link="/om/"))
        return
    file = desk.pick()
    data = file.read_bytes()
    file.unlink()
    file.mkdir()
    (file / file.name).write_bytes(data)
    desk.changed |= {file, file / file.name}


def rename_alike(desk: Desk) -> None:
    """Rename a page in case or Unicode form; at times keep the old name too."""
    folder = desk.content / "sidor"
    known = [path for path in folder.glob("*.md") if path.name.casefold().startswith("prov-")]
    text = PAGE.format(title=f"Alika {desk.rng.randrange(3)}", status="publicerad", text="Kort.", link="/om/")
    names = ("prov-a\u030a.md", "prov-\xe5.md", "Prov-1.md", "prov-1.MD", "PROV-1.md", "prov-1.md", "prov-1 .md")
    file = folder / desk.rng.choice(names)
    if known and desk.rng.random() < 0.5 and not file.exists():
        old = desk.rng.choice(sorted(known))
        if old.is_file() and not old.is_symlink():
            old.rename(file)
            desk.changed |= {old, file}
            return
    if not file.is_dir():
        desk.write(file, text)


def recode(desk: Desk) -> None:
    """Write a file with other line ends, a byte order mark, å as two code points, or another encoding."""
    file = desk.pick()
    data = file.read_bytes().removeprefix(b"\xef\xbb\xbf")
    text = data.decode("utf-8", "replace")
    as_is = (
        data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + data,
        unicodedata.normalize("NFD", text).encode(),
        data.replace(b"\n", b"\r"),
        text.encode("latin-1", "replace"),
        text.encode("utf-16"),
        b"",
        data + b"\0",
        data.rstrip(b"\n"),
    )
    file.write_bytes(desk.rng.choice(as_is))
    desk.changed.add(file)


def link_file(desk: Desk) -> None:
    """Replace a file by a link (to another file, outside, to nothing, or to a folder), or by a hard link."""
    file = desk.rng.choice((desk.pick("*/*.md"), desk.content / "sidor" / "prov-5.md", desk.content / "sidor" / "prov-6.md"))
    desk.clear(file)
    file.unlink(missing_ok=True)
    desk.changed.add(file)
    outside = desk.folder / "utanfor.md"
    outside.write_text(PAGE.format(title="Utanför", status="publicerad", text="Kort.", link="/om/"), "utf-8")
    goal = desk.rng.choice(
        (desk.pick("sidor/*.md"), desk.pick("*/*.md"), outside, desk.folder / "finns-inte.md", desk.content / "block")
    )
    if goal.is_file() and desk.rng.random() < 0.3:
        file.hardlink_to(goal)
    elif os.name != "nt":  # where it takes a right of its own
        file.symlink_to(goal)


def unlink(desk: Desk) -> None:
    for file in sorted(desk.content.rglob("*")):
        if file.is_symlink() or not (file.is_file() or file.is_dir()):
            file.unlink()
            desk.changed.add(file)


def exchange_unseen(desk: Desk) -> None:
    """Change the text of a file, but not its size and modification time, as copying programs can."""
    file = desk.pick()
    status = file.stat()
    text = file.read_text("utf-8", errors="surrogateescape")
    for old, new in (
        ("Alva", "Elsa"),
        ("alla", "elva"),
        ("Påhittad", "Uppdikad"),
        ("2026", "2025"),
        ("publicerad", "publicerat"),
    ):
        if old in text:
            file.write_bytes(text.replace(old, new, 1).encode("utf-8", "surrogateescape"))
            break
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    desk.changed.add(file)


def turn_clock_back(desk: Desk) -> None:
    """Make files seem older, and change the text of one."""
    for file in desk.texts():
        os.utime(file, (0, 0))
    change_words(desk)


def grow(desk: Desk) -> None:
    """Make a page so long that it is not read, or nearly."""
    size = desk.rng.choice((1, 40, 3000))
    text = PAGE.format(
        title="Lång", status="publicerad", text=("Alla är välkomna hit på torsdag. " * 30 + "\n\n") * size, link="/om/"
    )
    desk.write(desk.content / "sidor" / "prov-0.md", text)


def touch_component(desk: Desk) -> None:
    """Remove, restore or change the styles of a component."""
    name = desk.rng.choice(("lede", "help_box", "contact", "partner", "voice", "wall"))
    file = desk.theme / "static" / "css" / "components" / f"{name}.css"
    original = PROJECT / "theme" / "static" / "css" / "components" / f"{name}.css"
    if not original.exists():
        return
    text = original.read_text("utf-8")
    desk.write(file, desk.rng.choice((text, text + "\n.lede{margin:1px}\n", "\n")))


def touch_goals(desk: Desk) -> None:
    """Change or restore the colour of the first goal."""
    original = (PROJECT / "theme" / "goals.yaml").read_text("utf-8")
    before, was, rest = re.split(r'(?<=field: )("#\w{6}")', original, maxsplit=1)
    colour = desk.rng.choice((was, *(f'"#{desk.rng.randrange(0x60, 0x70):02x}{was[4:]}' for _ in range(2))))
    desk.write(desk.theme / "goals.yaml", f"{before}{colour}{rest}")


def break_words(desk: Desk) -> None:
    """Remove a word from a word list, add a useless one, truncate it, or restore it."""
    original = (PROJECT / "theme" / "words" / "en.yaml").read_text("utf-8")
    lines = original.split("\n")
    del lines[desk.rng.choice([number for number, line in enumerate(lines) if line[:1].isalpha()])]
    broken = ("\n".join(lines), f"{original}\nnagot: mer\n", f"{original}\nnagot: {{\n")
    desk.write(desk.theme / "words" / "en.yaml", desk.rng.choice((original, *broken)))


def add_language(desk: Desk) -> None:
    """Add a language to the program and the site, or remove it."""
    file = desk.theme / "words" / "fi.yaml"
    if file.exists() and desk.rng.random() < 0.4:
        file.unlink()
    else:
        text = (PROJECT / "theme" / "words" / "en.yaml").read_text("utf-8")
        desk.write(file, text.replace("English", desk.rng.choice(("Suomi", "Soome"))))
    desk.changed.add(file)
    website = desk.content / "webbplats.yaml"
    if website.is_file():
        lines = desk.read(website).split("\n")
        languages = desk.rng.choice(("[sv, fi]", "[sv, en, fi]", "[sv, en]", "sv"))
        desk.write(website, "\n".join(f"språk: {languages}" if line.startswith("språk:") else line for line in lines))
    page = "---\ntitel: Meistä\nsammanfattning: Keitä olemme.\nstatus: publicerad\n---\nTervetuloa.\n"
    desk.write(desk.content / "sidor" / "om.fi.md", page)


def leave_files(desk: Desk) -> None:
    """Write temporary files of other programs, and hidden files."""
    names = (
        ".DS_Store",
        "sidor/~$om.md",
        "sidor/om.md~",
        "sidor/.om.md.swp",
        "sidor/om (1).md",
        "sidor/om - kopia.md",
        "block/Thumbs.db",
        ".git/HEAD",
        "node_modules/x.md",
        "sidor/__pycache__/x.md",
        "sidor/.om.md.icloud",
        "annat/README.md",
        "README.md",
        "sidor/om.md.tmp",
    )
    file = desk.content / desk.rng.choice(names)
    if file.exists():
        file.unlink()
        desk.changed.add(file)
    elif not any(parent.is_file() for parent in file.parents):
        desk.write(file, desk.rng.choice(("x", (BASE / "sidor" / "om.md").read_text("utf-8"))))


STORIES = sorted(path for folder in ("broken", "honest") for path in (BASE.parent / folder).iterdir() if path.is_dir())


def lay_story(desk: Desk) -> None:
    """Lay some or all files of a story of `tests/sites` over the content, which reach each register, rule and kind of file."""
    story, share = desk.rng.choice(STORIES), desk.rng.choice((0.5, 1, 1))
    for path in sorted(story.rglob("*")):
        target = desk.content / path.relative_to(story)
        if path.is_dir() or path.name in ("problems.txt", "left-out.txt") or desk.rng.random() >= share:
            continue
        if path.suffix == ".borta":
            target.with_suffix("").unlink(missing_ok=True)
            desk.changed.add(target.with_suffix(""))
            continue
        desk.clear(target)
        shutil.copyfile(path, target)
        desk.changed.add(target)


def change_header(desk: Desk) -> None:
    """Give a page a first or last day near today, a former address, another status, or none of these."""
    file = desk.pick(desk.rng.choice(("sidor/*.md", "*/*.md")))
    fields = ("visas från:", "visas till:", "tidigare adresser:", "status:")
    lines = [line for line in desk.read(file).split("\n") if not line.startswith(fields[desk.rng.randrange(4) :])]
    day = desk.day + timedelta(days=desk.rng.choice((-1, 0, 0, 1, 30)))
    old = desk.rng.choice(("/gammal-1/", "/gammal-2/", "/om/", "/gammal-1", "/prov-1/", "/data/partner.json", "/mal-1/under/"))
    values = (f"visas från: {day}", f"visas till: {day}", f"tidigare adresser: {old}", "status: publicerad", "status: utkast")
    desk.write(file, "\n".join([*lines[:1], *desk.rng.sample(values, desk.rng.choice((0, 1, 1, 2))), *lines[1:]]))


STEPS_OF_WORK: tuple[tuple[Callable[[Desk], None], int], ...] = (
    (change_words, 10),
    (change_register, 5),
    (add_page, 5),
    (translate, 6),
    (delete, 2),
    (rename, 2),
    (move, 1),
    (break_file, 2),
    (touch_logo, 2),
    (touch_word, 1),
    (touch_style, 1),
    (touch_template, 1),
    (pass_midnight, 2),
    (switch_branch, 2),
    (become_folder, 2),
    (rename_alike, 3),
    (recode, 4),
    (link_file, 2),
    (unlink, 3),
    (exchange_unseen, 3),
    (turn_clock_back, 1),
    (grow, 1),
    (touch_component, 1),
    (touch_goals, 1),
    (break_words, 2),
    (add_language, 2),
    (leave_files, 3),
    (lay_story, 8),
    (change_header, 5),
    *WIDER_STEPS,
)


def list_messages(problems: object) -> list[str]:
    return [f"{format_problem(p)} {p.severity} {p.stops_publishing}" for p in sort_problems(problems)]  # type: ignore[arg-type]


def build_fresh(desk: Desk, folder: Path, *, shows_drafts: bool = True) -> tuple[list[str], dict[str, bytes] | None]:
    """Return problems and files of a new preview (or build); no files if there are errors."""
    theme = read_theme(desk.theme)
    return run_whole(desk, folder, theme, prepare_site(desk.content, desk.day, theme, shows_drafts=shows_drafts))


def build_known(desk: Desk, folder: Path) -> tuple[list[str], dict[str, bytes] | None]:
    """Return problems and files of a build that uses the caches of earlier ones."""
    theme = read_theme(desk.theme)
    bench = CachedBench(desk.folder / "kept", digest_folder(desk.theme), desk.content, desk.day, theme)
    spare = Spare(desk.folder / "spares", folder)
    found = run_whole(desk, folder, theme, bench.prepare(checks_aside=True), spare)
    bench.keep()
    assert bench.cache.find() is not None, "nothing was cached: which answer could not be pickled?"
    spare.keep(folder)
    return found


def run_whole(
    desk: Desk, folder: Path, theme: Theme, preparation: Preparation, spare: Spare | None = None
) -> tuple[list[str], dict[str, bytes] | None]:
    """Return the problems of a site, and its files as Pelican writes them."""
    problems = list(preparation.problems)
    files = None
    if preparation.site is not None and not any(problem.is_error for problem in problems):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder.parent / MARK).touch()
        found = run_pelican(
            preparation.site, Places(desk.content, folder, theme, desk.folder), keeper=preparation.keeper, spare=spare
        )
        problems += found
        if not any(problem.is_error for problem in found):
            files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return list_messages(problems), files


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(BASE, tmp_path / "content")
    shutil.copytree(PROJECT / "theme", tmp_path / "theme")
    for file in (tmp_path / "theme" / "examples").glob("*.yaml"):
        if file.stem != "mark":  # the page of all of them takes a second
            file.unlink()
    for name in ("pelicanconf.py", "publishconf.py", "requirements.txt"):
        shutil.copy(PROJECT / name, tmp_path / name)
    return Desk(tmp_path, random.Random(SEED))


def test_every_state_of_a_preview_equals_a_fresh_run(desk: Desk, tmp_path: Path) -> None:
    def open_live() -> LiveSite:
        return LiveSite(desk.content, desk.theme, desk.folder, lambda: desk.day, "program")

    live = open_live()
    compare(desk, live, tmp_path / "fresh")
    works, weights = zip(*STEPS_OF_WORK, strict=True)
    shown, is_shown = 0, True
    for _ in range(STEPS):
        (work,) = desk.rng.choices(works, weights)
        if not is_shown and desk.rng.random() < 0.6:
            work = restore if desk.rng.random() < 0.5 else restore_richly
        desk.changed.clear()
        work(desk)
        desk.log.append(work.__name__)
        if desk.rng.random() < 0.1:  # the preview is stopped, and begins again
            if desk.rng.random() < 0.7:
                live.keep()
            live = open_live()
            desk.log.append("start")
        paths = None if desk.is_unseen or desk.rng.random() < 0.2 else set(desk.changed)
        desk.is_unseen = False
        live.change(paths)
        if desk.rng.random() < WHOLE or desk.log[-1] in ("touch_template", "restore", "restore_richly", "start"):
            is_shown = compare(desk, live, tmp_path / "fresh")
            shown += is_shown
        else:
            is_shown = compare_problems(desk, live)
    assert shown > STEPS * WHOLE // 3, "too few of the states could be shown"


def spoil(desk: Desk) -> None:
    """Flip a bit in a cache, and remove the earlier site: what is taken from a cache may be nowhere else.

    The bit is drawn from a random generator of its own, so the size of the cache does not affect the later steps.
    """
    desk.log.append("spoil")
    drawn = random.Random(f"{SEED} {len(desk.log)}")
    for file in (desk.folder / "kept").glob("*"):
        data = bytearray(file.read_bytes())
        data[drawn.randrange(len(data))] ^= 8
        file.write_bytes(data)
    shutil.rmtree(desk.folder / "spares", ignore_errors=True)


def test_a_build_with_a_cache_equals_a_fresh_build(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    works, weights = zip(*STEPS_OF_WORK, strict=True)
    shown, is_shown = 0, True
    for _ in range(STEPS * 3 // 8):
        (work,) = desk.rng.choices(works, weights)
        if not is_shown and desk.rng.random() < 0.6:
            work = restore if desk.rng.random() < 0.5 else restore_richly
        work(desk)
        desk.log.append(work.__name__)
        monkeypatch.setattr(
            "plugins.site.cache.cached_bench.DEAR", desk.rng.choice((0, 0, 1000))
        )  # a large site is not always kept
        where = " > ".join(desk.log[-12:]) + f" (step {len(desk.log)}, seed {SEED})"
        if desk.rng.random() < 0.1:
            spoil(desk)
        problems, files = build_known(desk, tmp_path / "known")
        is_shown = files is not None
        if desk.rng.random() < WHOLE or desk.log[-1] in ("touch_template", "restore", "restore_richly"):
            fresh, written = build_fresh(desk, tmp_path / "fresh", shows_drafts=False)
            assert files == written or (files and written and [f for f in written if files.get(f) != written[f]] == []), where
            shown += is_shown
        else:
            found = prepare_site(desk.content, desk.day, read_theme(desk.theme)).problems
            fresh = list_messages(problem for problem in found)
            problems = [message for message in problems if "[mall]" not in message]
        assert problems == fresh, where
    assert shown > STEPS * WHOLE // 8, "too few of the states could be shown"


def test_a_cached_page_that_turns_out_to_be_spoilt_is_rebuilt(desk: Desk, tmp_path: Path) -> None:
    whole = build_known(desk, tmp_path / "known")
    shutil.rmtree(tmp_path / "spares")
    (file,) = (tmp_path / "kept").iterdir()
    data = file.read_bytes()
    at = data.index(b"</html>")
    file.write_bytes(data[:at] + b"\0" + data[at + 1 :])
    assert build_known(desk, tmp_path / "known") == whole


def compare_problems(desk: Desk, live: LiveSite) -> bool:
    """Compare problems with a fresh run, without pages; return whether there is a site to show."""
    problems = prepare_site(desk.content, desk.day, read_theme(desk.theme), shows_drafts=True).problems
    live.check()
    where = " > ".join(desk.log[-12:]) + f" (step {len(desk.log)}, seed {SEED})"
    assert list_messages(problem for problem in live.problems if problem.code != "mall") == list_messages(problems), where
    return live.can_show and not any(problem.is_error for problem in live.problems)


def compare(desk: Desk, live: LiveSite, folder: Path) -> bool:
    """Compare with a fresh run, at times a page first; return whether there was a site to show."""
    problems, files = build_fresh(desk, folder)
    where = " > ".join(desk.log[-12:]) + f" (step {len(desk.log)}, seed {SEED})"
    if files is not None and desk.rng.random() < 0.7:
        path = desk.rng.choice(sorted(files))
        assert same(live.get(path), files[path]), f"{path} first, after {where}"
    live.check()
    assert list_messages(live.problems) == problems, where
    if files is None:
        return False
    found = live.files()
    assert sorted(found) == sorted(files), where
    assert [path for path in files if not same(found[path], files[path])] == [], where
    return True


def same(shown: bytes | None, fresh: bytes) -> bool:
    """Return whether two files are equal; print where they differ."""
    if shown != fresh:
        print(*list(difflib.unified_diff(fresh.decode().split("\n"), (shown or b"").decode().split("\n"), n=1))[:20], sep="\n")
    return shown == fresh
