"""Runs one task: settles what was typed, does the work, and answers whatever goes wrong.

In: what the user typed, and the work. Out: the exit status: 0 done, 1 errors in the content or a failure, 2 wrong usage. Called
by each task, as `run` and those that have a module of their own. Nothing that goes wrong here reaches an editor as a traceback.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from plugins.commands.process.broken_bytecode import is_torn
from plugins.commands.process.failure import PROJECT, faults, unexpected
from plugins.commands.process.interrupts import interrupted_status, was_interrupted
from plugins.commands.reporting.speak import say
from plugins.commands.reporting.tell import tell_result
from plugins.commands.runs.basis import mark_basis
from plugins.commands.runs.job import Job, Options, WrongUsage, find_today
from plugins.core.swedish import quote
from plugins.delivery.fault import DeliveryFault, TargetMisread
from plugins.publishing.exchange import OutputRefused
from plugins.site.theme import read_theme

PATIENT_GC: Final = (200_000, 20, 50)
"""New objects before Python looks for rings among them (usually 700): a site is many objects, none of which goes before
the end, and to look through them again and again was a tenth of the time."""


def run_work(options: Options, work: Callable[[Job], int]) -> int:
    """Do some work with what was typed, settled; what nobody foresaw becomes a problem."""
    gc.set_threshold(*PATIENT_GC)
    gc.enable()  # the door loads without
    content = Path(options.content) if options.content else PROJECT / "content"
    output: Path | None = None
    try:
        output = _find_output(options)
        return work(_settle(options, content, output))
    except (WrongUsage, OutputRefused, TargetMisread) as error:
        say(str(error))
        return 2
    except DeliveryFault as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return _tell_interrupted()
    except faults() as error:
        if was_interrupted():
            return _tell_interrupted()
        if isinstance(error, ImportError) or is_torn(error):
            raise  # a package is missing, or not whole: the door mends that
        tell_result([unexpected(error, content, PROJECT)], options.format, output=output)
        return 1


def _tell_interrupted() -> int:
    say("Avbrutet.")
    return interrupted_status()


def _settle(options: Options, content: Path, output: Path) -> Job:
    """Turn what was typed into folders and a day, or say what is wrong with it."""
    if options.format not in ("text", "json"):
        raise WrongUsage(f"--form kan vara text eller json, inte ”{options.format}”.")
    if options.content is not None and not content.is_dir():
        raise WrongUsage(f"Mappen ”{options.content}” finns inte.")
    today, program = find_today(options.date, content), mark_basis()
    return Job(
        content,
        output,
        today,
        options.format,
        read_theme(PROJECT / "theme"),
        options.port,
        options.name,
        options.shows_all,
        options.date,
        options.way,
        is_usual=not (options.content or options.date or os.environ.get("SOURCE_DATE_EPOCH")),
        project=PROJECT,
        program=program,
    )


def _find_output(options: Options) -> Path:
    try:
        return (Path(options.output) if options.output else PROJECT / "output").resolve()
    except (OSError, RuntimeError, ValueError):  # links in a ring, a name that cannot be one
        raise WrongUsage(f"Mappen {quote(str(options.output))} går inte att nå. Välj en annan plats med --ut.") from None
