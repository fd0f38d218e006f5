"""The task `partners`: the list of partners, or a comparison with a table from the bookkeeping. Called by `tasks.py`."""

from __future__ import annotations

from pathlib import Path

from plugins.commands.partners.payers import format_comparison, format_comparison_json
from plugins.commands.partners.shown_list import format_partners, format_partners_json, problems_of_register
from plugins.commands.partners.table import UnreadableTable, read_names
from plugins.commands.reporting.result import print_result
from plugins.commands.reporting.speak import say, show, show_json
from plugins.commands.runs.job import Job, Options, WrongUsage
from plugins.commands.runs.prepared import prepare_job
from plugins.commands.runs.work import run_work
from plugins.core.swedish import quote


def run_partners(against: str | None, column: str | None, options: Options) -> int:
    """Print the list or, with `against`, the comparison; return the exit status, 1 where errors in the register would make it
    wrong.
    """

    def print_list(job: Job) -> int:
        try:
            names = read_names(Path(against), column) if against is not None else None
        except UnreadableTable as error:
            raise WrongUsage(str(error)) from None
        preparation, problems = prepare_job(job)
        library = preparation.library
        wrong = problems_of_register(problems, library)
        if wrong:
            return print_result(wrong, job.format, is_check=True)
        if names is not None and names.heading is not None:
            say(f"Namnen är lästa ur kolumnen {quote(names.heading)}. En annan väljs med --kolumn.")
        elif names is not None:
            say("Filen har inga rubriker och en enda kolumn: varje rad är läst som ett namn.")
        if job.format == "json":
            lines = format_partners_json(library) if names is None else format_comparison_json(library, names)
            for line in lines:
                show_json(line)
        else:
            show(format_partners(library) if names is None else format_comparison(library, names, Path(str(against)).name))
        return 0

    return run_work(options, print_list)
