"""Run the most common tasks without Invoke: repeat an earlier run that is still valid, or import `plugins/commands/run.py`.

Runs first inside the environment. Each start waits for what is imported here, so each function imports what it needs.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from plugins.commands.process.program import PROJECT

TYPE_CHECKING = False  # as in `plugins/commands/process/program.py`
if TYPE_CHECKING:
    from plugins.commands.start.plain_call import Call
    from plugins.commands.start.repeated_run import TypedRun


def run_call(call: Call) -> int:
    """Repeat the output of an earlier run of the same, or run the task; return the exit status."""
    from functools import cache, partial

    from plugins.commands.start.repeated_run import TypedRun

    typed = TypedRun(call.task, call.content, call.output, call.date, call.format, call.all)
    with contextlib.ExitStack() as stack:
        get_ready = cache(partial(get_ready_to_load, stack))
        typed.load_meanwhile(partial(load_packages, get_ready))
        status = typed.replay()
        if status is None:
            get_ready()
            status = do_call(call, typed)
    return status


def get_ready_to_load(stack: contextlib.ExitStack) -> None:
    """Make imports fast from now on, as long as `stack` is open."""
    import gc

    gc.disable()  # what is imported now stays in memory: garbage collection would take a tenth of the start

    from plugins.commands.start.code_cache import use_code_cache
    from plugins.commands.start.light_pydantic import leave_plugins_out
    from plugins.commands.start.pattern_cache import use_pattern_cache

    leave_plugins_out()
    stack.enter_context(use_pattern_cache(PROJECT))
    stack.enter_context(use_code_cache(PROJECT))


# Packages that the site needs, the fastest first: after each it is checked whether there is time for another.
PACKAGES = ("yaml", "markdown", "jinja2", "pydantic")


def load_packages(get_ready: Callable[[], None], is_enough: Callable[[], bool]) -> None:
    """Import packages that will be needed, until `is_enough()`. Their versions are part of the program's digest."""
    from importlib import import_module

    get_ready()
    for name in PACKAGES:
        if is_enough():
            return
        import_module(name)


def do_call(call: Call, typed: TypedRun) -> int:
    """Run a task, and store what it prints; return the exit status."""
    with contextlib.ExitStack() as stack:
        if typed.is_first and call.task == "build":
            from plugins.assets.bundle import ask_assets
            from plugins.sharing.drawings import draw_ahead
            from plugins.sharing.icons import ask_icons

            theme = PROJECT / "theme"
            with contextlib.suppress(
                Exception
            ):  # an error in the theme is reported by what needs it; the content may have errors too
                ahead = draw_ahead(ask_assets(theme), ask_icons(theme))
                stack.enter_context(ahead)  # another processor is idle while the program is imported
        from plugins.commands.run import run
        from plugins.commands.runs.job import Options

        shown = Options(
            content=call.content, output=call.output, date=call.date, format=call.format, port=call.port, shows_all=call.all
        )
        outcome = stack.enter_context(typed.keep())
        status = run(call.task, shown)
        outcome.append(status)
    return status
