"""`doctor`: what it reports of a computer that lacks something, and what to do. The computer's answers are stubs."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.commands.doctor import task as doctor
from plugins.commands.doctor.checks import CHECKS, CheckedComputer, ComputerFinding
from plugins.commands.doctor.machine import Machine
from plugins.publishing.exchange import repair_interrupted
from plugins.publishing.manifest import BuildInfo, write_manifest
from tests.conftest import PROJECT, TODAY

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Healthy(Machine):
    """A computer that lacks nothing."""

    system = "Linux"
    python = (3, 13, 1)
    programs = ("git", "sftp")
    free = 50_000_000_000
    locked: tuple[str, ...] = ()
    no_place: tuple[str, ...] = ()

    def find_program(self, name: str) -> str | None:
        return f"/usr/bin/{name}" if name in self.programs else None

    def free_bytes(self, folder: Path) -> int:
        return self.free

    def now(self) -> datetime:
        return NOON

    def try_to_write(self, folder: Path) -> None:
        if folder.name in self.no_place:
            raise PermissionError(13, "no", str(folder))

    def may_change(self, file: Path) -> bool:
        return file.name not in self.locked

    def rename(self, old: Path, new: Path) -> None:
        if old.name in self.no_place:
            raise PermissionError(13, "in use", str(old))
        super().rename(old, new)

    def read_font(self, file: Path) -> None:
        if not file.is_file():
            raise OSError("cannot open resource")


@pytest.fixture
def computer(tmp_path: Path) -> CheckedComputer:
    """Return a computer with a small project, without faults."""
    project = tmp_path / "projekt"
    for name in ("content/sidor/om.md", "content/bilder/lykta.png", "theme/fonts/familjen-grotesk-bold.woff2"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("x", "utf-8")
    for path in project.rglob("*"):
        os.utime(path, (NOON.timestamp(),) * 2)
    (project / ".git").mkdir()
    (project / "output").mkdir()
    (project / "output" / "index.html").write_text("x", "utf-8")
    write_manifest(project / "output", TODAY, BuildInfo())
    return CheckedComputer(Healthy(), project, project / "content", project / "output")


def examine(computer: CheckedComputer) -> list[ComputerFinding]:
    """Return all findings."""
    return [finding for check in CHECKS.values() for finding in check(computer)]


def on(computer: CheckedComputer, **answers: object) -> CheckedComputer:
    """Return the same project on a computer with other answers."""
    return replace(computer, machine=type("Other", (Healthy,), answers)())


def test_a_computer_that_lacks_nothing_has_no_findings(computer: CheckedComputer) -> None:
    for system in ("Linux", "Windows", "Darwin"):
        assert examine(on(computer, system=system)) == []
    assert (computer.output / "index.html").is_file()


SICK: dict[str, tuple[dict[str, object], bool, str, str]] = {
    "an old Python": ({"python": (3, 10, 4)}, True, "Python är för gammal: 3.10.4.", "Python 3.11 eller senare"),
    "no git": ({"programs": ("sftp",)}, True, "(Git) saknas", "Kör sudo apt install git"),
    "no git on a Mac": ({"programs": ("sftp",), "system": "Darwin"}, True, "(Git) saknas", "Kör xcode-select --install"),
    "no git in Windows": ({"programs": ("sftp",), "system": "Windows"}, True, "(Git) saknas", "Hämta det från https://"),
    "no sftp": ({"programs": ("git",)}, False, "Programmet sftp saknas", "Kör sudo apt install openssh-client"),
    "no sftp in Windows": ({"programs": ("git",), "system": "Windows"}, False, "Programmet sftp saknas", "OpenSSH-klient"),
    "no sftp on a Mac": ({"programs": ("git",), "system": "Darwin"}, False, "Programmet sftp saknas", "följer med macOS"),
    "a full disk": ({"free": 90_000_000}, True, "Disken är nästan full: 90\N{NO-BREAK SPACE}MB ledigt.", "Töm papperskorgen"),
    "little room": ({"free": 1_200_000_000}, False, "Det är ont om plats på disken", "Töm papperskorgen"),
    "no right to write": ({"no_place": ("projekt",)}, True, "Det går inte att skriva i mappen", "Ge ditt konto rätt"),
    "a file that is locked": ({"locked": ("om.md",)}, False, "Det går inte att ändra", "Ta bort skrivskyddet"),
    "a clock far behind": (
        {"now": lambda _: datetime(2019, 1, 1, tzinfo=UTC)}, True, "Datorns klocka säger 1\N{NO-BREAK SPACE}januari 2019, men ",
        "Ställ klockan.",
    ),
    "an output open in another program": (
        {"system": "Windows", "no_place": ("output",)}, True, "är öppen i ett annat program", "Utforskaren",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SICK)
def test_whatever_is_lacking_is_reported_with_advice(computer: CheckedComputer, what: str) -> None:
    answers, stops, message, advice = SICK[what]
    [finding] = examine(on(computer, **answers))
    assert message in finding.message
    assert advice in finding.advice
    assert finding.stops is stops


def test_sftp_is_required_if_the_target_uses_it(computer: CheckedComputer) -> None:
    [finding] = examine(replace(on(computer, programs=("git",)), target="sftp://anna@example.org/www"))
    assert finding.stops


def test_a_missing_git_is_not_reported_if_the_project_has_no_history(computer: CheckedComputer) -> None:
    (computer.project / ".git").rmdir()
    assert examine(on(computer, programs=("sftp",))) == []


def test_a_missing_font_stops_the_work(computer: CheckedComputer) -> None:
    next(computer.project.rglob("*.woff2")).unlink()
    [finding] = examine(computer)
    assert finding.stops
    assert "Typsnittet" in finding.message


def test_the_real_font_can_be_read_on_this_computer() -> None:
    Machine().read_font(PROJECT / "theme" / "fonts" / "familjen-grotesk-bold.woff2")


def test_an_output_folder_with_other_files_is_reported(computer: CheckedComputer) -> None:
    for file in computer.output.rglob("*"):
        if file.is_file():
            file.rename(file.with_suffix(".annat"))
    [finding] = examine(computer)
    assert "ligger annat än en byggd webbplats" in finding.message


ODD = {
    "Om.md": "heter som Om.md, sånär som på stora och små bokstäver",
    "vad?.md": "har ”?” i namnet, vilket Windows inte tillåter",
    "nul.md": "har ett namn som Windows har för egen del",
    "slut.": "har en punkt eller ett mellanslag sist i namnet",
    f"{'å' * 100}.md": "har ett för långt namn",
    f"{'a/' * 120}x.md": "ligger så djupt ner i mappar",
}


@pytest.mark.parametrize("name", ODD)
def test_file_names_that_another_system_cannot_hold_are_reported(computer: CheckedComputer, name: str) -> None:
    file = computer.content / "sidor" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x", "utf-8")
    os.utime(file, (NOON.timestamp(),) * 2)
    [finding] = examine(computer)
    assert ODD[name].replace("Om.md", "") in finding.message.replace("om.md", "").replace("Om.md", "")
    assert not finding.stops


def test_a_site_that_was_renamed_when_the_computer_died_comes_back_with_the_next_build(computer: CheckedComputer) -> None:
    """On Windows, doctor tests the output folder by renaming it for a moment."""
    gone: list[Path] = []

    def die(_self: Machine, old: Path, new: Path) -> None:
        old.rename(new)
        gone.append(new)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        examine(on(computer, system="Windows", rename=die))
    assert gone
    assert not computer.output.exists()
    repair_interrupted(computer.output, is_alone=True)
    assert (computer.output / "index.html").is_file()


def test_a_folder_that_cannot_be_read_is_a_finding(computer: CheckedComputer, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "no", "/hem/hemligt")

    found = doctor._try(CHECKS["plats på disken"], on(computer, free_bytes=refuse))
    assert doctor.print_findings({"plats på disken": tuple(found)}) == 1
    assert "Det gick inte att läsa hemligt." in capsys.readouterr().out


@pytest.fixture
def run(computer: CheckedComputer, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Return a function that runs the task on the small project."""
    monkeypatch.setattr(doctor, "PROJECT", computer.project)
    return lambda **answers: doctor.run_doctor(None, None, on(computer, **answers).machine)


def test_the_task_lists_what_is_well_and_what_is_not(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    said = capsys.readouterr()
    assert said.out == "Datorn är redo.\n"
    assert re.findall("^bra +(.*)$", said.err, re.MULTILINE) == [*CHECKS]
    assert run(free=1, programs=("git",)) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == "En sak att rätta till innan det går att arbeta. En sak till är bra att veta."
    assert run(programs=("git",)) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Datorn är redo. En sak är bra att veta."


def test_a_missing_content_folder_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.run_doctor("finns-inte", None, Healthy()) == 2
    assert "Mappen ”finns-inte” finns inte." in capsys.readouterr().err


def test_the_real_computer_is_examined_and_left_as_it_was(computer: CheckedComputer) -> None:
    before = sorted(computer.project.rglob("*"))
    machine = Machine()
    for folder in (computer.project, computer.content):
        machine.try_to_write(folder)
    assert machine.free_bytes(computer.project) > 0
    assert machine.may_change(computer.content / "sidor" / "om.md")
    assert machine.find_program("no-such-program-of-ours") is None
    assert sorted(computer.project.rglob("*")) == before
    with pytest.raises(FileNotFoundError):
        machine.try_to_write(computer.project / "finns-inte")


@pytest.mark.parametrize("disk", ["OneDrive - Sandvålla stadsmission", "Dropbox", "iCloud Drive", "projekt"])
def test_a_project_in_a_synchronised_folder_is_reported(computer: CheckedComputer, tmp_path: Path, disk: str) -> None:
    moved = tmp_path / disk / "lokala målen"
    moved.mkdir(parents=True)
    found = list(CHECKS["var projektet ligger"](replace(computer, project=moved)))
    assert [disk in one.message for one in found] == ([] if disk == "projekt" else [True])
    assert not any(one.stops for one in found)


def test_programs_installed_on_this_computer_are_found(computer: CheckedComputer) -> None:
    own = replace(computer, machine=Machine())
    assert [finding.message for finding in CHECKS["sparade ändringar"](own) if "saknas" in finding.message] == []
