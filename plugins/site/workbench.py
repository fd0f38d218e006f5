"""The workbench: one site with its memo, while it is checked and made and its content changes.

Takes a `Reading`, the day and the theme, and later new ones. The steps of `site.prepare` work with its library and
context; its memo remembers their results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import TypeVar

from plugins.core import inputs
from plugins.core.shelves import Reading
from plugins.core.words.interface import FIRST_LIST
from plugins.site.answers import only_for_checks
from plugins.site.assembly.frame import open_context
from plugins.site.model import EarlierAnswers, Theme
from plugins.site.rooms import open_library
from plugins.website.model import Website

T = TypeVar("T")


class Workbench:
    """One site, on one day, with its present content."""

    def __init__(
        self,
        reading: Reading,
        today: date,
        theme: Theme,
        *,
        shows_drafts: bool = False,
        earlier: EarlierAnswers | None = None,
    ) -> None:
        """`earlier` are cached answers about the same folder."""
        self.library = open_library(reading.shelves, today, shows_drafts=shows_drafts, earlier=earlier)
        self.memo = self.library.memo
        self.context = open_context(self.library)
        self.is_known = earlier is not None
        """Whether there were cached answers."""
        self.wait_for_language: Callable[[], None] = _wait_for_nothing
        """Waits for the language checks of a forked process, if there is one (`site.hooks`)."""
        self._shows_drafts = shows_drafts
        self._give(reading, theme)

    def take(self, reading: Reading, today: date, theme: Theme) -> None:
        """Replace content, day and theme; answers that depend on nothing changed remain valid."""
        self.library.take(reading.shelves, today, shows_drafts=self._shows_drafts)
        self._give(reading, theme)

    def _give(self, reading: Reading, theme: Theme) -> None:
        website = next(iter(reading.shelves.all(Website)), None)
        self.memo.give(
            inputs.OWN_LANGUAGE.of(website.language if website else FIRST_LIST),
            inputs.READING_PROBLEMS.of(reading.problems),
            inputs.WORDS.of(theme.words),
            inputs.LOOKS.of(theme.looks),
            inputs.LETTERS.of(theme.letters),
        )


def checking(find: Callable[[Workbench], Iterable[T]]) -> Callable[[Workbench], tuple[T, ...]]:
    """Make a checking step a memo question: it runs again only if something that it has read has changed."""

    @only_for_checks
    @wraps(find)
    def ask(bench: Workbench) -> tuple[T, ...]:
        return bench.memo.ask(ask, lambda: tuple(find(bench)))

    return ask


def _wait_for_nothing() -> None:
    """Return at once: no other process checks the language."""
