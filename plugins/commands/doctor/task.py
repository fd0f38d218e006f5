"""The task `doctor`: says whether this computer is fit for the work, and what to do where it is not.

Findings go to stdout, the rest to stderr. It changes nothing that stays. Called by `tasks.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from plugins.commands.doctor.checks import CHECKS, Check, CheckedComputer, ComputerFinding
from plugins.commands.doctor.machine import Machine
from plugins.commands.process.failure import PROJECT
from plugins.commands.reporting.speak import say, show
from plugins.commands.runs.settings import read_own_settings


def run_doctor(content_option: str | None, output_option: str | None, machine: Machine | None = None) -> int:
    """Check this computer; return the exit status: 0 fit (perhaps with advice), 1 work is impossible, 2 wrong usage."""
    content = Path(content_option) if content_option else PROJECT / "content"
    if not content.is_dir():
        say(f"Mappen ”{content_option or content.name}” finns inte.")
        return 2
    output = (Path(output_option) if output_option else PROJECT / "output").resolve()
    computer = CheckedComputer(machine or Machine(), PROJECT, content, output, _read_target(PROJECT))
    return print_findings({name: tuple(_try(check, computer)) for name, check in CHECKS.items()})


def print_findings(found: Mapping[str, Iterable[ComputerFinding]]) -> int:
    """Print the findings of each check, and a summary; return the exit status."""
    stops = notes = 0
    for name, findings in found.items():
        say(f"{'att se över' if findings else 'bra':11} {name}")
        for finding in findings:
            show(f"{'stopp' if finding.stops else 'bra att veta'}: {finding.message}\n    {finding.advice}")
            stops += finding.stops
            notes += not finding.stops
    if stops:
        also = f" {_count(notes)} till är bra att veta." if notes else ""
        show(f"{_count(stops)} att rätta till innan det går att arbeta.{also}")
    else:
        show(f"Datorn är redo.{f' {_count(notes)} är bra att veta.' if notes else ''}")
    return 1 if stops else 0


def _count(number: int) -> str:
    return "En sak" if number == 1 else f"{number} saker"


def _try(check: Check, computer: CheckedComputer) -> Iterable[ComputerFinding]:
    """Run a check; a folder that cannot be read is itself a finding."""
    try:
        yield from check(computer)
    except OSError as error:
        name = Path(str(error.filename)).name if error.filename else "en mapp"
        yield ComputerFinding(f"Det gick inte att läsa {name}.", "Ge ditt konto rätt att läsa där, och kör samma kommando igen.")


def _read_target(project: Path) -> str | None:
    """Return where the site is published to; None where that is not set, or cannot be read."""
    try:
        settings = read_own_settings(project, publishing=True)
    except Exception:  # a setting that somebody is just writing: `publish` reports it
        return None
    target = settings.get("TARGET")
    return target if isinstance(target, str) else None
