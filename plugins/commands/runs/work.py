"""Run one task: resolve the options, do the work, and handle every exception, so that an editor never sees a traceback.

Called by `run`, and by tasks with a module of their own.
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
from plugins.commands.reporting.result import print_result
from plugins.commands.reporting.speak import say
from plugins.commands.runs.basis import mark_basis
from plugins.commands.runs.job import Job, Options, WrongUsage, find_today
from plugins.core.swedish import quote
from plugins.delivery.fault import DeliveryFault, TargetMisread
from plugins.publishing.exchange import OutputRefused
from plugins.site.theme import read_theme

PATIENT_GC: Final = (200_000, 20, 50)
"""Objects created before the garbage collector runs (default 700): a site is many objects that all live to the end, and
collecting took a tenth of the time.
"""


def run_work(options: Options, work: Callable[[Job], int]) -> int:
    """Resolve what was typed and run `work`; return 0 done, 1 errors in the content or a failure, 2 wrong usage."""
    gc.set_threshold(*PATIENT_GC)
    gc.enable()  # `quick_run` has disabled it
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
        return _print_interrupted()
    except faults() as error:
        if was_interrupted():
            return _print_interrupted()
        if isinstance(error, ImportError) or is_torn(error):
            raise  # a package is missing or damaged: `door.py` repairs it
        print_result([unexpected(error, content, PROJECT)], options.format, output=output)
        return 1


def _print_interrupted() -> int:
    say("Avbrutet.")
    return interrupted_status()


def _settle(options: Options, content: Path, output: Path) -> Job:
    """Resolve what was typed; raise `WrongUsage` where something is wrong with it."""
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
    except (OSError, RuntimeError, ValueError):  # links that form a loop, or an impossible name
        raise WrongUsage(f"Mappen {quote(str(options.output))} går inte att nå. Välj en annan plats med --ut.") from None
