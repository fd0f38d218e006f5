"""What a computer must have to make, keep and publish the site: one check for each subject.

A check is a small generator that takes a `CheckedComputer` and yields findings, each with what to do. It changes nothing that
stays, and yields nothing about what it cannot know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from plugins.commands.doctor.machine import Machine
from plugins.core.dataclass import dataclass
from plugins.core.file_names import explain_name
from plugins.core.outputs import file_key
from plugins.core.places import show_path
from plugins.core.swedish import format_day, format_size, join_words
from plugins.publishing.exchange import OutputRefused, check_output

SUPPORTED: Final = (3, 11)
LEAST_ROOM: Final = 300_000_000
"""Bytes: a second copy of the site, the picture cache, and a second copy of the packages while they are updated."""
LITTLE_ROOM: Final = 2_000_000_000
"""Bytes, below which systems and other programs begin to fail."""
LONGEST_PATH: Final = 240
"""Characters of a path in the project: Windows allows 260 for a whole path by default (Microsoft, *Maximum Path Length
Limitation*), and paths in the output are somewhat longer than in `content/`.
"""
SLACK: Final = timedelta(days=1)
"""How far the clock may be behind a file saved on another computer, in another time zone."""
SHARED_DISKS: Final = ("OneDrive", "Dropbox", "Google Drive", "iCloud Drive", "CloudStorage", "Mobile Documents")
"""Folders that programs copy to the web as they change."""


@dataclass(frozen=True, slots=True)
class ComputerFinding:
    """Something that a check found out about the computer."""

    message: str
    advice: str
    stops: bool = True
    """Whether work is impossible until it is put right; else it is only advice."""


@dataclass(frozen=True, slots=True)
class CheckedComputer:
    """The computer to check, and the folders of the site on it."""

    machine: Machine
    project: Path
    content: Path
    output: Path
    target: str | None = None
    """Where the site is published to, from `publishconf.py`; None for only the output folder."""


Check = Callable[[CheckedComputer], Iterator[ComputerFinding]]


def check_python(computer: CheckedComputer) -> Iterator[ComputerFinding]:
    """Python's version is one that the packages support."""
    version = ".".join(map(str, computer.machine.python))
    if computer.machine.python[:2] < SUPPORTED:
        wanted = ".".join(map(str, SUPPORTED))
        yield ComputerFinding(f"Python är för gammal: {version}.", f"Installera Python {wanted} eller senare från python.org.")


def check_fonts(computer: CheckedComputer) -> Iterator[ComputerFinding]:
    """The site's font exists, and pictures can be drawn with it."""
    file = computer.project / "theme" / "fonts" / "familjen-grotesk-bold.woff2"
    try:
        computer.machine.read_font(file)
    except OSError:
        yield ComputerFinding(
            f"Typsnittet {show_path(file)} går inte att läsa, så bilderna för delning kan inte ritas.",
            "Hämta hem programmet på nytt. Hjälper inte det: ta bort mappen .venv och kör samma kommando igen.",
        )


def check_history(computer: CheckedComputer) -> Iterator[ComputerFinding]:
    """Git is installed where the content has a history."""
    is_kept = any((folder / ".git").exists() for folder in (computer.content, *computer.content.resolve().parents))
    if is_kept and computer.machine.find_program("git") is None:
        yield ComputerFinding(
            "Programmet som håller reda på alla ändringar (Git) saknas. Utan det går det inte att spara, hämta och publicera.",
            _ways(
                computer.machine,
                "sudo apt install git",
                "xcode-select --install",
                "Hämta det från https://git-scm.com/download/win och installera det med de val som redan är ifyllda.",
            ),
        )


def check_transfer(computer: CheckedComputer) -> Iterator[ComputerFinding]:
    """sftp is installed; needed where the site is published with it."""
    if computer.machine.find_program("sftp") is None:
        is_needed = (computer.target or "").startswith("sftp:")
        yield ComputerFinding(
            "Programmet sftp saknas, som för över webbplatsen till ett webbhotell.",
            _ways(
                computer.machine,
                "sudo apt install openssh-client",
                "Det följer med macOS i /usr/bin. Be den som sköter datorn att se efter vad som har hänt med det.",
                "Öppna Inställningar, System, Valfria funktioner, och lägg till OpenSSH-klient.",
            ),
            stops=is_needed,
        )


def check_rights(computer: CheckedComputer) -> Iterator[ComputerFinding]:
    """The program may write where it writes, and editors may change the content."""
    cache = computer.project / ".cache"
    for folder in dict.fromkeys((computer.output.parent, cache if cache.is_dir() else computer.project)):
        if not folder.is_dir():
            continue
        try:
            computer.machine.try_to_write(folder)
        except OSError:
            yield ComputerFinding(
                f"Det går inte att skriva i mappen {show_path(folder)}.",
                "Ge ditt konto rätt att skriva där, eller flytta projektet till en mapp som är din, till exempel Dokument.",
            )
    locked = [path for path in _files(computer.content) if not computer.machine.may_change(path)]
    if locked:
        shown = join_words([show_path(path) for path in locked[:3]])
        more = f" och {len(locked) - 3} till" if len(locked) > 3 else ""
        yield ComputerFinding(
            f"Det går inte att ändra {shown}{more}.",
            "Ta bort skrivskyddet i filens egenskaper, eller ge ditt konto rätt att skriva i filen.",
            stops=False,
        )


def check_output_folder(computer: CheckedComputer) -> Iterator[ComputerFinding]:
    """The output folder is ours to replace, and not in use."""
    try:
        check_output(computer.output, computer.content, computer.project)
    except OutputRefused as refused:
        first, _, rest = str(refused).partition("\n")
        yield ComputerFinding(first, rest or "Välj en annan plats med --ut.")
        return
    if computer.machine.system == "Windows" and computer.output.is_dir():
        yield from _check_held(computer)


def _check_held(computer: CheckedComputer) -> Iterator[ComputerFinding]:
    """On Windows a folder cannot be renamed while a program has it, or a file in it, open: tried by renaming it and back.

    The name is that of a site being exchanged (`publishing/exchange.py`): if we are killed in between, the next build moves it
    back.
    """
    output, away = computer.output, computer.output.with_name(f".{computer.output.name}.gammalt")
    if away.exists():
        return
    try:
        computer.machine.rename(output, away)
    except OSError:
        yield ComputerFinding(
            f"Mappen {show_path(output)} är öppen i ett annat program, så den nya webbplatsen kan inte ta dess plats.",
            f"Stäng program som visar något ur {output.name}: Utforskaren, en kodredigerare, en kommandotolk som står i mappen.",
        )
    else:
        computer.machine.rename(away, output)


def check_room(computer: CheckedComputer) -> Iterator[ComputerFinding]:
    """The disk has room."""
    folder = next(path for path in (computer.output.parent, *computer.output.parents) if path.is_dir())
    free = computer.machine.free_bytes(folder)
    advice = "Töm papperskorgen, och flytta stora filer som film och bilder till en annan disk."
    if free < LEAST_ROOM:
        yield ComputerFinding(f"Disken är nästan full: {format_size(free)} ledigt. Webbplatsen får inte plats.", advice)
    elif free < LITTLE_ROOM:
        yield ComputerFinding(f"Det är ont om plats på disken: {format_size(free)} ledigt.", advice, stops=False)


def check_clock(computer: CheckedComputer) -> Iterator[ComputerFinding]:
    """The clock is not behind the newest text: the day decides which agreements and announcements are shown."""
    now = computer.machine.now()
    times = [(datetime.fromtimestamp(path.stat().st_mtime, UTC), path) for path in _files(computer.content)]
    newest, path = max(times, default=(now, computer.content))
    if newest > now + SLACK:
        yield ComputerFinding(
            f"Datorns klocka säger {format_day(now.date())}, men {show_path(path)} är sparad {format_day(newest.date())}.",
            "Ställ klockan. Dagen avgör vilka partner och meddelanden som visas. Går klockan rätt: spara om filen.",
        )


def check_names(computer: CheckedComputer) -> Iterator[ComputerFinding]:
    """Every file can be moved to any computer: no name is forbidden on another system, or the same as another there."""
    odd = {path: why for path in _files(computer.content) if (why := _explain_name(path, computer.content))}
    seen: dict[str, Path] = {}
    for path in _files(computer.content):
        key = file_key(path.relative_to(computer.content).as_posix())
        if key in seen:
            odd[path] = f"heter som {seen[key].name}, sånär som på stora och små bokstäver"
        seen.setdefault(key, path)
    for path, why in odd.items():
        yield ComputerFinding(
            f"Filen {show_path(path)} {why}. På en annan dator kan den försvinna eller inte gå att öppna.",
            "Döp om den: små bokstäver, siffror och bindestreck går överallt. Ändra också där namnet står i texterna.",
            stops=False,
        )


def _explain_name(path: Path, content: Path) -> str | None:
    """Return what is wrong with the name of a file, or of its folder below `content/`; None where nothing is."""
    relative = path.relative_to(content)
    for name in relative.parts:
        if why := explain_name(name):
            return why
    if len(f"{content.name}/{relative.as_posix()}") > LONGEST_PATH:
        return "ligger så djupt ner i mappar att hela namnet blir för långt"
    return None


def check_place(computer: CheckedComputer) -> Iterator[ComputerFinding]:
    """No other program copies the project's files while we write them."""
    found = next((part for part in computer.project.resolve().parts for disk in SHARED_DISKS if part.startswith(disk)), None)
    if found:
        yield ComputerFinding(
            f"Projektet ligger i {found}, som kopierar filerna till nätet medan de skrivs. Då kan ett bygge stanna.",
            "Flytta projektets mapp till en plats som bara finns på datorn.",
            stops=False,
        )


CHECKS: Final[dict[str, Check]] = {
    "Python": check_python,
    "typsnitt": check_fonts,
    "sparade ändringar": check_history,
    "överföring till webbhotell": check_transfer,
    "rätt att skriva": check_rights,
    "mappen för den byggda webbplatsen": check_output_folder,
    "plats på disken": check_room,
    "klockan": check_clock,
    "filnamn": check_names,
    "var projektet ligger": check_place,
}
"""Every check, by its subject."""


def _files(content: Path) -> list[Path]:
    return sorted(path for path in content.rglob("*") if path.is_file())


def _ways(machine: Machine, linux: str, mac: str, windows: str) -> str:
    """Return what to do on the current system."""
    if machine.system == "Windows":
        return windows
    way = mac if machine.system == "Darwin" else linux
    return f"Kör {way}" if way.startswith(("sudo ", "xcode-select ")) else way
