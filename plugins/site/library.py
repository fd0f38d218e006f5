"""The library: every record of the site, and what references may point to.

Stage: check. In: `Shelves`. Out: `Library`, the one thing that rules and views are given their arguments from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from plugins.activities.model import Activity
from plugins.announcements.markdown import refuse_place_mark
from plugins.announcements.model import MOST, Announcement
from plugins.blocks.markdown import make_block_mark
from plugins.blocks.model import Block
from plugins.contacts.markdown import make_contact_mark
from plugins.contacts.model import Contact, HelpBoxRecord
from plugins.core.intake.gallery import Gallery
from plugins.core.kinds import Key
from plugins.core.known import Known, know
from plugins.core.lines import Marked
from plugins.core.marks import Marks, ValueMark, make_marks
from plugins.core.models import Model
from plugins.core.pages import PageModel
from plugins.core.phases import find_draft_goals
from plugins.core.places import Place
from plugins.core.shelves import Shelves
from plugins.core.sources import Text
from plugins.core.swedish import compare_key, format_day, quote
from plugins.core.walk import find_gaps
from plugins.facts.markdown import make_fact_mark
from plugins.facts.model import Fact
from plugins.language.model import RULES_FILE
from plugins.local_goals.markdown import make_goal_mark, make_goal_mark_in_blocks, make_goal_mark_in_title
from plugins.local_goals.model import LocalGoal
from plugins.pages.model import TextPage
from plugins.partners.model import LOGO_STEPS, Partner, Tier
from plugins.partners.rules import left_out_today
from plugins.projects.model import Project
from plugins.site.counts import make_count_mark
from plugins.site.model import Unfinished
from plugins.website.model import Website

Undertaking = TypeVar("Undertaking", Activity, Project)


@dataclass(frozen=True)
class Library:
    """All records, read and typed; `today` and whether drafts are shown decide what of them a visitor meets."""

    shelves: Shelves
    today: date
    shows_drafts: bool = False

    @cached_property
    def website(self) -> Website | None:
        """The site's own record; None where it could not be read."""
        return next(iter(self.shelves.all(Website)), None)

    @cached_property
    def gallery(self) -> Gallery:
        """Logos and pictures as they are shown."""
        return Gallery(self.shelves.files, LOGO_STEPS, strays=self.shelves.strays)

    @cached_property
    def goals(self) -> tuple[LocalGoal, ...]:
        """All local goals by number, drafts too."""
        return tuple(sorted(self.shelves.all(LocalGoal), key=lambda goal: (goal.number, goal.name)))

    @cached_property
    def shown_goals(self) -> tuple[LocalGoal, ...]:
        """The goals a visitor meets."""
        return tuple(goal for goal in self.goals if self.shows_drafts or not goal.is_draft)

    @cached_property
    def pages(self) -> tuple[TextPage, ...]:
        """All text pages by name, drafts too."""
        return tuple(sorted(self.shelves.all(TextPage), key=lambda page: page.name))

    @cached_property
    def shown_pages(self) -> tuple[TextPage, ...]:
        """The text pages a visitor meets."""
        return tuple(page for page in self.pages if self.is_shown(page))

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """All activities by name, drafts too."""
        activities = map(self._with_partners_names, self.shelves.all(Activity))
        return tuple(sorted(activities, key=lambda activity: activity.name))

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """All projects by name, drafts too."""
        projects = map(self._with_partners_names, self.shelves.all(Project))
        return tuple(sorted(projects, key=lambda project: project.name))

    def _with_partners_names(self, page: Undertaking) -> Undertaking:
        """Return a page whose organisations bear the names of the register, where they differ in capitals alone.

        What differs in more is told by the check of the language, and shown as it is written.
        """
        changed: dict[str, object] = {}
        for name in ("organisation", "helpers", "funders", "co_funders"):
            written = getattr(page, name, None)
            if isinstance(written, tuple):
                changed[name] = tuple(map(self._as_registered, written))
            elif written is not None:
                changed[name] = self._as_registered(written)
        return page.model_copy(update=changed)

    def _as_registered(self, name: Text) -> Text:
        registered = self._partners_names.get(name.value.casefold())
        return replace(name, value=registered) if registered else name

    @cached_property
    def _partners_names(self) -> dict[str, str]:
        return {partner.name.value.casefold(): partner.name.value for partner in self.shown_partners}

    @cached_property
    def all_pages(self) -> tuple[LocalGoal | TextPage | Activity | Project, ...]:
        """Every page that an editor has written, drafts too."""
        return (*self.goals, *self.pages, *self.activities, *self.projects)

    @cached_property
    def shown_activities(self) -> tuple[Activity, ...]:
        """The activities a visitor meets, whatever their phase."""
        return tuple(activity for activity in self.activities if self.is_shown(activity))

    @cached_property
    def shown_projects(self) -> tuple[Project, ...]:
        """The projects a visitor meets, whatever their phase."""
        return tuple(project for project in self.projects if self.is_shown(project))

    def is_shown(self, record: Model) -> bool:
        """Tell whether a visitor meets a record."""
        return self.shows_drafts or not self.is_draft(record)

    @cached_property
    def partners(self) -> tuple[Partner, ...]:
        """All partners, drafts too."""
        return self.shelves.all(Partner)

    @cached_property
    def shown_partners(self) -> tuple[Partner, ...]:
        """Partners that are not drafts."""
        return tuple(partner for partner in self.partners if self.shows_drafts or not partner.is_draft)

    @cached_property
    def current_partners(self) -> tuple[Partner, ...]:
        """Partners that a visitor meets today: with an agreement that runs, on a goal and a tier that are shown."""
        goals = {str(goal.number) for goal in self.shown_goals}
        return tuple(
            partner
            for partner in self.shown_partners
            if any(a.goal.key in goals and a.is_current(self.today) and self.tiers.get(a.tier) for a in partner.agreements)
        )

    @cached_property
    def known_goals(self) -> Known[LocalGoal]:
        """Goals by number."""
        things = [(str(goal.number), goal) for goal in self.goals]
        known = self._know(things, LocalGoal, "okant-mal", "Det finns inget lokalt mål {}.", "Målen är")
        is_sure = all(goal.file_number == goal.number for goal in self.goals)  # else that is told, and not what follows from it
        others = {
            compare_key(name): str(goal.number)
            for goal in reversed(self.goals)
            for name in (
                self.title_of(goal),
                goal.name,
                *(f"{word}{goal.number}" for word in ("mål ", "mal", "0", "nr ", "")),
            )
        }
        return replace(known, is_complete=known.is_complete and is_sure, other_names=others)

    @cached_property
    def tiers(self) -> Known[Tier]:
        """Tiers by name."""
        tiers = sorted(self.shelves.all(Tier), key=lambda tier: tier.order)
        return self._know(
            [(str(t.name), t) for t in tiers], Tier, "okand-niva", "Det finns ingen nivå som heter {}.", "Nivåerna är"
        )

    @cached_property
    def contacts(self) -> Known[Contact]:
        """Contacts by id."""
        contacts = self.shelves.all(Contact)
        missing = "Det finns ingen kontakt med id {} i kontakter.yaml."
        known = self._know([(str(c.id), c) for c in contacts], Contact, "okand-kontakt", missing, "Kontakterna är")
        ways = [(c.name, c.role, c.email) for c in contacts]
        others = {compare_key(str(way)): str(c.id) for c, said in zip(contacts, ways, strict=True) for way in said if way}
        return replace(known, other_names=others)

    @cached_property
    def help_boxes(self) -> Known[HelpBoxRecord]:
        """Help boxes by id."""
        things = [(str(b.id), b) for b in self.shelves.all(HelpBoxRecord)]
        missing = "Det finns ingen stödruta med id {} i stodrutor.yaml."
        return self._know(things, HelpBoxRecord, "okand-stodruta", missing, "Stödrutorna är")

    @cached_property
    def facts(self) -> Known[Fact]:
        """Facts by id."""
        things = [(str(f.id), f) for f in self.shelves.all(Fact)]
        missing = "Det finns ingen uppgift med id {} i fakta.yaml."
        return self._know(things, Fact, "okand-uppgift", missing, "Uppgifterna är")

    @cached_property
    def blocks(self) -> Known[Block]:
        """Blocks by file name."""
        things = [(b.name, b) for b in self.shelves.all(Block)]
        return self._know(things, Block, "okant-block", "Det finns inget block som heter {} i mappen block/.", "Blocken är")

    @cached_property
    def announcements(self) -> tuple[Announcement, ...]:
        """All announcements in the order of the file, drafts too."""
        return self.shelves.all(Announcement)

    @cached_property
    def shown_announcements(self) -> tuple[Announcement, ...]:
        """The announcements of today: no more than there is room for."""
        current = (one for one in self.announcements if one.is_current(self.today))
        return tuple(one for one in current if self.shows_drafts or not one.is_draft)[:MOST]

    @property
    def has_writing_rules(self) -> bool:
        """Tell whether the site has a list of its own of how texts are written, read or not."""
        return (self.shelves.folder / RULES_FILE).is_file()

    def _know(self, things: list[tuple[str, Any]], model: type[Model], code: str, missing: str, listing: str) -> Known[Any]:
        is_complete = self.shelves.is_complete(model)
        return know(things, code, missing, listing, is_complete=is_complete, shows_drafts=self.shows_drafts)

    # ---- marks

    def marks_on(self, goal: LocalGoal | None) -> Marks:
        """Return the marks on the page of `goal`, or (None) on a page that has no goal."""
        return self._marks(make_goal_mark(goal, self.title_of(goal) if goal else ""), in_block=False)

    def marks_in_title(self, goal: LocalGoal) -> Marks:
        """Return the marks in the title of `goal`."""
        return self._marks(make_goal_mark_in_title(goal), in_block=False)

    def title_of(self, goal: LocalGoal) -> str:
        """Return the title of `goal` as it is shown."""
        return goal.title.fill(self.marks_in_title(goal))

    def marks_on_torn(self, model: type[Model]) -> Marks:
        """Return the marks in the text of a page whose header is wrong: a goal that has no number yet is some goal."""
        if model is Block:
            return self.marks_in_blocks
        return self._marks(make_goal_mark_in_blocks() if model is LocalGoal else make_goal_mark(None), in_block=False)

    @cached_property
    def marks_in_blocks(self) -> Marks:
        """The marks a block may use, before it is known where it stands."""
        return self._marks(make_goal_mark_in_blocks(), in_block=True)

    @cached_property
    def marks_in_announcements(self) -> Marks:
        """The marks of what stands on every page."""
        places = (refuse_place_mark("kontakt", self.contacts), refuse_place_mark("block", self.blocks))
        return make_marks(make_fact_mark(self.facts), self._count_mark, make_goal_mark(None), *places)

    def _marks(self, goal_mark: Any, *, in_block: bool) -> Marks:
        places = (make_contact_mark(self.contacts), make_block_mark(self.blocks, in_block=in_block))
        return make_marks(make_fact_mark(self.facts), self._count_mark, goal_mark, *places)

    @cached_property
    def _count_mark(self) -> ValueMark:
        met = {row.global_goal.number for goal in self.shown_goals for row in goal.mapping}
        return make_count_mark(len(self.shown_goals), len(self.current_partners), len(met))

    # ---- what is published

    def is_draft(self, record: Model) -> bool:
        """Tell whether a record waits: a draft, or a page whose first day has not come."""
        return record.is_draft_on(self.today) if isinstance(record, TextPage) else bool(getattr(record, "is_draft", False))

    def published(self) -> Iterator[Model]:
        """Yield every record that is not a draft."""
        yield from (record for record in self._records() if not self.is_draft(record))

    def draft_files(self) -> frozenset[Path]:
        """Return the files of pages, goals and blocks that are drafts."""
        return frozenset(r.text.source.path for r in self._records() if isinstance(r, PageModel) and self.is_draft(r))

    # ---- what is left out

    def left_out(self) -> Iterator[Unfinished]:
        """Yield what is left to do: what is not on the site, and known gaps in drafts and others."""
        yield from self.not_shown()
        for record in self._records():
            yield from (Unfinished(place, f"{quote(name)} saknas ({name_of(record)}).") for place, name in find_gaps(record))

    def not_shown(self) -> Iterator[Unfinished]:
        """Yield what is not on the site: drafts, pages whose first day has not come, and relations to draft goals."""
        for record in self._records():
            if isinstance(record, TextPage) and record.status != "utkast" and self.is_draft(record) and record.first_day:
                yield Unfinished(record.place(), f"{quote(name_of(record))} visas från {format_day(record.first_day)}.")
            elif self.is_draft(record):
                yield Unfinished(record.place(), f"{quote(name_of(record))} är ett utkast och inte med på webbplatsen.")
        for undertaking in (*self.activities, *self.projects):
            if not undertaking.is_draft:
                for goal in find_draft_goals(undertaking, self.known_goals):
                    yield _not_on_goal(undertaking, goal.text.place(), goal)
        for partner in self.partners:
            if not partner.is_draft:
                for agreement, goal in left_out_today(partner, self.known_goals, self.today):
                    yield _not_on_goal(partner, agreement.place(), goal)

    def _records(self) -> Iterator[Model]:
        for records in self.shelves.by_model.values():
            yield from records


def _not_on_goal(record: Model, place: Place, goal: Key) -> Unfinished:
    return Unfinished(place, f"{quote(name_of(record))} visas inte på mål {goal}, för målet är ett utkast.")


def name_of(model: Any) -> str:
    """Return what an editor calls a record."""
    for english in ("title", "name", "id"):
        if hasattr(model, english):
            value = getattr(model, english)
            return str(value.typed if isinstance(value, Marked) else value)
    if isinstance(model, Announcement):
        return " ".join(str(model.text.typed).split())
    return compare_key(type(model).__name__)
