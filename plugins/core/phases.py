"""Phases: whether something with a beginning and an end is coming, under way, or ended.

Takes approximate dates as the editors wrote them, and a day. An approximate beginning counts from its first possible day, an
approximate end to its last, so that nothing is called ended while its source may still mean that it goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import ClassVar, Literal

from plugins.core import hints
from plugins.core.day_change import DayChange
from plugins.core.kinds.annotations import Day, Line, Reference, RoughDay, Status, Title
from plugins.core.kinds.periods import Period, format_period
from plugins.core.locales.locale import format_day
from plugins.core.models.model import field
from plugins.core.pages import AddressedPage
from plugins.core.problems import Problem
from plugins.core.swedish import quote
from plugins.core.with_goals import WithGoals
from plugins.core.words.interface import Words

Phase = Literal["coming", "under_way", "ended"]


def find_phase(begins: Period | None, ends: Period | None, today: date) -> Phase:
    """Return the phase on a day; without a beginning it has begun, without an end it goes on."""
    if ends and ends.last_day and ends.last_day < today:
        return "ended"
    if begins and begins.first_day and begins.first_day > today:
        return "coming"
    return "under_way"


def find_phase_changes(begins: Period | None, ends: Period | None) -> Iterator[tuple[date, Phase]]:
    """Yield each day on which a new phase begins, with that phase."""
    if begins and begins.first_day:
        yield begins.first_day, "under_way"
    if ends and ends.last_day and ends.last_day < date.max:
        yield ends.last_day + timedelta(days=1), "ended"


def find_changes(called: str, pages: Iterable[DatedPage]) -> Iterator[DayChange]:
    """Yield the days on which pages begin or end, described in Swedish; `called` is the noun for such a page: "projektet"."""
    for page in pages:
        for day, phase in find_phase_changes(page.begins, page.ends):
            words = f"{called} {quote(str(page.title.typed))} {'har slutat' if phase == 'ended' else 'börjar'}"
            yield DayChange(day, words, page.place("ends" if phase == "ended" else "begins"))


class DatedPage(AddressedPage):
    """A page about something that lasts for a time."""

    title: Title = field("titel", "Vad det heter. Blir sidans rubrik.", required=True, may_be_unknown=False)
    summary: Line | None = field("sammanfattning", hints.SUMMARY, required=True)
    begins: RoughDay | None = field("från", "När det började, eller ska börja.")
    ends: RoughDay | None = field("till", "När det slutar. Utan tid pågår det.")
    as_of: RoughDay | None = field("uppgifter från", "Hur gammalt det som står på sidan är. Det visas överst.")
    contact: Reference | None = field("kontakt", hints.CONTACT)
    help_box: Reference | None = field("stödruta", hints.HELP_BOX)
    updated: Day | None = field("uppdaterad", hints.UPDATED)
    status: Status = field("status", "", required=True, may_be_unknown=False)

    def phase(self, today: date) -> Phase:
        """Return the phase on a day."""
        return find_phase(self.begins, self.ends, today)

    def known_phase(self, today: date) -> Phase | None:
        """Return the phase, or None if it is unknown: old information cannot say that something without an end still goes on."""
        phase = self.phase(today)
        return None if phase == "under_way" and self.as_of and not self.ends else phase


class Undertaking(WithGoals, DatedPage):
    """A page about something that lasts for a time and belongs to local goals: an activity or a project."""

    LED_TO_BY_HEADINGS: ClassVar[bool] = True


def check_times(page: DatedPage) -> Iterator[Problem]:
    """Nothing ends before it begins."""
    begins, ends = page.begins, page.ends
    if begins and ends and begins.first_day and ends.last_day and ends.last_day < begins.first_day:
        message = f"Slutet, {ends.written}, kommer före början, {begins.written}."
        yield Problem(page.place("ends"), "slutar-fore-start", message, help=("Rätta en av tiderna.",))


def format_time(time: Period, words: Words) -> str:
    """Return a period in words: a single day written out, an approximate date as it was written."""
    if time.first_day and time.first_day == time.last_day:
        return format_day(time.first_day, words.language)
    return format_period(time, words)


def machine_time(time: Period) -> str | None:
    """Return a single day in ISO format, `2009-01-01`; None for an approximate date."""
    return time.first_day.isoformat() if time.first_day and time.first_day == time.last_day else None
