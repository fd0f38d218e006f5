"""Rules of projects."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.names import check_names, check_no_repeats
from plugins.core.phases import check_times
from plugins.core.problems import Problem
from plugins.core.swedish import format_money
from plugins.projects.model import Project


def check_project(project: Project) -> Iterator[Problem]:
    """A project ends after it begins, its names of organisations are complete and not repeated, and its money adds up."""
    yield from check_times(project)
    yield from check_names((project.organisation, *project.funders, *project.co_funders, *project.helpers))
    yield from check_no_repeats(project.co_funders)
    yield from check_no_repeats(project.helpers)
    yield from _check_money(project)


def _check_money(project: Project) -> Iterator[Problem]:
    """The support is at most the budget."""
    if project.support is not None and project.budget is not None and project.support > project.budget:
        message = f"Stödet, {format_money(project.support)}, är större än hela budgeten, {format_money(project.budget)}."
        help_line = "Total budget är allt som projektet kostar, stödet inräknat. Jämför med beslutet."
        yield Problem(project.place("support"), "stod-over-budget", message, help=(help_line,))
