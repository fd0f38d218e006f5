"""Print problems on stdout and the rest on stderr, and return the exit status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from plugins.commands.reporting.folding import format_problems
from plugins.commands.reporting.speak import say, show, show_json
from plugins.core.identity import hide_identity_numbers
from plugins.core.places import show_path
from plugins.core.problems import Problem, count_problems, format_problem_json
from plugins.core.swedish import format_day, join_words
from plugins.site.model import Unfinished

UNCHANGED = "Mappen {} är oförändrad."
EXCHANGED = "Mappen {} har redan den nya webbplatsen."
MOVED_AWAY = "Mappen {} saknas: den gamla webbplatsen ligger bredvid, och nästa bygge lägger tillbaka den."
"""States of the output after a failure."""


def print_problems(problems: Sequence[Problem], form: str, *, shows_all: bool) -> None:
    """Print problems on stdout, as text or JSON; in text, one warning at many places is printed once unless `shows_all`."""
    if form == "json":
        for problem in problems:
            show_json(format_problem_json(problem))
    else:
        for text in format_problems(problems, shows_all=shows_all):
            show(text)


def print_result(
    problems: Sequence[Problem],
    form: str,
    *,
    left_out: Iterable[Unfinished] = (),
    output: Path | None = None,
    is_check: bool = False,
    is_desk: bool = False,
    fate: str = UNCHANGED,
    shows_all: bool = False,
) -> int:
    """Print problems, drafts, and a summary with the state (`fate`) of the folder `output`; return the exit status.

    In text, one warning at many places is printed once unless `shows_all`.
    """
    errors, _ = count_problems(problems)
    print_problems(problems, form, shows_all=shows_all)
    print_drafts_and_gaps(left_out)
    summary = summarise(problems, output=output, is_check=is_check, is_desk=is_desk, fate=fate)
    if form == "json":
        say(summary)
    else:
        show(summary)
    return 1 if errors else 0


def print_drafts_and_gaps(unfinished: Iterable[Unfinished]) -> None:
    """Print what is left to do, by file: drafts, which are not on the site, and gaps."""
    by_file: dict[str, dict[int, list[str]]] = {}
    for item in unfinished:
        lines = by_file.setdefault(show_path(item.place.source.path), {})
        lines.setdefault(item.place.line, []).append(hide_identity_numbers(item.what))
    if by_file:
        say("Kvar att göra:")
    for file in sorted(by_file):
        say(f"  {file}")
        for line, descriptions in sorted(by_file[file].items()):
            for what in dict.fromkeys(descriptions):
                say(f"    rad {line}: {what}")


def print_next_change(change: tuple[date, tuple[str, ...]] | None, rare: tuple[date, tuple[str, ...]] | None) -> None:
    """Print the day on which the site next changes without an edit; `rare` is the next change of what does not change every
    day.
    """
    if change is None:
        return
    day, what = change
    say(f"Bygg igen senast {format_day(day)}, då ändras webbplatsen av sig själv: {join_words(what)}.")
    if rare != change and (rare is None or rare[0] > day):
        say("Så är det varje dag.")
        if rare is not None:
            say(f"Nästa gång något annat ändras är {format_day(rare[0])}: {join_words(rare[1])}.")


def summarise(
    problems: Sequence[Problem],
    *,
    output: Path | None = None,
    is_check: bool = False,
    is_desk: bool = False,
    fate: str = UNCHANGED,
) -> str:
    """Return the last line: the numbers of errors and warnings, and what followed."""
    errors, warnings = count_problems(problems)
    folder = f"{show_path(output) if output else 'output'}/"
    notes = {0: "", 1: "1 varning. "}.get(warnings, f"{warnings} varningar. ")
    if errors:
        count = "1 fel att rätta" if errors == 1 else f"{errors} fel att rätta"
        also = f" och {notes.strip(' .')}" if notes else ""
        return f"{count}{also}. Inget är skrivet." if is_check else f"{count}{also}. {fate.format(folder)}"
    if is_check:
        return f"{notes}Inga fel. Inget är skrivet."
    onward = " Den är till för att titta på, och läggs ut med: python3 tasks.py publicera" if is_desk else ""
    return f"{notes}Inga fel. Webbplatsen ligger i {folder}.{onward}"


def print_torn(files: Sequence[Path]) -> bool:
    """Say which files of the content could not be read, so that something may be missing; return whether there are any."""
    if files:
        say(
            f"{join_words([show_path(path) for path in files])} har fel och kunde inte läsas, så något kan saknas här. "
            "Kör python3 tasks.py kontrollera, och rätta dem först."
        )
    return bool(files)
