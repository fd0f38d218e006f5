"""Collect what waits for the editors: problems, reviews, changes by date, partners, gaps and drafts.

Takes the `Preparation` of the site as visitors see it, and the dead outside links; returns `ToDo`s (`site.to_do.rows`), each
thing once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Final

from plugins.core.files.translation_names import name_language
from plugins.core.identity import hide_identity_numbers
from plugins.core.inputs import TRANSLATIONS
from plugins.core.library import Library
from plugins.core.markdown.nodes import LinkFound
from plugins.core.models.model import Model
from plugins.core.models.stand_ins import hide_stand_ins
from plugins.core.pages import AddressedPage
from plugins.core.pictures.pictures import Picture
from plugins.core.places import Place, show_path
from plugins.core.problems import Problem
from plugins.core.record_names import name_of
from plugins.core.swedish import format_day, join_words
from plugins.core.translations.model import PageTranslation, Translation
from plugins.core.translations.overlay import is_row, row_key
from plugins.core.walk import find_gaps, walk_models
from plugins.local_goals.markdown import title_of
from plugins.local_goals.model import LocalGoal
from plugins.partners.model import Partner
from plugins.site.days.changes import find_day_changes, find_mark_changes
from plugins.site.days.heading_changes import find_heading_changes
from plugins.site.model import Preparation
from plugins.site.rooms import ROOMS
from plugins.site.to_do.rows import ToDo, When, read_words
from plugins.site.to_do.standings import SOON, Standing, find_missing, find_soon, find_standings
from plugins.site.unfinished import find_not_shown
from plugins.site.uses import find_documents

MONTH: Final = timedelta(days=31)
"""Things due within so many days are for this month."""


def list_to_do(preparation: Preparation, dead: Iterable[Problem] = ()) -> tuple[ToDo, ...]:
    """Return everything that waits, nearest day first; `dead` are the problems of outside links."""
    return _List(preparation).make(tuple(dead))


class _List:
    """Collects the list, with each thing once."""

    def __init__(self, preparation: Preparation) -> None:
        self.library = preparation.library
        self.today = self.library.today
        self.problems = preparation.problems
        self.standings = find_standings(self.library)
        self.withheld = self.library.withheld_files()
        self.starts: dict[Path, list[tuple[int, Model]]] = {}
        translations = self.library.memo.read(TRANSLATIONS)
        for record in chain(self.library.records(), *translations.values()):
            place = record.place()
            self.starts.setdefault(place.source.path, []).append((place.line, record))
        for found in self.starts.values():
            found.sort(key=lambda pair: pair[0])
        self.stops = {_line(problem.place) for problem in self.problems if problem.stops_publishing}
        """Lines with a problem that stops publishing."""

    def make(self, dead: tuple[Problem, ...]) -> tuple[ToDo, ...]:
        """Return the rows of all sources."""
        partners, changes = tuple(self._partners()), tuple(self._changes())
        rows = [*self._reviews(), *changes, *partners, *self._gaps(), *self._unconfirmed()]
        rows += [*self._drafts((*partners, *changes)), *self._pictures()]
        lines = {*(_line(row.place) for row in rows), *(_line(place) for place, name in self._all_gaps() if name is None)}
        rows += self._problems(lines, {id(self._record_at(row.place)) for row in partners})
        rows += (self._problem(problem, "now", "links") for problem in dead)
        return tuple(sorted(map(_without_stand_ins, rows), key=lambda row: row.day or date.max))

    # ---- what a row needs

    def _record_at(self, place: Place) -> Model | None:
        """Return the record that a place belongs to."""
        found = self.starts.get(place.source.path, [])
        at = bisect_right([line for line, _ in found], place.line) - 1
        if found and isinstance(found[0][1], AddressedPage | PageTranslation):
            return found[0][1]
        return found[at][1] if at >= 0 else None

    def _page_of(self, record: Model | None) -> str:
        """Return the address of the page that shows a record: its own, or for a partner that of the goal it supports; may be
        empty.
        """
        if isinstance(record, AddressedPage):
            return record.address
        if isinstance(record, PageTranslation):
            pages = (page for page in self.library.all_pages if type(page) is record.ORIGINAL and page.name == record.name)
            return next((f"/{record.code}{page.address}" for page in pages), "")
        if isinstance(record, Partner):
            own = [s for s in self.standings if s.partner is record and s.state != "ended" and s.goal]
            return own[0].goal.address if own and own[0].goal else ""
        return ""

    def _row(self, when: When, sort: str, place: Place, value: str, what: str, day: date | None = None) -> ToDo:
        record = self._record_at(place)
        name = name_of(record) if record is not None else place.source.path.name
        texts = (hide_identity_numbers(text) for text in (name, value, what))
        name, value, what = texts
        return ToDo(when, sort, name, value, what, place, self._page_of(record), day)

    def _when(self, day: date) -> When:
        return "now" if day <= self.today else "month" if day <= self.today + MONTH else "later"

    # ---- where rows come from

    def _problems(self, lines: Collection[tuple[Path, int]], partners: Collection[int]) -> Iterator[ToDo]:
        """Yield the problems that check reports, except those that other rows cover: rows on these lines, or of these
        partners.
        """
        words = read_words()
        stale: dict[object, list[Problem]] = {}
        for problem in self.problems:
            if problem.is_error:
                yield self._problem(problem, "now", "errors")
            elif self._is_listed_elsewhere(problem, lines, partners):
                continue
            elif problem.place.source.path in self.withheld or problem.code in words["no_hurry"]:
                yield self._problem(problem, "spare", "warnings")
            elif problem.stops_publishing:
                yield self._problem(problem, "now", "stops")
            elif problem.code in words["stale"]:
                record = self._record_at(problem.place)
                stale.setdefault(_original_of(record) if isinstance(record, Translation) else id(problem), []).append(problem)
            else:
                yield self._problem(problem, "month", "warnings")
        yield from map(self._translations, stale.values())

    def _is_listed_elsewhere(self, problem: Problem, lines: Collection[tuple[Path, int]], partners: Collection[int]) -> bool:
        words = read_words()
        if problem.code in words["reported_by_partner"]:
            return id(self._record_at(problem.place)) in partners
        return problem.code in words["reported_by_line"] and _line(problem.place) in lines

    def _problem(self, problem: Problem, when: When, sort: str) -> ToDo:
        line = (f"Skriv: {problem.suggestion}",) if problem.suggestion else ()
        what = " ".join((problem.message, *line, *(" ".join(words.split()) for words in problem.help)))
        return self._row(when, sort, problem.place, problem.place.written.strip()[:160], what)

    def _translations(self, problems: Sequence[Problem]) -> ToDo:
        """Return a row for the stale translations of one original, with the commands that show the differences."""
        first, *others = problems
        what = [f"{first.message} {'. '.join(first.help)}"]  # the advice differs if there is no fingerprint of the original
        for other in others:
            if len(other.help) == len(first.help):
                what.append(f"Detsamma gäller {name_language(other.place.source.language)}:  {self._command(other)}")
            else:
                what.append(f"{other.message} {'. '.join(other.help)}")
        return self._row("month", "translations", first.place, "", " ".join(what))

    def _command(self, problem: Problem) -> str:
        return f"python3 tasks.py översätt {show_path(problem.place.source.path, self.library.shelves.folder)}"

    def _reviews(self) -> Iterator[ToDo]:
        """Yield what is to be reviewed now or soon."""
        models = [model for model in self.library.registers if model.REVIEW_DAY]
        for record in (record for model in models for record in self.library.all(model)):
            day = record.review_day
            if day and day <= self.today + SOON and not record.has_ended(self.today):
                place = record.place(record.REVIEW_DAY)
                yield self._row(self._when(day), "reviews", place, format_day(day), record.review_advice, day)

    def _changes(self) -> Iterator[ToDo]:
        """Yield what will be shown, or cease to be, by date; for partners, the rows of their list."""
        for soon in find_soon(self.library, self.standings):
            page = soon.standing.goal.address if soon.standing and soon.standing.goal else ""
            row = self._row(self._when(soon.day), "changes", soon.place, format_day(soon.day), f"{soon.words}.", soon.day)
            yield replace(row, page=page or row.page, when="month" if row.when == "now" else row.when)
        warned = {_line(problem.place): problem for problem in self.problems if problem.code == "kontakt-slutar"}
        rooms = [room for room in ROOMS if not any(register.model is Partner for register in room.registers)]
        of_rooms = (change for room in rooms for change in room.changes(self.library))
        for change in chain(
            of_rooms, find_day_changes(self.library), find_mark_changes(self.library), find_heading_changes(self.library)
        ):
            if self.today < change.day <= self.today + SOON and change.kind != "daily":
                what = f"{change.words[:1].upper()}{change.words[1:]}."
                problem = warned.get(_line(change.place))
                what = self._problem(problem, "month", "").what if problem else what
                yield self._row(self._when(change.day), "changes", change.place, format_day(change.day), what, change.day)

    def _partners(self) -> Iterator[ToDo]:
        """Yield each partner that is or will be shown and lacks something."""
        codes = read_words()["reported_by_partner"]
        for partner in self.library.all(Partner):
            own = [s for s in self.standings if s.partner is partner and s.state != "ended"]
            missing = find_missing(partner, own, self.today)
            if missing:
                first = next((one for one in own if one.agreement), None)
                where = f" {first.where}" if first else ""
                needed = [p.message for p in self.problems if p.code in codes and self._record_at(p.place) is partner]
                what = " ".join((f"{_STATES[_state(own)] if first else 'Utkast'}{where}.", *needed))
                yield self._row(
                    self._when_partner(own, missing), "partners", partner.place(), f"Saknar {join_words(missing)}", what
                )

    def _when_partner(self, own: list[Standing], missing: list[str]) -> When:
        partner = own[0].partner
        if any(self._record_at(place) is partner for place in self._stopping_places()):
            return "now"
        state = _state(own)
        if state == "draft" or all(" " in word for word in missing):  # only a logo, which the wall does not show
            return "spare"
        begins = [s.agreement.first_day for s in own if s.state == "coming" and s.agreement and s.agreement.first_day]
        return self._when(min(begins)) if state == "coming" and begins else "month"

    def _stopping_places(self) -> Iterator[Place]:
        yield from (problem.place for problem in self.problems if problem.stops_publishing)

    def _all_gaps(self) -> Iterator[tuple[Place, str | None]]:
        """Yield all known gaps; the name is None if the row of a partner covers it."""
        for record in (record for record in self.library.records() if not record.has_ended(self.today)):
            for place, name in self.library.ask(_gaps_of, record):
                yield place, None if isinstance(record, Partner) and name in ASKED else name

    def _gaps(self) -> Iterator[ToDo]:
        """Yield the known gaps, in drafts too."""
        for place, name in self._all_gaps():
            if name is not None:
                is_urgent = _line(place) in self.stops
                why = "Det är publicerat, och hindrar nästa publicering." if is_urgent else "Det står i ett utkast."
                what = f"{name[:1].upper()}{name[1:]} saknas. {why} Fyll i uppgiften, eller ta bort raden om den inte behövs."
                yield self._row("now" if is_urgent else "spare", "gaps", place, place.written.strip()[:160], what)

    def _unconfirmed(self) -> Iterator[ToDo]:
        for goal in self.library.all(LocalGoal):
            for row in goal.mapping:
                if not row.is_confirmed:
                    code = row.global_goal.target or str(row.global_goal.number)
                    reason = f" Skälet är: {row.reason.typed}" if row.reason else ""
                    name = f"{goal.number} {title_of(goal, self.library)}"
                    what = f"Stämmer kopplingen? Skriv då bekräftad: ja.{reason}"
                    yield replace(self._row("spare", "unconfirmed", row.place("is_confirmed"), code, what), name=name)

    def _drafts(self, others: Iterable[ToDo]) -> Iterator[ToDo]:
        """Yield what is not on the site, unless other rows are about it."""
        listed = {id(self._record_at(row.place)) for row in others}
        for waiting in find_not_shown(self.library):
            if id(self._record_at(waiting.place)) not in listed:
                yield self._row("spare", "drafts", waiting.place, "", waiting.what)

    def _pictures(self) -> Iterator[ToDo]:
        """Yield the photographs in running text that no `bild:` has, since consent can only be recorded there."""
        records = [*self.library.records()]
        agreed = frozenset[str]().union(*(self.library.ask(_agreed_of, record) for record in records))
        for record in (record for record in records if not self.library.is_over(record)):
            for link in self.library.ask(_pictures_of, record):
                if link.address not in agreed and not link.address.endswith((".svg", ".svgz")):
                    what = "Har de som syns på fotot sagt ja till att det publiceras?"
                    yield self._row("spare", "pictures", link.place, link.address.rpartition("/")[2], what)


ASKED: Final = ("webbplats", "logotyp", "godkänd")
"""Fields of a partner whose absence its own row reports (`standings.find_missing`)."""
_STATES: Final = {"shown": "Visas nu på", "coming": "Visas längre fram på", "draft": "Utkast för"}


def _state(own: Iterable[Standing]) -> str:
    states = {standing.state for standing in own}
    return next(state for state in ("shown", "coming", "draft") if state in states)


def _original_of(translation: Translation) -> object:
    """Return a key that is the same for all translations of an original."""
    named = translation.name if isinstance(translation, PageTranslation) else row_key(translation) if is_row(translation) else ()
    return translation.ORIGINAL, named


def _without_stand_ins(row: ToDo) -> ToDo:
    return replace(row, name=hide_stand_ins(row.name), what=hide_stand_ins(row.what))


def _line(place: Place) -> tuple[Path, int]:
    return place.source.path, place.line


def _gaps_of(_library: Library, record: Model) -> tuple[tuple[Place, str], ...]:
    return tuple((place, info.swedish) for place, info in find_gaps(record))


def _agreed_of(_library: Library, record: Model) -> frozenset[str]:
    """Return the addresses of a record's own pictures with recorded consent."""
    return frozenset(f"/{model.name}" for model in walk_models(record) if isinstance(model, Picture) and model.consent)


def _pictures_of(library: Library, record: Model) -> tuple[LinkFound, ...]:
    """Return the pictures in a record's running text."""
    return tuple(link for document in find_documents(record, library) for link in document.links if link.is_picture)
